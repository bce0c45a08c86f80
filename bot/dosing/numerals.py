"""Numbers as people type them: figures with commas and points, and numbers in words.

A number is returned in one written form ("20", "7.5", "1/3") or as UNREADABLE where it could mean two things.
Nothing here guesses: "1.000" of a microgram amount, "05", "1.2.3" and "20,0000" are unreadable.
"""

from __future__ import annotations

import re
from fractions import Fraction

UNREADABLE = "~"
NUMBER = r"(?:0|[1-9]\d{0,6})(?:\.\d{1,6})?(?:/\d+)?"
"""A number in the written form that this module returns."""

_PLAIN = re.compile(r"0|[1-9]\d{0,6}")
_DECIMAL = re.compile(r"(0|[1-9]\d{0,6})?\.(\d{1,6})")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){1,2}(?:\.\d{1,6})?")
_COMMA = re.compile(r"(0|[1-9]\d{0,4}),(\d{1,2})|0,(\d{3})")
_WRITTEN = re.compile(NUMBER)
_DIGITS = frozenset("0123456789")
_LONGEST = 16

ONES = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
FOREIGN = {
    "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "diez": 10,
    "doce": 12, "quince": 15, "veinte": 20, "treinta": 30, "cuarenta": 40, "deux": 2, "trois": 3,
    "zwei": 2, "drei": 3,
}  # fmt: skip
PLURALS = {"fives": 5, "tens": 10, "fifteens": 15, "twenties": 20, "twentyfives": 25}
"""'Two twenties' are two tablets of that strength."""
SHARES = {
    "half": Fraction(1, 2), "halves": Fraction(1, 2), "quarter": Fraction(1, 4), "quarters": Fraction(1, 4),
    "third": Fraction(1, 3), "thirds": Fraction(1, 3),
}  # fmt: skip
_SHARE_FIGURES = ("0.5", "0.25", "0.75")
GROUPS = {"couple": 2, "pair": 2, "dozen": 12}


def read_figures(text: str) -> str:
    """Read a number typed in figures; UNREADABLE where its meaning is open."""
    if len(text) > _LONGEST:
        return UNREADABLE
    if _PLAIN.fullmatch(text):
        return text
    if found := _DECIMAL.fullmatch(text):
        return write(Fraction(f"{found[1] or 0}.{found[2]}"))
    if _THOUSANDS.fullmatch(text):
        return write(Fraction(text.replace(",", "")))
    if found := _COMMA.fullmatch(text):
        return write(Fraction(f"{found[1] or 0}.{found[2] or found[3]}"))
    return UNREADABLE


def three_decimals(text: str) -> bool:
    """Tell whether a point stands before three figures, where it may be a continental thousands mark."""
    return re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) is not None


def write(value: Fraction) -> str:
    """Write a number in the one form that the readers know: a decimal where it ends, else a fraction."""
    if value.denominator == 1:
        return str(value.numerator)
    scaled = value * 10**6
    if scaled.denominator == 1:
        whole, rest = divmod(scaled.numerator, 10**6)
        return f"{whole}.{rest:06d}".rstrip("0")
    return f"{value.numerator}/{value.denominator}"


def number(text: str) -> Fraction:
    """Turn a written form back into its value."""
    return Fraction(text)


def merge_words(words: list[str]) -> list[str]:
    """Replace number words by figures: 'one and a half' by 1.5, 'twenty five' by 25, 'a couple of' by 2."""
    out: list[str] = []
    i = 0
    while i < len(words):
        value, used = _cardinal(words, i)
        if used:
            value, used = _with_share(words, i, value, used)
            used *= words[i][0] not in _DIGITS or used > 1
        else:
            value, used = _share(words, i)
        if not used:
            out.append(words[i])
            i += 1
            continue
        out.append(UNREADABLE if value is None else write(value))
        i += used
    return out


def _word(words: list[str], i: int) -> str:
    return words[i] if i < len(words) else ""


def _cardinal(words: list[str], i: int) -> tuple[Fraction | None, int]:
    """Read a whole number in words from position i; the second value is how many words it took."""
    word = words[i]
    if word[0] in _DIGITS:
        return (Fraction(word), 1) if _WRITTEN.fullmatch(word) else (None, 0)
    if word in ("a", "one") and _word(words, i + 1) == "hundred":
        return _hundreds(words, i + 2, 100, 2)
    if word in ONES and 1 < ONES[word] < 10 and _word(words, i + 1) == "hundred":
        return _hundreds(words, i + 2, 100 * ONES[word], 2)
    if word == "hundred":
        return _hundreds(words, i + 1, 100, 1)
    if word in TENS:
        return _tens(words, i)
    if word in ONES:
        return _ones(words, i)
    if word in FOREIGN:
        return Fraction(FOREIGN[word]), 1
    if word == "point" and _word(words, i + 1) in ONES:
        return Fraction(ONES[words[i + 1]], 10), 2
    return None, 0


def _hundreds(words: list[str], i: int, value: int, used: int) -> tuple[Fraction, int]:
    at = i + 1 if _word(words, i) == "and" else i
    word = _word(words, at)
    if word in TENS or (word in ONES and ONES[word] > 0):
        more, taken = _tens(words, at) if word in TENS else (Fraction(ONES[word]), 1)
        if more is not None:
            return value + more, used + (at - i) + taken
    return Fraction(value), used


def _tens(words: list[str], i: int) -> tuple[Fraction | None, int]:
    value = TENS[words[i]]
    at = i + 2 if _word(words, i + 1) == "-" else i + 1
    ones = ONES.get(_word(words, at), 0)
    if _word(words, at + 1) == "times" and at == i + 1 and ones > 1:
        return Fraction(value), 1
    if 0 < ones < 10:
        return Fraction(value + ones), at + 1 - i
    return Fraction(value), 1


def _ones(words: list[str], i: int) -> tuple[Fraction | None, int]:
    value = ONES[words[i]]
    following = _word(words, i + 1)
    if following == "point" and _word(words, i + 2) in ONES:
        return Fraction(value) + Fraction(ONES[words[i + 2]], 10), 3
    if following in TENS and 0 < value < 10 and _word(words, i + 2) not in ("tablet", "mg"):
        return None, 2
    if following in TENS and 0 < value < 10 and _word(words, i + 2) == "mg" and _word(words, i + 3) != "tablet":
        return None, 2
    return Fraction(value), 1


_HALF_OF_SOMETHING_ELSE = frozenset(
    ["life", "lives", "way", "brother", "sister", "asleep", "awake", "past", "time", "dead"]
)


def _share(words: list[str], i: int) -> tuple[Fraction | None, int]:
    """Read 'half a', 'a quarter of a', 'three quarters of a', 'a couple of', 'half a dozen'."""
    start = i
    if words[i] in ("a", "an", "1"):
        i += 1
    word = _word(words, i)
    if word in GROUPS:
        used = i + 1 - start
        return Fraction(GROUPS[word]), used + (_word(words, i + 1) == "of")
    if word not in SHARES or word.startswith("third") or _word(words, i + 1) in _HALF_OF_SOMETHING_ELSE:
        return None, 0
    value = SHARES[word]
    after = i + 1 + (_word(words, i + 1) in ("a", "of"))
    if _word(words, after) == "dozen":
        return value * 12, after + 1 - start
    return value, i + 1 - start + _linking(words, i + 1)


def _with_share(words: list[str], i: int, value: Fraction | None, used: int) -> tuple[Fraction | None, int]:
    """Add 'and a half' to a number, or read 'three quarters of a'."""
    if value is None:
        return value, used
    at = i + used
    if value < 1 and words[i][0] in _DIGITS:
        return value, used + _linking(words, at) if _word(words, at) == "of" else used
    if _word(words, at) in ("quarters", "thirds"):
        return value * SHARES[words[at]], used + 1 + _linking(words, at + 1)
    if _word(words, at) == "and":
        if _word(words, at + 1) in _SHARE_FIGURES:
            return value + Fraction(words[at + 1]), used + 2
        half = at + 1 + (_word(words, at + 1) in ("a", "1"))
        if _word(words, half) in SHARES and _word(words, half + 1) not in _HALF_OF_SOMETHING_ELSE:
            return value + SHARES[words[half]], half + 1 - i
    return value, used


def _linking(words: list[str], i: int) -> int:
    """Count the small words between a share and its thing: 'of a', 'of the', 'a'."""
    count = 0
    if _word(words, i) == "of":
        count += 1
    if _word(words, i + count) in ("a", "an", "my", "the", "1") and _word(words, i + count + 1) not in (
        "day",
        "time",
    ):
        count += 1
    return count
