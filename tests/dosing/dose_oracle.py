"""The rules of the dose check once more, as plain as can be, with the numbers written out.

Nothing here is shared with the program: it is what a pharmacist would write on one sheet of paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

GRAVITY = [
    "not-a-dose",
    "incomplete",
    "below-range",
    "within-range",
    "caution",
    "unit-suspect",
    "above-maximum",
    "emergency",
]


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells: a number, its unit, how often, for whom, what for."""

    route: str
    unit: str
    number: Fraction
    how: str
    """x1 to x6: so many times a day; total: for the day; at-once; open: nothing told."""
    who: str
    purpose: str = ""


def in_route_unit(told: Told) -> Fraction:
    """Convert to mg by mouth and mcg intrathecally."""
    mcg = told.number * {"mcg": 1, "mg": 1000, "g": 1_000_000}[told.unit]
    return mcg / 1000 if told.route == "oral" else mcg


def contradicts(told: Told) -> bool:
    """Tell whether unit and route cannot both be right."""
    if told.unit == "unit":
        return True
    if told.route == "intrathecal":
        return {"mg": told.number, "g": told.number * 1000, "mcg": Fraction(0)}[told.unit] > 2
    return (told.unit == "g" and told.number >= 1) or (told.unit == "mcg" and told.number < 1000)


CHILDREN = {"toddler": (40, None), "child-5": (40, None), "child-5-16kg": (40, 16), "child-8": (60, None)}
CHILDREN |= {"teen": (60, None), "child-17": (60, None), "child-12-25kg": (60, 25)}
PERSON_FLAGS = {
    "older-70": {"older-adult"},
    "pregnant": {"pregnancy"},
    "nursing": {"breastfeeding"},
    "kidney-mild": {"kidney"},
    "kidney-moderate": {"kidney"},
    "kidney-severe": {"kidney"},
    "kidney-unstaged": {"kidney"},
    "dialysis": {"kidney", "dialysis"},
}
SEVERE = {"kidney-severe", "dialysis"}


def expected(told: Told) -> tuple[str, set[str]]:
    """Return verdict and flags."""
    flags = set(PERSON_FLAGS.get(told.who, set()))
    child = told.who in CHILDREN
    if child:
        flags.add("child")
    verdicts = ["caution"] if flags else []
    missing = told.how == "open" and told.purpose != "test"
    if contradicts(told):
        flags.add("unit-contradiction")
        verdicts.append("unit-suspect")
    else:
        sized, more = size(told, child=child)
        verdicts += sized
        flags |= more
    if missing:
        verdicts.append("incomplete")
    verdict = max(verdicts, key=GRAVITY.index)
    if missing and verdict != "emergency":
        flags.add("frequency-missing")
    return verdict, flags


def size(told: Told, *, child: bool) -> tuple[list[str], set[str]]:
    """Return the verdicts and flags of the tests of size."""
    value = in_route_unit(told)
    count = int(told.how[1]) if told.how.startswith("x") else None
    daily = value * count if count else value if told.how == "total" else None
    if told.route == "intrathecal":
        return test_dose(value, first=False) if told.purpose == "test" else pump(told, value, daily, child=child)
    return oral(told, value, daily, count, child=child)


def oral(
    told: Told, value: Fraction, daily: Fraction | None, count: int | None, *, child: bool
) -> tuple[list[str], set[str]]:
    verdicts, flags = [], set()
    by_age, weight = CHILDREN.get(told.who, (80, None))
    limit = min(Fraction(by_age), 2 * weight * Fraction(101, 100)) if weight else Fraction(by_age)
    single = value if count or told.how == "at-once" else None
    if told.how != "total" and value >= (by_age if child else 200):
        verdicts.append("emergency")
        flags |= {"over-single-maximum"} if child else {"over-single-maximum", "over-daily-maximum"}
    if (daily if daily is not None else value) > limit:
        verdicts.append("above-maximum")
        flags.add("over-daily-maximum")
    if single is not None and single > 20:
        verdicts.append("caution")
        flags.add("over-single-maximum")
    if count == 1 and value >= 15 and not child:
        verdicts.append("caution")
    if told.purpose == "start":
        first_dose = value if told.how != "total" else Fraction(0)
        light = weight is not None and daily is not None and daily > Fraction(303, 1000) * weight
        if first_dose > 5 or (daily is not None and daily > 15) or light:
            verdicts.append("caution")
            flags.add("over-start")
    if daily is not None and daily < 15 and not child and told.who not in SEVERE:
        verdicts.append("below-range")
        flags.add("under-start")
    elif daily is not None or single is not None:
        verdicts.append("within-range")
    return verdicts, flags


def pump(told: Told, value: Fraction, daily: Fraction | None, *, child: bool) -> tuple[list[str], set[str]]:
    verdicts, flags = [], set()
    cerebral = told.who == "cerebral"
    most, usual = (1199, 703) if child else (1400, 703) if cerebral else (2003, 800)
    if (daily if daily is not None else value) > most:
        verdicts.append("above-maximum")
        flags.add("over-daily-maximum")
    if daily is not None and daily > usual:
        verdicts.append("caution")
    if told.purpose == "start" and daily is not None and daily > 200:
        verdicts.append("caution")
        flags.add("over-start")
    if daily is not None and daily < 50:
        verdicts.append("below-range")
        flags.add("under-start")
    elif daily is not None or told.how == "at-once":
        verdicts.append("within-range")
    return verdicts, flags


def test_dose(value: Fraction, *, first: bool) -> tuple[list[str], set[str]]:
    verdicts, flags = [], set()
    if value >= 500:
        verdicts.append("emergency")
        flags.add("over-single-maximum")
    if value > 100:
        verdicts.append("above-maximum")
        flags.add("over-single-maximum")
    if first and value > 50:
        verdicts.append("caution")
        flags.add("over-start")
    if value < 50:
        verdicts.append("below-range")
        flags.add("under-start")
    else:
        verdicts.append("within-range")
    return verdicts, flags
