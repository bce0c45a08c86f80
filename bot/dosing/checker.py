"""The rules of the dose check, as a table that can be read without reading code.

A rule has its place in the rules' document (A1 to F), the text that explains it, the verdict that it alone
would make, its flags, its test, the figures it stands on, and whether it is a test of size. All rules are
run; the verdict is the gravest that holds. Two exceptions: while the unit is in doubt (C) no test of size
is run, and when something has been taken (A2) tests of size give their flags only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.dosing import model, sizes, texts
from bot.dosing.case import Case, Person
from bot.dosing.changes import abrupt, too_fast
from bot.dosing.enums import Danger, Flag, Kidney, Missing, Verdict
from bot.dosing.label import label_range
from bot.dosing.model import AppliedRule, DoseCheck, ParsedDose, Reason
from bot.dosing.values import values_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.kb.model import Figure

Test = Callable[[Case], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    place: str
    text: str | Callable[[Case], str]
    """Id of the text that explains it, or what chooses the id."""
    verdict: Verdict
    flags: tuple[Flag, ...]
    holds: Test
    figures: tuple[str, ...] | Callable[[Case], tuple[str, ...]] = ()
    size: bool = False
    """A test of how large a dose is."""
    of_person: bool = False
    """Says something of a dose, of something taken or stopped, and nothing by itself."""


def _told(danger: Danger) -> Test:
    return lambda case: danger in case.parsed.dangers


EMERGENCY, ABOVE, SUSPECT, CAUTION = (
    Verdict.EMERGENCY,
    Verdict.ABOVE_MAXIMUM,
    Verdict.UNIT_SUSPECT,
    Verdict.CAUTION,
)
TAKEN, STOPPED, STARTED = (Flag.TAKEN_NOW,), (Flag.ABRUPT_STOP,), (Flag.OVER_START,)
LARGEST = ("oral-adult-largest-scheduled-dose",)
NURSING = (Flag.BREASTFEEDING,)
DAY, DOSE = Flag.OVER_DAILY_MAXIMUM, Flag.OVER_SINGLE_MAXIMUM

# fmt: off
RULES: tuple[Rule, ...] = (
    # A1: danger told in words
    Rule("A1", "danger-self-harm", EMERGENCY, (Flag.SELF_HARM,), _told(Danger.SELF_HARM)),
    Rule("A1", "danger-symptoms", EMERGENCY, (), _told(Danger.SYMPTOMS)),
    Rule("A1", "danger-withdrawal", EMERGENCY, STOPPED, _told(Danger.WITHDRAWAL)),
    Rule("A1", "danger-pump", EMERGENCY, STOPPED, _told(Danger.PUMP)),
    # A2: something was taken that was not the plan
    Rule("A2", "taken-child", EMERGENCY, TAKEN, sizes.taken_by_child),
    Rule("A2", "taken-line", EMERGENCY, TAKEN, sizes.taken_line, ("oral-taken-line",)),
    Rule("A2", "taken-kidney", EMERGENCY, TAKEN, sizes.taken_with_bad_kidneys, ("oral-taken-kidney-line",)),
    Rule("A2", "taken-sedative", EMERGENCY, TAKEN, sizes.taken_with_sedative, ("oral-taken-sedative-line",)),
    Rule("A2", "taken-other", CAUTION, TAKEN, lambda case: case.parsed.taken is not None),
    # B: size of one dose
    Rule("B", "single-toxic", EMERGENCY, (DAY, DOSE), sizes.toxic_single, ("oral-toxic-line",), size=True),
    Rule("B", texts.single_child, EMERGENCY, (DOSE,), sizes.child_single, sizes.maximum, size=True),
    Rule("B", "single-bolus", EMERGENCY, (DOSE,), sizes.bolus, ("it-bolus-line",), size=True),
    # C: unit against route or size
    Rule("C", texts.unit, SUSPECT, (Flag.UNIT_CONTRADICTION,), lambda case: case.contradiction is not None),
    # D: over the labelled maximum
    Rule("D", texts.over_day, ABOVE, (DAY,), lambda case: case.over_maximum, sizes.maximum, size=True),
    Rule("D", "over-test", ABOVE, (DOSE,), sizes.over_test, ("it-test-dose-third",), size=True),
    # E, what to point out
    Rule("E", "over-single", CAUTION, (DOSE,), sizes.over_single, LARGEST, size=True),
    Rule("E", "once-a-day", CAUTION, (), sizes.once_a_day, ("oral-once-a-day-line",), size=True),
    Rule("E", texts.over_start, CAUTION, STARTED, sizes.over_start, size=True),
    Rule("E", "over-first-test", CAUTION, STARTED, sizes.over_first_test, ("it-test-dose-first",), size=True),
    Rule("E", texts.fast, CAUTION, (Flag.FAST_TITRATION,), too_fast, size=True),
    Rule("E", texts.stop, CAUTION, STOPPED, abrupt),
    Rule("E", "double", CAUTION, (), lambda case: case.parsed.doubled),
    Rule("E", "rare", CAUTION, (), lambda case: case.parsed.rare and case.parsed.has_dose),
    Rule("E", texts.high_pump, CAUTION, (), sizes.high_pump, sizes.pump_line, size=True),
    Rule("E", texts.kidney, CAUTION, (Flag.KIDNEY,), lambda case: case.kidney_trouble, of_person=True),
    Rule("E", "child", CAUTION, (Flag.CHILD,), lambda case: case.child, of_person=True),
    Rule("E", "pregnancy", CAUTION, (Flag.PREGNANCY,), lambda case: case.life.pregnant, of_person=True),
    Rule("E", "breastfeeding", CAUTION, NURSING, lambda case: case.life.breastfeeding, of_person=True),
    Rule("E", "older", CAUTION, (Flag.OLDER_ADULT,), lambda case: case.older, of_person=True),
    # F, what is left
    Rule("F", texts.within, Verdict.WITHIN_RANGE, (), sizes.within, size=True),
    Rule("F", texts.below, Verdict.BELOW_RANGE, (Flag.UNDER_START,), sizes.below, size=True),
    Rule("F", "incomplete", Verdict.INCOMPLETE, (), sizes.incomplete),
)
# fmt: on
"""Every rule, in the order of the document."""

MISSING_FLAGS = {
    Missing.UNIT: Flag.UNIT_MISSING,
    Missing.STRENGTH: Flag.STRENGTH_MISSING,
    Missing.FREQUENCY: Flag.FREQUENCY_MISSING,
}
_ORDER = list(Flag)


def check_dose(parsed: ParsedDose | None, posology: Mapping[str, Figure]) -> DoseCheck:
    """Judge a parsed dose by the rules; None is no dose. Raises KeyError if the posology lacks a figure."""
    if parsed is None:
        return DoseCheck(Verdict.NOT_A_DOSE, (), None, ())
    if parsed.besides is not None:
        return _check_both(replace(parsed, besides=None), parsed.besides, posology)
    stage = Person(parsed, posology).kidney
    if stage is not parsed.person.kidney:
        parsed = replace(parsed, person=replace(parsed.person, kidney=stage))
    case = Case(parsed, posology)
    if not _speaks(parsed) and not parsed.dangers:
        flags = (Flag.OTHER_DRUG,) if parsed.other_medicines else ()
        return DoseCheck(Verdict.NOT_A_DOSE, flags, case.parsed, ())
    held = [rule for rule in RULES if _applies(rule, case)]
    counted = [rule for rule in held if not (rule.size and parsed.taken is not None)]
    verdict = max((rule.verdict for rule in counted), key=lambda one: one.gravity, default=Verdict.NOT_A_DOSE)
    values = values_of(case)
    reasons = sorted((_reason(rule, case, values) for rule in counted), key=lambda reason: -reason.verdict.gravity)
    asks = () if verdict is EMERGENCY else _asks(case, values)
    applied = tuple(_applied(rule, case, counts=rule in counted) for rule in held)
    told = _flags(held, case, verdict)
    return DoseCheck(verdict, told, _as_judged(case), tuple(reasons), asks, label_range(case), applied)


def with_self_harm(check: DoseCheck) -> DoseCheck:
    """Return a check as one of words that tell of self-harm: no amount is judged, whatever else was read."""
    parsed = check.parsed or ParsedDose(text="", person=model.Person())
    dangers = tuple(dict.fromkeys((Danger.SELF_HARM, *parsed.dangers)))
    flags = sorted({Flag.SELF_HARM, *check.flags} - set(MISSING_FLAGS.values()), key=_ORDER.index)
    reasons = (Reason("danger-self-harm", EMERGENCY, (), ()),)
    return DoseCheck(EMERGENCY, tuple(flags), replace(parsed, dangers=dangers), reasons)


def _check_both(one: ParsedDose, other: ParsedDose, posology: Mapping[str, Figure]) -> DoseCheck:
    """Judge a dose by mouth and a pump's dose told together; the graver one leads, the other stands besides it."""
    first, second = check_dose(one, posology), check_dose(other, posology)
    if second.verdict.gravity > first.verdict.gravity:
        first, second = second, first
    flags = sorted({*first.flags, *second.flags}, key=_ORDER.index)
    once = {reason.text: reason for reason in (*second.reasons, *first.reasons)}
    reasons = sorted(once.values(), key=lambda reason: -reason.verdict.gravity)
    asks = () if first.verdict is EMERGENCY else tuple({**dict.fromkeys(first.asks), **dict.fromkeys(second.asks)})
    parsed = replace(first.parsed, besides=second.parsed) if first.parsed is not None else None
    applied = tuple(dict.fromkeys((*first.applied, *second.applied)))
    return DoseCheck(first.verdict, tuple(flags), parsed, tuple(reasons), asks, first.label, applied)


def _speaks(parsed: ParsedDose) -> bool:
    """Tell whether there is a dose, or something taken or stopped, or a number that could not be read."""
    return parsed.has_dose or parsed.taken is not None or parsed.stop is not None or bool(parsed.missing)


def _applies(rule: Rule, case: Case) -> bool:
    if (rule.size and case.contradiction is not None) or (rule.of_person and not _speaks(case.parsed)):
        return False
    return rule.holds(case)


def _reason(rule: Rule, case: Case, values: tuple[tuple[str, str], ...]) -> Reason:
    return Reason(_text(rule, case), rule.verdict, _figures(rule, case), values)


def _applied(rule: Rule, case: Case, *, counts: bool) -> AppliedRule:
    return AppliedRule(rule.place, _text(rule, case), rule.verdict, rule.flags, _figures(rule, case), counts)


def _text(rule: Rule, case: Case) -> str:
    return rule.text if isinstance(rule.text, str) else rule.text(case)


def _figures(rule: Rule, case: Case) -> tuple[str, ...]:
    return rule.figures if isinstance(rule.figures, tuple) else rule.figures(case)


def _flags(held: list[Rule], case: Case, verdict: Verdict) -> tuple[Flag, ...]:
    parsed = case.parsed
    flags = {flag for rule in held for flag in rule.flags}
    if Flag.KIDNEY in flags and case.kidney is Kidney.DIALYSIS:
        flags.add(Flag.DIALYSIS)
    if parsed.other_medicines:
        flags.add(Flag.OTHER_DRUG)
    if parsed.as_needed:
        flags.add(Flag.AS_NEEDED)
    if parsed.route_assumed:
        flags.add(Flag.ROUTE_ASSUMED)
    if verdict is not EMERGENCY:
        flags |= {MISSING_FLAGS[item] for item in parsed.missing if item in MISSING_FLAGS}
    return tuple(sorted(flags, key=_ORDER.index))


def _as_judged(case: Case) -> ParsedDose:
    """Return the dose as judged: with the unit in doubt the amount stays as typed, and no total is told."""
    parsed = case.parsed
    if case.contradiction is None:
        return parsed
    told = None if case.told_by_day else next((item.quantity for item in parsed.told), None)
    return replace(parsed, amount=told, daily=None, daily_count=None, steps=())


def _asks(case: Case, values: tuple[tuple[str, str], ...]) -> tuple[Reason, ...]:
    asks = [Reason(texts.ask(item), Verdict.INCOMPLETE, (), values) for item in case.parsed.missing]
    if case.contradiction is not None:
        asks.insert(0, Reason(f"ask-{case.contradiction}", SUSPECT, (), values))
    return tuple(asks)
