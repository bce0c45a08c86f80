"""Reading grade (Flesch-Kincaid: years of school) by textstat, a development tool that may be missing."""

from __future__ import annotations

import contextlib
import importlib
import io
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bot.kb import KnowledgeBase

SKIPPED = "Reading grade: skipped, textstat or its word list is not installed (pip install 'baclobot[dev]')."
LEAST_WORDS = 6
"""A shorter sentence is easy whatever its words: the formula says little about it."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(\d])")


@dataclass(frozen=True, slots=True)
class Graded:
    """A text with its place in a file."""

    path: str
    place: tuple[str | int, ...]
    text: str


def load_grader() -> Callable[[str], float] | None:
    """Return what grades a text, or None where textstat is not installed or lacks its word list."""
    try:
        # Some versions fetch a word list when first used, and chatter about it.
        with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
            textstat = importlib.import_module("textstat")
            textstat.flesch_kincaid_grade("This is a short and plain text.")
    except (ImportError, LookupError, OSError):
        return None

    def grade(text: str) -> float:
        return round(float(textstat.flesch_kincaid_grade(text)), 1)

    return grade


def graded_facts(knowledge: KnowledgeBase) -> Iterator[Graded]:
    """Yield what every reader of an answer reads: short answers and facts."""
    for topic in knowledge.topics.values():
        path = f"topics/{topic.group}/{topic.id}.yaml"
        yield Graded(path, ("short", "text"), topic.short.text)
        for number, fact in enumerate(topic.facts):
            yield Graded(path, ("facts", number, "text"), fact.text)


def emergency_texts(knowledge: KnowledgeBase) -> Iterator[str]:
    """Yield what somebody in an emergency reads: first lines and steps."""
    for danger in knowledge.emergencies.dangers.values():
        yield danger.lead
        yield from (step.text for step in danger.steps)


def hardest_sentences(texts: Iterable[Graded], grade: Callable[[str], float], count: int) -> list[tuple[float, Graded]]:
    """Return the sentences hardest to read with their grade, the hardest first."""
    rows = [
        (grade(sentence), replace(text, text=sentence))
        for text in texts
        for sentence in _SENTENCE_END.split(text.text)
        if len(sentence.split()) >= LEAST_WORDS
    ]
    return sorted(rows, key=lambda row: (-row[0], row[1].path, row[1].text))[:count]
