"""Terms settled: units carried along, strengths and weights multiplied in, doubles dropped."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.dosing.amount import MASSES, Amount
from bot.dosing.term import NONE, Term, Terms

if TYPE_CHECKING:
    from decimal import Decimal

FEWEST_IN_A_PACK = 14
"""So many tablets beside a whole dose are a pack, and no part of the dose."""
FEWEST_MG = 5
"""A bare number below, after 'two 10 mg tablets', counts tablets as well."""
MOST_COUNTED = 8
"""A bare number up to here beside a strength counts tablets; above, it repeats the unit."""


def settle_terms(terms: Terms, mg_per_ml: Decimal | None, weight_kg: Fraction | None) -> list[Term]:
    """Return this medicine's terms. ``mg_per_ml`` is the strength that a brand's name tells."""
    _share_frequencies(terms.terms)
    own = [term for term in terms.terms if not term.other]
    own = [term for term in own if not term.aside] or own
    own = [term for term in own if term.amount.high > 0]
    own = _drop_bare_limits(own)
    own = _apply_strengths(own, last=terms.strength_last)
    _carry_units(own, terms.unit)
    _apply_concentration(own, terms, mg_per_ml)
    own = _merge_restated(own)
    for term in own:
        _apply_weight(term, weight_kg)
    return own


def _drop_bare_limits(own: list[Term]) -> list[Term]:
    """Drop a limit told without how often, '20 mg tid (max 80)', and a pack, where a whole dose stands beside it."""
    if not any(term.freqs or term.per_day for term in own):
        return own
    whole = any((term.freqs or term.per_day) and term.amount.unit in MASSES for term in own)
    return [
        term
        for term in own
        if term.freqs
        or term.per_day
        or not (term.cap or (whole and term.amount.unit == "tablet" and term.amount.high >= FEWEST_IN_A_PACK))
    ]


def _share_frequencies(terms: list[Term]) -> None:
    """Let 'from 10 to 20 mg a day' and '10 mg of this and 300 mg of that tid' tell how often for both."""
    known = any(not term.other and (term.freqs or term.per_day or term.division is not None) for term in terms)
    for i, term in enumerate(terms[:-1]):
        if term.other or term.freqs or term.per_day:
            continue
        following = _sharing(terms[i + 1 :])
        with_other = following.other and term.sentence == following.sentence and not known
        if with_other or (following.arrow and not following.other):
            term.freqs, term.per_day, term.division = list(following.freqs), following.per_day, following.division

    for before, term in pairwise(terms):
        if term.earlier and not (term.other or term.freqs or term.per_day):
            term.freqs, term.per_day, term.division = list(before.freqs), before.per_day, before.division


def _sharing(later: list[Term]) -> Term:
    """Return the term that tells how often for the ones before: the next, or the last of a row of other medicines."""
    for term in later:
        if not term.other:
            break
        if term.freqs or term.per_day:
            return term
    return later[0]


def _apply_strengths(own: list[Term], *, last: bool) -> list[Term]:
    """Multiply counts of tablets with the strength told elsewhere, which is then no dose itself."""
    strengths = [term for term in own if _may_be_strength(term)]
    values = {term.amount.high for term in strengths if not term.counts}
    counted = {term.amount.strength for term in own if term.amount.strength is not None}
    pieces = [
        term
        for term in own
        if term.amount.unit in ("tablet", "packet")
        or (last and not term.amount.unit and term.amount.high < FEWEST_MG)
        or _counts_tablets(term, strengths, counted=bool(counted))
    ]
    values = values or counted
    if len(values) != 1 or not pieces:
        return own
    strength = values.pop()
    for term in pieces:
        low, high = term.amount.low * strength, term.amount.high * strength
        term.amount = Amount(low, high, "mg", solid=True, counted=True, strength=strength)
    kept = [term for term in own if term.counts or not any(term is one for one in strengths)]
    if kept and kept[0] is not own[0]:
        kept[0].joined = NONE
    return kept or own


def _may_be_strength(term: Term) -> bool:
    amount = term.amount
    told_as_dose = bool(term.freqs) or term.per_day or term.single or term.division is not None
    return amount.unit == "mg" and not amount.counted and not told_as_dose and amount.low == amount.high


def _counts_tablets(term: Term, strengths: list[Term], *, counted: bool) -> bool:
    """Tell whether a bare number counts tablets: '10 mg tablets, 1 in the morning and 2 at night'."""
    if term.amount.unit or term.amount.high > MOST_COUNTED:
        return False
    if not strengths:
        return counted and term.amount.high < FEWEST_MG
    return strengths[0].at < term.at and term.amount.high < strengths[0].amount.high


def _carry_units(own: list[Term], for_all: str) -> None:
    """Give a bare number the unit of its list: from the next amount with one, else from the one before."""
    for i, term in enumerate(own):
        if term.amount.unit:
            continue
        around = [*own[i + 1 :], *reversed(own[:i])]
        unit = next((other.amount.unit for other in around if other.amount.unit), for_all)
        if unit in MASSES or (unit == "tablet" and term.amount.high <= MOST_COUNTED):
            term.amount = replace(term.amount, unit=unit)


def _apply_concentration(own: list[Term], terms: Terms, mg_per_ml: Decimal | None) -> None:
    strengths = {(item.per_ml, item.unit) for item in terms.concentrations}
    if not strengths and mg_per_ml is not None:
        strengths = {(Fraction(mg_per_ml), "mg")}
    if len(strengths) != 1:
        return
    per_ml, unit = strengths.pop()
    for term in own:
        amount = term.amount
        if amount.unit == "mL":
            term.amount = replace(amount, low=amount.low * per_ml, high=amount.high * per_ml, unit=unit)


def _apply_weight(term: Term, weight_kg: Fraction | None) -> None:
    amount = term.amount
    if amount.unit.endswith("/kg") and weight_kg is not None:
        unit = amount.unit.removesuffix("/kg")
        term.amount = replace(amount, low=amount.low * weight_kg, high=amount.high * weight_kg, unit=unit)


def _merge_restated(own: list[Term]) -> list[Term]:
    """Drop what is said twice: '5 mL (5 mg)', 'two 10 mg tablets (20 mg)'."""
    out: list[Term] = []
    for term in own:
        last = out[-1] if out else None
        if last is not None and term.of and last.per_day and last.division is not None and not term.freqs:
            last.spread = term.amount
        elif last is not None and term.joined == NONE and _restates(last, term):
            out[-1] = _merged(last, term)
        else:
            out.append(term)
    return out


def _restates(last: Term, term: Term) -> bool:
    if last.freqs and term.freqs:
        return False
    units = (last.amount.unit, term.amount.unit)
    if "mL" in units and not set(units).isdisjoint(MASSES):
        return True
    if last.per_day or term.per_day or last.freqs or units[0] != units[1]:
        return False
    counted = last.amount.counted or term.amount.counted
    return counted and last.amount.high == term.amount.high


def _merged(last: Term, term: Term) -> Term:
    keep, gone = (last, term) if last.amount.unit in MASSES else (term, last)
    keep.freqs = keep.freqs or gone.freqs
    keep.per_day = keep.per_day or gone.per_day
    keep.division = keep.division or gone.division
    keep.single = keep.single or gone.single
    keep.joined = last.joined
    return keep
