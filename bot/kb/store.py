"""Where a knowledge base is read from: the shipped package, or a folder that somebody names.

The reader (YAML, pydantic) is imported only when something is read: a prepared base does without it.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path  # noqa: TC003 -- part of public signatures read at run time
from typing import TYPE_CHECKING

from bot.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

    from bot.kb.model import KnowledgeBase
    from bot.kb.reader import Reading

SHIPPED = "knowledge"
WEIGHTS = "reader-weights.json"
SECOND_WEIGHTS = "second-reader-weights.json"
SAFETY = "safety"
"""The folder of a base that holds its safety sets: what the bot is tested with is no part of what it knows."""
PIECE = 2**16


def load_knowledge(folder: Path | None = None) -> KnowledgeBase:
    """Read a base and return it; raises KnowledgeError with the first fault where it has any."""
    return knowledge_from(read_bytes(folder), folder)


def knowledge_from(files: Mapping[str, bytes], folder: Path | None = None) -> KnowledgeBase:
    """Make a base of its files; raises KnowledgeError with the first fault where they have any."""
    from bot.kb.reader import read_files

    reading = read_files(files)
    if reading.knowledge is not None:
        return reading.knowledge
    faults = [fault for fault in reading.faults if not fault.warning]
    where = folder or "the shipped one"
    raise KnowledgeError(
        f"The knowledge base ({where}) has {len(faults)} fault(s); the first: {faults[0]}",
        "Run 'baclobot kb check' to see them all.",
    )


def open_folder(folder: Path | None = None) -> Reading:
    """Read a base with all its faults; raises KnowledgeError where there is no such folder."""
    from bot.kb.reader import read_files

    return read_files(read_bytes(folder))


def read_bytes(folder: Path | None = None) -> dict[str, bytes]:
    """Read every YAML file of a base, by its path in the folder; its safety sets are left aside."""
    return {name: raw for name, raw in each_file(folder) if not name.startswith(f"{SAFETY}/")}


def read_safety_bytes(folder: Path | None = None) -> dict[str, bytes]:
    """Read the safety sets of a base, by their path in the folder; empty where it has none."""
    return {name: raw for name, raw in each_file(folder) if name.startswith(f"{SAFETY}/")}


def each_file(folder: Path | None = None) -> Iterator[tuple[str, bytes]]:
    """Read the YAML files of a base one after the other; raises KnowledgeError where that cannot be done."""
    root: Traversable = resources.files(SHIPPED) if folder is None else folder
    if folder is not None and not folder.is_dir():
        raise KnowledgeError(
            f"There is no knowledge base at '{folder}': it is not a folder.",
            "Name a folder that holds topics/, sources.yaml and the rest, or leave --kb out.",
        )
    try:
        yield from _files(root, "")
    except OSError as error:
        raise KnowledgeError(
            f"The knowledge base cannot be read: {error.strerror or error}.",
            "Check that its files are readable for this user.",
        ) from error


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.startswith((".", "__")):
            continue
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".yaml", ".yml")):
            yield f"{prefix}{entry.name}", entry.read_bytes()


def weights_digest(folder: Path | None = None) -> bytes:
    """Return the SHA-256 of a base's weights, read in pieces; empty where it has none."""
    root: Traversable = resources.files(SHIPPED) if folder is None else folder
    file = root / WEIGHTS
    if not file.is_file():
        return b""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            digest.update(piece)
    return digest.digest()


def read_weights(folder: Path | None = None) -> bytes | None:
    """Read the fitted readers' weights of a base; None where it has none."""
    return _read_optional(folder, WEIGHTS)


def read_second_weights(folder: Path | None = None) -> bytes | None:
    """Read the fitted second reader's weights of a base; None where it has none."""
    return _read_optional(folder, SECOND_WEIGHTS)


def _read_optional(folder: Path | None, name: str) -> bytes | None:
    root: Traversable = resources.files(SHIPPED) if folder is None else folder
    file = root / name
    return file.read_bytes() if file.is_file() else None
