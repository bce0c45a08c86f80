"""The safety sets of a base: what people may write, and which replies are right. Read only to test the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import KnowledgeError
from bot.kb.store import SAFETY, read_safety_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from bot.kb.schema import SafetyFile


def load_safety_sets(folder: Path | None = None) -> dict[str, SafetyFile]:
    """Return the sets of a base by id, none where it has none; raises KnowledgeError for the first fault."""
    return read_safety_sets(read_safety_bytes(folder))


def read_safety_sets(files: dict[str, bytes]) -> dict[str, SafetyFile]:
    """Read sets given as bytes by path; raises KnowledgeError for the first fault."""
    # Imported here: nothing but a test of the bot reads the sets.
    from bot.kb.nodes import parse_yaml
    from bot.kb.reader import typed_entry
    from bot.kb.schema import SafetyFile

    sets: dict[str, SafetyFile] = {}
    for name in sorted(files):
        document = parse_yaml(name, files[name])
        found = None
        if document.data is not None and not document.faults:
            found = typed_entry(document, SafetyFile, document.data, ())
        if document.faults or found is None:
            raise KnowledgeError(f"A safety set cannot be used: {document.faults[0]}")
        sets[name.removeprefix(f"{SAFETY}/").removesuffix(".yaml")] = found
    return sets
