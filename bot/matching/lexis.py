"""The lexicon compiled for look-up: word groups to concepts, names to medicines."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from bot.text import fold, stem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.kb import KnowledgeBase, Lexicon

DRUG = "<drug>"
"""Stands in a reading for every name of the medicine."""
CLASS_PREFIX = "m:"
"""Marks the concept of a class of medicines, such as m:opioids."""
OTHER_MEDICINE = "m:other"
CONCEPT_PREFIX = "c:"


class Entry(NamedTuple):
    """What a word group stands for."""

    concept: str
    medicine: str = ""
    """The name as listed, where the group names another medicine."""


class Lexis:
    """Look-ups by exact words first, then by stems; the longest group wins."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        # Plain strings, words joined by blanks: ten thousand small objects would slow the start.
        self._exact: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        self._medicines: dict[str, str] = {}
        self._opened: dict[str, int] = {}
        for concept, groups in lexicon.concepts.items():
            for group in groups:
                self._add(group, intern(CONCEPT_PREFIX + concept))
        for drug_class in lexicon.classes:
            for name in drug_class.names:
                self._add(name, intern(CLASS_PREFIX + drug_class.id), name if drug_class.medicine else "")
        self.stop = frozenset(self._weak(lexicon.weak_words.get("stop", ())))
        self.circumstance = frozenset(
            self._weak(words for key, group in lexicon.weak_words.items() if key != "stop" for words in group)
        )
        self.drug_names = frozenset(
            fold(name) for name in (lexicon.drug, *lexicon.drug_names, *(brand.name for brand in lexicon.brands))
        )
        self.look_alikes = frozenset(word for name in lexicon.look_alikes for word in fold(name))
        self.other_medicines = lexicon.other_medicines
        self.longest_drug_name = max(len(name) for name in self.drug_names)

    def _add(self, group: str, concept: str, medicine: str = "") -> None:
        words = fold(group)
        if not words:
            return
        stems = tuple(map(stem, words))
        exact, stemmed = intern(" ".join(words)), intern(" ".join(stems))
        self._exact.setdefault(exact, concept)
        self._stems.setdefault(stemmed, concept)
        if medicine:
            self._medicines.setdefault(exact, medicine)
            self._medicines.setdefault(stemmed, medicine)
        # The first stem tells how long a group may be, so that most words cost one look-up.
        self._opened[intern(stems[0])] = max(self._opened.get(stems[0], 1), len(words))

    @staticmethod
    def _weak(groups: Iterable[str]) -> set[str]:
        return {stem(word) for group in groups for word in fold(group)}

    def find(self, words: tuple[str, ...], stems: tuple[str, ...], start: int) -> tuple[Entry | None, int]:
        """Return the entry of the longest group that begins at a place, and how many words it takes."""
        longest = self._opened.get(stems[start], 0)
        for size in range(min(longest, len(words) - start), 0, -1):
            exact, stemmed = " ".join(words[start : start + size]), " ".join(stems[start : start + size])
            for key, table in ((exact, self._exact), (stemmed, self._stems)):
                concept = table.get(key)
                if concept is not None:
                    medicine = self._medicines.get(key, "") if concept.startswith(CLASS_PREFIX) else ""
                    return Entry(concept, medicine), size
        return None, 1

    def vocabulary(self) -> Iterable[str]:
        """Yield every word of the lexicon, once for each group that holds it."""
        for words in self._exact:
            yield from words.split()


def phrasing_words(knowledge: KnowledgeBase) -> Iterable[str]:
    """Yield every word of every phrasing."""
    for topic in knowledge.topics.values():
        for phrasing in topic.phrasings:
            yield from fold(phrasing)
