"""How the Discord surface tells of itself: in the process's log, and repeated faults sparingly."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.surfaces.sight.redaction import describe_error

if TYPE_CHECKING:
    import logging

__all__ = ["Sparing", "describe_error"]

REPEAT_SECONDS = 60.0
"""The same fault is told once in so many seconds."""


class Sparing:
    """Tells a repeated fault once a minute, with how often it came meanwhile."""

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger
        self._told: dict[str, tuple[float, int]] = {}

    def warn(self, fault: str, detail: str = "") -> None:
        """Log a fault, unless the same one was logged within the last minute."""
        now = asyncio.get_running_loop().time()
        last, silent = self._told.get(fault, (now - REPEAT_SECONDS, 0))
        if now - last < REPEAT_SECONDS:
            self._told[fault] = (last, silent + 1)
            return
        self._told[fault] = (now, 0)
        again = f" ({silent} times more since)" if silent else ""
        self._logger.warning("%s%s%s", fault, f": {detail}" if detail else "", again)
