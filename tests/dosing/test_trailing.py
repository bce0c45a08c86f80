"""A strength told last belongs to the counts before it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.answering import Answerer


@pytest.mark.parametrize(
    ("text", "daily_mg"),
    [
        ("he takes one in the morning one at dinner and two at bed, 10mg tablets", 40),
        ("one in the morning and two at night, 5 mg tablets", 15),
        ("2 at breakfast, 1 at lunch and 1 at bedtime (10 mg tabs)", 40),
        ("10 mg in the morning and 20 mg at night", 30),
        ("one 10mg tablet in the morning and two at night", 30),
    ],
)
def test_the_day_adds_up(shipped: Answerer, text: str, daily_mg: int) -> None:
    dose = shipped.check_dose(text).dose
    assert dose is not None
    assert dose.parsed is not None
    assert dose.parsed.daily is not None
    assert dose.parsed.daily.high == Fraction(daily_mg)
