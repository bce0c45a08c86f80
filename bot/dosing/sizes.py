"""The tests of the rules: how large a dose is, what was taken. No figure stands here, only their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dosing.case import PUMP_CAUTION
from bot.dosing.enums import Purpose

if TYPE_CHECKING:
    from fractions import Fraction

    from bot.dosing.case import Case


def _over(value: Fraction | None, limit: Fraction) -> bool:
    return value is not None and value > limit


def _reaches(value: Fraction | None, limit: Fraction) -> bool:
    return value is not None and value >= limit


def taken_by_child(case: Case) -> bool:
    """Tell whether a child swallowed what was not its own dose."""
    taken = case.parsed.taken
    return taken is not None and case.child and not taken.own_dose


def taken_line(case: Case) -> bool:
    """Tell whether the line was taken at once, or more than it within the day."""
    taken, line = case.parsed.taken, case.figure("oral-taken-line")
    if taken is None:
        return False
    return _reaches(case.taken_mg, line) if taken.at_once else _over(case.taken_mg, line)


def taken_with_sedative(case: Case) -> bool:
    """Tell whether more than the line was taken with alcohol, an opioid or a sedative."""
    return bool(case.parsed.sedating) and _over(case.taken_mg, case.figure("oral-taken-sedative-line"))


def taken_with_bad_kidneys(case: Case) -> bool:
    """Tell whether more than the line was taken with dialysis or severe kidney disease."""
    return case.kidney_severe and _over(case.taken_mg, case.figure("oral-taken-kidney-line"))


def toxic_single(case: Case) -> bool:
    """Tell whether one dose of an adult reaches what coma and seizures were seen from."""
    return case.oral and not case.child and _reaches(case.amount, case.figure("oral-toxic-line"))


def child_single(case: Case) -> bool:
    """Tell whether one dose of a child reaches a whole day's limit."""
    return case.oral and case.child and _reaches(case.amount, case.figure(case.maximum_figure))


def bolus(case: Case) -> bool:
    """Tell whether an injection is far over every test dose."""
    return case.test and _reaches(case.amount, case.figure("it-bolus-line"))


def over_test(case: Case) -> bool:
    """Tell whether a test dose is over the largest labelled one."""
    return case.test and _over(case.amount, case.figure("it-test-dose-third"))


def over_single(case: Case) -> bool:
    """Tell whether one dose is over the largest in the label's schedule."""
    return case.oral and _over(case.single, case.figure("oral-adult-largest-scheduled-dose"))


def once_a_day(case: Case) -> bool:
    """Tell whether the whole day's dose is taken at once, from the line up."""
    times = case.parsed.times_per_day
    once = times is not None and times.high == 1
    return case.oral and not case.child and once and _reaches(case.daily, case.figure("oral-once-a-day-line"))


def over_start(case: Case) -> bool:
    """Tell whether a start is over the labelled one."""
    if case.parsed.purpose is not Purpose.START:
        return False
    if case.pump:
        return _over(case.daily, case.figure("it-highest-start-day"))
    if not case.oral:
        return False
    amount, daily = _first_step(case)
    by_weight = case.start_by_weight is not None and _over(daily, case.rounded_up(case.start_by_weight))
    over_dose = _over(amount, case.figure("oral-adult-start-dose"))
    return over_dose or _over(daily, case.figure("oral-adult-start-day")) or by_weight


def _first_step(case: Case) -> tuple[Fraction | None, Fraction | None]:
    """Return dose and day of the first step of a schedule, or of the dose itself."""
    if not case.parsed.steps:
        return case.amount, case.daily
    first = case.parsed.steps[0]
    return first.amount.high if first.amount else None, first.daily.high if first.daily else None


def over_first_test(case: Case) -> bool:
    """Tell whether a first test dose is over the labelled one."""
    return case.test and case.parsed.first_test and _over(case.amount, case.figure("it-test-dose-first"))


def high_pump(case: Case) -> bool:
    """Tell whether a pump dose is above what most people are held at."""
    return case.pump and _over(case.daily, case.figure(PUMP_CAUTION[case.pump_group]))


def below(case: Case) -> bool:
    """Tell whether a dose is under the labelled start."""
    if case.test:
        return case.amount is not None and case.amount < case.figure("it-test-dose-first")
    if case.daily is None:
        return False
    if case.pump:
        return case.daily < case.figure("it-lowest-start-day")
    return case.oral and not case.child and not case.kidney_severe and case.daily < case.figure("oral-adult-start-day")


def within(case: Case) -> bool:
    """Tell whether a dose is known and not under the labelled start."""
    known = case.daily is not None or (case.test and case.amount is not None)
    one_dose = case.single is not None and not case.parsed.missing
    return (known or one_dose) and not below(case)


def incomplete(case: Case) -> bool:
    """Tell whether something is missing for a judgment."""
    return bool(case.parsed.missing) or (case.parsed.has_dose and not within(case) and not below(case))


def maximum(case: Case) -> tuple[str, ...]:
    """Name the figures that make the limit of a day."""
    return (case.maximum_figure,) if case.by_weight is None else ("oral-child-weight-line", case.maximum_figure)


def pump_line(case: Case) -> tuple[str, ...]:
    """Name the figure above which a pump dose is pointed out."""
    return (PUMP_CAUTION[case.pump_group],)
