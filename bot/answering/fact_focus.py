"""Which of a topic's facts a question is about: that one is told first.

A topic answers many questions. Somebody who asks of a scan should not have to read past refills and alarms to find
the scan. So a fact that shares a telling word with the question, one that neither the topic's short answer nor its
other facts have, moves to the front; nothing is left out or added.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.matching.features import focus_factor
from bot.matching.lexis import DRUG
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.kb import Fact, Topic
    from bot.matching import Recognition, Recognizer
    from bot.matching.reading import Token

LEAST = 2.6
"""So much rarity (log of topics over topics with the word) must a fact share with a question to be told first.
Lower values moved facts for words such as "long" or "change" in more than one of ten questions tried."""
SHORTEST_WORD = 3
FORMS = ("c:act-", "n:")
"""Concepts of how a question is put, and quantities: no fact is about them."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What sets the facts of one topic apart."""

    facts: tuple[tuple[Fact, frozenset[str]], ...]
    counts: Mapping[str, int]


class FactFocus:
    """Puts the facts of topics in the order that questions ask for."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._reader = recognizer.reader
        self._rarity = recognizer.matcher.bank.rarity
        self._rarest = max(self._rarity.values(), default=1.0)
        self._weak = self._reader.lexis.stop | self._reader.lexis.circumstance
        self._told: dict[str, _Told] = {}

    def order(self, topic: Topic, recognition: Recognition) -> Topic:
        """Return the topic with the fact that the question names in front, or as it is where there is none."""
        asked = self._asked(recognition)
        told = self._told.get(topic.id) or self._read(topic)
        best, first = 0.0, None
        for fact, keys in told.facts:
            shared = keys.intersection(asked)
            score = sum(asked[key] * self._rarity.get(key, self._rarest) / told.counts[key] for key in sorted(shared))
            if score > best:
                best, first = score, fact
        if first is None or best < LEAST:
            return topic
        others = tuple(fact for fact in topic.facts if fact is not first)
        return replace(topic, facts=(first, *others), more=tuple(fact for fact in topic.more if fact is not first))

    def _read(self, topic: Topic) -> _Told:
        """Read a topic's facts once; what its title and short answer say tells none of them apart."""
        known = self._keys_of(f"{topic.title}. {topic.short.text}")
        facts = tuple((fact, self._keys_of(fact.text) - known) for fact in (*topic.facts, *topic.more))
        told = _Told(facts, Counter(key for _, keys in facts for key in keys))
        self._told[topic.id] = told
        return told

    def _keys_of(self, text: str) -> frozenset[str]:
        tokens = self._reader.read(fold(text), repair=False).tokens
        return frozenset(key for token in tokens for key in self._keys(token))

    def _asked(self, recognition: Recognition) -> dict[str, float]:
        asked: dict[str, float] = {}
        for token in recognition.reading.tokens:
            factor = focus_factor(token, recognition.utterance.focus)
            for key in self._keys(token):
                asked[key] = max(asked.get(key, 0.0), factor)
        return asked

    def _keys(self, token: Token) -> Iterable[str]:
        if token.concept.startswith(FORMS):
            return
        if token.concept:
            yield token.concept
        for word in token.stems:
            if len(word) >= SHORTEST_WORD and word.isalpha() and word not in self._weak and word != DRUG:
                yield word
