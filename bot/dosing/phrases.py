"""Numbers and amounts in words that cannot be misread.

The form follows the ISMP list of error-prone abbreviations: mcg and never the Greek letter, a space before
the unit, no trailing zero, a leading zero, thousands with a comma.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from bot.dosing.model import Quantity, Times

PLACES = 3
"""Decimal places kept for numbers that do not end."""
_PLURAL = {"tablet": "tablets", "packet": "packets", "drop": "drops", "unit": "units"}


def ends(value: Fraction) -> bool:
    """Tell whether a number ends within the places that are kept."""
    return bool((value * 10**PLACES).denominator == 1)


def say_number(value: Fraction) -> str:
    """Write a number: 5, 7.5, 0.5, 1,000; one that does not end is rounded."""
    scaled = round(value * 10**PLACES)
    whole, rest = divmod(scaled, 10**PLACES)
    text = f"{whole:,}"
    return f"{text}.{rest:0{PLACES}d}".rstrip("0") if rest else text


def say_range(low: Fraction, high: Fraction) -> str:
    """Write a number or a range: '5', '5 to 10'."""
    return say_number(high) if low == high else f"{say_number(low)} to {say_number(high)}"


def say_quantity(quantity: Quantity) -> str:
    """Write an amount with its unit: '20 mg', '5 to 10 mg', '2 tablets', 'half a tablet' as '0.5 tablet'."""
    unit = quantity.unit
    if unit in _PLURAL and quantity.high > 1:
        unit = _PLURAL[unit]
    return f"{say_range(quantity.low, quantity.high)} {unit}".strip()


def say_times(times: Times) -> str:
    """Write how often: 'once a day', 'twice a day', '3 to 4 times a day'."""
    if times.low == times.high == 1:
        return "once a day"
    if times.low == times.high == 2:
        return "twice a day"
    return f"{say_range(times.low, times.high)} times a day"


def say_percent(share: Fraction) -> str:
    """Write a share as a whole percent."""
    return f"{round(share * 100)}%"
