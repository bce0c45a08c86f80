"""What a number in a question is: an age, a weight, a blood pressure, an amount of medicine, a time."""

from __future__ import annotations

QUANTITY_PREFIX = "n:"
ADULT_FROM_YEARS = 18
OLDER_FROM_YEARS = 65
MAX_AGE_YEARS = 115
MANY = 6
"""From so many tablets on, a count is more than any ordinary dose."""
LARGE = 90
FEVER_CELSIUS, FEVER_FAHRENHEIT = 38, 100
_PIECES = frozenset(
    (
        "tablet",
        "tablets",
        "pill",
        "pills",
        "tabs",
        "tab",
        "of",
        "em",
        "them",
        "capsules",
        "caps",
        "more",
    )
)
_YEARS = frozenset(("year", "years", "yo", "yrs", "yr"))
_MONTHS = frozenset(("month", "months", "week", "weeks", "day", "days"))
_MASSES = frozenset(
    ("mg", "mgs", "mcg", "mcgs", "ug", "milligram", "milligrams", "microgram", "micrograms", "gram", "grams")
)
_BODY = frozenset(("kg", "kgs", "kilo", "kilos", "lb", "lbs", "pounds", "stone", "st"))
_HOURS = frozenset(("hour", "hours", "am", "pm", "oclock", "minutes"))
_SEXES = frozenset(("f", "m", "male", "female"))
_AGE_BEFORE = (
    ("aged",),
    ("age",),
    ("i", "am"),
    ("he", "is"),
    ("she", "is"),
    ("turned",),
    ("turning",),
    ("at",),
    ("over",),
    ("under",),
    ("now",),
)
_WORD_AGES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip


def find_quantity(words: tuple[str, ...], start: int) -> tuple[str, int]:
    """Return what the number at a place is, and how many words it takes; an empty name where it is nothing known."""
    word = words[start]
    following = words[start + 1 : start + 3]
    number = _number(word)
    if number is None:
        return _reading(word), 1
    unit = following[0] if following else ""
    if unit in _YEARS and (following[1:] == ("old",) or unit == "yo"):
        return _age(number), 1 + len(following[: 1 if unit == "yo" else 2])
    if unit in _MONTHS and following[1:] == ("old",):
        return QUANTITY_PREFIX + "child-age", 3
    if not word.isdigit():
        return "", 1
    if unit in _MASSES:
        return QUANTITY_PREFIX + "mass", 2
    if unit in _BODY:
        return QUANTITY_PREFIX + "weight", 2
    if unit in _HOURS:
        return QUANTITY_PREFIX + "hours", 2
    if unit in _SEXES or _age_told(words, start):
        return _age(number), 1
    if unit in _PIECES:
        return QUANTITY_PREFIX + ("count-many" if number >= MANY else "count-few"), 1
    return QUANTITY_PREFIX + (
        "number-large" if number >= LARGE else "number-many" if number >= MANY else "number-few"
    ), 1


def _reading(word: str) -> str:
    """Name a blood pressure (95/60) or a fever (38.9, 103.4); empty for any other word."""
    if "/" in word and _pressure(word):
        return QUANTITY_PREFIX + "pressure"
    whole, point, tenth = word.partition(".")
    if point and whole.isdigit() and tenth.isdigit() and len(whole) <= 3:
        degrees = int(whole)
        if FEVER_CELSIUS <= degrees <= FEVER_CELSIUS + 5 or FEVER_FAHRENHEIT <= degrees <= FEVER_FAHRENHEIT + 8:
            return QUANTITY_PREFIX + "fever"
    return ""


def _number(word: str) -> int | None:
    if word.isdigit() and len(word) <= 4:
        return int(word)
    return _WORD_AGES.get(word)


def _age(years: int) -> str:
    if years > MAX_AGE_YEARS:
        return QUANTITY_PREFIX + "number"
    if years < ADULT_FROM_YEARS:
        return QUANTITY_PREFIX + "child-age"
    return QUANTITY_PREFIX + ("older-age" if years >= OLDER_FROM_YEARS else "adult-age")


def _age_told(words: tuple[str, ...], start: int) -> bool:
    return any(words[max(start - len(before), 0) : start] == before for before in _AGE_BEFORE)


def _pressure(word: str) -> bool:
    upper, _, lower = word.partition("/")
    return upper.isdigit() and lower.isdigit() and 60 <= int(upper[:4]) <= 250 and 30 <= int(lower[:4]) < int(upper[:4])
