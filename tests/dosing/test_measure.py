"""How far over, and where on the labelled range."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bot.dosing import how_far, scale

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.dosing import DoseCheck


def test_a_total_over_the_maximum(judge: Callable[[str], DoseCheck]) -> None:
    far = how_far(judge("25 mg four times a day"))
    assert far is not None
    assert (far.over.high, far.over.unit, far.share, far.figure) == (
        20,
        "mg",
        Fraction(1, 4),
        "oral-adult-maximum-day",
    )
    assert not far.only_high_end


def test_a_range_of_which_only_the_high_end_is_over(judge: Callable[[str], DoseCheck]) -> None:
    far = how_far(judge("20 to 30 mg three times a day"))
    assert far is not None
    assert far.only_high_end
    assert (far.over.low, far.over.high) == (0, 10)


def test_the_steps_that_are_over(judge: Callable[[str], DoseCheck]) -> None:
    far = how_far(judge("20 mg tid for 3 days, then 25 mg tid for 3 days, then 30 mg tid, then 40 mg tid"))
    assert far is not None
    assert far.steps == (3, 4)


def test_a_limit_by_weight(judge: Callable[[str], DoseCheck]) -> None:
    far = how_far(judge("10 mg tid, 7 years, 12 kg"))
    assert far is not None
    assert far.limit.high == 24
    assert far.figure == "oral-child-weight-line"


@pytest.mark.parametrize("text", ["20 mg qid", "20 mcg tablets tid", "2 tablets tid", "hello", "test dose of 50 mcg"])
def test_what_is_not_over_or_not_known_is_not_measured(judge: Callable[[str], DoseCheck], text: str) -> None:
    assert how_far(judge(text)) is None


def test_the_points_of_a_bar(judge: Callable[[str], DoseCheck]) -> None:
    bar = scale(judge("15 mg tid"))
    assert bar is not None
    assert (bar.low, bar.usual_low, bar.usual_high, bar.maximum) == (15, 40, 80, 80)
    assert bar.value_low == bar.value_high == 45
    pump = scale(judge("pump 850 mcg/day, stroke"))
    assert pump is not None
    assert (pump.unit, pump.low, pump.usual_high, pump.maximum) == ("mcg", 50, 703, 1400)
    assert scale(judge("300 mg a day in the pump")) is None
