"""How a checked dose lies to its label: how far over, which step is over, and the points of a bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dosing.enums import Scale
from bot.dosing.model import Quantity

if TYPE_CHECKING:
    from fractions import Fraction

    from bot.dosing.model import DoseCheck


@dataclass(frozen=True, slots=True)
class HowFar:
    """By how much a dose is over its limit."""

    over: Quantity
    """The excess; for a range, that of its low and of its high end (none where an end is not over)."""
    share: Fraction
    """The high end's excess as a share of the limit: 1/4 is 25 percent over."""
    limit: Quantity
    figure: str
    """Id of the figure that the limit comes from."""
    only_high_end: bool
    """A range whose low end is not over."""
    steps: tuple[int, ...]
    """Which steps of a schedule are over, counted from 1; empty where there is no schedule."""


@dataclass(frozen=True, slots=True)
class DoseScale:
    """The points of a bar: where labels start, what is usual, where they stop, and where this dose lies."""

    unit: str
    low: Fraction | None
    usual_low: Fraction | None
    usual_high: Fraction | None
    maximum: Fraction
    value_low: Fraction
    value_high: Fraction


def _judged(check: DoseCheck) -> Quantity | None:
    """Return what was held against the range: the day's total, or one test dose."""
    if check.parsed is None or check.label is None:
        return None
    per_day = check.label.per is Scale.DAY
    quantity = check.parsed.daily if per_day else check.parsed.amount
    if quantity is None and per_day and check.parsed.times_per_day is None:
        quantity = check.parsed.amount
    return quantity if quantity is not None and quantity.unit == check.label.unit else None


def how_far(check: DoseCheck) -> HowFar | None:
    """Tell how far a dose is over its limit; None where it is not over, or no total is known."""
    label, value = check.label, _judged(check)
    if label is None or value is None or value.high <= label.maximum or check.parsed is None:
        return None
    zero = label.maximum - label.maximum
    over = Quantity(max(zero, value.low - label.maximum), value.high - label.maximum, label.unit)
    steps = tuple(
        i for i, step in enumerate(check.parsed.steps, 1) if step.daily is not None and step.daily.high > label.maximum
    )
    limit = Quantity(label.maximum, label.maximum, label.unit)
    return HowFar(over, over.high / label.maximum, limit, label.maximum_figure, value.low <= label.maximum, steps)


def scale(check: DoseCheck) -> DoseScale | None:
    """Return the points of a bar for a dose; None where no total is known or the unit is in doubt."""
    label, value = check.label, _judged(check)
    if label is None or value is None:
        return None
    return DoseScale(label.unit, label.low, label.usual_low, label.usual_high, label.maximum, value.low, value.high)
