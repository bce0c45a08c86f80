"""Ready-made matchers over the same phrasings, to hold ours against.

Each gets a question as typed and returns topics with its own score, best first. They run with ordinary settings: none
has our lexicon, our spelling repair or our list of what is not answered, but for the last, which is told the latter.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import bm25s
import numpy as np
from rapidfuzz import fuzz, process, utils
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.kb import KnowledgeBase
    from bot.matching import Recognizer

Ranking = list[tuple[str, float]]
NEAREST = 64
"""Phrasings that a search for the nearest returns: more than enough to hold three topics."""
WORDS, CHARACTERS = (1, 2), (2, 5)
STRENGTH = 10.0
"""Inverse of the regularization, the same as of our own linear reader."""
REFUSED = "refused"


class Contender(ABC):
    """Something that ranks topics for a question."""

    name: str

    @abstractmethod
    def rank(self, question: str) -> Ranking:
        """Return topics with scores, best first."""


class Ours(Contender):
    """The recognizer of the bot, all of its work included: topics, scope and danger."""

    name = "ours"

    def __init__(self, recognizer: Recognizer) -> None:
        self.recognizer = recognizer

    def rank(self, question: str) -> Ranking:
        """Return the candidates as the contract prints them."""
        return [(one.topic, one.score) for one in self.recognizer.recognize(question).candidates]


class Fuzzy(Contender):
    """A rapidfuzz scorer over all phrasings, the best phrasing of a topic counting."""

    def __init__(self, name: str, scorer: Callable[..., float], phrasings: Sequence[tuple[str, str]]) -> None:
        self.name = name
        self._scorer = scorer
        self._texts = [utils.default_process(text) for text, _ in phrasings]
        owners = [topic for _, topic in phrasings]
        self._topics = list(dict.fromkeys(owners))
        self._starts = [owners.index(topic) for topic in self._topics]

    def rank(self, question: str) -> Ranking:
        """Scan every phrasing; those of a topic stand together."""
        asked = utils.default_process(question)
        scores = process.cdist([asked], self._texts, scorer=self._scorer)[0]
        best = np.maximum.reduceat(scores, self._starts)
        return [(self._topics[number], float(best[number])) for number in np.argsort(-best, kind="stable")[:NEAREST]]


class Bm25(Contender):
    """BM25 over all phrasings, the best phrasing of a topic counting."""

    name = "BM25 (bm25s)"

    def __init__(self, phrasings: Sequence[tuple[str, str]]) -> None:
        self._topics = [topic for _, topic in phrasings]
        self._index = bm25s.BM25()
        self._index.index(self._tokens([text for text, _ in phrasings]), show_progress=False)

    @staticmethod
    def _tokens(texts: list[str]) -> list[list[str]]:
        return list(bm25s.tokenize(texts, stopwords="en", return_ids=False, show_progress=False))

    def rank(self, question: str) -> Ranking:
        """Search for the nearest phrasings."""
        tokens = self._tokens([question])
        if not tokens[0]:
            return []
        numbers, scores = self._index.retrieve(tokens, k=NEAREST, show_progress=False)
        found = zip(numbers[0], scores[0], strict=True)
        return _best_by_topic((self._topics[number], float(score)) for number, score in found if score > 0)


class Logistic(Contender):
    """TF-IDF of words and characters with logistic regression; its score is the chance of the topic."""

    def __init__(self, name: str, examples: Sequence[tuple[str, str]]) -> None:
        self.name = name
        vectors = make_union(
            TfidfVectorizer(ngram_range=WORDS, sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=CHARACTERS, sublinear_tf=True),
        )
        self._model = make_pipeline(vectors, LogisticRegression(C=STRENGTH, max_iter=300))
        self._model.fit([text for text, _ in examples], [label for _, label in examples])
        self._labels = [str(label) for label in self._model.classes_]

    def rank(self, question: str) -> Ranking:
        """Return the likeliest labels that are topics."""
        chances = self._model.predict_proba([question])[0]
        order = np.argsort(-chances)[: NEAREST + 1]
        found = ((self._labels[number], float(chances[number])) for number in order)
        return [(label, chance) for label, chance in found if label != REFUSED]


def contenders(knowledge: KnowledgeBase, recognizer: Recognizer) -> list[Contender]:
    """Make ours and the others, each over the shipped phrasings; WRatio comes second, the others' times refer to it."""
    phrasings = [(text, topic.id) for topic in knowledge.topics.values() for text in topic.phrasings]
    groups = (knowledge.lexicon.declines, knowledge.lexicon.small_talk)
    refused = [(text, REFUSED) for group in groups for texts in group.values() for text in texts]
    return [
        Ours(recognizer),
        Fuzzy("rapidfuzz WRatio", fuzz.WRatio, phrasings),
        Fuzzy("rapidfuzz token_set_ratio", fuzz.token_set_ratio, phrasings),
        Fuzzy("rapidfuzz token_sort_ratio", fuzz.token_sort_ratio, phrasings),
        Bm25(phrasings),
        Logistic("TF-IDF + logistic", phrasings),
        Logistic("the same, told what we refuse", [*phrasings, *refused]),
    ]


def _best_by_topic(found: Iterable[tuple[str, float]]) -> Ranking:
    best: dict[str, float] = {}
    for topic, score in found:
        best.setdefault(topic, score)
    return list(best.items())
