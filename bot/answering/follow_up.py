"""Understands a remark that only makes sense after the last answer: "and for children?", "tell me more"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text import fold

if TYPE_CHECKING:
    from bot.kb import Topic
    from bot.matching import Recognition

MAX_REMARK_WORDS = 6
"""Longer texts are questions of their own."""
OWN_QUESTION_WORDS, OWN_QUESTION_CHANCE = 4, 0.6
"""From so many words on, and with a topic this likely, a short text is a question of its own as well."""
_OPENERS = frozenset(("and", "what", "how", "with", "for", "why", "but", "or", "if", "also", "then", "even", "the"))
_MORE = frozenset(
    fold(words)
    for words in (
        "more", "tell me more", "more please", "tell me more please", "tell me more about that",
        "tell me more about it", "go on", "continue", "more detail", "more details", "details", "explain",
        "explain more", "why", "why is that", "why so", "how come",
    )
)  # fmt: skip


def asks_for_more(recognition: Recognition) -> bool:
    """Tell whether a remark only asks for more on the topic before."""
    return recognition.utterance.words in _MORE


def complete(text: str, recognition: Recognition, last: Topic) -> str | None:
    """Return the remark completed by the last topic's title, or None where it stands by itself."""
    words = recognition.utterance.words
    if not words or len(words) > MAX_REMARK_WORDS or recognition.reading.drug_named:
        return None
    best = recognition.candidates[0].score if recognition.candidates else 0.0
    if len(words) >= OWN_QUESTION_WORDS and best >= OWN_QUESTION_CHANCE:
        return None
    if words[0] not in _OPENERS and len(words) >= OWN_QUESTION_WORDS - 1:
        return None
    return f"{last.title}: {text}"
