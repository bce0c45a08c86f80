"""What the program must find in a knowledge base: texts and figures that it names by id.

A base that lacks one is refused when it is loaded, not in the middle of an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dosing.needs import FIGURES, TEXTS
from bot.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.kb import KnowledgeBase

WORDING = (
    "answer-id", "clarify-lead", "contact-ambulance", "contact-crisis", "contact-poison", "contact-vet",
    "dose-understood",
    "emergency-call", "emergency-country-unknown", "emergency-crisis-anywhere", "emergency-elsewhere",
    "emergency-no-crisis-line", "emergency-no-poison-line", "emergency-no-vet-line",
    "emergency-until-help", "empty", "interaction-unlisted", "not-it", "not-understood", "other-drug",
    "other-drug-unnamed", "out-of-scope", "reviewed", "see-also", "sources-heading",
    "what-kills",
)  # fmt: skip
"""Texts that replies cannot do without; surfaces have further ones."""


def missing_parts(knowledge: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Yield the file and the id of each thing that is missing."""
    for key in WORDING:
        if key not in knowledge.wording.texts:
            yield "wording.yaml", key
    for kind in knowledge.lexicon.small_talk:
        if kind not in knowledge.wording.texts:
            yield "wording.yaml", kind
    for key in TEXTS:
        if key not in knowledge.wording.doses:
            yield "wording-doses.yaml", key
    for key in FIGURES:
        if key not in knowledge.figures:
            yield "posology.yaml", key


def require_parts(knowledge: KnowledgeBase) -> None:
    """Raise KnowledgeError where something is missing."""
    missing = list(missing_parts(knowledge))
    if missing:
        file, key = missing[0]
        raise KnowledgeError(
            f"The knowledge base lacks {len(missing)} entry(ies) that the program needs; the first: '{key}' in {file}.",
            "Add it; the shipped base shows how.",
        )
