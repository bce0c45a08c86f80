"""Solves the problems a second time: from the words of the question alone, with other arithmetic than the program's."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def numbers(text: str) -> list[Fraction]:
    """Every number of a text, in order."""
    return [Fraction(found.replace(",", "")) for found in NUMBER.findall(text)]


def _repeated(value: Fraction, count: Fraction) -> Fraction:
    """Multiply by adding up: 'three times a day' is three doses laid side by side."""
    return sum([value] * int(count), Fraction(0))


def _schedule(start: Fraction, times: Fraction, step: Fraction, every: Fraction, day: Fraction) -> Fraction:
    """Walk through the schedule day by day."""
    dose, spent = start, 0
    for _ in range(1, int(day)):
        spent += 1
        if spent == every:
            dose, spent = dose + step, 0
    return _repeated(dose, times)


def _first_day(start: Fraction, step: Fraction, every: Fraction, target: Fraction) -> Fraction:
    day = Fraction(1)
    while _schedule(start, Fraction(1), step, every, day) < target:
        day += 1
    return day


def _halved(half_life: Fraction, hours: Fraction) -> Fraction:
    left = Fraction(100)
    while hours > 0:
        left, hours = left - left / 2, hours - half_life
    return left


def _days_of_bottle(bottle: Fraction, strength: Fraction, per: Fraction, dose: Fraction, times: Fraction) -> Fraction:
    """Empty the bottle a day at a time, counted in mg."""
    left, days = bottle * strength / per, 0
    while left >= _repeated(dose, times):
        left, days = left - _repeated(dose, times), days + 1
    assert left == 0
    return Fraction(days)


ORACLE: dict[str, Callable[..., Fraction]] = {
    "tablets-for-a-dose": lambda dose, tablet: dose / tablet,
    "volume-of-a-dose": lambda dose, strength, per: dose / (strength / per),
    "dose-in-a-volume": lambda strength, per, drawn: strength / (per / drawn),
    "day-total": _repeated,
    "split-a-total": lambda total, times: total / times,
    "bottle-lasts": _days_of_bottle,
    "day-of-a-schedule": _schedule,
    "first-day-of-a-dose": _first_day,
    "child-by-weight": _repeated,
    "what-is-left": _halved,
    "pump-day": lambda strength, flow: flow / (1 / strength),
    "pump-day-from-hours": lambda strength, flow: _repeated(strength * flow, Fraction(24)),
    "pump-flow": lambda day, strength: 1 / (strength / day),
    "pump-lasts": lambda volume, strength, day: volume / (day / strength),
    "first-pump-day": lambda shot, _hours: shot + shot,
    "first-pump-flow": lambda shot, _hours, strength: (shot + shot) / strength,
    "refill-rise": lambda dose, percent: dose + dose * percent / 100,
    "mcg-to-mg": lambda amount: amount / 1000,
}
"""By template: the answer from the numbers of the question, in the order in which it names them."""


def answer_to(template: str, question: str) -> Fraction:
    """Solve a question of a template that asks for a number."""
    return ORACLE[template](*numbers(question))


def line_is_right(line: str, question: str) -> bool:
    """Tell whether one line of a plan is reckoned right: of daily totals, or of volumes of the liquid told."""
    told = numbers(line)
    if "times a day" in line:
        dose, times, total = told
        return _repeated(dose, times) == total
    strength, per = numbers(question)[:2]
    dose, volume = told
    return volume * strength == dose * per
