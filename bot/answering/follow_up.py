"""Understands a remark that only makes sense after the last answer: "and for children?", "why", "with alcohol?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.kb import Topic
    from bot.matching import Recognition

MAX_REMARK_WORDS = 6
"""Longer texts are questions of their own."""
_OPENERS = frozenset(("and", "what", "how", "with", "for", "why", "but", "or", "if", "also", "then", "even"))


def complete(text: str, recognition: Recognition, last: Topic) -> str | None:
    """Return the remark completed by the last topic's title, or None where it stands by itself."""
    words = recognition.utterance.words
    if not words or len(words) > MAX_REMARK_WORDS or recognition.reading.drug_named:
        return None
    if words[0] not in _OPENERS and len(words) > 2:
        return None
    return f"{last.title}: {text}"
