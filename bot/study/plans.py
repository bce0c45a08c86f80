"""Find the error: a plan of four lines, one of which is reckoned wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.study.solving import Solved, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from bot.study.solving import Given

LINES = 4
SLIPS: tuple[tuple[str, Callable[[Fraction, Fraction, Fraction], Fraction]], ...] = (
    ("a dose too many was counted", lambda _, dose, times: dose * (times + 1)),
    ("a dose too few was counted", lambda _, dose, times: dose * (times - 1)),
    ("the decimal point slipped", lambda right, _dose, _times: right * 10),
)
RECKONED_RIGHT = "That line is reckoned right."


def error_in_totals(given: Given) -> Solved | None:
    """Set out four steps with their daily totals; one total is wrong."""
    start, step, times = given["start"].low, given["step"].low, given["times"].low
    name, slip = SLIPS[int(given["slip"].low) - 1]
    at = int(given["line"].low) - 1
    lines: list[str] = []
    for number in range(LINES):
        dose = start + number * step
        total = dose * times if number != at else slip(dose * times, dose, times)
        lines.append(f"{say(dose, 'mg')} {say(times, '')} times a day is {say(total, 'mg')} a day")
    wrong_dose = start + at * step
    right = f"{say(wrong_dose, 'mg')} x {say(times, '')} = {say(wrong_dose * times, 'mg')} a day"
    return _plan(lines, at, f"In that line {name}: {right}.")


def error_in_volumes(given: Given) -> Solved | None:
    """Set out four doses of one liquid with their volumes; one volume is wrong."""
    start, step, strength, per = given["start"].low, given["step"].low, given["strength"].low, given["per"].low
    at, slip = int(given["line"].low) - 1, int(given["slip"].low)
    reasons = {1: "mg was taken for mL", 2: "the decimal point slipped", 3: "a liquid of half the strength was meant"}
    lines: list[str] = []
    for number in range(LINES):
        dose = start + number * step
        value = dose / strength * per
        if number == at:
            slipped = {1: dose, 2: value * 10, 3: value * 2}[slip]
            if slipped == value:
                return None
            value = slipped
        lines.append(f"{say(dose, 'mg')} is {say(value, 'mL')}")
    dose = start + at * step
    right = f"{say(dose, 'mg')} ÷ {say(strength / per, 'mg')} a mL = {say(dose / strength * per, 'mL')}"
    return _plan(lines, at, f"In that line {reasons[slip]}: {right}.")


def _plan(lines: Sequence[str], at: int, reason: str) -> Solved:
    wrong = tuple((line, RECKONED_RIGHT) for number, line in enumerate(lines) if number != at)
    return Solved(lines[at], (reason,), wrong, right_at=at)
