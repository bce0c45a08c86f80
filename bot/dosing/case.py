"""The facts of one case, worked out once for all rules: who it is, what one dose is, what a day comes to.

Figures are looked up by id in the posology; which id is meant for whom is decided here, in tables.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from bot.dosing.enums import Kidney, Origin, Purpose, Route, Scale

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from bot.dosing.model import ParsedDose, Quantity
    from bot.kb.model import Figure

ORAL_MAXIMUM = {
    "adult": "oral-adult-maximum-day",
    "child-under-8": "oral-child-under-8-maximum-day",
    "child-8-to-17": "oral-child-8-to-17-maximum-day",
}
PUMP_MAXIMUM = {
    "spinal": "it-spinal-seen-day",
    "cerebral": "it-cerebral-seen-day",
    "child": "it-child-seen-day",
}
PUMP_CAUTION = {
    "spinal": "it-spinal-caution-line",
    "cerebral": "it-cerebral-caution-line",
    "child": "it-child-caution-line",
}
PUMP_USUAL = {
    "spinal": "it-spinal-usual-day",
    "cerebral": "it-cerebral-usual-day",
    "child": "it-cerebral-usual-day",
}
PUMP_STEP = {
    "spinal": "it-spinal-step-line",
    "cerebral": "it-cerebral-step-line",
    "child": "it-cerebral-step-line",
}
WEAKEST = {
    "tablet": "oral-weakest-tablet-line",
    "packet": "oral-weakest-tablet-line",
    "mL": "oral-weakest-liquid-line",
}
STRONGEST = {
    "tablet": "oral-strongest-tablet-line",
    "packet": "oral-strongest-tablet-line",
    "mL": "oral-strongest-liquid-line",
}
KIDNEY_BANDS = (
    (Kidney.NORMAL, "kidney-normal-line"),
    (Kidney.MILD, "kidney-mild-line"),
    (Kidney.MODERATE, "kidney-moderate-line"),
)
"""From each rate up the stage; below the last, severe."""
PERCENT = Fraction(1, 100)


@lru_cache
def exact(value: Decimal) -> Fraction:
    """Turn a figure's number into a fraction; the same few come again and again."""
    return Fraction(value)


class Person:
    """Who the dose is for, by the lines of the posology."""

    def __init__(self, parsed: ParsedDose, posology: Mapping[str, Figure]) -> None:
        """Take a parsed dose and the figures to hold it against."""
        self.parsed = parsed
        self.life = parsed.person
        self.posology = posology

    def figure(self, figure_id: str) -> Fraction:
        """Return a figure's (high) amount exactly; raises KeyError for an unknown id."""
        return exact(self.posology[figure_id].high)

    @cached_property
    def child(self) -> bool:
        """Under the age line, or called a child."""
        age = self.parsed.age_years
        if age is not None:
            return age < self.figure("child-age-line")
        return self.parsed.person.child_word or self.parsed.person.teen_word

    @cached_property
    def band(self) -> str:
        """The age band: adult, child-under-8 or child-8-to-17."""
        if not self.child:
            return "adult"
        age = self.parsed.age_years
        older = self.parsed.person.teen_word if age is None else age >= self.figure("child-band-age-line")
        return "child-8-to-17" if older else "child-under-8"

    @cached_property
    def older(self) -> bool:
        """From the older-age line up, or called elderly."""
        age = self.parsed.age_years
        return age >= self.figure("older-age-line") if age is not None else self.parsed.person.older_word

    @cached_property
    def kidney(self) -> Kidney | None:
        """The stage told, or that of the filtration rate; the worse of the two."""
        person = self.parsed.person
        stages = [stage for stage in (person.kidney, self._kidney_of_rate()) if stage is not None]
        return max(stages, key=list(Kidney).index, default=None)

    def _kidney_of_rate(self) -> Kidney | None:
        rate = self.parsed.person.kidney_rate
        if rate is None:
            return None
        bands = (stage for stage, line in KIDNEY_BANDS if rate >= self.figure(line))
        return next(bands, Kidney.SEVERE)

    @cached_property
    def kidney_trouble(self) -> bool:
        """Any kidney trouble, staged or not."""
        return self.parsed.person.kidney_told or self.kidney not in (None, Kidney.NORMAL)

    @cached_property
    def kidney_severe(self) -> bool:
        """Dialysis or severe kidney disease."""
        return self.kidney in (Kidney.SEVERE, Kidney.DIALYSIS)

    @cached_property
    def pump_group(self) -> str:
        """The group of a pump dose: spinal (or not told), cerebral or child."""
        if self.child:
            return "child"
        return "cerebral" if self.parsed.origin is Origin.CEREBRAL else "spinal"


class Case(Person):
    """One parsed dose, with what the rules ask of it."""

    @property
    def oral(self) -> bool:
        """By mouth."""
        return self.parsed.route is Route.ORAL

    @property
    def pump(self) -> bool:
        """Intrathecal, and no test dose."""
        return self.parsed.route is Route.INTRATHECAL and not self.test

    @cached_property
    def test(self) -> bool:
        """An intrathecal test dose: called so, or a bolus without a frequency."""
        parsed = self.parsed
        if parsed.route is not Route.INTRATHECAL:
            return False
        one_shot = parsed.times_per_day is None and parsed.daily is None
        return parsed.purpose is Purpose.TEST or (parsed.bolus and one_shot)

    @cached_property
    def daily(self) -> Fraction | None:
        """The high end of the day's total, in the unit of the route."""
        return self._mass(self.parsed.daily)

    @cached_property
    def amount(self) -> Fraction | None:
        """The high end of the amount told, whether it is known to be one dose or not."""
        return self._mass(self.parsed.amount)

    def _mass(self, quantity: Quantity | None) -> Fraction | None:
        unit = "mg" if self.oral else "mcg"
        return quantity.high if quantity is not None and quantity.unit == unit else None

    @cached_property
    def single(self) -> Fraction | None:
        """The high end of one dose, where the words make it one dose."""
        parsed = self.parsed
        told_so = parsed.single or parsed.per_dose or parsed.rare or parsed.doubled or self.test
        return self.amount if told_so or parsed.times_per_day is not None else None

    @cached_property
    def least(self) -> Fraction | None:
        """What a day comes to at least, where strength or frequency is open: the lowest reading."""
        if self.daily is not None:
            return self.daily
        if self.amount is not None:
            return self.amount
        count = self.parsed.daily_count or self.parsed.amount
        if count is None or count.unit not in WEAKEST or not self.oral:
            return None
        return count.high * self.figure(WEAKEST[count.unit])

    @cached_property
    def taken_mg(self) -> Fraction | None:
        """What was taken, in mg; unknown strengths count as the strongest, a bare number as mg."""
        taken = self.parsed.taken
        if taken is None or taken.amount is None:
            return None
        amount = taken.amount
        if amount.unit in STRONGEST:
            return amount.high * self.figure(STRONGEST[amount.unit])
        return amount.high if amount.unit in ("mg", "") else None

    @cached_property
    def maximum_figure(self) -> str:
        """Id of the figure that limits the day's total, or the test dose."""
        if self.test:
            return "it-test-dose-third"
        return ORAL_MAXIMUM[self.band] if self.oral else PUMP_MAXIMUM[self.pump_group]

    @cached_property
    def by_weight(self) -> Fraction | None:
        """A child's limit by weight, in mg a day, where it is told and lower than that of the age."""
        weight = self.parsed.weight_kg
        if not (self.oral and self.child) or weight is None:
            return None
        limit = weight * self.figure("oral-child-weight-line")
        return limit if limit < self.figure(self.maximum_figure) else None

    @cached_property
    def maximum(self) -> Fraction:
        """The limit that is used, in the unit of the route."""
        return self.figure(self.maximum_figure) if self.by_weight is None else self.by_weight

    @cached_property
    def over_maximum(self) -> bool:
        """Every reading of the day is over the limit; a limit by weight is met within the tolerance."""
        if not (self.oral or self.pump) or self.least is None:
            return False
        return self.least > (self.maximum if self.by_weight is None else self.rounded_up(self.maximum))

    def rounded_up(self, limit: Fraction) -> Fraction:
        """Raise a limit worked out from a weight by the tolerance for rounded weights."""
        return limit * (1 + self.figure("compare-tolerance-line") * PERCENT)

    @cached_property
    def start_by_weight(self) -> Fraction | None:
        """A child's labelled start, in mg a day, where the weight is told."""
        weight = self.parsed.weight_kg
        return weight * self.figure("oral-child-start-kg-day") if self.child and weight is not None else None

    @cached_property
    def contradiction(self) -> str | None:
        """Id of the text that tells why unit and route or size cannot both be right; None where they can."""
        if self.parsed.form_clash:
            return "unit-form"
        for told in self.parsed.told:
            clash = self._clash(told.quantity, solid=told.solid)
            if clash is not None:
                return clash
        return None

    def _clash(self, told: Quantity, *, solid: bool) -> str | None:
        route = self.parsed.route
        if told.unit == "unit":
            return "unit-international"
        if route is Route.INTRATHECAL:
            in_mg = told.to("mg").high if told.unit in ("mg", "g") else None
            return "unit-mg-pump" if in_mg is not None and in_mg > self.figure("unit-pump-mg-line") else None
        if told.unit == "g":
            return "unit-g-mouth" if told.high >= self.figure("unit-oral-g-line") else None
        if told.unit != "mcg":
            return None
        if route is Route.ORAL or solid:
            return "unit-mcg-mouth" if told.low < self.figure("unit-oral-mcg-line") else None
        return "unit-mcg-doses" if route is None else None

    @property
    def told_by_day(self) -> bool:
        """The amount was told for a day and not for one dose."""
        return any(told.per is Scale.DAY for told in self.parsed.told)
