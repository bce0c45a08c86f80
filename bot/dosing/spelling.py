"""Spelling repair towards the closed list of dose words, and towards the medicine's own names.

A word is touched only when nothing knows it, and only towards the one nearest word that begins with the same
letter. Numbers and Latin abbreviations never come here. Where two forms are equally near, nothing is guessed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHORTEST = 4
LONGEST = 16
TWO_SLIPS_FROM = 8
"""From this length a word may hide two slips, below it one."""
CACHE_SIZE = 8192


def edit_distance(one: str, other: str, most: int) -> int:
    """Count edits (insert, delete, replace, swap neighbors); more than ``most`` counts as ``most + 1``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        row = [i]
        for j, right in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


class Speller:
    """Repairs words towards a closed list; remembers what it found."""

    def __init__(self, targets: Iterable[str], forms: Mapping[str, str]) -> None:
        """Take the words that a repair may lead to, and the form that each of them means."""
        self._forms = forms
        self._by_start: dict[str, list[str]] = {}
        for word in sorted(set(targets)):
            if len(word) >= SHORTEST:
                self._by_start.setdefault(word[0], []).append(word)
        self.nearest = lru_cache(CACHE_SIZE)(self._nearest)

    def _nearest(self, word: str) -> str | None:
        """Return the one nearest word of the list, or None."""
        if not SHORTEST <= len(word) <= LONGEST or not word.isascii() or not word.isalpha():
            return None
        most = 2 if len(word) >= TWO_SLIPS_FROM else 1
        found: list[tuple[int, str]] = []
        for target in self._by_start.get(word[0], ()):
            distance = edit_distance(word, target, most)
            if distance <= most:
                found.append((distance, target))
        if not found:
            return None
        found.sort()
        best = [target for distance, target in found if distance == found[0][0]]
        return best[0] if len(best) == 1 else self._same_form(best)

    def _same_form(self, words: list[str]) -> str | None:
        """Accept several nearest words only where all of them mean the same."""
        return words[0] if len({self._forms.get(word, word) for word in words}) == 1 else None
