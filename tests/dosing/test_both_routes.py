"""A pump's dose and one by mouth told together: both are judged, and the graver one leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.dosing import DoseCheck, Flag, Route, Verdict, describe

if TYPE_CHECKING:
    from collections.abc import Callable

TOLD = {
    "10 mg tid by mouth and pump 300 mcg/day": (Verdict.WITHIN_RANGE, Route.ORAL),
    "pump 300 mcg/day plus 10 mg tablets three times a day": (Verdict.WITHIN_RANGE, Route.ORAL),
    "on the pump at 450 mcg a day and still take 20 mg oral qid": (Verdict.WITHIN_RANGE, Route.ORAL),
    "pump 2500 mcg/day and 5 mg tablets tid": (Verdict.ABOVE_MAXIMUM, Route.INTRATHECAL),
    "pump 300 mcg/day and 40 mg qid tablets": (Verdict.ABOVE_MAXIMUM, Route.ORAL),
    "pump 900 mcg/day and 10 mg tid by mouth": (Verdict.CAUTION, Route.INTRATHECAL),
    "pump 300 mcg/day, just took 100 mg by mouth": (Verdict.EMERGENCY, Route.ORAL),
    "my pump is 250 mcg/day and I accidentally took 3 of my 20 mg tablets": (Verdict.CAUTION, Route.ORAL),
}


@pytest.mark.parametrize(("told", "expected"), TOLD.items())
def test_the_graver_one_leads(judge: Callable[[str], DoseCheck], told: str, expected: tuple[Verdict, Route]) -> None:
    check = judge(told)
    assert check.parsed is not None
    assert check.parsed.besides is not None
    assert (check.verdict, check.parsed.route) == expected
    assert {check.parsed.route, check.parsed.besides.route} == {Route.ORAL, Route.INTRATHECAL}


@pytest.mark.parametrize("told", [told for told, (verdict, _) in TOLD.items() if verdict is not Verdict.EMERGENCY])
def test_both_are_said_back_and_read_back(judge: Callable[[str], DoseCheck], told: str) -> None:
    check = judge(told)
    assert check.parsed is not None
    said = describe(check.parsed)
    assert "by mouth" in said
    assert "intrathecal" in said
    again = judge(said)
    assert again.parsed is not None
    assert describe(again.parsed) == said
    assert again.verdict is check.verdict


def test_what_was_swallowed_came_by_mouth(judge: Callable[[str], DoseCheck]) -> None:
    check = judge("pump 300 mcg/day, just took 100 mg by mouth")
    assert Flag.TAKEN_NOW in check.flags
    assert check.parsed is not None
    assert check.parsed.taken is not None
    assert check.parsed.besides is not None
    assert check.parsed.besides.taken is None


@pytest.mark.parametrize(
    "told",
    [
        "pump changed from 300 mcg/day to 0.4 mg/day",
        "pump 300 mcg/day",
        "10 mg tid, 20 mg at night",
        "300 mg in the pump",
    ],
)
def test_one_route_stays_one(judge: Callable[[str], DoseCheck], told: str) -> None:
    check = judge(told)
    assert check.parsed is not None
    assert check.parsed.besides is None
