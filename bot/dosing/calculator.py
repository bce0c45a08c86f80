"""Arithmetic of what was told: mL for a dose, tablets for a dose, what a pump gives in a day.

Every result carries its working in words. Nothing here proposes a dose: each number was told by the asker
or stands in the posology.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.enums import Route
from bot.dosing.model import Quantity
from bot.dosing.numerals import UNREADABLE, read_figures
from bot.dosing.phrases import say_number, say_quantity
from bot.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.dosing.model import ParsedDose
    from bot.kb.model import Figure

HALF = Fraction(1, 2)
TABLETS = ("oral-tablet-strengths-us", "oral-tablet-strength-uk", "oral-tablet-strength-other")
"""Figures that list the tablets that exist."""
MOST_TABLETS = 8
"""More tablets than this for one dose are not listed."""
_STRENGTH = re.compile(r"\s*([\d.,]+)\s*(mg|mcg|ug)\s*(?:/|per|in)\s*([\d.,]*)\s*ml\s*", re.IGNORECASE)
_FLOW = re.compile(r"\s*([\d.,]+)\s*ml\s*(?:/|per|a|an)\s*(day|d|24\s*h|hour|h|hr)\s*", re.IGNORECASE)
HOURS = 24


@dataclass(frozen=True, slots=True)
class Worked:
    """A result with its working."""

    value: Quantity
    working: str
    """Such as '20 mg ÷ 5 mg/mL = 4 mL'."""


@dataclass(frozen=True, slots=True)
class TabletCount:
    """How many tablets of one strength make a dose."""

    strength: Quantity
    count: Fraction
    working: str


def read_strength(text: str) -> Quantity:
    """Read the strength of a liquid, '5mg/5ml', as mg (or mcg) in one mL; raises InputError."""
    found = _STRENGTH.fullmatch(text)
    if found is None:
        what = f"'{text[:40]}' is not the strength of a liquid."
        raise InputError(what, "Write it as on the bottle, for example 5 mg/5 mL.")
    amount, volume = _number(found[1]), _number(found[3] or "1")
    if not amount or not volume:
        what = f"'{text[:40]}' has no usable number."
        raise InputError(what, "Write it as on the bottle, for example 5 mg/5 mL.")
    unit = "mg" if found[2].lower() == "mg" else "mcg"
    return Quantity(amount / volume, amount / volume, unit)


def read_flow(text: str) -> Fraction:
    """Read a pump's flow, '0.6 mL/day' or '0.025 mL/h', in mL a day; raises InputError."""
    found = _FLOW.fullmatch(text)
    volume = _number(found[1]) if found else Fraction(0)
    if found is None or not volume:
        what = f"'{text[:40]}' is not a flow."
        raise InputError(what, "Write it as on the pump record, for example 0.6 mL/day.")
    return volume * (1 if found[2].lower().startswith(("d", "24")) else HOURS)


def _number(text: str) -> Fraction:
    read = read_figures(text.strip(".,"))
    return Fraction(0) if read == UNREADABLE else Fraction(read)


def volume_of(dose: Quantity, strength: Quantity) -> Worked:
    """Work out how many mL hold a dose, of a liquid with a strength per mL; raises InputError."""
    if dose.unit not in ("mg", "mcg", "g"):
        what = "The dose is not told in mg."
        raise InputError(what, "Give the dose in mg, for example 10 mg.")
    per_ml = strength.to("mg").high
    in_mg = dose.to("mg")
    value = Quantity(in_mg.low / per_ml, in_mg.high / per_ml, "mL")
    return Worked(value, f"{say_quantity(in_mg)} ÷ {say_number(per_ml)} mg/mL = {say_quantity(value)}")


def volume_for(parsed: ParsedDose, strength: Quantity) -> Worked | None:
    """Work out the mL of one told dose by mouth; None where no single dose in mg was told."""
    if parsed.route is not Route.ORAL or parsed.amount is None or parsed.amount.unit != "mg":
        return None
    return volume_of(parsed.amount, strength)


def tablets_for(parsed: ParsedDose, posology: Mapping[str, Figure]) -> tuple[TabletCount, ...]:
    """List how many tablets of each existing strength make one told dose, in whole and half tablets."""
    dose = parsed.amount
    if parsed.route is not Route.ORAL or dose is None or dose.unit != "mg" or dose.is_range:
        return ()
    strengths = sorted({Fraction(value) for figure in TABLETS for value in posology[figure].values})
    counts: list[TabletCount] = []
    for strength in strengths:
        count = dose.high / strength
        if (count / HALF).denominator != 1 or not 0 < count <= MOST_TABLETS:
            continue
        tablet = Quantity(strength, strength, "mg")
        pieces = say_quantity(Quantity(count, count, "tablet"))
        counts.append(TabletCount(tablet, count, f"{say_quantity(dose)} = {pieces} of {say_quantity(tablet)}"))
    return tuple(counts)


def pump_day(concentration: Quantity, ml_per_day: Fraction) -> Worked:
    """Work out the mcg a day from a concentration per mL and a flow in mL a day."""
    per_ml = concentration.to("mcg")
    value = per_ml.times(ml_per_day)
    working = f"{say_quantity(per_ml)}/mL x {say_number(ml_per_day)} mL a day = {say_quantity(value)} a day"
    return Worked(value, working)


def day_total(parsed: ParsedDose) -> Worked | None:
    """Show the arithmetic of the day: '10 mg x 3 = 30 mg a day'; None where dose and count do not make it."""
    dose, times, daily = parsed.amount, parsed.times_per_day, parsed.daily
    if dose is None or times is None or daily is None:
        return None
    if dose.low * times.low != daily.low or dose.high * times.high != daily.high:
        return None
    count = say_number(times.low) if times.low == times.high else f"{say_number(times.low)} to {say_number(times.high)}"
    return Worked(daily, f"{say_quantity(dose)} x {count} = {say_quantity(daily)} a day")
