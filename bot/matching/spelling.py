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

    def __init__(self, counts: Mapping[str, int], *known: frozenset[str]) -> None:
        """Take the vocabulary with how often each word is used, and further known words that are never mended to."""
        self._counts = counts
        self._known = known
        words = [word for word in sorted(counts) if len(word) >= MIN_LENGTH and word.isalpha()]
        self._by_first = _grouped((word[0], word) for word in words)
        self._by_ends = _grouped((word[-3:], word) for word in words)
        self._cache: dict[str, tuple[str, ...]] = {}

    def __getstate__(self) -> dict[str, object]:
        """Leave out what was only remembered."""
        return {**self.__dict__, "_cache": {}}

    def knows(self, word: str) -> bool:
        """Tell whether a word needs no repair."""
        if word in self._counts or len(word) < MIN_LENGTH or not word.isalpha():
            return True
        return any(word in words for words in self._known)

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


def _grouped(words: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, word in words:
        found.setdefault(key, []).append(word)
    return {key: tuple(group) for key, group in found.items()}
