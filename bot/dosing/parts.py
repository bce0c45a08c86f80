"""One term worked out by itself: what one dose is, how often, what it adds to the day."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.frequency import Frequency
from bot.dosing.model import Quantity, Times
from bot.dosing.term import SUM_MARK

if TYPE_CHECKING:
    from bot.dosing.term import Term


class Part:
    """A part of a day's regimen."""

    def __init__(self, term: Term, strengths: frozenset[Fraction], *, divided: bool) -> None:
        """Work out a term, knowing which tablets exist and whether a division was told."""
        self.term = term
        self.unit = term.amount.unit
        self.amount = Quantity(term.amount.low, term.amount.high, self.unit)
        self.rare = any(frequency.low is None for frequency in term.freqs)
        self.in_one = term.division is not None and term.division.high == 1 and not term.per_day
        """'In one dose', without a day told."""
        self.times = self._frequency(divided=self._is_divided(strengths))
        self.dose: Quantity | None = self.amount
        self.is_total = False
        """Told as what a day comes to."""
        self.daily: Quantity | None = None
        if term.counts:
            self._through_the_day()
        elif term.per_day or self._is_divided(strengths):
            self._total_of_day(strengths, divided=divided)
        elif self.times is not None:
            self.daily = self.amount.times(self.times.low, self.times.high)

    def as_one_dose(self) -> None:
        """Take the amount as one of the day's doses."""
        self.times = Times(Fraction(1), Fraction(1))
        self.daily, self.dose, self.is_total = self.amount, self.amount, False

    def _through_the_day(self) -> None:
        taken = [count for count in self.term.counts if count]
        self.times = Times(Fraction(len(taken)), Fraction(len(taken)))
        self.dose = Quantity(self.amount.low * min(taken), self.amount.high * max(taken), self.unit)
        self.daily = self.amount.times(sum(taken, Fraction(0)))

    def _total_of_day(self, strengths: frozenset[Fraction], *, divided: bool) -> None:
        plan = _as_times(self.term.division) or self.times
        if plan is None:
            self.is_total, self.daily, self.dose = True, self.amount, None
            return
        each = Quantity(self.amount.low / plan.high, self.amount.high / plan.low, self.unit)
        self.times = plan
        # '60 mg daily tid' is 20 mg three times; '10 mg daily tid' is 10 mg each time: no tablet has 3.3 mg.
        splits = self.term.division is not None or divided or plan.high == 1
        if not (splits or each.high in strengths or self.unit != "mg"):
            self.daily = self.amount.times(plan.low, plan.high)
            return
        spread = self.term.spread
        if spread is not None and spread.unit == self.unit:
            each = Quantity(spread.low, spread.high, self.unit)
        self.is_total, self.daily, self.dose = True, self.amount, each

    def _is_divided(self, strengths: frozenset[Fraction]) -> bool:
        """Tell whether an amount without a word of a day is one, divided: '60 mg in three doses'."""
        division = self.term.division
        if division is None or division.high is None or division.high == 1 or self.term.freqs:
            return False
        each = self.amount.high / division.high
        return not division.bare or self.unit != "mg" or each in strengths

    def _frequency(self, *, divided: bool) -> Times | None:
        term = self.term
        plans = [frequency for frequency in term.freqs if frequency.low is not None]
        if term.times_x is not None and (plans or term.per_day):
            self.amount = self.amount.times(term.times_x)
        elif term.times_x is not None:
            plans = [Frequency(term.times_x, term.times_x, bare=True)]
        if term.division is not None and not (term.per_day or self.in_one or plans or divided):
            plans = [term.division]
        return combine(plans)


def _as_times(frequency: Frequency | None) -> Times | None:
    if frequency is None or frequency.low is None or frequency.high is None:
        return None
    return Times(frequency.low, frequency.high)


def combine(plans: list[Frequency]) -> Times | None:
    """Combine what was said on how often: sums after 'and', limits, otherwise one thing said twice."""
    low, high = Fraction(0), Fraction(0)
    adds = False
    for plan in plans:
        if plan is SUM_MARK:
            adds = True
        elif not plan.cap and plan.low is not None and plan.high is not None:
            low = low + plan.low if adds else max(low, plan.low)
            high = high + plan.high if adds else max(high, plan.high)
            adds = False
    for cap in plans:
        if cap.cap and cap.low is not None and cap.high is not None:
            low, high = (min(low, cap.high), min(high, cap.high)) if high else (cap.low, cap.high)
    return Times(low, high) if high else None
