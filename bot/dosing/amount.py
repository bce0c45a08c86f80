"""An amount as told, and the strength of a liquid: what the readers of amounts put into the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from bot.dosing.reading import Reading

MASSES = ("mg", "mcg", "g")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount, or a range of amounts."""

    low: Fraction
    high: Fraction
    unit: str
    """mg, mcg, g, tablet, packet, mL, drop, unit; mg/kg or mcg/kg; empty where none was told."""
    solid: bool = False
    """Told with tablets or packets."""
    counted: bool = False
    """A number of tablets is in it already."""
    a_day: bool = False
    """A rate: counted for a whole day already."""
    article: bool = False
    """Told by an article: 'a tablet'."""
    strength: Fraction | None = None
    """The strength, in mg, of the tablets counted."""


@dataclass(frozen=True, slots=True)
class Concentration:
    """The strength of a liquid."""

    per_ml: Fraction
    unit: str


def put_amount(reading: Reading, low: Fraction, high: Fraction, unit: str, **marks: bool) -> str:
    """Keep an amount and return its token; ``marks`` are those of an amount that hold of it."""
    amount = Amount(
        min(low, high),
        max(low, high),
        unit,
        solid=marks.get("solid", False),
        counted=marks.get("counted", False),
        a_day=marks.get("a_day", False),
        article=marks.get("article", False),
    )
    return reading.add("A", amount)


def put_tablets(reading: Reading, low: Fraction, high: Fraction, strength: Fraction, unit: str = "mg") -> str:
    """Keep a count of tablets of one strength as a mass and return its token."""
    least, most = min(low, high) * strength, max(low, high) * strength
    return reading.add("A", Amount(least, most, unit, solid=True, counted=True, strength=strength))
