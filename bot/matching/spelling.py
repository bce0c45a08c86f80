"""Spelling repair towards the bot's own vocabulary.

Only words that neither the vocabulary nor the list of ordinary words knows are touched, and only towards a word
that begins alike: "talbets" becomes "tablets", and "bowl" stays a bowl.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.matching.scoring import likeness, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MIN_LENGTH = 4
MIN_LIKENESS = 0.82
CACHE_SIZE = 4096
MAX_LENGTH = 24


class Speller:
    """Knows a vocabulary and mends words towards it."""

    def __init__(self, counts: Mapping[str, int], known: Iterable[str], protected: Iterable[str] = ()) -> None:
        """Take the vocabulary with how often each word is used, further known words, and words never mended to."""
        banned = frozenset(protected)
        self._counts = {word: count for word, count in counts.items() if word.isalpha() and word not in banned}
        self._known = frozenset(known) | frozenset(counts)
        self._by_first: dict[str, list[str]] = {}
        for word in sorted(self._counts):
            if len(word) >= MIN_LENGTH:
                self._by_first.setdefault(word[0], []).append(word)
        self._by_ends: dict[str, list[str]] = {}
        for words in self._by_first.values():
            for word in words:
                self._by_ends.setdefault(word[-3:], []).append(word)
        self._cache: dict[str, tuple[str, ...]] = {}

    def knows(self, word: str) -> bool:
        """Tell whether a word needs no repair."""
        return word in self._known or len(word) < MIN_LENGTH or not word.isalpha()

    def holds(self, word: str) -> bool:
        """Tell whether a word is in the vocabulary or an ordinary one, however short."""
        return word in self._known

    def times(self, word: str) -> int:
        """Return how often a word of the vocabulary is said; 0 for any other."""
        return self._counts.get(word, 0)

    def repair(self, word: str) -> tuple[str, ...]:
        """Return the word mended (two words where two were run together), or as it is."""
        if self.knows(word) or len(word) > MAX_LENGTH:
            return (word,)
        found = self._cache.get(word)
        if found is None:
            found = self._repair(word)
            if len(self._cache) >= CACHE_SIZE:
                self._cache.clear()
            self._cache[word] = found
        return found

    def _repair(self, word: str) -> tuple[str, ...]:
        most = 1 if len(word) <= 6 else 2 if len(word) <= 10 else 3
        best = self._best(word, nearest(word, self._by_first.get(word[0], ()), most))
        if best is None:
            best = self._best(word, nearest(word, self._by_ends.get(word[-3:], ()), 1))
        if best is not None:
            return (best,)
        return self._split(word) or (word,)

    def _best(self, word: str, found: list[tuple[str, int]]) -> str | None:
        fit = [
            (distance, -self._counts[match], match)
            for match, distance in found
            if likeness(word, match) >= MIN_LIKENESS
        ]
        return min(fit)[2] if fit else None

    def _split(self, word: str) -> tuple[str, ...]:
        """Take two words apart that were run together, both of them known."""
        best: tuple[int, tuple[str, ...]] = (0, ())
        for cut in range(3, len(word) - 2):
            left, right = word[:cut], word[cut:]
            if left in self._counts and right in self._counts:
                best = max(best, (min(self._counts[left], self._counts[right]), (left, right)))
        return best[1]
