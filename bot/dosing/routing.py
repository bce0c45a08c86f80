"""By which route: from words, form, brand and unit; assumed, and marked so, where none of them tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dosing.enums import Purpose, Route

if TYPE_CHECKING:
    from bot.dosing.medicines import Mention
    from bot.dosing.setting import Setting
    from bot.dosing.term import Term, Terms

_BY_MOUTH = frozenset(("mg", "tablet", "packet", "mL", "drop", "mg/kg"))
SEPARATE = 2
"""From two doses a day taken one by one: no pump gives them so."""


def choose_route(own: list[Term], terms: Terms, setting: Setting, names: list[Mention]) -> tuple[Route | None, bool]:
    """Return the route, and whether it was only assumed."""
    units = {term.amount.unit for term in own}
    named = next((mention.route for mention in names if mention.route is not None), None)
    micro_per_ml = any(item.unit == "mcg" for item in terms.concentrations)
    micro = "mcg" in units or micro_per_ml
    solid = any(term.amount.solid for term in own)
    mouth = setting.mouth or solid
    pump = setting.pump or named is Route.INTRATHECAL or micro_per_ml
    weak = setting.pump_weak and (micro or setting.purpose is Purpose.TEST)
    if mouth and (pump or weak):
        return (Route.INTRATHECAL if micro and not solid else Route.ORAL), False
    if pump or weak:
        return Route.INTRATHECAL, False
    if mouth or named is Route.ORAL or "mL" in units:
        return Route.ORAL, False
    return _assumed(own, terms, units)


def by_both_routes(own: list[Term], setting: Setting) -> tuple[list[Term], list[Term]] | None:
    """Part the terms of a text that tells a pump's dose and one by mouth: first those by mouth; else None."""
    pump = [term for term in own if term.amount.unit == "mcg"]
    mouth = [term for term in own if term.amount.unit != "mcg"]
    if not (pump and mouth and (setting.pump or setting.pump_weak)):
        return None
    swallowed = setting.mouth or any(term.amount.solid or term.amount.unit == "mL" for term in mouth)
    units = {term.amount.unit for term in mouth}
    return (mouth, pump) if units <= _BY_MOUTH and (swallowed or _separate_doses(mouth)) else None


def _assumed(own: list[Term], terms: Terms, units: set[str]) -> tuple[Route | None, bool]:
    """Assume mg and g by mouth, mcg a day from a pump; mcg in separate doses fits neither."""
    if not own:
        return (Route.ORAL, True) if terms.climb is not None else (None, False)
    if units == {"unit"} or (units == {"mcg"} and _separate_doses(own)):
        return None, False
    return (Route.INTRATHECAL if units == {"mcg"} else Route.ORAL), True


def _separate_doses(own: list[Term]) -> bool:
    doses = [term for term in own if term.freqs and not term.amount.a_day]
    plans = [frequency for term in doses for frequency in term.freqs]
    return len(doses) > 1 or any(plan.clock or (plan.high is not None and plan.high >= SEPARATE) for plan in plans)
