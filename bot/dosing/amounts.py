"""Amounts: masses and their lists and ranges, tablets, packets, drops, volumes. Each becomes ``A``.

A liquid's strength becomes ``C``, tablets through the day ('1-0-1') ``K``. What an amount belongs to is
settled later.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.amount import put_amount
from bot.dosing.counted import read_counted, read_daily_counts
from bot.dosing.liquids import read_liquids
from bot.dosing.numerals import NUMBER, UNREADABLE, number
from bot.dosing.reading import one_of, words

if TYPE_CHECKING:
    import re

    from bot.dosing.reading import Reading

ML_PER = {"ml": 1, "tsp": 5, "tbsp": 15}
"""A teaspoon is 5 mL, a tablespoon 15 mL."""
UNIT_NAMES = {"tablet": "tablet", "packet": "packet", "drop": "drop", "unit": "unit"}
FEWEST_MG_IN_A_LIST = 5
"""'5/10/5' without a unit is a list of amounts, '1/2/1' of tablets."""

_N = NUMBER
_MASS = r"(?P<unit>mg|mcg|g)"
_SOLID = r"(?P<solid> tablet| packet)?"
_OR = r"(?:-|to|or|and up to|up to|till|a|o)"
_LIST = words(rf"(?P<list>{_N}(?:(?: ,)?(?: (?:-|/|\+|and|then))? {_N}){{2,7}}) {_MASS}")
_LIST_BARE = words(r"(?P<list>[1-9]\d*(?: (?:-|/|\+) [1-9]\d*){2,5})(?! (?:mg|mcg|g|ml|tablet|-|/))")
_BETWEEN = words(
    f"(?:between|from|anywhere from|anywhere between) (?P<low>{_N})(?: (?:mg|mcg|g))? (?:and|to|"
    f"-) (?P<high>{_N}) {_MASS}",
)
_RANGE = words(rf"(?P<low>{_N}) {_OR} (?P<high>{_N}) {_MASS}{_SOLID}")
_RANGE_OF_TWO = words(rf"(?P<low>{_N}) {_MASS}(?: M\d+)? {_OR} (?P<high>{_N}) (?P=unit){_SOLID}")
_SLASH_PAIR = words(rf"(?P<low>{_N}) / (?P<high>{_N}) {_MASS}{_SOLID}")
_PAIR = words(rf"(?P<one>{_N}) (?:and|\+|,) (?P<two>{_N}) {_MASS}")
_PLAIN = words(rf"(?:(?P<value>{_N})|{UNREADABLE}) {_MASS}(?: M\d+)?{_SOLID}")
_QUALITY = one_of(
    "more|extra|of (?:my|the|those|these|his|her|your|our|them)|of a|of|a|whole|full|small|little",
    r"single|M\d+|white|round|of somebody|additional|other|entire|doses? of|big",
)  # fmt: skip
_PIECES = words(
    f"(?:(?P<low>{_N})|(?P<article>a|an)|another|1 more|other|an extra|"
    f"one)(?: {_OR} (?P<high>{_N}))?(?: {_QUALITY}){{0,8}} (?P<unit>tablet|packet|drop|"
    r"unit)(?: M\d+)?(?: and (?:a )?(?P<share>0\.\d+))?",
)
_OF_THEM = words(
    "(?P<verb>(?:took|swallowed|ate|popped|taken|had|take|downed|of|ingested|eaten)(?: (?:about|"
    rf"like|around|all|just|only|approx)){{0,8}} )(?P<count>{_N}) of (?:them|those|these|my M\d+|"
    r"the M\d+|her M\d+|his M\d+|M\d+ tablet)"
    "(?! (?:little |mini |big |new |small )?(?:strokes?|spells?|turns?|attacks?|seizures?|episodes?))",
)
_VOLUME = words(rf"(?:(?P<low>{_N})|a|an)(?: {_OR} (?P<high>{_N}))? (?P<unit>ml|tsp|tbsp)")
_NO_UNIT = words(rf"(?P<low>{_N})(?: (?:-|to) (?P<high>{_N}))? of unknown unit")
_CLASH = words(
    f"{_N} (?:ml|tsp|tbsp|drop)(?: (?:of|the|my)){{0,8}} tablet",
    f"tablet(?: (?:of|,))? {_N} (?:ml|tsp|tbsp)",
    r"C\d+ tablet",
)
_UNREADABLE_PIECES = words(rf"{UNREADABLE} (?:ml|tsp|tbsp|tablet|packet|drop)")
_DOUBTFUL = words(rf"{_N} or-thousands (?:mcg|/)")

_MISPLACED = words(rf"(?P<value>{_N}) (?P<often>F\d+) (?P<unit>mg|mcg)(?! (?:/|per)(?= ))")
"""'10 tid mg'."""
_OF_OTHER_PAIR = words(rf"(?P<name>O\d+)(?: (?:,|tablet))? (?P<value>{_N}) / {_N}(?: mg)?(?! (?:ml|day|hour)(?= ))")
"""'Percocet 5/325': a mixture of two medicines."""
_UNIT_FOR_ALL = words(
    r"(?:(?:all|everything|doses|numbers|amounts|each|both)(?: (?:of|them|these|are|is|in|the|doses|amounts|numbers"
    r")){0,8}|in|(?<=[a-z\d] ),(?= mg $)) (?P<unit>mg|mcg)(?= (?:,|\.)| $)",
)
"""'10 at breakfast and 20 at night, all mg'."""


def read_amounts(reading: Reading) -> None:
    """Read every amount."""
    if reading.has("or-thousands"):
        # '1.500 mcg' may be one and a half or, on the Continent, 1,500: a thousandfold doubt stays one.
        reading.mark(_DOUBTFUL, f"{UNREADABLE} mcg")
        reading.text = reading.text.replace(" or-thousands", "")
    if reading.has("tablet"):
        reading.replace(_CLASH, lambda found: f"{found[0]} formclash")
    reading.replace(_OF_OTHER_PAIR, lambda found: f"{found['name']} {_one(reading, found['value'], 'mg')}")
    reading.replace(_MISPLACED, lambda found: f"{_one(reading, found['value'], found['unit'])} {found['often']}")
    read_liquids(reading)
    read_counted(reading)
    _read_lists(reading)
    read_daily_counts(reading)
    _read_masses(reading)
    _read_pieces(reading)
    reading.replace(_UNIT_FOR_ALL, lambda found: reading.add("U", found["unit"]))


def _one(reading: Reading, value: str, unit: str) -> str:
    return put_amount(reading, number(value), number(value), unit)


def _read_lists(reading: Reading) -> None:
    """Read '10-10-20 mg' as three amounts."""

    def spread(values: list[Fraction], unit: str) -> str:
        return " , ".join(put_amount(reading, value, value, unit) for value in values)

    def listed(found: re.Match[str]) -> str:
        return spread(_numbers(found["list"]), found["unit"])

    def bare(found: re.Match[str]) -> str | None:
        values = _numbers(found["list"])
        return spread(values, "") if max(values) >= FEWEST_MG_IN_A_LIST else None

    reading.replace(_LIST, listed)
    reading.replace(_LIST_BARE, bare)


def _numbers(text: str) -> list[Fraction]:
    return [number(word) for word in text.split() if word[0].isdigit()]


def _read_masses(reading: Reading) -> None:
    def ranged(found: re.Match[str]) -> str:
        solid = found.groupdict().get("solid") is not None
        return put_amount(reading, number(found["low"]), number(found["high"]), found["unit"], solid=solid)

    def pair(found: re.Match[str]) -> str:
        first, second = (
            put_amount(reading, number(found[name]), number(found[name]), found["unit"]) for name in ("one", "two")
        )
        return f"{first} and {second}"

    def plain(found: re.Match[str]) -> str:
        if found["value"] is None:
            return "unreadable"
        value = number(found["value"])
        return put_amount(reading, value, value, found["unit"], solid=found["solid"] is not None)

    for pattern in (_BETWEEN, _RANGE, _RANGE_OF_TWO, _SLASH_PAIR):
        reading.replace(pattern, ranged)
    reading.replace(_PAIR, pair)
    reading.replace(_PLAIN, plain)


def _read_pieces(reading: Reading) -> None:
    """Read tablets, packets, drops, units and volumes without a strength."""

    def pieces(found: re.Match[str]) -> str:
        share = number(found["share"]) if found["share"] else Fraction(0)
        low = number(found["low"] or "1") + share
        high = number(found["high"]) if found["high"] else low
        unit = UNIT_NAMES[found["unit"]]
        solid = unit in ("tablet", "packet")
        return put_amount(reading, low, high, unit, solid=solid, counted=True, article=found["article"] is not None)

    def volume(found: re.Match[str]) -> str:
        factor = ML_PER[found["unit"]]
        low = number(found["low"] or "1")
        high = number(found["high"]) if found["high"] else low
        return put_amount(reading, low * factor, high * factor, "mL")

    def of_them(found: re.Match[str]) -> str:
        value = number(found["count"])
        return found["verb"] + put_amount(reading, value, value, "tablet", solid=True, counted=True)

    def no_unit(found: re.Match[str]) -> str:
        return put_amount(reading, number(found["low"]), number(found["high"] or found["low"]), "")

    reading.mark(_UNREADABLE_PIECES, "unreadable")
    reading.replace(_NO_UNIT, no_unit)
    reading.replace(_PIECES, pieces)
    reading.replace(_VOLUME, volume)
    reading.replace(_OF_THEM, of_them)
