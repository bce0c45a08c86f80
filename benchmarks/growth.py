"""A bank many times as large, made of variants of the shipped phrasings, to see whether the work stays bounded."""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from benchmarks.measures import micros
from bot.matching.bank import Bank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.kb import KnowledgeBase, Topic
    from bot.matching import Recognizer

FACTORS = (1, 10, 100)
MOST_TIMES = 6.0
"""A hundred times the phrasings may cost so many times as much a question."""
ROUNDS = 5
_OPENINGS = (
    "", "please tell me", "quick question", "my mother asks", "hello there", "just wondering", "honestly",
    "the nurse could not say", "since last week", "for a friend",
)  # fmt: skip
_CLOSINGS = (
    "", "thanks", "if you know", "in the morning", "as far as you know", "asking for my neighbor", "any idea",
    "at the moment", "with all that", "so tell me",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """What a bank of one size costs."""

    phrasings: int
    build_seconds: float
    micros: float
    """Median of a question, the least of some rounds."""
    top1: int


def variant(phrasing: str, number: int) -> str:
    """Return the phrasing with filler around it and two neighboring words swapped; number 0 is the phrasing itself."""
    words = phrasing.split()
    if number and len(words) > 1:
        place = number % (len(words) - 1)
        words[place], words[place + 1] = words[place + 1], words[place]
    opening = _OPENINGS[number % len(_OPENINGS)]
    closing = _CLOSINGS[number // len(_OPENINGS) % len(_CLOSINGS)]
    return " ".join(part for part in (opening, *words, closing) if part)


def grow(
    knowledge: KnowledgeBase,
    recognizer: Recognizer,
    asked: Sequence[tuple[str, tuple[str, ...]]],
    sample: Sequence[str],
) -> list[Size]:
    """Measure questions (with their topics) on banks of each size; the recognizer keeps its own bank in the end."""
    shipped, sizes = recognizer.matcher.bank, []
    try:
        for factor in FACTORS:
            topics = [
                replace(topic, phrasings=tuple(variant(text, i) for text in topic.phrasings for i in range(factor)))
                for topic in knowledge.topics.values()
            ]
            built = _build(recognizer, topics)
            count = sum(len(topic.phrasings) for topic in topics)
            sizes.append(Size(count, built, _median(recognizer, sample), _hits(recognizer, asked)))
    finally:
        recognizer.matcher.bank = shipped
    return sizes


def _build(recognizer: Recognizer, topics: Sequence[Topic]) -> float:
    """Give the recognizer a bank of these topics; return the processor seconds that it took."""
    start = time.process_time()
    gc.disable()  # as the loader of the bot does: everything made here stays
    try:
        recognizer.matcher.bank = Bank(topics, recognizer.reader)
    finally:
        gc.enable()
    return time.process_time() - start


def _median(recognizer: Recognizer, sample: Sequence[str]) -> float:
    micros(recognizer.recognize, sample)
    return min(statistics.median(micros(recognizer.recognize, sample)) for _ in range(ROUNDS))


def _hits(recognizer: Recognizer, asked: Sequence[tuple[str, tuple[str, ...]]]) -> int:
    found = ((recognizer.recognize(question).candidates, topics) for question, topics in asked)
    return sum(candidates[0].topic in topics for candidates, topics in found if candidates)
