"""Strengths of liquids, rates of flow and amounts by weight: what has to be read before plain amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dosing.amount import Concentration, put_amount
from bot.dosing.model import HOURS_PER_DAY
from bot.dosing.numerals import NUMBER, number
from bot.dosing.reading import words

if TYPE_CHECKING:
    import re

    from bot.dosing.reading import Reading

_LOW_HIGH = rf"(?P<low>{NUMBER})(?: (?:-|to|or) (?P<high>{NUMBER}))?"
_MASS = r"(?P<unit>mg|mcg|g)"
_CONCENTRATION = words(
    f"(?:of |the |a ){{0,8}}(?P<mass>{NUMBER}) {_MASS} (?:/|per|in|every|each|to the|por)(?: each|"
    f" every| a)?(?: (?P<volume>{NUMBER}))? ml(?: (?:liquid|solution|suspension|syrup|concentration|"
    "strength|oral|vial)){0,8}",
)
_PER_KG = words(
    f"{_LOW_HIGH} (?P<unit>mg|mcg) (?:/|per|a|each|for each|for every|"
    "every) kg(?: (?:of )?(?:body ?weight|bw|weight))?",
)
_RATE = words(rf"{_LOW_HIGH} {_MASS} (?:/|per|an|a|each|every|1) hour")
_FLOW = words(rf"(?P<volume>{NUMBER}) ml (?:/|per|an|a|each|every) hour")


def read_liquids(reading: Reading) -> None:
    """Read strengths per mL, amounts per kg, and amounts or mL per hour."""

    def concentration(found: re.Match[str]) -> str | None:
        volume = number(found["volume"] or "1")
        return reading.add("C", Concentration(number(found["mass"]) / volume, found["unit"])) if volume else None

    def per_kg(found: re.Match[str]) -> str:
        low, high = number(found["low"]), number(found["high"] or found["low"])
        return put_amount(reading, low, high, f"{found['unit']}/kg")

    def rate(found: re.Match[str]) -> str:
        low, high = number(found["low"]), number(found["high"] or found["low"])
        return put_amount(reading, low * HOURS_PER_DAY, high * HOURS_PER_DAY, found["unit"], a_day=True)

    def flow(found: re.Match[str]) -> str:
        volume = number(found["volume"]) * HOURS_PER_DAY
        return put_amount(reading, volume, volume, "mL", a_day=True)

    if reading.has("ml"):
        reading.replace(_CONCENTRATION, concentration)
    if reading.has("kg"):
        reading.replace(_PER_KG, per_kg)
    if reading.has("hour"):
        reading.replace(_RATE, rate)
        reading.replace(_FLOW, flow)
