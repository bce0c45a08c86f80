"""Puts an answerer together from a knowledge base on disk."""

from __future__ import annotations

import gc
import hashlib
from typing import TYPE_CHECKING

from bot.answering.compiled import fingerprint, read_compiled, write_compiled
from bot.kb.store import each_file, knowledge_from, read_bytes, read_weights, weights_digest

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.answerer import Answerer


def load_answerer(folder: Path | None = None, *, keep: bool = True) -> Answerer:
    """Load the shipped base, or the one in a folder; raises KnowledgeError where it cannot be used.

    With ``keep`` the prepared answerer is looked up and kept in the user's cache folder.
    """
    key = _key(folder)
    # Loading makes a million small objects that all stay: looking for garbage among them only costs time.
    gc.disable()
    try:
        found = read_compiled(key) if keep else None
        if found is None:
            found = build_answerer(read_bytes(folder), read_weights(folder), folder)
            if keep and _key(folder) == key:  # else somebody saved a file meanwhile
                write_compiled(found, key)
    finally:
        gc.enable()
    return found


def compile_shipped(target: Path) -> None:
    """Write the prepared answerer of the shipped base to a file, for packing it."""
    write_compiled(build_answerer(read_bytes(), read_weights()), _key(None), target)


def _key(folder: Path | None) -> str:
    """Name the state of a base's files, read one by one: together they would leave holes in the memory."""
    digests = {name: hashlib.sha256(raw).digest() for name, raw in each_file(folder)}
    parts = [name.encode() + b"\0" + digests[name] for name in sorted(digests)]
    return fingerprint([*parts, weights_digest(folder)])


def build_answerer(files: dict[str, bytes], weights: bytes | None, folder: Path | None = None) -> Answerer:
    """Build an answerer from a base's files; raises KnowledgeError where they have faults."""
    # Imported here: a prepared answerer needs neither the YAML reader nor the models.
    from bot.answering.answerer import Answerer
    from bot.answering.required import require_parts
    from bot.matching import load_readers

    knowledge = knowledge_from(files, folder)
    require_parts(knowledge)
    return Answerer(knowledge, load_readers(weights) if weights else {})
