"""From settled terms to one regimen: parts of the day added up, steps kept apart.

What is one dose, how often, and what a day comes to are three things; each stays None unless it was told or
follows exactly from what was told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.dosing.model import Quantity, Step, Times
from bot.dosing.parts import Part
from bot.dosing.term import AND, BUT, NONE, OR, THEN, Term, Terms

if TYPE_CHECKING:
    from collections.abc import Iterable

COUNT_UNITS = frozenset(("tablet", "packet", "mL", "drop"))
LASTING = frozenset(("for", "x", "first", "last", "next", "this", "", "past"))
"""Spans that tell how long a step lasts: the amount after them begins the next step."""
ONE_DAY = Fraction(1)
PAIR = 2
"""Two amounts without times may be anything; three or more are the doses of a day."""


@dataclass(slots=True)
class Regimen:
    """The steps told, and what is open."""

    steps: list[Step] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    """How each step hangs together with the one before."""
    counts: list[Quantity | None] = field(default_factory=list)
    """A day's count of tablets or mL of each step, where the strength is not told."""
    single: bool = False
    per_dose: bool = False
    rare: bool = False
    unit_open: bool = False
    strength_open: bool = False
    weight_open: bool = False


def build_regimen(own: list[Term], terms: Terms, strengths: frozenset[Fraction]) -> Regimen:
    """Group the terms into steps and work out each step's dose, times a day and total."""
    regimen = Regimen()
    if terms.loose_freqs and own and not any(term.freqs for term in own):
        own[0].freqs = terms.loose_freqs
    for group in _in_order(_groups(own)):
        parts = [Part(term, strengths, divided=terms.divided) for term in group]
        step, count = _step(parts)
        regimen.steps.append(step)
        regimen.counts.append(count)
        regimen.joined.append(group[0].joined)
        _note_open(regimen, parts)
    _date_steps(regimen, terms.labels)
    return regimen


def _in_order(groups: list[list[Term]]) -> list[list[Term]]:
    """Put a step told as the one before in its place: 'up to 20 mg from 10 mg'."""
    out: list[list[Term]] = []
    for group in groups:
        out.insert(len(out) - 1 if group[0].earlier and out else len(out), group)
    return out


def _date_steps(regimen: Regimen, labels: list[Fraction]) -> None:
    """Tell how long each step of 'day 1 …, day 4 …' lasts."""
    if len(labels) != len(regimen.steps):
        return
    for i, (day, following) in enumerate(pairwise(labels)):
        if regimen.steps[i].days is None and following > day:
            regimen.steps[i] = replace(regimen.steps[i], days=following - day)


def _note_open(regimen: Regimen, parts: list[Part]) -> None:
    units = {part.unit for part in parts}
    regimen.unit_open |= "" in units
    regimen.strength_open |= not units.isdisjoint(COUNT_UNITS)
    regimen.weight_open |= any(unit.endswith("/kg") for unit in units)
    regimen.single |= any(part.term.single or part.in_one for part in parts)
    regimen.per_dose |= any(part.term.per_dose for part in parts)
    regimen.rare |= any(part.rare for part in parts)


def _groups(own: list[Term]) -> list[list[Term]]:
    groups: list[list[Term]] = []
    for term in own:
        if not groups or _begins_step(groups[-1][-1], term):
            groups.append([term])
        else:
            groups[-1].append(term)
    if groups:
        groups[0][0].joined = NONE
    return groups


def _begins_step(last: Term, term: Term) -> bool:
    if term.joined in (THEN, OR, BUT) and not _later_that_day(last, term):
        return True
    if not (last.freqs or last.per_day):
        return False
    lasting = last.span is not None and last.span.word in LASTING
    return last.label is not None or last.today or lasting


def _later_that_day(last: Term, term: Term) -> bool:
    """Tell whether 'then' goes on through the day: '10 mg in the morning, then 20 mg at night'."""
    freqs = [*last.freqs, *term.freqs]
    slots = {frequency.slot for frequency in last.freqs} & {frequency.slot for frequency in term.freqs} - {""}
    clocked = bool(last.freqs and term.freqs) and all(frequency.clock for frequency in freqs)
    return term.then and clocked and not slots and last.span is None


def _step(parts: list[Part]) -> tuple[Step, Quantity | None]:
    """Work out one step; the second value is the day's count where the strength is open."""
    _pair_list(parts)
    span = next((part.term.span for part in parts if part.term.span is not None), None)
    days = span.days if span is not None else ONE_DAY if any(part.term.today for part in parts) else None
    units = {part.unit for part in parts}
    if len(units) != 1 or not units.isdisjoint(("", "unit")) or parts[0].unit.endswith("/kg"):
        amount = parts[0].amount if len(parts) == 1 and parts[0].unit else None
        return Step(amount, _times(parts), None, days), None
    shown = [part for part in parts if not part.is_total] or [part for part in parts if part.times]
    amount = _hull(part.dose for part in shown)
    daily = _daily(parts)
    if units.isdisjoint(COUNT_UNITS):
        return Step(amount, _times(parts), daily, days), None
    return Step(amount, _times(parts), None, days), daily


def _daily(parts: list[Part]) -> Quantity | None:
    """Add up the day: the doses, or the total told; a told limit is the day's total."""
    caps = [part for part in parts if part.term.cap and part.is_total]
    if caps:
        planned = _sum([part for part in parts if not part.is_total])
        limit = caps[0].amount
        within = planned is not None and planned.unit == limit.unit and planned.high <= limit.high
        return planned if within else limit
    totals = [part for part in parts if part.is_total]
    doses = [part for part in parts if not part.is_total]
    of_doses = _sum(doses) if doses and all(part.daily for part in doses) else None
    if not totals:
        return of_doses
    told = _sum(totals)
    one_more = of_doses is not None and told is not None and any(part.term.joined == AND for part in parts[1:])
    if one_more and of_doses is not None and told is not None and of_doses.high != told.high:
        return Quantity(of_doses.low + told.low, of_doses.high + told.high, told.unit)
    return told


def _pair_list(parts: list[Part]) -> None:
    """Let '10-10-20 mg morning, noon and night' be three doses: a list takes what is told once at its end."""
    last, count = parts[-1], len(parts)
    if count < PAIR or any(part.daily or part.is_total for part in parts[:-1]):
        return
    plain_total = last.is_total and last.dose is None and count > PAIR
    told = Fraction(count) if plain_total or (last.times is None and count > PAIR) else None
    if last.times is not None and not plain_total:
        told = last.times.high
    if told != count or any(part.unit != last.unit for part in parts):
        return
    for part in parts:
        part.as_one_dose()


def _times(parts: list[Part]) -> Times | None:
    told = [part.times for part in parts if not (part.is_total and part.dose is None)]
    known = [times for times in told if times is not None]
    if not known or len(known) != len(told):
        return None
    return Times(sum((times.low for times in known), Fraction(0)), sum((times.high for times in known), Fraction(0)))


def _sum(parts: list[Part]) -> Quantity | None:
    days = [part.daily for part in parts if part.daily is not None]
    if not days:
        return None
    return Quantity(
        sum((day.low for day in days), Fraction(0)),
        sum((day.high for day in days), Fraction(0)),
        days[0].unit,
    )


def _hull(doses: Iterable[Quantity | None]) -> Quantity | None:
    told = [dose for dose in doses if dose is not None]
    if not told:
        return None
    return Quantity(min(dose.low for dose in told), max(dose.high for dose in told), told[0].unit)
