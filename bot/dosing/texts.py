"""Which text of the dose wording explains a rule in a case: the ids of knowledge/wording-doses.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dosing.enums import Kidney, Missing

if TYPE_CHECKING:
    from bot.dosing.case import Case


def over_day(case: Case) -> str:
    """Name the limit that was passed, and whether every reading had to be tried."""
    if case.pump:
        return f"over-day-pump-{case.pump_group}"
    if case.by_weight is not None:
        return "over-day-weight"
    if case.band == "adult" and case.daily is None:
        return "over-day-any-reading"
    return f"over-day-{case.band}"


def single_child(case: Case) -> str:
    """Name the limit of the child's age."""
    return f"single-{case.band}"


def over_start(case: Case) -> str:
    """Name the labelled start that was passed."""
    if case.pump:
        return "over-start-pump"
    return "over-start-child" if case.start_by_weight is not None else "over-start-oral"


def fast(case: Case) -> str:
    """Name the labelled step that was passed."""
    if case.oral:
        return "fast-oral"
    return "fast-pump-spinal" if case.pump_group == "spinal" else "fast-pump-cerebral"


def stop(case: Case) -> str:
    """Tell what a sudden stop does: a pump's is graver."""
    return "stop-oral" if case.oral or case.parsed.route is None else "stop-pump"


def high_pump(case: Case) -> str:
    """Name the range that most people are held in."""
    return f"high-pump-{case.pump_group}"


def kidney(case: Case) -> str:
    """Lead with the label's low dose where the kidneys hardly work, and say when the dose told is over it."""
    if not case.kidney_severe:
        return "kidney"
    name = "dialysis" if case.kidney is Kidney.DIALYSIS else "kidney-severe"
    over = case.oral and case.daily is not None and case.daily > case.figure("oral-dialysis-day")
    return f"{name}-over" if over else name


def unit(case: Case) -> str:
    """Tell why the unit cannot be."""
    return case.contradiction or "unit-form"


def within(case: Case) -> str:
    """Tell where in the labelled range it lies."""
    if case.test:
        return "within-test"
    if case.pump:
        return f"within-pump-{case.pump_group}"
    if case.daily is None:
        return "within-single"
    if case.child:
        return "within-child"
    usual = case.posology["oral-adult-usual-day"]
    return "within-usual" if case.daily >= usual.low else "within-under-usual"


def below(case: Case) -> str:
    """Name the labelled start that was not reached."""
    return "below-test" if case.test else "below-pump" if case.pump else "below-oral"


def ask(missing: Missing) -> str:
    """Name the question for what is missing."""
    return f"ask-{missing}"
