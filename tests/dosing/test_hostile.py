"""Numbers that look like something else: read exactly, or not at all."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bot.dosing import Missing, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.dosing import DoseCheck

UNREADABLE = [
    "9" * 5000 + " mg tid", "1e999 mg", "5e3 mg", "5\u00b2 mg tid", "\u00bd\u00bd mg",
    "l0 mg tid", "1O mg tid", "2o mg",
    "1.2.3 mg", "05 mg tid", "1,0000 mg", "\u2463 mg", "\u2167 mg", "10\u00b2 mg a day",
    "12345678 mg", "1.500 mcg a day by pump",
]  # fmt: skip


@pytest.mark.hazard("H06")
@pytest.mark.parametrize("text", UNREADABLE, ids=lambda text: text[:10])
def test_what_could_be_read_two_ways_is_not_read(judge: Callable[[str], DoseCheck], text: str) -> None:
    check = judge(text)
    assert check.verdict is Verdict.INCOMPLETE
    assert check.parsed is not None
    assert check.parsed.missing == (Missing.NUMBER,)
    assert check.parsed.amount is None
    assert check.parsed.daily is None


@pytest.mark.parametrize(
    "text",
    ["nan mg tid", "inf mg", "\u4e8c\u5341 mg", "mg mg mg", "", " ", "\x00", "-", "1" * 6000, "0 mg tid"],
)
def test_what_holds_no_number_is_no_dose(judge: Callable[[str], DoseCheck], text: str) -> None:
    assert judge(text).verdict is Verdict.NOT_A_DOSE


READ = {
    "\u0662\u0660 mg three times a day": 20,
    "\uff12\uff10\uff4d\uff47 tid": 20,
    "2\u00bd mg tid": Fraction(5, 2),
    "21\u20442 mg tid": Fraction(5, 2),
    "\u00bd mg tid": Fraction(1, 2),
    "1\u20442 mg tid": Fraction(1, 2),
    "2 1/2 mg tid": Fraction(5, 2),
    "7,5 mg tid": Fraction(15, 2),
    "7\u066b5 mg tid": Fraction(15, 2),
    ".5 mg tid": Fraction(1, 2),
    "5.0 mg tid": 5,
    "5.00 mg tid": 5,
    "1,000 mg tid": 1000,
    "5,000 mcg by mouth tid": 5,
    "20 000 mcg by mouth tid": 20,
    "2\u200b0 mg tid": 20,
    "20\u00a0mg tid": 20,
    "baclofen20mg tid": 20,
    "20mgtid": 20,
    "one third of a 15 mg tablet tid": None,
    "\u2153 of a 15 mg tablet tid": 5,
}


@pytest.mark.hazard("H06")
@pytest.mark.parametrize(("text", "amount"), READ.items())
def test_what_has_one_meaning_is_read_exactly(
    judge: Callable[[str], DoseCheck], text: str, amount: Fraction | None
) -> None:
    check = judge(text)
    if amount is None:
        assert check.verdict is not Verdict.BELOW_RANGE
        return
    assert check.parsed is not None
    assert check.parsed.amount is not None
    assert check.parsed.amount.low == check.parsed.amount.high == amount


def test_a_turned_text_is_not_read(judge: Callable[[str], DoseCheck]) -> None:
    """A mark that turns the direction shows 02 where 20 was typed."""
    assert judge("\u202e20 mg\u202c tid").verdict in {Verdict.INCOMPLETE, Verdict.NOT_A_DOSE}


@pytest.mark.parametrize(
    ("text", "daily"),
    [
        ("10mg every 0 hours", None),
        ("10 mg 0 times a day", None),
        ("5 mg/0 mL, 5 mL tid", 15),
        ("0 kg, 0.5 mg/kg tid", None),
    ],
)
def test_nothing_is_divided_by_zero(judge: Callable[[str], DoseCheck], text: str, daily: int | None) -> None:
    check = judge(text)
    assert check.parsed is not None
    assert (check.parsed.daily.high if check.parsed.daily else None) == daily
