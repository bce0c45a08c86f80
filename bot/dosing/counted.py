"""Counts of tablets told with their strength: 'two 10 mg tablets', '2 tablets (10 mg)', '1-0-1'."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.amount import put_amount, put_tablets
from bot.dosing.numerals import NUMBER, number
from bot.dosing.reading import one_of, word_set, words

if TYPE_CHECKING:
    import re

    from bot.dosing.reading import Reading

MOST_BARE_COUNT = 4
"""'2 10 mg' counts tablets; '10 20 mg' does not."""
MOST_AT_A_MEAL = 4
"""'1-0-1' counts tablets through the day; with a larger number in it, it is a list of amounts."""
_SWALLOWED = word_set("take took taken taking swallowed ate eaten popped downed ingested")
"""After these the first of two numbers counts tablets: 'took 8 10mg'."""
_OR = r"(?:-|to|or|and up to|up to|till|a|o)"
_SHARE = r"(?: and (?:a )?(?P<share>0\.\d+))?"
_SOLID = r"(?:tablet|packet)"
_OF = one_of(
    "x|of|of my|of the|of his|of her|of those|of these|of them|of your|of our|of a|of somebody",
    "of grandma 's|my|more|extra|other|whole|full|entire|different|separate|additional|of mine|small",
    r"little|M\d+",
)  # fmt: skip
_COUNT_STRENGTH = words(
    f"(?P<low>{NUMBER})(?: {_OR} (?P<high>{NUMBER}))?(?P<of>(?: "
    f"{_OF}){{0,8}}) (?P<strength>{NUMBER}) (?P<unit>mg|mcg|"
    rf"g)(?: M\d+)?(?P<solid> {_SOLID})?(?: M\d+)?{_SHARE}(?! /)",
)
_ONE_AND_SHARE = words(rf"(?:a|1) (?P<strength>{NUMBER}) mg {_SOLID} and (?:a )?(?P<share>0\.\d+)")
_TABLET_AND_SHARE = words(
    rf"(?P<low>a|{NUMBER}) {_SOLID} and (?:a )?(?P<share>0\.\d+)(?: (?:of|a|my|the|"
    rf"each)){{0,4}} (?P<strength>{NUMBER})"
    rf"(?: mg(?: {_SOLID})?)?(?! (?:mcg|ml|times|x)(?= ))",
)
"""'A tablet and a half of the 20s'."""
_SOLID_BARE = words(
    rf"(?P<low>{NUMBER}) {_SOLID} of(?: (?:the|my))? (?P<strength>{NUMBER})"
    r"(?= (?:T\d+|F\d+|at|in|perday|prn|,|and|\.)(?= )| $)",
)
"""'2 tabs of 10 in the morning'."""
_SOLID_STRENGTH = words(
    f"(?P<label>take )?(?P<low>{NUMBER})(?: {_OR} (?P<high>{NUMBER}))?(?: (?:more|extra|other|whole|"
    rf"full|M\d+|of my|of the|of|of a|a)){{0,8}} {_SOLID}(?: M\d+)?{_SHARE}(?: (?P<link>of|x|at|each|"
    r"are|that are|which are|,|=|M\d+)){0,8}(?: (?:the|a|"
    f"my))? (?P<strength>{NUMBER}) mg(?: (?P<each>each|apiece|per tablet|ea|"
    f"every))?(?: {_SOLID})?(?: ,)?",
)
_STRENGTH_TIMES = words(
    f"(?P<strength>{NUMBER}) mg(?: {_SOLID})?(?: ,)? (?:x|times|take|taking|"
    f"by) (?P<low>{NUMBER})(?: {_OR} (?P<high>{NUMBER}))? {_SOLID}",
)
_OF_ONE = words(
    r"(?:(?P<share>0\.(?:25|5|75))(?: of)?(?: (?:a|my|the|1))?|(?:a|1|my) (?:whole|full)|a(?= \d+ (?:T\d|F\d|"
    rf"perday))) (?P<strength>{NUMBER})"
    r"(?= (?:T\d+|F\d+|perday|and|at|in|every|,|\.|\?|prn|on|as)(?= )| $)",
)
"""'half a 20 in the morning and a whole 20 at night': tablets named by their strength alone."""
_COUNTS = words(
    r"(?P<list>[0-9](?:\.5)?(?: (?:-|\+|/) [0-9](?:\.5)?){2,3})(?! (?:mg|mcg|g|ml|-|/))(?: tablet)?",
)


def read_counted(reading: Reading) -> None:
    """Read counts with strengths as masses."""

    def one_and_share(found: re.Match[str]) -> str:
        count = 1 + number(found["share"])
        return put_tablets(reading, count, count, number(found["strength"]))

    def strength_times(found: re.Match[str]) -> str:
        low, high, strength = (
            number(found["low"]),
            number(found["high"] or found["low"]),
            number(found["strength"]),
        )
        return put_tablets(reading, low, high, strength)

    def tablet_and_share(found: re.Match[str]) -> str | None:
        strength = number(found["strength"])
        count = (Fraction(1) if found["low"] == "a" else number(found["low"])) + number(found["share"])
        return put_tablets(reading, count, count, strength) if strength in reading.strengths else None

    def solid_bare(found: re.Match[str]) -> str | None:
        count, strength = number(found["low"]), number(found["strength"])
        return put_tablets(reading, count, count, strength) if strength in reading.strengths else None

    reading.replace(_ONE_AND_SHARE, one_and_share)
    reading.replace(_TABLET_AND_SHARE, tablet_and_share)
    reading.replace(_SOLID_BARE, solid_bare)
    reading.replace(_STRENGTH_TIMES, strength_times)
    reading.replace(_SOLID_STRENGTH, lambda found: _solids_with_strength(reading, found))
    reading.replace(_COUNT_STRENGTH, lambda found: _count_with_strength(reading, found))
    reading.replace(_OF_ONE, lambda found: _share_of_one(reading, found))


def _count_with_strength(reading: Reading, found: re.Match[str]) -> str | None:
    """Read 'two 10 mg tablets', '2 x 10 mg', '3 of my 20 mg'; a number too large for a count is none."""
    share = number(found["share"]) if found["share"] else Fraction(0)
    low, high = number(found["low"]), number(found["high"] or found["low"])
    solid = found["solid"] is not None
    if found["unit"] != "mg" and not solid:
        return None
    swallowed = found.string[: found.start()].rsplit(maxsplit=1)[-1:]
    if not (solid or found["of"].strip() or high <= MOST_BARE_COUNT or _SWALLOWED.issuperset(swallowed)):
        return None
    strength = number(found["strength"])
    return put_tablets(reading, low + share, high + share, strength, found["unit"])


def _share_of_one(reading: Reading, found: re.Match[str]) -> str | None:
    strength = number(found["strength"])
    if strength not in reading.strengths:
        return None
    count = number(found["share"]) if found["share"] else Fraction(1)
    return put_tablets(reading, count, count, strength)


def _solids_with_strength(reading: Reading, found: re.Match[str]) -> str:
    """Read '2 tablets of 10 mg'; a bracket, '2 tablets (10 mg)', may tell the strength or the total."""
    share = number(found["share"]) if found["share"] else Fraction(0)
    low, high = number(found["low"]) + share, number(found["high"] or found["low"]) + share
    strength = number(found["strength"])
    linked = found["each"] is not None or found["link"] != ","
    label = found["label"] or ""
    if linked or high == 1 or strength / high not in reading.strengths:
        return label + put_tablets(reading, low, high, strength)
    if high < 1 and strength == min(reading.strengths, default=None):
        # 'Half a tablet (5 mg)': nobody halves the weakest tablet without saying so.
        return label + put_amount(reading, strength, strength, "mg", solid=True, counted=True)
    # A label's 'take 2 tablets (20 mg)' tells the total; elsewhere both readings are kept.
    most = strength if label else high * strength
    return label + put_amount(reading, strength, most, "mg", solid=True, counted=True)


def read_daily_counts(reading: Reading) -> None:
    """Read '1-0-1' and '1+1+1': tablets in the morning, at noon, at night."""

    def counts(found: re.Match[str]) -> str | None:
        values = [number(word) for word in found["list"].split() if word[0].isdigit()]
        if not any(values) or any(value > MOST_AT_A_MEAL for value in values):
            return None
        return reading.add("K", tuple(values))

    reading.replace(_COUNTS, counts)
