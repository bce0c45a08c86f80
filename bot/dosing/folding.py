"""The first pass over raw text: marks made plain, fractions written out, odd digits made unreadable."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from bot.dosing.numerals import ONES, TENS, UNREADABLE, write

MAX_CHARS = 6000

_SHARES = {
    "½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3),
    "⅛": Fraction(1, 8), "1/2": Fraction(1, 2), "1/4": Fraction(1, 4), "3/4": Fraction(3, 4),
    "1/3": Fraction(1, 3),
    "2/3": Fraction(2, 3), "1/8": Fraction(1, 8),
}  # fmt: skip
_THIRDS = {Fraction(1, 3): "onethird", Fraction(2, 3): "twothirds"}
THIRD_WORDS = {"onethird": "1/3", "twothirds": "2/3"}
"""Thirds have no written decimal: they travel as words until they are canonical."""
MOST_WITH_GAP = 4
"""'2 ½' is two and a half; '10 ½ tab' is a 10 mg tablet, halved."""

_MARKS = str.maketrans(
    {
        "\u2019": "'", "\u2018": "'", "`": "'", "\u00b4": "'", "\u201c": '"', "\u201d": '"',
        "\u2013": "-", "\u2014": " - ", "\u2212": "-", "\u2010": "-", "\u2011": "-",
        "\u00d7": "x", "\u2715": "x", "\u2716": "x", "\u00b5": "u", "\u03bc": "u",
        "\u2192": " => ", "\u27a1": " => ", "\u21d2": " => ", "\u066b": ".", "\u066c": ",",
        "\uff1b": ";", "\uff0c": ", ", "\u3002": " . ", "\u2022": " , ", "\u2248": " about ",
        "(": " , ", ")": " , ", "[": " , ", "]": " , ", "\n": " . ", "|": " , ", "~": " about ", "&": " and ",
        "_": " ", "*": " ",
    }
)  # fmt: skip
"""Dashes, quotes and arrows of every kind, the multiplication sign, both Greek letters for micro,
brackets."""
_FIGURES = {**{word: str(value) for word, value in (ONES | TENS).items()}, "1/2": "half", "one-half": "half"}
_TOLD_TWICE = re.compile(r"(?<![\w.,/])([\w-]{1,8})\s?\(\s?([\w-]{1,8})\s?\)", re.IGNORECASE)
"""'3 (three) times': a label tells a number in figures and in words."""
_TURNED = re.compile("[\u202d\u202e]")
"""Marks that turn the direction of a text: a number after them is not what it looks like."""
_LESS = re.compile(r"<\s?=?\s?(?=\d)")
_MORE = re.compile(r"(?<![-=])>\s?=?\s?(?=\d)")
_STAR = re.compile(r"(?<=[\dg])\s?\*\s?(?=\d)")
_MIXED = re.compile(r"(?<![\d/.,\u2044½¼¾⅓⅔⅛])(?:(\d{1,3})(\s?-?\s?))?([½¼¾⅓⅔⅛])(?![½¼¾⅓⅔⅛\d])")
_SLASHED = re.compile(r"(?<![\d/.,])(?:([1-4])(?:\s-?\s?|-))?(1/2|1/4|3/4|1/3|2/3|1/8)(?![\d/.,]\d|/)")
_FRACTION_SLASH = re.compile(r"(?<!\d)(\d{0,2})([123])\u2044([2348])(?!\d)")
_DOTTED = re.compile(r"(?<![a-z0-9.])((?:[a-z]\.){1,3}[a-z])\b\.?")
_HEIGHT = re.compile(r"\b\d' ?\d{1,2}(?:\"|''|\b)|\b\d (?:ft|foot|feet|')(?: \d{1,2}(?: ?(?:in|inch|inches|\"))?)?\b")
_MONEY = re.compile(r"[$£€]\s?\d[\d.,]*")
_IT_ROUTE = re.compile(
    r"\bIT\b(?= (?:\w+ )?(?:dose|pump|bolus|infusion|injection|therapy|\d))|(?<=mcg )IT\b|(?<=\bby )IT\b|"
    r"(?<=, )IT$"
)
_VITAMIN = re.compile(r"\bvit(?:amin)?s?[ -](?:[abcdek][ -]?\d{0,2}|d3)\b")
_U_UNIT = re.compile(r"(?<=\d)\s?U\b")
_WITH = re.compile(r"\bw/(o\b)?")
_SHORTHAND = re.compile(r"\b([hycs])/([ocp])\b")
_GAP = re.compile(r"(?<![\d.,] )(?<![\d.,])\b([1-9]\d?\d?) (000|\d{3})(?=\s?(mcg|micro|ug|units)|\s|$)")
_COUNTED = frozenset(
    ("ckd", "stage", "age", "aged", "at", "is", "grade", "level", "type", "week", "day", "am", "i'm", "im")
)
"""After these a number is complete: 'stage 4 500 mcg' is no 4,500."""


def fold(text: str) -> str:
    """Fold raw text: plain marks, no accents, lower case; fractions written out; odd digits unreadable."""
    if len(text) > MAX_CHARS:
        text = f"{text[: MAX_CHARS // 2]} . {text[-MAX_CHARS // 2 :]}"
    if _TURNED.search(text):
        text = re.sub(r"\d", UNREADABLE, text)
    if "(" in text:
        text = _TOLD_TWICE.sub(_tell_once, text)
    if "<" in text or ">" in text:
        text = _LESS.sub(" under ", _MORE.sub(" over ", text))
    text = _STAR.sub(" x ", text)
    text = _MIXED.sub(_write_mixed, text)
    text = _FRACTION_SLASH.sub(lambda found: _share(found[1], f"{found[2]}/{found[3]}"), text)
    text = text.translate(_MARKS)
    if not text.isascii():
        text = "".join(map(_plain, text))
    return _fold_shorthand(text)


def _tell_once(found: re.Match[str]) -> str:
    first, second = _FIGURES.get(found[1].lower(), found[1]), _FIGURES.get(found[2].lower(), found[2])
    return f"{first} " if first == second else found[0]


def _write_mixed(found: re.Match[str]) -> str:
    whole, gap, sign = found[1], found[2], found[3]
    if whole and gap and int(whole) > MOST_WITH_GAP:
        return f"{whole} , {_share('', sign)}"
    return _share(whole or "", sign)


def _share(whole: str, sign: str) -> str:
    """Write 'two and a half' as 2.5; a third keeps its exact value, with a whole number it is unreadable."""
    share = _SHARES.get(sign)
    if share is None or (whole and share in _THIRDS):
        return f" {UNREADABLE} "
    return f" {_THIRDS[share]} " if share in _THIRDS else f" {write(share + int(whole or 0))} "


def _plain(char: str) -> str:
    if char.isascii():
        return char
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    form = unicodedata.decomposition(char)
    if category in ("No", "Nl") or "<super>" in form or "<sub>" in form:
        return UNREADABLE
    if category in ("Cf", "Mn"):
        return ""
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    return "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part)) or " "


def _fold_shorthand(text: str) -> str:
    # 'IT' in capitals is a route and 'it' a pronoun, 'U' a unit and 'u' a person: only here do capitals tell.
    if not text.isupper():
        text = _IT_ROUTE.sub("intrathecal", text)
    text = _U_UNIT.sub(" units", text).lower()
    if "/" in text:
        text = _WITH.sub(lambda found: " without " if found[1] else " with ", text)
        text = _SHORTHAND.sub(r"\1\2", text)
        text = _SLASHED.sub(lambda found: _share(found[1] or "", found[2]), text)
    text = _MONEY.sub(" money ", _HEIGHT.sub(" height ", text))
    if "vit" in text:
        text = _VITAMIN.sub("vitamin ", text)
    if "." in text:
        text = text.replace("i.t.", "intrathecal ")
        text = _DOTTED.sub(lambda found: f"{found[1].replace('.', '')} ", text)
    return _GAP.sub(_close_gap, text)


def _close_gap(found: re.Match[str]) -> str:
    """Close '20 000' and '1 500 mcg', but not 'stage 4 500 mcg'."""
    before = found.string[max(0, found.start() - 12) : found.start()].split()
    if before and before[-1] in _COUNTED:
        return found[0]
    thousands = found[2] == "000" or (found[3] is not None and found[1] in ("1", "2"))
    return f"{found[1]}{found[2]}" if thousands else found[0]
