"""A part of the base that few need: in a prepared base it stays packed until somebody asks for it.

Answering a question shall not wait for what only the study room reads.
"""

from __future__ import annotations

import pickle
from typing import Generic, TypeVar, cast

Part = TypeVar("Part")


class Packed(Generic[Part]):
    """Holds a part; written with ``pickle`` it becomes bytes, which are unpacked at the first ``get``."""

    __slots__ = ("_bytes", "_part")

    def __init__(self, part: Part) -> None:
        self._part: Part | None = part
        self._bytes = b""

    def get(self) -> Part:
        """Return the part."""
        if self._part is None:
            self._part = cast("Part", pickle.loads(self._bytes))  # noqa: S301 -- lies inside what was trusted whole
        return self._part

    def __getstate__(self) -> bytes:
        return self._bytes or pickle.dumps(self._part, protocol=5)

    def __setstate__(self, packed: bytes) -> None:
        self._bytes, self._part = packed, None
