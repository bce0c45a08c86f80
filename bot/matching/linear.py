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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.errors import KnowledgeError
from bot.matching.features import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1
WORD_CACHE_SIZE = 8192


@dataclass(frozen=True, slots=True)
class Block:
    """One family of features: their rarity, and their weights for each label they speak for."""

    rarity: Mapping[str, float]
    rows: Mapping[str, tuple[tuple[int, float], ...]]


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
        scores = self.scores(features, words)
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]

    def terms(self, features: Mapping[str, float], label: str) -> list[tuple[str, float]]:
        """List the word features that speak for or against a label, the strongest first."""
        number = self.labels.index(label)
        length = self._length(features)
        found = []
        for key, share in features.items():
            for other, weight in self._words.rows.get(key, ()):
                if other == number:
                    found.append((key, share * self._words.rarity[key] * weight / length))
        return sorted(found, key=lambda term: (-abs(term[1]), term[0]))

    def _length(self, features: Mapping[str, float]) -> float:
        rarity = self._words.rarity
        return math.sqrt(sum((share * rarity.get(key, 0.0)) ** 2 for key, share in features.items())) or 1.0

    def _add_words(self, totals: list[float], features: Mapping[str, float]) -> None:
        length = self._length(features)
        rarity, rows = self._words.rarity, self._words.rows
        for key, share in features.items():
            row = rows.get(key)
            if row:
                value = share * rarity[key] / length
                for label, weight in row:
                    totals[label] += value * weight

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
            rarity = self._parts.rarity.get(piece)
            if rarity is None:
                continue
            square += rarity * rarity
            for label, weight in self._parts.rows.get(piece, ()):
                sums[label] = sums.get(label, 0.0) + rarity * weight
        if len(self._cache) >= WORD_CACHE_SIZE:
            self._cache.clear()
        result = (square, tuple(sorted(sums.items())))
        self._cache[word] = result
        return result


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
    names = entry["names"].split("\n")
    rarity = dict(zip(names, (value / 100 for value in entry["rarity"]), strict=True))
    labels = base64.b64decode(entry["label"])
    weights = array("h", base64.b64decode(entry["weight"]))
    if sys.byteorder == "big":
        weights.byteswap()
    scale = entry["scale"]
    rows: dict[str, tuple[tuple[int, float], ...]] = {}
    start = 0
    for name, count in zip(names, entry["count"], strict=True):
        if count:
            end = start + count
            rows[name] = tuple(zip(labels[start:end], [w * scale for w in weights[start:end]], strict=True))
            start = end
    return Block(rarity, rows)
