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
from bot.matching.name_table import MISSING, NameTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FORMAT = 1
WORD_CACHE_SIZE = ROW_CACHE_SIZE = 4096
"""So many words and features are remembered with their weights: a stream of new ones must not fill the memory."""

Row: TypeAlias = "tuple[bytes, array[float]]"
"""Labels, and the weight of each."""


class Block:
    """One family of features: their rarity, and their weights for each label they speak for.

    Kept as flat arrays by the numbers of a table of names that all readers share: at a feature's number stand its
    rarity in hundredths and where its weights begin. A feature that this reader lacks has no rarity and no weights.
    """

    def __init__(
        self, names: NameTable, rarity: array[int], starts: array[int], labels: bytes, weights: array[int], scale: float
    ) -> None:
        self.names = names
        self._packed = (names, rarity, starts, labels, weights, scale)
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
        if found is None:
            if len(self._rows) >= ROW_CACHE_SIZE:
                self._rows.clear()
            found = self._rows[name] = self._row(name)
        return found

    def _row(self, name: str) -> tuple[float, Row]:
        names, rarity, starts, labels, weights, scale = self._packed
        place = names.number(name)
        if place == MISSING or not rarity[place]:
            return _NOTHING
        start, end = starts[place], starts[place + 1]
        return rarity[place] / 100, (labels[start:end], array("d", [weight * scale for weight in weights[start:end]]))

    def add_to(self, sums: dict[int, float], place: int) -> float:
        """Add the weights of a feature's number, times its rarity, to sums by label; return the rarity."""
        _, rarity, starts, labels, weights, scale = self._packed
        told = rarity[place] / 100
        factor = told * scale
        start, end = starts[place], starts[place + 1]
        for label, weight in zip(labels[start:end], weights[start:end], strict=True):
            sums[label] = sums.get(label, 0.0) + factor * weight
        return told


_NOTHING: tuple[float, Row] = (0.0, (b"", array("d")))


class LinearReader:
    """Scores labels for a text from its word features and the pieces of its words."""

    def __init__(self, labels: tuple[str, ...], bias: tuple[float, ...], words: Block, parts: Block) -> None:
        self.labels = labels
        self._bias = bias
        self._words = words
        self._parts = parts
        self._cache: dict[str, tuple[float, Row]] = {}

    def __getstate__(self) -> dict[str, object]:
        """Leave out what was only remembered."""
        return {**self.__dict__, "_cache": {}}

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
            rarity, row = self._words.row(key)
            for other, weight in zip(*row, strict=True):
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
            for label, weight in zip(*row, strict=True):
                totals[label] += part * weight

    def _add_parts(self, totals: list[float], words: Mapping[str, float]) -> None:
        found = [(share, *self._word_parts(word)) for word, share in words.items()]
        length = math.sqrt(sum(share * share * square for share, square, _ in found)) or 1.0
        for share, _, row in found:
            part = share / length
            for label, weight in zip(*row, strict=True):
                totals[label] += weight * part

    def _word_parts(self, word: str) -> tuple[float, Row]:
        """Return a word's squared length and its summed weights: the same each time the word is met."""
        kept = self._cache.get(word)
        if kept is not None:
            return kept
        square = 0.0
        sums: dict[int, float] = {}
        for place in map(self._parts.names.number, pieces(word)):
            if place != MISSING:
                rarity = self._parts.add_to(sums, place)
                square += rarity * rarity
        if len(self._cache) >= WORD_CACHE_SIZE:
            self._cache.clear()
        result = (square, (bytes(sums), array("d", sums.values())))
        self._cache[word] = result
        return result


def load_readers(raw: bytes) -> dict[str, LinearReader]:
    """Read the weights file; raises KnowledgeError where it is not one."""
    try:
        data = json.loads(raw)
        entries = data["readers"] if data["format"] == FORMAT else {}
        tables = [NameTable(_every_name(entries, family)) for family in ("words", "parts")]
        numbers = [table.numbers() for table in tables]
        readers = {name: _reader(entry, tables, numbers) for name, entry in entries.items()}
    except (ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
        raise KnowledgeError(
            f"The reader's weights cannot be used ({error}).",
            "Fit them again with 'python -m tools.fit_reader', or delete the file to do without.",
        ) from error
    if not readers:
        raise KnowledgeError(
            f"The reader's weights are not of format {FORMAT}.", "Fit them again with 'python -m tools.fit_reader'."
        )
    return readers


def _every_name(entries: Mapping[str, Any], family: str) -> Iterator[str]:
    for entry in entries.values():
        yield from entry[family]["names"].split("\n")


def _reader(
    entry: Mapping[str, Any], tables: Sequence[NameTable], numbers: Sequence[Mapping[str, int]]
) -> LinearReader:
    words, parts = map(_block, (entry["words"], entry["parts"]), tables, numbers)
    return LinearReader(tuple(entry["labels"]), tuple(entry["bias"]), words, parts)


def _block(entry: Mapping[str, Any], table: NameTable, numbers: Mapping[str, int]) -> Block:
    """Unpack a block: names by line, rarity in hundredths, weights as 16-bit numbers times a scale."""
    weights = array("h", base64.b64decode(entry["weight"]))
    if sys.byteorder == "big":
        weights.byteswap()
    labels = base64.b64decode(entry["label"])
    names, counts = entry["names"].split("\n"), entry["count"]
    if not len(names) == len(counts) == len(entry["rarity"]) or not sum(counts) == len(labels) == len(weights):
        message = "its lists differ in length"
        raise ValueError(message)
    # Put in the order of the table, so that a number leads to a feature's weights without a second look-up.
    rarity, sizes = array("H", bytes(2 * len(table))), array("H", bytes(2 * len(table)))
    begins = array("I", bytes(4 * len(table)))
    for name, count, rare, end in zip(names, counts, entry["rarity"], accumulate(counts), strict=True):
        place = numbers[name]
        rarity[place], sizes[place], begins[place] = rare, count, end - count
    ordered = [(begin, size) for begin, size in zip(begins, sizes, strict=True) if size]
    return Block(
        table,
        rarity,
        array("I", accumulate(sizes, initial=0)),
        b"".join(labels[begin : begin + size] for begin, size in ordered),
        array("h", b"".join(weights[begin : begin + size].tobytes() for begin, size in ordered)),
        float(entry["scale"]),
    )
