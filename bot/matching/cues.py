"""Finds the danger cues of a message: curated word groups, compared by stem, in the words as typed and as mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.matching.lexis import DRUG
from bot.text import fold, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from bot.kb import CueGroup

CUE_PREFIX = "q:"
CUE_WEIGHT = 1.0
CUE_PAIR_WEIGHT = 0.7
GAP = " ... "
"""Stands in a word group for up to so many other words: "how many ... kill me"."""
LONGEST_GAP = 6


class CueScanner:
    """Knows the word groups of all cues."""

    def __init__(self, cues: Mapping[str, CueGroup], drug: str) -> None:
        self.points: dict[str, Decimal] = {key: group.points for key, group in cues.items()}
        self._groups: dict[tuple[str, ...], str] = {}
        self._opened: dict[str, int] = {}
        self._gapped: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]] = {}
        drug_words = fold(drug)
        for key, group in cues.items():
            for words in group.words:
                head, gap, tail = words.partition(GAP)
                folded = tuple(DRUG if (word,) == drug_words else word for word in fold(head))
                if gap:
                    begun, ended = tuple(map(_stem, folded)), tuple(map(_stem, fold(tail)))
                    self._gapped.setdefault(begun[0], []).append((begun, ended, key))
                    continue
                if len(folded) > 1:
                    folded = tuple(map(_stem, folded))
                # A single word counts only as written: "downed" must not be found in "down".
                self._groups.setdefault(folded, key)
                self._opened[folded[0]] = max(self._opened.get(folded[0], 1), len(folded))

    def words(self) -> Iterable[str]:
        """Yield every word that a cue holds, for the speller's vocabulary."""
        gapped = (part for groups in self._gapped.values() for one in groups for part in one[:2])
        for group in (*self._groups, *gapped):
            yield from (word for word in group if word != DRUG)

    def single_words(self) -> Iterable[str]:
        """Yield the words that are a cue by themselves, as written; those of groups are stems."""
        return (group[0] for group in self._groups if len(group) == 1)

    def find(self, *versions: tuple[str, ...]) -> frozenset[str]:
        """Return the cues that stand in any version of a message (as typed, as mended)."""
        return frozenset(cue for cue, _ in self.matches(*versions))

    def matches(self, *versions: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each cue as often as it stands there, with the words that say it."""
        for words in versions:
            stems = tuple(map(_stem, words))
            for start, (word, first) in enumerate(zip(words, stems, strict=True)):
                for begun, ended, cue in self._gapped.get(first, ()):
                    if end := _end_of(stems, start, begun, ended):
                        yield cue, words[start:end]
                longest = max(self._opened.get(word, 0), self._opened.get(first, 0))
                for size in range(1, min(longest, len(stems) - start) + 1):
                    key = self._groups.get(stems[start : start + size] if size > 1 else words[start : start + 1])
                    if key is not None:
                        yield key, words[start : start + size]


def _stem(word: str) -> str:
    return word if word == DRUG else stem(word)


def _end_of(stems: tuple[str, ...], start: int, begun: tuple[str, ...], ended: tuple[str, ...]) -> int:
    """Return where a group with a gap ends that begins at a place, its tail soon after its head; 0 for none."""
    after, size = start + len(begun), len(ended)
    if stems[start:after] != begun:
        return 0
    places = range(after, min(after + LONGEST_GAP, len(stems)) + 1)
    return next((at + size for at in places if stems[at : at + size] == ended), 0)


def cue_features(found: frozenset[str]) -> dict[str, float]:
    """Return the cues, and every two of them together, as features of a linear reader."""
    names = sorted(found)
    features = {CUE_PREFIX + name: CUE_WEIGHT for name in names}
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            features[f"{CUE_PREFIX}{one}&{other}"] = CUE_PAIR_WEIGHT
    return features
