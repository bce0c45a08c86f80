"""What was read of a dose, and what the check says of it: frozen, exact, in the contract's words.

Amounts are ``Fraction``: halves and thirds of tablets stay exact. By mouth they are counted in mg,
intrathecally in mcg; where the strength was not told they stay in ``tablet``, ``packet``, ``mL`` or
``drop``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bot.dosing.enums import Danger, Flag, Kidney, Missing, Origin, Purpose, Route, Scale, Verdict

__all__ = [
    "HOURS_PER_DAY", "MCG_PER_MG", "AppliedRule", "Climb", "Danger", "DoseCheck", "Flag", "Kidney", "LabelRange",
    "Missing", "Origin", "ParsedDose", "Person", "Purpose", "Quantity", "Reason", "Route", "Scale", "Step", "Stop",
    "Taken", "Times", "Told", "Verdict",
]  # fmt: skip

MCG_PER_MG = 1000
HOURS_PER_DAY = 24


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount, or a range of amounts, with its unit."""

    low: Fraction
    high: Fraction
    unit: str

    @property
    def is_range(self) -> bool:
        """Tell whether two different ends were told."""
        return self.low != self.high

    def times(self, low: Fraction, high: Fraction | None = None) -> Quantity:
        """Multiply both ends; a second factor is for the high end."""
        return Quantity(self.low * low, self.high * (low if high is None else high), self.unit)

    def to(self, unit: str) -> Quantity:
        """Convert between mg, mcg and g; raises KeyError for other units."""
        factor = _IN_MCG[self.unit] / _IN_MCG[unit]
        return Quantity(self.low * factor, self.high * factor, unit)


_IN_MCG = {"mcg": Fraction(1), "mg": Fraction(MCG_PER_MG), "g": Fraction(MCG_PER_MG * MCG_PER_MG)}


@dataclass(frozen=True, slots=True)
class Times:
    """How often a day: a number, or a range of numbers."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Told:
    """An amount as it was typed, for the test of unit against route."""

    quantity: Quantity
    per: Scale
    """Whether the number was told for one dose or for a day."""
    solid: bool
    """A tablet or packet was named with it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a schedule."""

    amount: Quantity | None
    times: Times | None
    daily: Quantity | None
    days: Fraction | None
    """How long it lasts, where told."""


@dataclass(frozen=True, slots=True)
class Climb:
    """Steps told by their size: 'up 5 mg every 3 days'."""

    amount: Quantity | None
    per: Scale
    every_days: Fraction | None
    down: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """Something has been swallowed or given outside the plan."""

    at_once: bool
    """On one occasion; else spread over the day."""
    own_dose: bool
    """It was the person's own dose, only early."""
    amount: Quantity | None
    """What was taken in all."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The medicine was or will be stopped."""

    within_days: Fraction | None
    """Over how long; None where nothing was told, which counts as at once."""
    gradual: bool
    """Words of tapering were used and no short time was told."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes it, as far as told."""

    age_years: Fraction | None = None
    weight_kg: Fraction | None = None
    child_word: bool = False
    """Child words without an age."""
    teen_word: bool = False
    older_word: bool = False
    kidney: Kidney | None = None
    kidney_rate: Fraction | None = None
    """A filtration rate in mL/min; the check puts it into its stage."""
    kidney_told: bool = False
    """Kidney trouble of any kind, staged or not; dialysis included."""
    pregnant: bool = False
    breastfeeding: bool = False


@dataclass(frozen=True, slots=True)
class ParsedDose:
    """A dose as read from words. Nothing in it is guessed: what was not told is None or missing."""

    text: str
    person: Person
    route: Route | None = None
    route_assumed: bool = False
    amount: Quantity | None = None
    """One dose: mg by mouth, mcg intrathecally, else tablet, packet, mL or drop."""
    times_per_day: Times | None = None
    daily: Quantity | None = None
    """The day's total, in mg by mouth and mcg intrathecally."""
    daily_count: Quantity | None = None
    """The day's total in tablets, packets or mL, where the strength is not told."""
    single: bool = False
    """Told as one dose taken at one time."""
    per_dose: bool = False
    """Told as the amount of each dose, how often left open."""
    rare: bool = False
    """Less often than once a day."""
    as_needed: bool = False
    purpose: Purpose | None = None
    first_test: bool = False
    """The first of the test doses."""
    bolus: bool = False
    origin: Origin | None = None
    told: tuple[Told, ...] = ()
    form_clash: bool = False
    """A unit that the form cannot have, such as mL of tablets."""
    steps: tuple[Step, ...] = ()
    """Every step in the order told, where there is more than one; the highest is the one judged."""
    climb: Climb | None = None
    change_days: Fraction | None = None
    """Over how many days a change is spread: 'from 60 to 20 mg over six weeks'."""
    gradual: bool = False
    """Words of tapering were used."""
    taken: Taken | None = None
    doubled: bool = False
    """A double dose is planned for a missed one."""
    stop: Stop | None = None
    dangers: tuple[Danger, ...] = ()
    other_medicines: tuple[str, ...] = ()
    sedating: tuple[str, ...] = ()
    """Those of them that add to sedation: alcohol, opioids, sedatives."""
    missing: tuple[Missing, ...] = ()
    has_dose: bool = False
    """An amount of the medicine was told."""
    product_question: bool = False
    """A strength was named only to ask about the product."""
    besides: ParsedDose | None = None
    """The dose by the other route, where a pump's dose and one by mouth are told together."""
    heard: str = ""
    """The canonical words of the text."""
    residue: str = ""
    """The same with everything that was read replaced by item tokens: what else the text asks for."""

    @property
    def age_years(self) -> Fraction | None:
        """Age in years, where told."""
        return self.person.age_years

    @property
    def weight_kg(self) -> Fraction | None:
        """Weight in kilograms, where told."""
        return self.person.weight_kg

    @property
    def kidney(self) -> Kidney | None:
        """Stage of the kidneys, where told."""
        return self.person.kidney


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the verdict is what it is: a text's id, the figures behind it, the computed values it names."""

    text: str
    """Id of a text in the dose wording."""
    verdict: Verdict
    """What this reason alone would make the verdict."""
    figures: tuple[str, ...] = ()
    """Ids of figures that decided it."""
    values: tuple[tuple[str, str], ...] = ()
    """Names and ready-to-print values for the text's other braces."""


@dataclass(frozen=True, slots=True)
class LabelRange:
    """What labels say for this route and person, per day (or per test dose), in the unit of the route."""

    unit: str
    per: Scale
    low: Fraction | None
    """Where labels start."""
    usual_low: Fraction | None
    usual_high: Fraction | None
    maximum: Fraction
    maximum_figure: str
    """Id of the figure that the maximum comes from."""
    by_weight: bool = False
    """The maximum was worked out from a child's weight."""


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """A rule of the check that held, as an explanation tells it."""

    place: str
    """Its place in the rules' document."""
    text: str
    """Id of the text that explains it."""
    verdict: Verdict
    """What it alone would make the verdict."""
    flags: tuple[Flag, ...]
    figures: tuple[str, ...]
    counts: bool
    """Whether it had a say in the verdict; where something was taken, a test of size only sets its flags."""


@dataclass(frozen=True, slots=True)
class DoseCheck:
    """The outcome: one verdict, the flags gravest first, and the reasons gravest first."""

    verdict: Verdict
    flags: tuple[Flag, ...]
    parsed: ParsedDose | None
    """The dose as it was judged; None where no dose was found."""
    reasons: tuple[Reason, ...]
    asks: tuple[Reason, ...] = ()
    """What to ask for, where something is missing or doubtful: texts that are questions."""
    label: LabelRange | None = None
    """The range that the dose was held against; None where the unit is in doubt or no route is known."""
    applied: tuple[AppliedRule, ...] = ()
    """The rules that held, in the order of the document."""
