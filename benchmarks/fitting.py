"""Finds the constants that make scores mean chances: the sharpness of the matcher, and the curve of "is it ours?"."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from bot.answering import Kind
from bot.matching import DOSE_QUESTION, OURS
from bot.matching.features import context_features, piece_words, word_features
from bot.matching.matcher import BANK_SHARPNESS, LINEAR_SHARPNESS
from bot.matching.recognizer import OURS_BIAS, SCOPE_FACTOR, TOPIC_FACTOR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.rows_seen import Seen
    from bot.matching import LinearReader, Recognizer

LEAST_CHANCE = 1e-4
"""Chances are kept so far from 0 and 1, as the recognizer does before it takes their odds."""
OURS_KINDS = frozenset((Kind.ANSWER, Kind.CLARIFY, Kind.DOSE_CHECK))
NOT_OURS_KINDS = frozenset((Kind.OTHER_DRUG, Kind.OUT_OF_SCOPE, Kind.SMALL_TALK))


@dataclass(frozen=True, slots=True)
class Fit:
    """Constants in force and suggested, with what each is worth."""

    names: tuple[str, ...]
    force: tuple[float, ...]
    best: tuple[float, ...]
    """Fitted on all rows."""
    loss_force: float
    """Mean negative log of the chance given to what was right."""
    loss_best: float
    loss_unseen: float
    """The same where the constants for a set are fitted on the other sets only."""
    count: int


def fit_constants(
    names: tuple[str, ...],
    force: tuple[float, ...],
    groups: Sequence[int],
    loss: Callable[[np.ndarray, np.ndarray], float],
) -> Fit:
    """Minimize a loss over constants; ``groups`` tells each row's set, ``loss`` takes constants and row numbers."""
    owners = np.array(groups)
    rows = np.arange(len(owners))

    def best_on(kept: np.ndarray) -> np.ndarray:
        return np.asarray(minimize(loss, np.array(force), args=(kept,), method="Nelder-Mead").x)

    unseen = 0.0
    for group in sorted(set(groups)):
        held, others = rows[owners == group], rows[owners != group]
        if len(others):
            unseen += len(held) * loss(best_on(others), held)
    best = best_on(rows)
    return Fit(
        names=names,
        force=force,
        best=tuple(float(value) for value in best),
        loss_force=loss(np.array(force), rows),
        loss_best=loss(best, rows),
        loss_unseen=unseen / len(rows) if len(set(groups)) > 1 else math.nan,
        count=len(rows),
    )


def fit_sharpness(seen: Sequence[tuple[int, Seen]], recognizer: Recognizer, linear: LinearReader) -> Fit:
    """Fit how much the bank's and the linear reader's scores count, on rows that a topic answers."""
    rows = [(group, one) for group, one in seen if one.row.kind == Kind.ANSWER]
    topics = recognizer.matcher.bank.topics
    places = [linear.labels.index(topic) for topic in topics]
    bank, told, right = [], [], []
    for _, one in rows:
        reading, utterance = one.recognition.reading, one.recognition.utterance
        features = word_features(reading.tokens, recognizer.reader.lexis, utterance.focus)
        context = context_features(reading.tokens, utterance.focus)
        scores = linear.scores({**features, **context}, piece_words(reading.tokens, utterance.focus))
        bank.append(recognizer.matcher.bank.scores(features))
        told.append([scores[place] for place in places])
        right.append([topic in one.row.topics for topic in topics])
    banks, fitted, answers = np.array(bank), np.array(told), np.array(right)

    def loss(constants: np.ndarray, kept: np.ndarray) -> float:
        scores = constants[0] * banks[kept] + constants[1] * fitted[kept]
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances = (powers * answers[kept]).sum(axis=1) / powers.sum(axis=1)
        return float(-np.log(np.maximum(chances, LEAST_CHANCE)).mean())

    names = ("BANK_SHARPNESS", "LINEAR_SHARPNESS")
    return fit_constants(names, (BANK_SHARPNESS, LINEAR_SHARPNESS), [group for group, _ in rows], loss)


def fit_scope(seen: Sequence[tuple[int, Seen]]) -> Fit:
    """Fit the logistic curve that weighs the scope reader with the best topic; emergencies are decided before it."""
    rows = [
        (group, one)
        for group, one in seen
        if one.row.kind in OURS_KINDS | NOT_OURS_KINDS and one.recognition.candidates and one.recognition.scope
    ]
    inputs = np.array([[*_odds_of(one), 1.0] for _, one in rows])
    ours = np.array([one.row.kind in OURS_KINDS or Kind.ANSWER in one.row.also for _, one in rows])

    def loss(constants: np.ndarray, kept: np.ndarray) -> float:
        chances = 1 / (1 + np.exp(-(inputs[kept] @ constants)))
        given = np.where(ours[kept], chances, 1 - chances)
        return float(-np.log(np.maximum(given, LEAST_CHANCE)).mean())

    names = ("SCOPE_FACTOR", "TOPIC_FACTOR", "OURS_BIAS")
    return fit_constants(names, (SCOPE_FACTOR, TOPIC_FACTOR, OURS_BIAS), [group for group, _ in rows], loss)


def _odds_of(one: Seen) -> tuple[float, float]:
    scope, recognition = one.recognition.scope, one.recognition
    told = scope.get(OURS, 0.0) + scope.get(DOSE_QUESTION, 0.0)
    # What a candidate shows is its chance among the topics times the chance that the message is ours.
    best = recognition.candidates[0].score / recognition.ours
    return log_odds(told), log_odds(best)


def log_odds(chance: float) -> float:
    """Return the log-odds of a chance, kept off 0 and 1."""
    kept = min(max(chance, LEAST_CHANCE), 1 - LEAST_CHANCE)
    return math.log(kept / (1 - kept))
