"""What an answer is worth: a picked choice or a typed figure."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.model import Quantity
from bot.dosing.numerals import UNREADABLE, read_figures
from bot.study.model import Grade

if TYPE_CHECKING:
    from bot.study.model import Accepted, Item

LETTERS = "abcdefgh"
RIGHT = "Right."
_NUMBER = r"\d[\d.,]*|\.\d+"
_TYPED = re.compile(
    rf"\s*({_NUMBER})\s*([a-zA-Zµμ%/]*)\s*(?:(?:to|and|-|–)\s*({_NUMBER})\s*([a-zA-Zµμ%/]*))?\s*"  # noqa: RUF001
)
_UNITS = {"ug": "mcg", "µg": "mcg", "μg": "mcg", "microgram": "mcg", "micrograms": "mcg", "milligram": "mg",
          "milligrams": "mg", "gram": "g", "grams": "g", "percent": "%", "ml": "ml"}  # fmt: skip
_MASS = ("mg", "mcg", "g")


def grade(item: Item, answer: str | int) -> Grade:
    """Grade an answer: the position of a choice (from 0), its letter, number (from 1) or words, or a typed figure."""
    if item.accepted is not None:
        return _grade_figure(item, item.accepted, str(answer))
    position = answer if isinstance(answer, int) else _position(item, answer)
    if position is None or not 0 <= position < len(item.choices):
        letters = LETTERS[: len(item.choices)]
        told = f"Answer with a letter: {', '.join(letters[:-1])} or {letters[-1]}."
        return Grade(correct=False, readable=False, feedback=told)
    choice = item.choices[position]
    return Grade(choice.right, readable=True, feedback=RIGHT if choice.right else choice.confusion, choice=choice)


def _position(item: Item, answer: str) -> int | None:
    told = answer.strip().casefold().rstrip(").")
    texts = [choice.text.casefold().rstrip(").") for choice in item.choices]
    if told in texts:
        return texts.index(told)
    if len(texts) == 2 and told in {"t", "f"}:  # true or false
        return 0 if told == "t" else 1
    if len(told) == 1 and told in LETTERS:
        return LETTERS.index(told)
    return int(told) - 1 if told.isdecimal() and told.isascii() else None


def _grade_figure(item: Item, accepted: Accepted, typed: str) -> Grade:
    found = _TYPED.fullmatch(typed)
    numbers = [read_figures(text.strip(".,")) for text in found.groups()[::2] if text] if found else []
    if found is None or UNREADABLE in numbers or len(numbers) > len(accepted.values):
        example = "a range such as 5 to 10" if accepted.is_range else "a number such as 5"
        return Grade(correct=False, readable=False, feedback=f"Answer with {example} ({accepted.unit}).")
    units = {_UNITS.get(unit.casefold(), unit.casefold()) for unit in found.groups()[1::2] if unit}
    values = tuple(Fraction(number) for number in numbers)
    if len(units) > 1:
        return Grade(correct=False, readable=False, feedback=f"Answer in one unit ({accepted.unit}).")
    told = _in_unit(values, units.pop() if units else accepted.unit, accepted.unit)
    if told == accepted.values:
        return Grade(correct=True, readable=True, feedback=RIGHT)
    if values == accepted.values:
        return Grade(correct=False, readable=True, feedback=f"The number is right, the unit is not: {item.answer}.")
    return Grade(correct=False, readable=True, feedback=_how_far(told, accepted, item.answer))


def _in_unit(values: tuple[Fraction, ...], told: str, asked: str) -> tuple[Fraction, ...] | None:
    """Bring typed values to the unit that was asked for; None where the unit is another kind of thing."""
    if told == asked.casefold():
        return values
    if told in _MASS and asked in _MASS:
        return tuple(Quantity(value, value, told).to(asked).low for value in values)
    return None


def _how_far(told: tuple[Fraction, ...] | None, accepted: Accepted, answer: str) -> str:
    if told is not None and len(told) == len(accepted.values):
        factors = {mine / theirs for mine, theirs in zip(told, accepted.values, strict=True) if theirs}
        if factors in ({Fraction(10)}, {Fraction(1, 10)}):
            return f"A tenfold slip: it is {answer}."
        if factors in ({Fraction(1000)}, {Fraction(1, 1000)}):
            return f"A thousandfold slip, as between mg and mcg: it is {answer}."
    return f"It is {answer}."
