"""What was understood, in words that cannot be misread and that read back as the same dose.

Built from the parsed values only: '20 mg by mouth, 4 times a day = 80 mg a day'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dosing.enums import Kidney, Origin, Purpose, Route
from bot.dosing.phrases import ends, say_number, say_quantity, say_range, say_times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from bot.dosing.model import ParsedDose, Person, Quantity

_ROUTES = {Route.ORAL: "by mouth", Route.INTRATHECAL: "intrathecal"}
_KIDNEYS = {
    Kidney.NORMAL: "normal kidney function",
    Kidney.MILD: "mild kidney disease",
    Kidney.MODERATE: "moderate kidney disease",
    Kidney.SEVERE: "severe kidney disease",
    Kidney.DIALYSIS: "on dialysis",
}
_ORIGINS = {Origin.SPINAL: "spinal origin", Origin.CEREBRAL: "cerebral origin"}


def describe(parsed: ParsedDose) -> str:
    """Say what was understood; empty where there is nothing to say."""
    parts = [part for part in (_dose(parsed), *_extras(parsed), *_person(parsed.person)) if part]
    words = ", ".join(parts)
    if parsed.besides is None:
        return words
    also = ", ".join(part for part in (_dose(parsed.besides), *_extras(parsed.besides)) if part)
    return f"{words}; and {also}"


def _dose(parsed: ParsedDose) -> str:
    route = _ROUTES[parsed.route] if parsed.route is not None else ""
    if parsed.purpose is Purpose.TEST and parsed.amount is not None and parsed.route is Route.INTRATHECAL:
        return f"{route} test dose of {say_quantity(parsed.amount)}"
    if parsed.amount is not None and parsed.times_per_day is not None:
        return _amount_and_times(parsed, route)
    if parsed.amount is not None:
        return _amount_alone(parsed, route)
    total = parsed.daily or parsed.daily_count
    times = say_times(parsed.times_per_day) if parsed.times_per_day is not None else ""
    if total is not None:
        words = f"{_join(say_quantity(total), route)} a day in all"
        return f"{words}, {times}" if times else words
    bare = next((told.quantity for told in parsed.told if not told.quantity.unit), None)
    unknown = f"{say_range(bare.low, bare.high)} of unknown unit" if bare is not None else ""
    return ", ".join(part for part in (_join(unknown, route if unknown else ""), times) if part)


def _amount_and_times(parsed: ParsedDose, route: str) -> str:
    amount, times, daily = parsed.amount, parsed.times_per_day, parsed.daily
    if amount is None or times is None:
        return ""
    if daily is not None and not _multiplies(amount, times.low, times.high, daily):
        # Unequal doses through the day: only the total reads back.
        spread = f", in {say_number(times.low)} doses of {say_quantity(amount)}" if times.low == times.high else ""
        return f"{_join(say_quantity(daily), route)} a day in all{spread}"
    if not (ends(amount.low) and ends(amount.high)) and daily is not None and times.low == times.high:
        return f"{_join(say_quantity(daily), route)} a day in {say_number(times.low)} equal doses"
    total = f" = {say_quantity(daily)} a day" if daily is not None else ""
    return f"{_join(say_quantity(amount), route)}, {say_times(times)}{total}"


def _amount_alone(parsed: ParsedDose, route: str) -> str:
    if parsed.amount is None:
        return ""
    words = _join(say_quantity(parsed.amount), route)
    if parsed.daily is not None:
        return f"{words}, at most {say_quantity(parsed.daily)} a day"
    if parsed.rare:
        return f"{words}, less often than once a day"
    return f"{words}, in one go" if parsed.single else words


def _multiplies(amount: Quantity, low: Fraction, high: Fraction, daily: Quantity) -> bool:
    return amount.low * low == daily.low and amount.high * high == daily.high


def _join(amount: str, route: str) -> str:
    return f"{amount} {route}".strip()


def _extras(parsed: ParsedDose) -> Iterator[str]:
    if parsed.as_needed:
        yield "as needed"
    if parsed.purpose is Purpose.START:
        yield "to start"
    if parsed.origin is not None and parsed.route is Route.INTRATHECAL:
        yield _ORIGINS[parsed.origin]


def _person(person: Person) -> Iterator[str]:
    if person.age_years is not None:
        yield _age(person.age_years)
    elif person.child_word or person.teen_word:
        yield "teenager" if person.teen_word else "child"
    elif person.older_word:
        yield "older adult"
    if person.weight_kg is not None:
        yield f"weighs {say_number(person.weight_kg)} kg"
    if person.kidney is not None:
        yield _KIDNEYS[person.kidney]
    elif person.kidney_rate is not None:
        yield f"eGFR {say_number(person.kidney_rate)}"
    elif person.kidney_told:
        yield "kidney trouble"
    if person.pregnant:
        yield "pregnant"
    if person.breastfeeding:
        yield "breastfeeding"


def _age(years: Fraction) -> str:
    if years.denominator == 1 or ends(years):
        return f"{say_number(years)} years old"
    return f"{say_number(years * 12)} months old"
