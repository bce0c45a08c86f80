"""Ranks topics by sentence vectors alone, beside the first reader and TF-IDF: over the same phrasings, as typed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.contenders import Contender, Logistic, Ours, Ranking
from benchmarks.measures import micros, percent, print_table
from bot.answering import Kind
from bot.kb.store import read_second_weights
from bot.matching.vectors import VectorReader, shared_encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.labelled import Row
    from bot.answering import Answerer

STRENGTH = 10.0
MINILM = "all-MiniLM-L6-v2"


class Shipped(Contender):
    """The heads that ship, which also saw labelled questions of the repository."""

    name = "second reader, as shipped"

    def __init__(self) -> None:
        self._reader = VectorReader(read_second_weights() or b"")

    def rank(self, question: str) -> Ranking:
        """Return topics by chance."""
        return sorted(self._reader.read(question).topics.items(), key=lambda pair: -pair[1])


class Vectors(Contender):
    """Vectors of all phrasings: the nearest one, or a logistic head."""

    def __init__(
        self, name: str, encode: Callable[[list[str]], np.ndarray], phrasings: Sequence[tuple[str, str]], *, head: bool
    ) -> None:
        self.name = name
        self._encode = encode
        self._bank = np.asarray(encode([text for text, _ in phrasings]))
        owners = [topic for _, topic in phrasings]
        self._topics = list(dict.fromkeys(owners))
        self._starts = [owners.index(topic) for topic in self._topics]
        self._model = LogisticRegression(C=STRENGTH, max_iter=300).fit(self._bank, owners) if head else None

    def rank(self, question: str) -> Ranking:
        """Return topics, best first."""
        vector = np.asarray(self._encode([question]))
        if self._model is not None:
            scores, topics = self._model.decision_function(vector)[0], [str(name) for name in self._model.classes_]
        else:
            scores, topics = np.maximum.reduceat((vector @ self._bank.T)[0], self._starts), self._topics
        return [(topics[number], float(scores[number])) for number in np.argsort(-scores)[:5]]


def show_rankings(grouped: Mapping[str, Sequence[Row]], answerer: Answerer) -> None:
    """Print the right topic first and among the first three, of the rows to be answered, and the median time."""
    phrasings = [(text, topic.id) for topic in answerer.knowledge.topics.values() for text in topic.phrasings]
    encode = shared_encoder().encode
    matchers: list[Contender] = [
        Ours(answerer.recognizer),
        Logistic("TF-IDF + logistic", phrasings),
        Vectors("multilingual USE, nearest phrasing", encode, phrasings, head=False),
        Vectors("multilingual USE + logistic", encode, phrasings, head=True),
        Shipped(),
    ]
    if find_spec("sentence_transformers") is not None:
        matchers += _minilm(phrasings)
    sets = {name: [row for row in rows if row.kind == Kind.ANSWER] for name, rows in grouped.items()}
    lines = []
    for matcher in matchers:
        cells, times = [], []
        for rows in sets.values():
            found = [[topic for topic, _ in matcher.rank(row.question)] for row in rows]
            first = sum(bool({*topics[:1]} & {*row.topics}) for topics, row in zip(found, rows, strict=True))
            three = sum(bool({*topics[:3]} & {*row.topics}) for topics, row in zip(found, rows, strict=True))
            cells.append(f"{percent(first, len(rows))} / {percent(three, len(rows))}")
            times += micros(matcher.rank, [row.question for row in rows[:60]])
        lines.append([matcher.name, *cells, f"{sorted(times)[len(times) // 2] / 1000:.1f}"])
    print_table(
        "Right topic first / among the first three, % of the rows to be answered; median ms",
        ["matcher", *sets, "ms"],
        lines,
    )


def _minilm(phrasings: Sequence[tuple[str, str]]) -> list[Contender]:
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    model = SentenceTransformer(MINILM)

    def encode(texts: list[str]) -> np.ndarray:
        return np.asarray(model.encode(texts, normalize_embeddings=True))

    return [
        Vectors(f"{MINILM}, nearest phrasing", encode, phrasings, head=False),
        Vectors(f"{MINILM} + logistic", encode, phrasings, head=True),
    ]
