"""The labelled range that a case is held against."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.case import PUMP_USUAL
from bot.dosing.enums import Scale
from bot.dosing.model import LabelRange

if TYPE_CHECKING:
    from bot.dosing.case import Case


def label_range(case: Case) -> LabelRange | None:
    """Return start, usual range and maximum for the route and person; None where no range applies."""
    if case.parsed.route is None or case.contradiction is not None:
        return None
    if case.test:
        low = case.figure("it-test-dose-first")
        return LabelRange("mcg", Scale.DOSE, low, None, None, case.maximum, case.maximum_figure)
    if case.pump:
        usual = case.posology[PUMP_USUAL[case.pump_group]]
        low = case.figure("it-lowest-start-day")
        return LabelRange(
            "mcg",
            Scale.DAY,
            low,
            Fraction(usual.low),
            Fraction(usual.high),
            case.maximum,
            case.maximum_figure,
        )
    if case.child:
        return _child_range(case)
    usual = case.posology["oral-adult-usual-day"]
    low = case.figure("oral-adult-start-day")
    return LabelRange(
        "mg", Scale.DAY, low, Fraction(usual.low), Fraction(usual.high), case.maximum, case.maximum_figure
    )


def _child_range(case: Case) -> LabelRange:
    weight = case.parsed.weight_kg
    usual = case.posology["oral-child-usual-kg-day"]
    usual_low = Fraction(usual.low) * weight if weight is not None else None
    usual_high = Fraction(usual.high) * weight if weight is not None else None
    figure = case.maximum_figure if case.by_weight is None else "oral-child-weight-line"
    by_weight = case.by_weight is not None
    return LabelRange("mg", Scale.DAY, case.start_by_weight, usual_low, usual_high, case.maximum, figure, by_weight)
