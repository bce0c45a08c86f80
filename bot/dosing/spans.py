"""Spans of time and steps of size: 'for 3 days', 'two days ago', 'up 5 mg every 3 days', 'week 2'.

Item tokens: ``D`` a span of time, ``Z`` steps told by their size, ``L`` a label of a schedule ('week 2').
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.enums import Scale
from bot.dosing.model import Climb, Quantity
from bot.dosing.numerals import NUMBER, number
from bot.dosing.reading import words

if TYPE_CHECKING:
    import re

    from bot.dosing.reading import Reading

_N = NUMBER
DAYS = {
    "minute": Fraction(1, 1440), "hour": Fraction(1, 24), "day": Fraction(1), "night": Fraction(1),
    "week": Fraction(7),
    "month": Fraction(30), "year": Fraction(365),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time."""

    days: Fraction | None
    word: str
    """The small word before or after it: for, over, in, ago, apart …; 'first' for 'the first week'."""


_UP = (
    r"(?:up|increase|increased|increasing|raise|raised|raising|bump|bumping|add|adding|added|upping|climb|"
    r"climbing|rise|rising|titrate|titrated|uptitrate|escalate|higher|more)"
)
_DOWN = (
    r"(?:down|reduce|reduced|reducing|reduction|decrease|decreased|decreasing|drop|dropping|dropped|cut|"
    r"cutting|lower|lowering|lowered|taper|less|minus|decrements?)"
)
_FILL = (
    r"(?: (?:go|going|it|the|my|dose|doses|dosage|daily|total|up|down|off|M\d+|slowly|gradually|another|an|"
    r"extra|about|each|dose|only|me|him|her|or|in|at|perday|further)){0,8}"
)
_SIZE = rf"(?:{_N} (?:-|to) )?({_N}) (mg|mcg|tablet)"
_SCALE = r"(?: (?:(/|per|a|each|every|to each|at each|to every) (dose|time|day)))?"
_EVERY = (
    rf"(?: ,)?(?: (?:(?:once |then )?(every|each|per|a|/|q|once a|once every)(?: single)?(?: ({_N})(?: (?:-|to|"
    rf"or) {_N})?)? (day|night|week|month|hour|other day|few day|couple of day|couple day)|(weekly|daily|"
    r"nightly|monthly)))"
)
_CLIMB_BY = words(
    f"({_UP}|{_DOWN}){_FILL} by(?: (?:another|an|extra|about|just|only)){{0,8}} {_SIZE}{_SCALE}{_EVERY}?",
)
_CLIMB_EVERY_BY = words(f"({_UP}|{_DOWN}){_FILL}{_EVERY} by(?: (?:another|an|extra|about)){{0,8}} {_SIZE}{_SCALE}")
_CLIMB_EVERY = words(
    f"({_UP}|{_DOWN}){_FILL} {_SIZE}{_SCALE}(?! (?:perday|a day|/ day|daily))(?:{_EVERY})(?! (?:{_UP})(?! to))",
)
_STEPS_OF = words(
    f"(?:in|by|with)(?: (?:steps|increments|jumps|stages|decrements)) of {_SIZE}{_SCALE}{_EVERY}?",
    f"(?:in|by|with) {_SIZE} (?:steps|increments|decrements|jumps){_EVERY}?",
    f"{_SIZE} (?:increments?|steps?|decrements?){_EVERY}?|by {_SIZE}{_SCALE}{_EVERY}",
)
_SIZE_EVERY = words(rf"(?:by )?{_SIZE}{_SCALE} (less|more|lower|higher|fewer|up|down|extra){_EVERY}")
_FROM_TO = words(
    "(from|went|gone|go|going|goes|raised|raise|increased|increase|increasing|bumped|bump|upped|"
    "jumped|jump|jumping|up|down|dropped|dropping|drop|cut|cutting|reduced|reduce|reducing|lowered|"
    "lowering|turned|changed|switched|moved|moving|taper|adjusted|doubled|double|"
    r"stepped)((?: (?:me|him|her|it|my|the|dose|dosage|pump|M\d+|straight|directly|suddenly|up|down|"
    "from|daily|rate|was|has|been|just|right|abruptly|slowly|today|back|off|his|i|all|"
    f"intrathecal)){{0,8}}) ({_N})((?: (?:mg|mcg|tablet))?(?: (?:perday|/ day|per day|"
    f"a day))?) to ({_N})",
)
_CHANGED = words(f"{_UP}|{_DOWN}|went|gone|changed|bumped|upped|moved|jumped|switched|adjusted|doubled")
_RANGE_WORDS = words(
    "(?:anywhere|ranges?|ranging|doses?|varies|varying|between|take|taking|usual|normal|typically|usually) from",
)
_ZERO = words(
    "(?:to|=>|and then|then)(?: (?:absolutely|zero|a|just)){0,8} (?:0|nothing|none|zero|nada|zilch|"
    r"nil)(?: (?:mg|mcg|at all))?(?! \.)",
    "(?:to|=>) (?:0|nothing|none|zero)",
)

_ABOUT = (
    r"(?: (?:the|about|around|at least|up to|another|a further|first|next|last|past|only|just|like|roughly|"
    r"approx|over|more than|nearly|almost|less than|under|good|whole|full|entire|best part of)){0,8}"
)
_COUNT = rf"({_N}|a|an|few|a few|couple|a couple of|several|some|many)"
_UNIT = r"(minute|hour|day|night|week|month|year)"
_PREP = r"(for|x|over|within|in|across|during|lasting|after|since|every|by|inside|throughout|under)"
_SPAN = words(
    f"{_PREP}{_ABOUT} {_COUNT}(?: (?:-|to|or) ({_N}))? {_UNIT}(?: (?:each|straight|now|total|so far|"
    "only|or so)){0,8}(?! old)",
)
_SPAN_AFTER = words(
    f"{_COUNT}(?: (?:-|to|or) ({_N}))? {_UNIT}(?: or so)? (ago|later|apart|straight|each|so far|"
    "early|late|before|after|in a row|running|without|off|of)(?= )",
)
_SPAN_ORDINAL = words(
    "(?:for |over |in |during |within |by )?(?:the |my |this |his |her )?(first|next|last|past|"
    f"following|second|third|previous|other|coming|same|this)(?: ({_N}))? {_UNIT}(?! (?:dose|tablet|"
    "mg))",
)
_SPAN_BARE = words(
    f"({_N})(?: (?:-|to|or) ({_N}))? {_UNIT}(?: (?:course|trial|taper|schedule|plan|break))?",
)
_OVER_WEEKEND = words(r"(?:over|in|during|by)(?: (?:a|the|this|next|last))? weekend")
_LABEL = words(
    f"(?:on )?(day|week|month) ({_N})(?: (?:-|to|and|through) ({_N}))?(?: (?:on|onwards|"
    "onward))?(?! (?:mg|mcg|tablet|/|x|times))",
)


def read_climbs(reading: Reading) -> None:
    """Read steps told by their size, and settle 'from 10 to 20'."""
    if reading.has("weekend"):
        reading.mark(_OVER_WEEKEND, reading.add("D", Span(Fraction(2), "over")))
    reading.mark(_ZERO, "=> tozero")
    reading.replace(_CLIMB_EVERY_BY, lambda found: _climb(reading, found[1], _every_last(found.groups()[1:])))
    reading.replace(_CLIMB_BY, lambda found: _climb(reading, found[1], found.groups()[1:]))
    reading.replace(_CLIMB_EVERY, lambda found: _climb(reading, found[1], found.groups()[1:]))
    reading.replace(_SIZE_EVERY, lambda found: _climb(reading, found[5], (*found.groups()[:4], *found.groups()[5:])))
    reading.replace(_STEPS_OF, lambda found: _steps_of(reading, found))
    if " to " in reading.text:
        if reading.find(_CHANGED) is None:
            reading.mark(_RANGE_WORDS, "between")
        reading.replace(_FROM_TO, lambda found: f"{found[1]}{found[2]} {found[3]}{found[4]} => {found[5]}")


_GROUP = 8
"""How many groups a size with its scale and interval has."""


def _every_last(groups: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """Bring 'every 3 days by 5 mg a dose' into the order 'by 5 mg a dose every 3 days'."""
    return (*groups[4:8], *groups[:4])


def _climb(reading: Reading, verb: str, groups: tuple[str | None, ...]) -> str | None:
    size, unit, scale_word, scale, every, count, span, adverb = groups[:_GROUP]
    if size is None or unit is None:
        return None
    down = verb.split(maxsplit=1)[0] in _DOWN_WORDS
    per = Scale.DOSE if scale in ("dose", "time") else Scale.DAY
    days: Fraction | None = None
    if scale == "day" and scale_word in ("each", "every") and not every and not adverb:
        days = Fraction(1)
    if span in ("few day", "couple of day", "couple day"):
        days = Fraction(2) if span != "few day" else None
    elif span == "other day":
        days = Fraction(2)
    elif span:
        days = DAYS[span] * number(count or "1")
    elif adverb:
        days = {"weekly": Fraction(7), "daily": Fraction(1), "nightly": Fraction(1), "monthly": Fraction(30)}[adverb]
    amount = None if unit == "tablet" else Quantity(number(size), number(size), unit)
    return reading.add("Z", Climb(amount, per, days, down))


_DOWN_WORDS = frozenset(
    [
        "down",
        "reduce",
        "reduced",
        "reducing",
        "reduction",
        "decrease",
        "decreased",
        "decreasing",
        "drop",
        "dropping",
        "dropped",
        "cut",
        "cutting",
        "lower",
        "lowering",
        "lowered",
        "taper",
        "less",
        "fewer",
        "minus",
        "decrement",
        "decrements",
    ]
)


def _steps_of(reading: Reading, found: re.Match[str]) -> str | None:
    groups = found.groups()
    down = "decrement" in found[0]
    verb = "down" if down else "up"
    if groups[0]:
        return _climb(reading, verb, groups[:_GROUP])
    for start in (8, 14, 20):
        size = groups[start : start + 2]
        if not size[0]:
            continue
        rest = groups[start + 2 :]
        if start == 20:
            return _climb(reading, verb, (*size, *rest[:6]))
        return _climb(reading, verb, (*size, None, None, *rest[:4]))
    return None


def read_spans(reading: Reading) -> None:
    """Read spans of time and schedule labels."""
    reading.replace(_LABEL, lambda found: _label(reading, found))
    reading.replace(_SPAN_ORDINAL, lambda found: _ordinal(reading, found))
    reading.replace(_SPAN, lambda found: _span(reading, found[1], found[2], found[3], found[4]))
    reading.replace(_SPAN_AFTER, lambda found: _span(reading, found[4], found[1], found[2], found[3]))
    reading.replace(_SPAN_BARE, lambda found: _span(reading, "", found[1], found[2], found[3]))


def _label(reading: Reading, found: re.Match[str]) -> str | None:
    if number(found[2]) > 100:
        return None
    return reading.add("L", DAYS[found[1]] * number(found[2]))


def _ordinal(reading: Reading, found: re.Match[str]) -> str:
    days = DAYS[found[3]] * number(found[2] or "1")
    word = "for" if found[0].startswith("for ") else found[1]
    return reading.add("D", Span(days, word))


def _span(reading: Reading, word: str, count: str, most: str | None, unit: str) -> str | None:
    if word == "every":
        return None
    if count in ("a", "an"):
        days: Fraction | None = DAYS[unit]
    elif count in ("couple", "a couple of"):
        days = DAYS[unit] * 2
    elif count[0].isdigit():
        days = DAYS[unit] * number(most or count)
    else:
        days = None
    return reading.add("D", Span(days, word))
