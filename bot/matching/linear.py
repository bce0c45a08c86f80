"""A linear reader: weights that a script fitted beforehand, summed over what a text holds.

The weights are data of the knowledge base (one file). A label's score is a plain sum, so every
decision can be explained by listing its largest terms.
"""

from __future__ import annotations

import base64
import json
import math
import sys
from array import array
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.errors import KnowledgeError
from bot.matching.features import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORMAT = 1
WORD_CACHE_SIZE = 8192


Row: TypeAlias = "tuple[tuple[int, float], ...]"


class Block:
    """One family of features: their rarity, and their weights for each label they speak for.

    Kept as flat arrays, and each feature's row made when it is first asked for: most are never asked for.
    """

    def __init__(
        self, names: str, rarity: array[int], counts: array[int], labels: bytes, weights: array[int], scale: float
    ) -> None:
        self._packed = (names, rarity, counts, labels, weights, scale)
        self._places = {name: place for place, name in enumerate(names.split("\n"))}
        self._starts = array("l", accumulate(counts, initial=0))
        self._rows: dict[str, tuple[float, Row]] = {}

    def __reduce__(self) -> tuple[type[Block], tuple[object, ...]]:
        """Pickle the flat arrays only."""
        return Block, self._packed

    def rarity(self, name: str) -> float:
        """Return how much a feature counts for being rare; 0 for one that was never seen."""
        return self.row(name)[0]

    def row(self, name: str) -> tuple[float, Row]:
        """Return a feature's rarity and its weights by label; nothing for one that was never seen."""
        found = self._rows.get(name)
        if found is not None:
            return found
        place = self._places.get(name)
        if place is None:
            return _NOTHING
        _, rarity, _, labels, weights, scale = self._packed
        start, end = self._starts[place], self._starts[place + 1]
        row = tuple(zip(labels[start:end], [weight * scale for weight in weights[start:end]], strict=True))
        found = self._rows[name] = (rarity[place] / 100, row)
        return found

    def add_to(self, sums: dict[int, float], name: str) -> float:
        """Add a feature's weights, times its rarity, to sums by label; return the rarity. Keeps nothing."""
        place = self._places.get(name)
        if place is None:
            return 0.0
        _, rarity, _, labels, weights, scale = self._packed
        told = rarity[place] / 100
        factor = told * scale
        for spot in range(self._starts[place], self._starts[place + 1]):
            label = labels[spot]
            sums[label] = sums.get(label, 0.0) + factor * weights[spot]
        return told


_NOTHING: tuple[float, Row] = (0.0, ())


class LinearReader:
    """Scores labels for a text from its word features and the pieces of its words."""

    def __init__(self, labels: tuple[str, ...], bias: tuple[float, ...], words: Block, parts: Block) -> None:
        self.labels = labels
        self._bias = bias
        self._words = words
        self._parts = parts
        self._cache: dict[str, tuple[float, tuple[tuple[int, float], ...]]] = {}

    def scores(self, features: Mapping[str, float], words: Mapping[str, float]) -> list[float]:
        """Return one score a label: the higher, the likelier."""
        totals = list(self._bias)
        self._add_words(totals, features)
        self._add_parts(totals, words)
        return totals

    def chances(self, features: Mapping[str, float], words: Mapping[str, float]) -> list[float]:
        """Return the scores as chances that sum to 1."""
        return chances_of(self.scores(features, words))

    def terms(self, features: Mapping[str, float], label: str) -> list[tuple[str, float]]:
        """List the word features that speak for or against a label, the strongest first."""
        number = self.labels.index(label)
        length = self._length(features)
        found = []
        for key, share in features.items():
            rarity, row = self._words.row(key)
            for other, weight in row:
                if other == number:
                    found.append((key, share * rarity * weight / length))
        return sorted(found, key=lambda term: (-abs(term[1]), term[0]))

    def _length(self, features: Mapping[str, float]) -> float:
        rarity = self._words.rarity
        return math.sqrt(sum((share * rarity(key)) ** 2 for key, share in features.items())) or 1.0

    def _add_words(self, totals: list[float], features: Mapping[str, float]) -> None:
        found = [
            (share * rarity, row) for share, (rarity, row) in ((s, self._words.row(k)) for k, s in features.items())
        ]
        length = math.sqrt(sum(value * value for value, _ in found)) or 1.0
        for value, row in found:
            part = value / length
            for label, weight in row:
                totals[label] += part * weight

    def _add_parts(self, totals: list[float], words: Mapping[str, float]) -> None:
        found = [(share, *self._word_parts(word)) for word, share in words.items()]
        length = math.sqrt(sum(share * share * square for share, square, _ in found)) or 1.0
        for share, _, row in found:
            part = share / length
            for label, weight in row:
                totals[label] += weight * part

    def _word_parts(self, word: str) -> tuple[float, tuple[tuple[int, float], ...]]:
        """Return a word's squared length and its summed weights: the same each time the word is met."""
        kept = self._cache.get(word)
        if kept is not None:
            return kept
        square = 0.0
        sums: dict[int, float] = {}
        for piece in pieces(word):
            rarity = self._parts.add_to(sums, piece)
            square += rarity * rarity
        if len(self._cache) >= WORD_CACHE_SIZE:
            self._cache.clear()
        result = (square, tuple(sums.items()))
        self._cache[word] = result
        return result


def chances_of(scores: Sequence[float]) -> list[float]:
    """Turn scores into chances that sum to 1."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def load_readers(raw: bytes) -> dict[str, LinearReader]:
    """Read the weights file; raises KnowledgeError where it is not one."""
    try:
        data = json.loads(raw)
        readers = {name: _reader(entry) for name, entry in data["readers"].items() if data["format"] == FORMAT}
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise KnowledgeError(
            f"The reader's weights cannot be used ({error}).",
            "Fit them again with 'python -m tools.fit_reader', or delete the file to do without.",
        ) from error
    if not readers:
        raise KnowledgeError(
            f"The reader's weights are not of format {FORMAT}.", "Fit them again with 'python -m tools.fit_reader'."
        )
    return readers


def _reader(entry: Mapping[str, Any]) -> LinearReader:
    return LinearReader(tuple(entry["labels"]), tuple(entry["bias"]), _block(entry["words"]), _block(entry["parts"]))


def _block(entry: Mapping[str, Any]) -> Block:
    """Unpack a block: names by line, rarity in hundredths, weights as 16-bit numbers times a scale."""
    weights = array("h", base64.b64decode(entry["weight"]))
    if sys.byteorder == "big":
        weights.byteswap()
    labels = base64.b64decode(entry["label"])
    counts = array("l", entry["count"])
    names: str = entry["names"]
    if not len(names.split("\n")) == len(counts) == len(entry["rarity"]) or not sum(counts) == len(labels) == len(
        weights
    ):
        message = "its lists differ in length"
        raise ValueError(message)
    return Block(names, array("l", entry["rarity"]), counts, labels, weights, float(entry["scale"]))
