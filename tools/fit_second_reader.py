"""Fits the second reader: heads on sentence vectors, and the weights that mix both readers.

    python -m tools.fit_second_reader [--kb FOLDER]

Three heads, each a multinomial logistic regression on vectors of the encoder: ``topic``, ``danger`` and ``scope``, as
those of the first reader (tools/fit_reader.py). They are fitted on the texts of the knowledge base and on labelled
rows under ``tests/cases`` (tools/second_samples.py says which). Then, on what heads say of rows that they were not
fitted on, the mixing: how much each reader counts for a topic, for "is it ours?", and for danger; once for English
and once for other languages.

Run it after ``python -m tools.fit_reader`` and from the top of the repository. The result is data
(``second-reader-weights.json``). It needs the extras ``bench`` and ``semantic``.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from bot.answering import Kind
from bot.answering.triage import cue_points
from bot.kb import load_knowledge
from bot.kb.store import SECOND_WEIGHTS, read_weights
from bot.matching import CALM, DOSE_QUESTION, OURS, Recognizer, load_readers
from bot.matching.fitted import texts_key
from bot.matching.linear import chances_of
from bot.matching.second import danger_told, odds
from bot.matching.vectors import FORMAT, HEADS, Encoder, encoder_name, pack_head
from tools.second_samples import (
    FOLDS,
    UNKNOWN_DANGER,
    danger_samples,
    is_calm,
    labelled_rows,
    scope_samples,
    topic_samples,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.kb import KnowledgeBase
    from bot.matching import Recognition
    from tools.second_samples import Labelled, Sample

SCRIPT = 1
"""Version of this script: raise it when the same texts would give other weights."""
STRENGTHS = {"topic": 5.0, "danger": 30.0, "scope": 30.0}
"""Inverse of the regularization: between 3 and 30 (topic) and 10 and 100 (danger) nearly level on unread questions."""
ITERATIONS = 300
CURVE_STRENGTHS = {"english": 10.0, "foreign": 1.0}
"""The same for the curves of the mixing; there are fewer rows in other languages."""
MOST_SECOND = {"english": 0.8, "foreign": 2.0}
"""The second reader's factor of a topic is not larger. Left alone it became 1.18 in English, and on sets that nothing
was fitted on more wrong answers were given than at 0.8 (docs/second-reader.md)."""
OURS_KINDS = frozenset((Kind.ANSWER, Kind.CLARIFY, Kind.DOSE_CHECK))
NOT_OURS_KINDS = frozenset((Kind.OTHER_DRUG, Kind.OUT_OF_SCOPE, Kind.SMALL_TALK))


@dataclass(slots=True)
class Head:
    """A fitted head."""

    labels: list[str]
    matrix: np.ndarray
    bias: np.ndarray

    def chances(self, vectors: np.ndarray) -> np.ndarray:
        """Return a row of chances a vector."""
        scores = vectors @ self.matrix + self.bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def fit_head(vectors: np.ndarray, samples: Sequence[Sample], strength: float) -> Head:
    """Fit one head."""
    labels = [sample.label for sample in samples]
    weights = np.array([sample.weight for sample in samples])
    model = LogisticRegression(C=strength, max_iter=ITERATIONS, tol=1e-5).fit(vectors, labels, weights)
    return Head([str(label) for label in model.classes_], model.coef_.T, model.intercept_)


def kinds_told(vectors: np.ndarray, samples: list[Sample], strength: float) -> list[Sample]:
    """Give emergencies without a labelled kind the likeliest one, by a head on the others."""
    known = [number for number, sample in enumerate(samples) if sample.label != UNKNOWN_DANGER]
    head = fit_head(vectors[known], [samples[number] for number in known], strength)
    calm = head.labels.index(CALM)
    told = []
    for number, sample in enumerate(samples):
        if sample.label == UNKNOWN_DANGER:
            chances = head.chances(vectors[number : number + 1])[0]
            chances[calm] = -1.0
            label = head.labels[int(chances.argmax())]
            told.append(type(sample)(sample.text, label, sample.weight, sample.fold))
        else:
            told.append(sample)
    return told


class Fitting:
    """All heads, and what they say of the labelled rows that they were not fitted on."""

    def __init__(self, knowledge: KnowledgeBase, encoder: Encoder, rows: Sequence[Labelled]) -> None:
        self.rows = rows
        asked = encoder.encode([one.row.question for one in rows])
        folds = np.array([one.fold for one in rows])
        makers = {"topic": topic_samples, "danger": danger_samples, "scope": scope_samples}
        self.heads: dict[str, Head] = {}
        self.unseen: dict[str, np.ndarray] = {}
        for name in HEADS:
            samples = list(makers[name](knowledge, list(rows)))
            vectors = encoder.encode([sample.text for sample in samples])
            if name == "danger":
                samples = kinds_told(vectors, samples, STRENGTHS[name])
            self.heads[name] = fit_head(vectors, samples, STRENGTHS[name])
            self.unseen[name] = np.zeros((len(rows), len(self.heads[name].labels)))
            for fold in range(FOLDS):
                kept = [number for number, sample in enumerate(samples) if sample.fold != fold]
                head = fit_head(vectors[kept], [samples[number] for number in kept], STRENGTHS[name])
                self.unseen[name][folds == fold] = head.chances(asked[folds == fold])

    def column(self, head: str, labels: Sequence[str]) -> np.ndarray:
        """Return the summed chance of some labels, row by row."""
        places = [self.heads[head].labels.index(label) for label in labels if label in self.heads[head].labels]
        return np.asarray(self.unseen[head][:, places].sum(axis=1))


def fit_mixing(
    knowledge: KnowledgeBase,
    recognizer: Recognizer,
    fitting: Fitting,
    read: Sequence[Recognition],
    chosen: list[int],
    strength: float,
    most: float,
) -> dict[str, list[float]]:
    """Fit the factors on some of the rows; the second reader's factor of a topic is kept below ``most``."""
    rows = [fitting.rows[number].row for number in chosen]
    topics = recognizer.matcher.bank.topics
    order = [fitting.heads["topic"].labels.index(topic) for topic in topics]
    first = np.log(np.maximum([chances_of(read[number].scores) for number in chosen], 1e-9))
    second = np.log(np.maximum(fitting.unseen["topic"][chosen][:, order], 1e-9))
    right = [[topics.index(topic) for topic in row.topics if topic in topics] for row in rows]
    asked = [place for place, row in enumerate(rows) if row.kind == Kind.ANSWER and right[place]]

    def mixed(factors: np.ndarray) -> np.ndarray:
        scores = factors[0] * first + factors[1] * second
        return np.asarray(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True))

    def loss(factors: np.ndarray) -> float:
        logs = mixed(factors)
        return -float(np.mean([np.logaddexp.reduce(logs[place, right[place]]) for place in asked]))

    topic = minimize(loss, np.array([1.0, 0.5]), method="Nelder-Mead").x
    if topic[1] > most:
        topic = np.array([minimize(lambda one: loss(np.array([one[0], most])), [1.0], method="Nelder-Mead").x[0], most])
    told = (OURS, DOSE_QUESTION)
    first_ours = [odds(sum(read[number].scope.get(label, 0.0) for label in told)) for number in chosen]
    second_ours = [odds(chance) for chance in fitting.column("scope", told)[chosen]]
    best = [odds(chance) for chance in np.exp(mixed(topic)).max(axis=1)]
    kinds = [place for place, row in enumerate(rows) if row.kind in OURS_KINDS | NOT_OURS_KINDS]
    ours = np.array([[first_ours[place], best[place], second_ours[place]] for place in kinds])
    in_danger = 1 - fitting.column("danger", (CALM,))[chosen]
    grave = [place for place, row in enumerate(rows) if row.kind == Kind.EMERGENCY or is_calm(row)]
    danger = np.array(
        [
            danger_told(
                1 - read[chosen[place]].danger[CALM],
                float(in_danger[place]),
                float(cue_points(read[chosen[place]].cues, knowledge.emergencies)),
            )
            for place in grave
        ]
    )
    return {
        "topic": [round(float(value), 4) for value in topic],
        "ours": _curve(ours, [rows[place].kind in OURS_KINDS for place in kinds], strength),
        "danger": _curve(danger, [rows[place].kind == Kind.EMERGENCY for place in grave], strength),
    }


def _curve(told: np.ndarray, hits: Sequence[bool], strength: float) -> list[float]:
    model = LogisticRegression(C=strength).fit(told, list(hits))
    return [round(float(value), 4) for value in (*model.coef_[0], model.intercept_[0])]


def main() -> int:
    """Fit everything and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kb", type=Path, default=Path("knowledge"))
    folder: Path = parser.parse_args().kb
    knowledge = load_knowledge(folder)
    recognizer = Recognizer(knowledge, load_readers(read_weights(folder) or b""))
    rows = labelled_rows()
    fitting = Fitting(knowledge, Encoder(), rows)
    read = [recognizer.recognize(one.row.question) for one in rows]
    mixed = [number for number, one in enumerate(rows) if one.mixed]
    places = {
        "english": [number for number in mixed if not read[number].is_foreign],
        "foreign": [number for number in mixed if read[number].is_foreign],
    }
    data = {
        "format": FORMAT,
        "script": SCRIPT,
        "encoder": encoder_name(),
        "fitted_on": texts_key(knowledge),
        "heads": {name: pack_head(head.labels, head.matrix, head.bias) for name, head in fitting.heads.items()},
        "mixing": {
            name: fit_mixing(knowledge, recognizer, fitting, read, chosen, CURVE_STRENGTHS[name], MOST_SECOND[name])
            for name, chosen in places.items()
        },
    }
    (folder / SECOND_WEIGHTS).write_text(json.dumps(data, separators=(",", ":"), sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
