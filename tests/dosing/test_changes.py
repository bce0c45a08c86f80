"""Changes of dose in many wordings: which is the step before and which the one after, and whether it is too big."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest

from bot.dosing import Flag, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.dosing import DoseCheck

OFTEN = {" tid": 3, " three times a day": 3, " a day": 1, " twice daily": 2}
UP = [
    "increased from {a} mg to {b} mg{f}", "went from {a} mg{f} to {b} mg{f}", "{a} mg{f} -> {b} mg{f}",
    "raised my dose from {a} mg to {b} mg{f}", "was on {a} mg{f}, now {b} mg{f}", "upped to {b} mg{f} from {a} mg{f}",
    "{a} mg{f} and now increased to {b} mg{f}", "up to {b} mg{f} from {a} mg",
    "I was taking {a} mg{f} but doctor increased to {b} mg{f}", "going up from {a} to {b} mg{f} this week",
]  # fmt: skip
DOWN = [
    "cut from {a} mg to {b} mg{f}", "reduced from {a} mg{f} to {b} mg{f}", "{a} mg{f} -> {b} mg{f}",
    "was on {a} mg{f}, doctor lowered it to {b} mg{f}", "dropped to {b} mg{f} from {a} mg{f}",
    "went down from {a} to {b} mg{f}",
]  # fmt: skip
SLOWLY = [
    "taper from {a} mg{f} to {b} mg{f} over 6 weeks", "{a} mg{f}, cut by 5 mg a week to {b} mg{f}",
    "slowly taper from {a} mg to {b} mg{f}", "down from {a} to {b} mg{f}, 5 mg less every week",
]  # fmt: skip
PUMP = [
    "pump increased from {a} to {b} mcg/day", "ITB {a} -> {b} mcg/day", "pump was {a} mcg/day, now {b} mcg/day",
    "intrathecal dose raised from {a} to {b} mcg/day at refill", "pump up to {b} mcg/day from {a} mcg/day",
]  # fmt: skip
BY_WEIGHT = [
    "{m} mg/kg/day for a {k} kg child", "{k} kg kid, {m} mg/kg/day", "{m}mg/kg/day, weight {k} kg, age 6",
    "{m} mg per kg per day, {k} kg, 5 years old", "{m} mg/kg/day divided tid in a {k} kg 7 year old",
]  # fmt: skip
START = [
    "start {d}", "started on {d} yesterday", "told to begin with {d}", "new to baclofen, prescribed {d}",
    "never taken it, {d}", "initial dose {d}", "day 1: {d}", "my first dose is {d}",
]  # fmt: skip


def day_of(check: DoseCheck) -> Fraction | None:
    return check.parsed.daily.high if check.parsed is not None and check.parsed.daily is not None else None


@pytest.mark.parametrize("form", UP)
def test_steps_up(judge: Callable[[str], DoseCheck], form: str) -> None:
    for (often, times), (before, after) in product(OFTEN.items(), [(5, 10), (10, 15), (10, 20), (5, 20)]):
        check = judge(form.format(a=before, b=after, f=often))
        assert day_of(check) == after * times
        assert (Flag.FAST_TITRATION in check.flags) is ((after - before) * times > 15), form.format(
            a=before, b=after, f=often
        )


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("form", DOWN)
def test_steps_down(judge: Callable[[str], DoseCheck], form: str) -> None:
    for (often, times), (before, after) in product(OFTEN.items(), [(20, 15), (20, 10), (20, 5)]):
        check = judge(form.format(a=before, b=after, f=often))
        assert day_of(check) == before * times
        assert (Flag.ABRUPT_STOP in check.flags) is (2 * (before - after) > before), form.format(
            a=before, b=after, f=often
        )


@pytest.mark.parametrize("form", SLOWLY)
def test_a_taper_is_no_sudden_cut(judge: Callable[[str], DoseCheck], form: str) -> None:
    check = judge(form.format(a=60, b=20, f=" a day"))
    assert day_of(check) == 60
    assert Flag.ABRUPT_STOP not in check.flags


@pytest.mark.parametrize("form", PUMP)
@pytest.mark.parametrize(("whose", "limit"), [("", 40), (" after spinal cord injury", 40), (" for cerebral palsy", 20)])
def test_refills(judge: Callable[[str], DoseCheck], form: str, whose: str, limit: int) -> None:
    for percent in (10, 20, 30, 40, 45, 60):
        check = judge(form.format(a=200, b=200 + 2 * percent) + whose)
        assert day_of(check) == 200 + 2 * percent
        assert (Flag.FAST_TITRATION in check.flags) is (percent > limit), (form, whose, percent)


@pytest.mark.parametrize("form", BY_WEIGHT)
def test_amounts_by_weight(judge: Callable[[str], DoseCheck], form: str) -> None:
    for told, weight in product(("0.3", "0.75", "1", "2"), (10, 15, 18, 25)):
        check = judge(form.format(m=told, k=weight))
        assert day_of(check) == Fraction(told) * weight
        assert check.verdict is (Verdict.ABOVE_MAXIMUM if Fraction(told) * weight > 40 else Verdict.CAUTION)


@pytest.mark.parametrize("form", START)
def test_first_doses(judge: Callable[[str], DoseCheck], form: str) -> None:
    for dose, over in {"5 mg tid": False, "10 mg tid": True, "10 mg at bedtime": True, "5 mg qid": True}.items():
        assert (Flag.OVER_START in judge(form.format(d=dose)).flags) is over, form.format(d=dose)
