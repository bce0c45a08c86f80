"""A second reader, asked where the first is unsure: what it tells of a text, and how both are weighed together.

The first reader knows words, the second knows meaning, whatever the words and in whatever language. Anything that
gives an :class:`Opinion` can serve; the one that ships lies in :mod:`bot.matching.vectors`. The weights below are
data, fitted on labelled questions by ``python -m tools.fit_second_reader``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from bot.matching.linear import chances_of
from bot.matching.recognizer import CALM, DOSE_QUESTION, OURS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.matching.matcher import Matcher
    from bot.matching.recognizer import Recognition

SURE_TOPIC, SURE_OURS, SURE_CALM = 0.98, 0.98, 0.99
"""Where the first reader is so sure of the topic, of being asked and of nobody's danger, nobody else is asked."""
LEAST_CHANCE = 1e-4
"""Chances are kept so far from 0 and 1 before their odds are taken."""
MOST_POINTS, LEAST_POINTS = 8.0, -5.0
"""Points of the danger cues are cut to this range before they are weighed."""
POINTS_UNIT = 5.0


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a second reader makes of one text; each mapping's chances sum to 1."""

    topics: Mapping[str, float]
    danger: Mapping[str, float]
    """By kind, calm included."""
    scope: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Mixing:
    """How much each reader counts: factors of log-odds, fitted for one language or for all others together."""

    topic: tuple[float, float]
    """Of the first and the second reader's log-chances of a topic."""
    ours: tuple[float, float, float, float]
    """Of the first's odds that the message is ours, of the best topic's, of the second's; and a constant."""
    danger: tuple[float, float, float, float]
    """Of the first's odds of a danger, of the second's, of the cues' points; and a constant."""


class SecondReader(Protocol):
    """Something that reads a text for its meaning."""

    @property
    def english(self) -> Mixing:
        """The factors for English."""
        ...

    @property
    def foreign(self) -> Mixing:
        """The factors for what the first reader took for another language."""
        ...

    def read(self, text: str) -> Opinion:
        """Return what is made of a text."""
        ...


def is_sure(recognition: Recognition) -> bool:
    """Tell whether the first reader needs no second: English, a topic beyond doubt, and nobody in danger."""
    if recognition.is_foreign or not recognition.candidates:
        return False
    best, ours = recognition.candidates[0].score, recognition.ours
    return ours >= SURE_OURS and best >= SURE_TOPIC * ours and recognition.danger.get(CALM, 1.0) >= SURE_CALM


def mix(recognition: Recognition, opinion: Opinion, mixing: Mixing, matcher: Matcher, points: float) -> Recognition:
    """Return what both readers make of a text; ``points`` are those of its danger cues."""
    ranked = matcher.ranked(mixed_scores(recognition.scores, matcher.bank.topics, opinion.topics, mixing))
    told = odds(_told(recognition.scope)), odds(ranked[0].score if ranked else 0.0), odds(_told(opinion.scope))
    ours = weighed(told, mixing.ours)
    return replace(
        recognition,
        candidates=tuple(replace(one, score=one.score * ours) for one in ranked),
        ours=ours,
        danger_by_both=_danger(recognition, opinion, mixing, points),
        first=recognition,
    )


def mixed_scores(
    scores: Sequence[float], topics: Sequence[str], second: Mapping[str, float], mixing: Mixing
) -> list[float]:
    """Return one score a topic; a topic that the second reader does not know counts as one of middling chance."""
    chances = chances_of(scores)
    logs = {topic: math.log(max(chance, 1e-9)) for topic, chance in second.items()}
    middle = sum(logs.values()) / len(logs) if logs else 0.0
    one, other = mixing.topic
    return [
        one * math.log(max(chance, 1e-9)) + other * logs.get(topic, middle)
        for topic, chance in zip(topics, chances, strict=True)
    ]


def odds(chance: float) -> float:
    """Return the log-odds of a chance, kept off 0 and 1."""
    kept = min(max(chance, LEAST_CHANCE), 1 - LEAST_CHANCE)
    return math.log(kept / (1 - kept))


def weighed(told: Sequence[float], factors: Sequence[float]) -> float:
    """Return the chance of a logistic curve; its constant is the last factor."""
    *slopes, constant = factors
    return 1 / (1 + math.exp(-sum(value * slope for value, slope in zip(told, slopes, strict=True)) - constant))


def danger_told(first: float, second: float, points: float) -> tuple[float, float, float]:
    """Return what the curve of danger weighs: two chances of danger and the points of the cues."""
    return odds(first), odds(second), min(max(points, LEAST_POINTS), MOST_POINTS) / POINTS_UNIT


def _told(scope: Mapping[str, float]) -> float:
    return scope.get(OURS, 0.0) + scope.get(DOSE_QUESTION, 0.0)


def _danger(recognition: Recognition, opinion: Opinion, mixing: Mixing, points: float) -> dict[str, float]:
    """Share the chance that both see among the kinds, by the product of what each makes of them."""
    first, second = 1 - recognition.danger.get(CALM, 1.0), 1 - opinion.danger.get(CALM, 1.0)
    chance = weighed(danger_told(first, second, points), mixing.danger)
    kinds = {
        kind: math.sqrt(max(recognition.danger.get(kind, 0.0), 1e-6) * value)
        for kind, value in opinion.danger.items()
        if kind != CALM
    }
    whole = sum(kinds.values()) or 1.0
    return {CALM: 1 - chance, **{kind: chance * value / whole for kind, value in kinds.items()}}
