"""Changes of dose: steps up that are too big or too soon, steps down that are too big, and stops."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.case import PERCENT, PUMP_STEP
from bot.dosing.enums import Scale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.dosing.case import Case
    from bot.dosing.model import Quantity, Step


def _day(step: Step) -> Fraction | None:
    quantity: Quantity | None = step.daily if step.daily is not None else step.amount
    return quantity.high if quantity is not None else None


def _pairs(case: Case) -> Iterator[tuple[Step, Fraction, Fraction]]:
    """List neighboring steps of the schedule with what a day comes to before and after."""
    for before, after in zip(case.parsed.steps, case.parsed.steps[1:], strict=False):
        low, high = _day(before), _day(after)
        comparable = (before.daily is None) == (after.daily is None)
        if low is not None and high is not None and comparable:
            yield before, low, high


def too_fast(case: Case) -> bool:
    """Tell whether a step is over the labelled size, or sooner than the labelled interval."""
    climb = case.parsed.climb
    if climb is not None and not climb.down and climb.amount is not None:
        # '5 mg tid, up 5 mg a dose every 3 days to 20 mg tid': the steps between are told.
        return _climb_too_fast(case)
    return _climb_too_fast(case) or any(_step_too_fast(case, *pair) for pair in _pairs(case))


def _step_too_fast(case: Case, before: Step, low: Fraction, high: Fraction) -> bool:
    if high <= low:
        return False
    if not case.oral:
        return high > low * (1 + case.figure(PUMP_STEP[case.pump_group]) * PERCENT)
    interval = case.figure("oral-adult-step-interval")
    if before.days is not None and before.days < interval:
        return True
    spread = case.parsed.change_days
    steps = max(Fraction(1), spread / interval) if spread is not None and before.days is None else Fraction(1)
    return high - low > case.figure("oral-adult-step-day") * steps


def _climb_too_fast(case: Case) -> bool:
    climb = case.parsed.climb
    if climb is None or climb.down:
        return False
    if climb.every_days is not None and case.oral and climb.every_days < case.figure("oral-adult-step-interval"):
        return True
    if climb.amount is None or not case.oral or climb.amount.unit != "mg":
        return False
    line = "oral-adult-step-dose" if climb.per is Scale.DOSE else "oral-adult-step-day"
    return climb.amount.high > case.figure(line)


def abrupt(case: Case) -> bool:
    """Tell whether it is stopped, down to nothing too soon, or cut by too much in one step."""
    stop = case.parsed.stop
    if stop is not None:
        short = stop.within_days is not None and stop.within_days <= case.figure("stop-days-line")
        return short or not stop.gradual
    share = case.figure("stop-cut-line") * PERCENT
    return any(
        low > high and _one_step_down(case, before, low, high) > low * share for before, low, high in _pairs(case)
    )


def _one_step_down(case: Case, before: Step, low: Fraction, high: Fraction) -> Fraction:
    """Work out the size of one step of a cut; what is spread over time is no single step."""
    climb, spread = case.parsed.climb, case.parsed.change_days
    if climb is not None and climb.down and climb.amount is not None:
        return min(climb.amount.high, low - high)
    if before.days is not None:
        return low - high
    slow = spread > case.figure("stop-days-line") if spread is not None else case.parsed.gradual
    return Fraction(0) if slow else low - high
