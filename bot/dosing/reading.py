"""The text under the readers' hands: canonical words in which each reader replaces what it understood.

A reader looks for its patterns and puts an item token in the place of what it read: a capital letter for
the kind and the item's number, such as ``A3`` for an amount. Later readers see the token and not the words,
so nothing is read twice, and the order of the text is kept. Canonical words are lower case, so tokens
cannot be mistaken for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

ItemT = TypeVar("ItemT")
Maker = Callable[[re.Match[str]], str | None]


def word_set(text: str) -> frozenset[str]:
    """Make a set of the words of a text."""
    return frozenset(text.split())


class _Lazy:
    """A pattern that is compiled when it is first used: most questions hold no dose, and 200 patterns take time."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __getattr__(self, name: str) -> object:
        found = getattr(re.compile(self._source), name)
        setattr(self, name, found)
        return found


def words(*alternatives: str) -> re.Pattern[str]:
    """Make a pattern of alternatives over whole canonical words; a blank in them stands for exactly one blank."""
    return cast("re.Pattern[str]", _Lazy(f"(?<= )(?:{'|'.join(alternatives)})(?= )"))


def one_of(*alternatives: str) -> str:
    """Join alternatives into one group of a pattern."""
    return f"(?:{'|'.join(alternatives)})"


class Reading:
    """A canonical text and the items read from it so far."""

    def __init__(self, canonical: list[str], strengths: frozenset[Fraction] = frozenset()) -> None:
        """Begin with canonical words; ``strengths`` are those of the tablets that exist, in mg."""
        self.text = f" {' '.join(canonical)} "
        self.start = self.text
        self.seen = frozenset(canonical)
        self.strengths = strengths
        self._items: list[object] = []

    def has(self, *any_of: str) -> bool:
        """Tell whether one of these canonical words stood in the text at the beginning."""
        return not self.seen.isdisjoint(any_of)

    def add(self, kind: str, item: object) -> str:
        """Keep an item and return its token."""
        self._items.append(item)
        return f"{kind}{len(self._items) - 1}"

    def item(self, token: str, kind: type[ItemT]) -> ItemT:
        """Return the item of a token; raises TypeError if it is of another kind."""
        found = self._items[int(token[1:])]
        if not isinstance(found, kind):
            raise TypeError(token)
        return found

    def replace(self, pattern: re.Pattern[str], make: Maker) -> None:
        """Replace each place where a pattern fits by what ``make`` returns; None leaves it as it is."""
        self.text = pattern.sub(lambda found: found[0] if (new := make(found)) is None else new, self.text)

    def mark(self, pattern: re.Pattern[str], word: str) -> None:
        """Replace each place where a pattern fits by one word."""
        self.text = pattern.sub(word, self.text)

    def find(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find the first place in the text as it is now."""
        return pattern.search(self.text)

    def tokens(self) -> Iterator[str]:
        """List the words and tokens of the text as it is now."""
        yield from self.text.split()


def is_token(word: str, kinds: str) -> bool:
    """Tell whether a word is an item token of one of these kinds."""
    return word != "" and word[0] in kinds and word[1:].isdigit()
