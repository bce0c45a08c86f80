"""Ranks the topics for a question: the linear reader and the bank of phrasings, in one score."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.matching.bank import Bank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.kb import Topic
    from bot.matching.linear import LinearReader
    from bot.matching.reading import Reader

BANK_SHARPNESS = 5.0
"""Brings the bank's scores (0 to 1.2) to the size of the linear reader's. Both factors are set so that the chance
which a candidate shows is the share of such candidates that are right (``python -m benchmarks.calibrate``)."""
LINEAR_SHARPNESS = 1.7
MAX_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic with the chance that it is the one meant."""

    topic: str
    score: float


@dataclass(frozen=True, slots=True)
class Sample:
    """What one text gives to a linear reader."""

    features: Mapping[str, float]
    words: Mapping[str, float]
    """Words whose pieces count, with their share."""


class Matcher:
    """Knows all topics of one base."""

    def __init__(self, topics: Sequence[Topic], reader: Reader, linear: LinearReader | None = None) -> None:
        self.bank = Bank(topics, reader)
        self._linear = linear
        places = {topic: number for number, topic in enumerate(self.bank.topics)}
        self._linear_places = [places.get(label) for label in linear.labels] if linear else []

    def ranked(self, scores: Sequence[float]) -> tuple[Candidate, ...]:
        """Order the topics, best first, by one score a topic in the order of the base."""
        top = max(scores, default=0.0)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers) or 1.0
        order = sorted(range(len(scores)), key=lambda number: (-scores[number], self.bank.topics[number]))
        return tuple(Candidate(self.bank.topics[number], powers[number] / total) for number in order[:MAX_CANDIDATES])

    def scores(self, features: Mapping[str, float], sample: Sample) -> list[float]:
        """Return one score a topic, in the order of the base."""
        scores = [BANK_SHARPNESS * score for score in self.bank.scores(features)]
        if self._linear is None:
            return scores
        fitted = self._linear.scores(sample.features, sample.words)
        told = [score for place, score in zip(self._linear_places, fitted, strict=True) if place is not None]
        # A topic that was added after the fit has no weights: it starts from the middle of the others.
        middle = sum(told) / len(told) if told else 0.0
        added = [middle] * len(scores)
        for place, score in zip(self._linear_places, fitted, strict=True):
            if place is not None:
                added[place] = score
        return [score + LINEAR_SHARPNESS * more for score, more in zip(scores, added, strict=True)]
