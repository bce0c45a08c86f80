"""A hundred thousand names and their numbers, in little more memory than their letters take.

A dict of them costs ten times as much. The names lie one behind the other in the order of their checksums; a look-up
goes to the few that share the first bits, and compares the letters only where the whole checksum fits.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable

MISSING = -1
"""The number of a name that the table does not hold."""
_BITS = 12
_SHIFT = 32 - _BITS
CACHE_SIZE = 8192
"""So many names are remembered with their numbers: the words of a language come again and again."""


class NameTable:
    """Numbers names from 0 on, in an order of its own."""

    __slots__ = ("_cache", "_doors", "_letters", "_starts", "_sums")

    def __init__(self, names: Iterable[str]) -> None:
        spelled = sorted((crc32(raw), raw) for raw in {_spell(name) for name in names})
        self._sums = array("I", (checksum for checksum, _ in spelled))
        self._letters = b"".join(raw for _, raw in spelled)
        self._starts = array("I", accumulate((len(raw) for _, raw in spelled), initial=0))
        firsts = [checksum >> _SHIFT for checksum in self._sums]
        self._doors = array("I", (bisect_left(firsts, first) for first in range(2**_BITS + 1)))
        self._cache: dict[str, int] = {}

    def __len__(self) -> int:
        """Count the names."""
        return len(self._sums)

    def __getstate__(self) -> tuple[object, ...]:
        """Leave out what was only remembered."""
        return self._sums, self._letters, self._starts, self._doors

    def __setstate__(self, state: tuple[array[int], bytes, array[int], array[int]]) -> None:
        """Begin with nothing remembered."""
        self._sums, self._letters, self._starts, self._doors = state
        self._cache = {}

    def numbers(self) -> dict[str, int]:
        """Return all names with their numbers, for whoever has to look up most of them."""
        spelled = (self._letters[start:end] for start, end in pairwise(self._starts))
        return {raw.decode("utf-8", "surrogatepass"): place for place, raw in enumerate(spelled)}

    def number(self, name: str) -> int:
        """Return the number of a name, or MISSING."""
        found = self._cache.get(name)
        if found is None:
            if len(self._cache) >= CACHE_SIZE:
                self._cache.clear()
            found = self._cache[name] = self._find(_spell(name))
        return found

    def _find(self, raw: bytes) -> int:
        checksum = crc32(raw)
        door = checksum >> _SHIFT
        begin, end = self._doors[door], self._doors[door + 1]
        first = bisect_left(self._sums, checksum, begin, end)
        for place in range(first, bisect_right(self._sums, checksum, first, end)):
            if self._letters[self._starts[place] : self._starts[place + 1]] == raw:
                return place
        return MISSING


def _spell(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass")
