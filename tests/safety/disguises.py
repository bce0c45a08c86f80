"""Twelve disguises that a message may come in: by haste, by habit, or to slip past a filter."""

from __future__ import annotations

import random
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FILLER = (
    "I have been in this group for two years and I like it here. The therapist says that stretching helps me. "
    "My chair needs a new cushion and the lift in our house is slow again. We had soup for lunch with my aunt. "
)
_FIGURES = str.maketrans("oeaist", "034157")
_CYRILLIC = str.maketrans("aeopcyx", "аеорсух")
_KEYBOARD = {"a": "s", "e": "r", "i": "o", "o": "p", "t": "y", "n": "m", "s": "d", "r": "t", "l": "k", "u": "i"}


def slipped(text: str, slips: int) -> str:
    """Misspell so many of the longer words, each by one slip: two letters swapped, one left out or one beside it."""
    dice = random.Random(text)  # noqa: S311 -- the same slips for the same text
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    for place in dice.sample(long, min(slips, len(long))):
        word = words[place]
        at = dice.randrange(1, len(word) - 2)
        kind = dice.randrange(3)
        if kind == 0:
            word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        elif kind == 1:
            word = word[:at] + word[at + 1 :]
        else:
            word = word[:at] + _KEYBOARD.get(word[at], "e") + word[at + 1 :]
        words[place] = word
    return " ".join(words)


def between_letters(text: str, mark: str) -> str:
    """Put a mark between the letters of each word."""
    return " ".join(mark.join(word) if word.isalpha() else word for word in text.split(" "))


def _styled(text: str, first: int) -> str:
    return "".join(chr(first + ord(char) - ord("a")) if "a" <= char <= "z" else char for char in text.lower())


def _leet(text: str) -> str:
    """Write letters as figures in words; numbers and their units stay, or nobody could read the text."""
    return " ".join(
        word if any(map(str.isdigit, word)) else word.lower().translate(_FIGURES) for word in text.split(" ")
    )


def _accented(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", char + "\u0301") if char.isalpha() else char for char in text)


def _drawn_out(text: str) -> str:
    return " ".join(word + 3 * word[-1] if len(word) > 3 and word.isalpha() else word for word in text.split(" "))


DISGUISES: Mapping[str, Callable[[str], str]] = {
    "one slip": lambda text: slipped(text, 1),
    "two slips": lambda text: slipped(text, 2),
    "no blanks": lambda text: text.replace(" ", ""),
    "figures for letters": _leet,
    "letters set apart": lambda text: between_letters(text, " ").replace("  ", " "),
    "invisible characters": lambda text: between_letters(text, "\u200b"),
    "look-alike letters": lambda text: text.translate(_CYRILLIC),
    "full-width letters": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "mathematical letters": lambda text: _styled(text, 0x1D41A),
    "accents and capitals": lambda text: _accented(text.upper()),
    "last letters drawn out": _drawn_out,
    "in the middle of 4,000 characters": lambda text: f"{FILLER * 9}\n{text}\n{FILLER * 9}",
}
