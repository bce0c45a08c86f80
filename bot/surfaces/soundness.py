"""Whether a knowledge base may answer people: what ``kb check`` refuses, no long-lived process takes up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.errors import KnowledgeError
from bot.kb import open_folder
from bot.surfaces.curator import find_faults

if TYPE_CHECKING:
    from pathlib import Path

    from bot.kb import Fault
    from bot.kb.reader import Reading


def faults_of(reading: Reading) -> list[Fault]:
    """List what forbids a base to answer; warnings do not."""
    return [fault for fault in find_faults(reading, datetime.now(UTC).date()) if not fault.warning]


def require_sound(folder: Path | None) -> None:
    """Raise KnowledgeError, with the first fault, where a base may not answer."""
    faults = faults_of(open_folder(folder))
    if faults:
        what = f"The knowledge base ({folder or 'the shipped one'}) has {len(faults)} fault(s); the first: {faults[0]}"
        raise KnowledgeError(what, "Run 'baclobot kb check' to see them all.")
