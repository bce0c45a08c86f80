"""The computed values that the texts of the dose check may name in braces, ready to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dosing.model import Quantity
from bot.dosing.phrases import say_number, say_percent, say_quantity, say_times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from bot.dosing.case import Case

SWAPPED = {"mg": "mcg", "mcg": "mg", "g": "mg", "unit": "mg"}
"""The unit that would make sense where the one told cannot be."""


def values_of(case: Case) -> tuple[tuple[str, str], ...]:
    """Return name and words of every value that this case can tell."""
    return tuple(_values(case))


def _values(case: Case) -> Iterator[tuple[str, str]]:
    parsed = case.parsed
    unit = "mg" if case.oral else "mcg"
    for name, quantity in (("amount", parsed.amount), ("daily", parsed.daily), ("count", parsed.daily_count)):
        if quantity is not None:
            yield name, say_quantity(quantity)
    if parsed.times_per_day is not None:
        yield "times", say_times(parsed.times_per_day)
    if parsed.taken is not None and parsed.taken.amount is not None:
        yield "taken", say_quantity(parsed.taken.amount)
    if parsed.weight_kg is not None:
        yield "weight", f"{say_number(parsed.weight_kg)} kg"
    if case.contradiction is not None:
        yield from _told(case)
    elif parsed.route is not None:
        yield from _limits(case, unit)


def _told(case: Case) -> Iterator[tuple[str, str]]:
    for told in case.parsed.told:
        yield "told", say_quantity(told.quantity)
        if told.quantity.unit in SWAPPED:
            yield (
                "swapped",
                say_quantity(Quantity(told.quantity.low, told.quantity.high, SWAPPED[told.quantity.unit])),
            )
        return


def _limits(case: Case, unit: str) -> Iterator[tuple[str, str]]:
    yield "limit", _mass(case.maximum, unit)
    if case.least is not None:
        yield "least", _mass(case.least, unit)
        if case.least > case.maximum:
            yield "excess", _mass(case.least - case.maximum, unit)
            yield "percent", say_percent((case.least - case.maximum) / case.maximum)
    if case.start_by_weight is not None:
        yield "start", _mass(case.start_by_weight, unit)


def _mass(amount: Fraction, unit: str) -> str:
    return say_quantity(Quantity(amount, amount, unit))
