"""Over a hundred thousand doses against the sheet of paper; a share of them through words."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import dose_oracle as oracle
import pytest

from bot.dosing import (
    Kidney,
    Missing,
    Origin,
    ParsedDose,
    Person,
    Purpose,
    Quantity,
    Route,
    Times,
    check_dose,
)
from bot.dosing.model import Scale, Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bot.dosing import DoseCheck
    from bot.kb.model import Figure

AMOUNTS = {
    "mg": "0.02 0.5 1 1.5 2 2.001 2.5 3 4 4.9 5 5.001 6 7.5 8 10 12.5 13 14.9 15 15.5 17 19 20 20.001 22.5 25 30 33 35 "
    "39 40 41 45 50 59 60 61 70 79 80 80.5 81 90 99 100 120 150 199 200 201 250 300 500 1000",
    "mcg": "1 5 12 24 25 40 49 50 51 75 99 100 101 125 150 199 200 201 250 300 400 450 499 500 501 600 703 704 750 800 "
    "801 900 999 1000 1199 1200 1400 1401 1500 2000 2003 2004 2500 5000 10000 20000 80000",
    "g": "0.001 0.005 0.01 0.02 0.0201 0.04 0.08 0.1 0.2 0.5 0.999 1 2 5 20",
    "unit": "1 10 20 100",
}
HOW = ["x1", "x2", "x3", "x4", "x5", "x6", "total", "at-once", "open"]
PEOPLE = {
    "adult": Person(),
    "adult-40": Person(age_years=Fraction(40), weight_kg=Fraction(70)),
    "toddler": Person(child_word=True),
    "teen": Person(child_word=True, teen_word=True),
    "child-5": Person(age_years=Fraction(5)),
    "child-5-16kg": Person(age_years=Fraction(5), weight_kg=Fraction(16)),
    "child-8": Person(age_years=Fraction(8)),
    "child-12-25kg": Person(age_years=Fraction(12), weight_kg=Fraction(25)),
    "child-17": Person(age_years=Fraction(17)),
    "adult-18": Person(age_years=Fraction(18)),
    "adult-64": Person(age_years=Fraction(64)),
    "adult-other": Person(weight_kg=Fraction(50)),
    "older-70": Person(age_years=Fraction(70)),
    "pregnant": Person(pregnant=True),
    "nursing": Person(breastfeeding=True),
    "kidney-normal": Person(kidney_rate=Fraction(90)),
    "kidney-mild": Person(kidney_rate=Fraction(89)),
    "kidney-moderate": Person(kidney_rate=Fraction(30)),
    "kidney-severe": Person(kidney_rate=Fraction(29)),
    "kidney-unstaged": Person(kidney_told=True),
    "dialysis": Person(kidney=Kidney.DIALYSIS, kidney_told=True),
    "cerebral": Person(),
}
PURPOSES = ["", "start", "test"]


def grid() -> Iterator[oracle.Told]:
    for route, (unit, amounts), how, who, purpose in product(
        ("oral", "intrathecal"), AMOUNTS.items(), HOW, PEOPLE, PURPOSES
    ):
        if purpose == "test" and (route == "oral" or how not in ("open", "at-once")):
            continue
        for number in amounts.split():
            yield oracle.Told(route, unit, Fraction(number), how, who, purpose)


def as_parsed(told: oracle.Told) -> ParsedDose:
    """Build what a reader would have read, without words."""
    route = Route(told.route)
    plain = Quantity(told.number, told.number, told.unit)
    mass = plain if told.unit == "unit" else plain.to("mg" if route is Route.ORAL else "mcg")
    times = Fraction(told.how[1]) if told.how.startswith("x") else None
    test = told.purpose == "test"
    return ParsedDose(
        text="",
        person=PEOPLE[told.who],
        route=route,
        amount=None if told.how == "total" else mass,
        times_per_day=None if times is None else Times(times, times),
        daily=mass.times(times) if times is not None else mass if told.how == "total" else None,
        single=told.how == "at-once",
        purpose=Purpose(told.purpose) if told.purpose else None,
        origin=Origin.CEREBRAL if told.who == "cerebral" else None,
        told=(Told(plain, Scale.DAY if told.how == "total" else Scale.DOSE, solid=False),),
        missing=(Missing.FREQUENCY,) if told.how == "open" and not test else (),
        has_dose=True,
    )


@pytest.mark.hazard("H04")
@pytest.mark.hazard("H14")
def test_a_hundred_thousand_doses_agree_with_the_sheet(posology: Mapping[str, Figure]) -> None:
    count, wrong = 0, []
    for told in grid():
        check = check_dose(as_parsed(told), posology)
        count += 1
        if (str(check.verdict), {str(flag) for flag in check.flags}) != oracle.expected(told):
            wrong.append((told, check.verdict, check.flags, oracle.expected(told)))
    assert not wrong, f"{len(wrong)} of {count}, such as {wrong[:3]}"
    assert count >= 100_000


WORDS = {
    "x1": "once a day",
    "x2": "twice daily",
    "x3": "three times a day",
    "x4": "every 6 hours",
    "x5": "5x/day",
    "x6": "every four hours",
    "total": "a day",
    "at-once": "in one go",
    "open": "",
}
PEOPLE_WORDS = {
    "adult": "",
    "adult-40": "I am 40 and weigh 70 kg.",
    "toddler": "For my toddler:",
    "teen": "For my teenager:",
    "child-5": "5yo,",
    "child-5-16kg": "My son is 5, weighs 16 kg:",
    "child-8": "8 year old girl:",
    "child-12-25kg": "age 12, 25 kg:",
    "child-17": "aged 17:",
    "adult-18": "18 y/o,",
    "adult-64": "64F,",
    "adult-other": "weight 50 kg,",
    "older-70": "Dad, 70 years old:",
    "pregnant": "20 weeks pregnant,",
    "nursing": "I am breastfeeding.",
    "kidney-normal": "eGFR 90,",
    "kidney-mild": "eGFR is 89,",
    "kidney-moderate": "GFR of 30,",
    "kidney-severe": "eGFR: 29,",
    "kidney-unstaged": "bad kidneys,",
    "dialysis": "on dialysis,",
    "cerebral": "cerebral palsy,",
}


def as_words(told: oracle.Told) -> str:
    unit = {"unit": "units"}.get(told.unit, told.unit)
    purpose = {"start": "starting dose", "test": "test dose", "": ""}[told.purpose]
    route = "by mouth" if told.route == "oral" else "intrathecal"
    number = f"{float(told.number):g}"
    return " ".join(f"{PEOPLE_WORDS[told.who]} {purpose} {route} {number} {unit} {WORDS[told.how]}".split())


@pytest.mark.hazard("H04")
def test_the_same_doses_in_words_agree_with_the_sheet(judge: Callable[[str], DoseCheck]) -> None:
    wrong = []
    for i, told in enumerate(grid()):
        if i % 41:
            continue
        check = judge(as_words(told))
        if (str(check.verdict), {str(flag) for flag in check.flags}) != oracle.expected(told):
            wrong.append((as_words(told), check.verdict, check.flags, oracle.expected(told)))
    assert not wrong, f"{len(wrong)} wrong, such as {wrong[:3]}"


def test_the_sheet_knows_what_taking_changes(posology: Mapping[str, Figure]) -> None:
    """A dose only asked about and the same dose swallowed are judged by different lines."""
    asked = as_parsed(oracle.Told("oral", "mg", Fraction(80), "at-once", "adult"))
    assert str(check_dose(asked, posology).verdict) == "caution"
    assert str(check_dose(replace(asked, single=False, missing=(Missing.FREQUENCY,)), posology).verdict) == "incomplete"
