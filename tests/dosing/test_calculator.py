"""Arithmetic of what was told, with its working."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bot.dosing import (
    Quantity,
    day_total,
    parse_dose,
    pump_day,
    read_flow,
    read_strength,
    tablets_for,
    volume_for,
    volume_of,
)
from bot.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.dosing import DoseVocabulary
    from bot.kb.model import Figure


def mg(value: str) -> Quantity:
    return Quantity(Fraction(value), Fraction(value), "mg")


@pytest.mark.hazard("H32")
@pytest.mark.parametrize(
    ("text", "per_ml"),
    [
        ("5mg/5ml", "1"),
        ("10 mg / 5 mL", "2"),
        ("25mg/5ml", "5"),
        ("1 mg/ml", "1"),
        ("2,5 mg per 5 ml", "0.5"),
    ],
)
def test_strengths_are_read_as_on_the_bottle(text: str, per_ml: str) -> None:
    assert read_strength(text) == mg(per_ml)


@pytest.mark.hazard("H32")
@pytest.mark.parametrize(
    "text", ["", "5", "5 mg", "mg/ml", "5mg/0ml", "0mg/5ml", "5mg/5ml tid", "9" * 400 + "mg/ml", "5 mcg/l"]
)
def test_what_is_no_strength_is_refused_with_a_mend(text: str) -> None:
    with pytest.raises(InputError) as refused:
        read_strength(text)
    assert "for example" in refused.value.mend


def test_a_dose_in_ml() -> None:
    worked = volume_of(mg("12.5"), read_strength("25mg/5ml"))
    assert worked.value == Quantity(Fraction(5, 2), Fraction(5, 2), "mL")
    assert worked.working == "12.5 mg ÷ 5 mg/mL = 2.5 mL"


def test_a_dose_without_a_mass_has_no_volume(vocabulary: DoseVocabulary) -> None:
    parsed = parse_dose("2 tablets tid", vocabulary)
    assert parsed is not None
    assert volume_for(parsed, read_strength("5mg/5ml")) is None
    with pytest.raises(InputError):
        volume_of(Quantity(Fraction(2), Fraction(2), "tablet"), read_strength("5mg/5ml"))


def test_tablets_of_a_dose(vocabulary: DoseVocabulary, posology: Mapping[str, Figure]) -> None:
    parsed = parse_dose("15 mg tid", vocabulary)
    assert parsed is not None
    assert [one.working for one in tablets_for(parsed, posology)] == [
        "15 mg = 3 tablets of 5 mg",
        "15 mg = 1.5 tablets of 10 mg",
        "15 mg = 1 tablet of 15 mg",
    ]


@pytest.mark.parametrize("text", ["7 mg tid", "5-10 mg tid", "300 mcg/day in the pump", "2 tablets tid", "60 mg a day"])
def test_what_no_tablets_make_is_not_listed(
    vocabulary: DoseVocabulary, posology: Mapping[str, Figure], text: str
) -> None:
    parsed = parse_dose(text, vocabulary)
    assert parsed is not None
    assert tablets_for(parsed, posology) == ()


def test_a_pump_from_concentration_and_flow() -> None:
    worked = pump_day(read_strength("500 mcg/mL"), read_flow("0.6 mL/day"))
    assert worked.value == Quantity(Fraction(300), Fraction(300), "mcg")
    assert worked.working == "500 mcg/mL x 0.6 mL a day = 300 mcg a day"
    assert read_flow("0.025 ml/h") == Fraction(6, 10)
    with pytest.raises(InputError):
        read_flow("fast")


def test_the_arithmetic_of_the_day(vocabulary: DoseVocabulary) -> None:
    parsed = parse_dose("5 to 10 mg 3 to 4 times a day", vocabulary)
    assert parsed is not None
    worked = day_total(parsed)
    assert worked is not None
    assert worked.working == "5 to 10 mg x 3 to 4 = 15 to 40 mg a day"
    unequal = parse_dose("10 mg am 20 mg pm", vocabulary)
    assert unequal is not None
    assert day_total(unequal) is None
