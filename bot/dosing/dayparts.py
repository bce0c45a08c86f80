"""Times of day: morning and night, meals, clock times. Each becomes ``T``, and so does a list of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.frequency import Frequency
from bot.dosing.numerals import NUMBER
from bot.dosing.reading import words

if TYPE_CHECKING:
    from bot.dosing.reading import Reading

_N = NUMBER


@dataclass(frozen=True, slots=True)
class DayPart:
    """One or more times of day, in a row."""

    count: int
    anchored: bool
    """A small word shows that it tells when ('at night'); a bare one counts only beside an amount."""
    slot: str = ""
    """Which part of the day it is, so that 'before bed every night' counts once."""


_SLOTS = {
    "morning": "morning", "breakfast": "morning", "waking": "morning", "wake": "morning",
    "dawn": "morning", "rising": "morning",
    "get": "morning", "bed": "night", "bedtime": "night", "night": "night", "midnight": "night",
    "sleep": "night", "retiring": "night",
    "noon": "noon", "lunch": "noon", "evening": "evening", "dinner": "evening",
}  # fmt: skip
_PART = (
    r"(?:morning|breakfast|mid day|noon|lunch|afternoon|evening|dinner|night|bedtime|bed|midnight|wake up|"
    r"waking up|waking|get up|getting up|pm|tea time|teatime|(?<=at )tea|midmorning|midafternoon|dawn|dusk|"
    r"sleep|rising|retiring)"
)
_DET = r"(?:the|my|a|each|every|his|her|their|la|el|las|early|late|mid|very|middle of the)"
_PREP = (
    r"(?:in|at|on|with|before|after|during|around|by|every|each|upon|first thing in|last thing at|"
    r"just before|right before|prior to|until|por|en|con|antes de|despues de|al|de|a)"
)
_MEALS = words(
    "(?:with|after|before|at|during|around|following|con|despues de|antes de)(?: (?:each|every|all|"
    "my|the|his|her|all my|las|cada|3|all 3|each of the 3)){0,8} meal(?: times?| times)?",
    "(?:each|every) meal(?: time)?",
    "(?:before|after|with) (?:i|he|she|they) eats?(?: each| every)? meal|(?:ac|pc)|3 meal perday",
    r"with food F\d+",
)
_NOT_PARTS = words(
    "(?:(?<!every )(?<!each )(?:the )?night before(?! (?:i|bed\\w*|sleep|going|retiring)(?= )))",
    "(?:this|last|yesterday|tomorrow|that|other|all|the other|next|one|good|saturday|sunday|friday|"
    f"monday|night before last) {_PART}",
    "tonight|night (?:cramps?|spasms?|sweats?|shift|time spasms|nurse|terrors?|stand)",
    "morning (?:sickness|stiffness|after)|all night",
    "bed (?:bound|ridden|sore|rest|pan)|every (?:1|once in a while|now and then)|in bed|a good night",
    "through the night|dinner (?:party|table)",
)
_CLOCK = words(
    rf"(?:(?:at|around|about|by|from) )?(?:{_N}|clock\d{{1,2}}h\d\d) (?:clockam|clockpm|o'clock|oclock)",
    r"(?:at )?clock\d{1,2}h\d\d(?: hour)?|(?:at )?(?:1\d|2[0-3])00 hour",
)
"""'8 am', '08:00', '0800', '1400 hours'; a bare 1400 is none."""
_DOSE_CLOCK = words(
    r"(?P<dose>1[3-9]|[2-9]\d|1\d\d) (?P<half>clockam|clockpm)",
    r"(?<![ \d.]\d )(?<!at )(?<!around )(?<!(?<!what )about )(?<!by )(?<!from "
    rf")(?<!mg )(?<!tablet )(?P<dose2>{_N}) (?P<half2>clockam|clockpm)"
    rf"(?=(?: (?:,|and|then|\+))+ {_N}(?: mg)? (?:{_PART}|(?:at|in|before|with|every) (?:the |my )?{_PART}|"
    rf"(?:at )?{_N} clock[ap]m))",
)
"""'20 am, 10 at noon': no hour of the clock but a dose in the morning."""
_CLOCK_LIST = words(r"T\d+(?:(?: ,)?(?: and)? (?:1\d|2[0-3])00)+(?! (?:mg|mcg|ml|g|unit|tablet|/|-|to|x)(?= ))")
_AT_LIST = words(
    r"at (?:[1-9]|1[0-2])(?:(?: ,)?(?: (?:and|/|-|then))? (?:[1-9]|1[0-2])(?= (?:,|and|\.|\?|/|-|is|"
    "it|ok|[1-9]|1[0-2])| $)(?! at)(?! (?:and|,) (?:[1-9]|1[0-2]) at))+",
)
_AT_ONE = words(
    r"(?<=\d )at (?:[1-9]|1[0-2])(?! (?:mg|mcg|ml|tablet|times|x|hour|day|perday|week))",
    "(?<=(?:mg) )at (?:[1-9]|1[0-2])(?! (?:mg|mcg|ml|tablet|times|x|hour|day|perday|week))",
    "(?<=tablet )at (?:[1-9]|1[0-2])(?! (?:mg|mcg|ml|tablet|times|x|hour))",
)
_PART_ANCHORED = words(rf"{_PREP}(?: {_DET}){{0,8}} {_PART}(?: time)?(?: only)?")
_PART_BARE = words(rf"(?:(?:early|late|mid) )?{_PART}(?: only)?")
_SEPARATOR = r"(?: ,)?(?: (?:and|/|\+|-|then|&|y|plus also|as well as))?(?: (?:again|also|finally|lastly|once))?"
_LIST = words(rf"T\d+(?:{_SEPARATOR} T\d+)+")
_LIST_OF_ONES = words(rf"T\d+(?:{_SEPARATOR}(?: (?:1|one))? T\d+)+")
_SEVERAL = re.compile(
    r" (?:[2-9]|\d\.5)(?: tablet| packet)?(?:(?: of)?(?: my| the|"
    r" a)? \d+(?: mg)?(?: tablet)?)?(?: M\d+)?(?: ,)? $| O\d+ $"
)
"""'10 mg in the morning and one at night'; after '2 in the morning' a 1 is another amount."""


def read_dayparts(reading: Reading) -> None:
    """Read the times of day."""

    def part(found: re.Match[str], *, anchored: bool) -> str:
        slot = next((_SLOTS[word] for word in reversed(found[0].split()) if word in _SLOTS), "")
        return reading.add("T", DayPart(1, anchored, slot))

    def clock_list(found: re.Match[str]) -> str:
        return reading.add("T", DayPart(sum(word[0].isdigit() for word in found[0].split()), anchored=True))

    reading.mark(_NOT_PARTS, "when")
    reading.replace(_MEALS, lambda _: reading.add("T", DayPart(3, anchored=True)))
    if reading.has("clockam", "clockpm"):
        reading.replace(_DOSE_CLOCK, lambda found: _dose_clock(reading, found))
    reading.replace(_CLOCK, lambda _: reading.add("T", DayPart(1, anchored=True)))
    reading.replace(_CLOCK_LIST, lambda found: reading.add("T", DayPart(_count_clocks(found[0]), anchored=True)))
    reading.replace(_AT_LIST, clock_list)
    reading.replace(_AT_ONE, lambda _: reading.add("T", DayPart(1, anchored=True)))
    reading.replace(_PART_ANCHORED, lambda found: part(found, anchored=True))
    reading.replace(_PART_BARE, lambda found: part(found, anchored=False))
    if "T" in reading.text:
        reading.replace(_LIST, lambda found: _merge(reading, found))
        reading.replace(_LIST_OF_ONES, lambda found: _merge_ones(reading, found))


def _dose_clock(reading: Reading, found: re.Match[str]) -> str:
    slot = "morning" if (found["half"] or found["half2"]) == "clockam" else "evening"
    return f"{found['dose'] or found['dose2']} {reading.add('T', DayPart(1, anchored=True, slot=slot))}"


def _count_clocks(text: str) -> int:
    """Count the times of '0800, 1400 and 2200', the first of them a token already."""
    return sum(word[0].isdigit() or word[0] == "T" for word in text.split())


def _merge_ones(reading: Reading, found: re.Match[str]) -> str | None:
    several = _SEVERAL.search(found.string, max(0, found.start() - 40), found.start())
    return None if several else _merge(reading, found)


def _merge(reading: Reading, found: re.Match[str]) -> str:
    """Count the times of a list; one moment told twice ('before bed every night') counts once."""
    count, slot, before, anchored = 0, "", "", False
    for word in found[0].split():
        if word[0] != "T":
            before += word
            continue
        part = reading.item(word, DayPart)
        same = part.slot == slot and slot != ""
        told_again = not before and part.anchored and (same or bool(part.slot) != bool(slot))
        if count and (told_again or (same and before == "/")):
            anchored = True
        else:
            count += part.count
        slot, before, anchored = part.slot or slot, "", anchored or part.anchored
    return reading.add("T", DayPart(count, anchored or count > 1, slot))


def as_frequency(part: DayPart) -> Frequency:
    """Tell how often a day times of day make."""
    return Frequency(Fraction(part.count), Fraction(part.count), clock=True, slot=part.slot)
