"""How often: counts, intervals, abbreviations, and what turns an amount into a day's total.

Item tokens: ``F`` a frequency, ``V`` a division of a day's total. Marks: ``perday`` for "a day" in any
wording, ``dayof`` for "daily dose of", ``prn``, ``onego`` for one dose at one time, ``perdose``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.model import HOURS_PER_DAY
from bot.dosing.numerals import NUMBER, number
from bot.dosing.reading import word_set, words

if TYPE_CHECKING:
    import re

    from bot.dosing.reading import Reading

_N = NUMBER
MOST_A_DAY = 48


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a day; None for less often than once a day."""

    low: Fraction | None
    high: Fraction | None
    cap: bool = False
    """A limit ('no more than 3 a day') and not a plan."""
    clock: bool = False
    """Told by times of day: 'morning and night'."""
    slot: str = ""
    """Which time of day, where it has a name."""
    bare: bool = False
    """A count without 'a day': 'three times'."""


RARE = Frequency(None, None)

CAP = (
    r"(?:up to|at most|maximum(?: of)?|no more than|not more than|not to exceed|do not exceed|limit(?: of|"
    r" is)?|not exceeding|"
    r"as many as|never more than|to a maximum of|to maximum|with a maximum of|maximum is|hasta)"
)
_DAY = r"(?:day|24 hour|24)"
_PERDAY = words(
    "(?:/|per|each|every|every single|in a|in any|in 1|in one|in|over a|over|within|any|al|por|par|"
    "pro|for each)(?: (?:1|the|each|whole|same))? day(?: period)?(?! (?:old|ago|later|off|or 2|"
    "after|before|or so))",
    "(?:/|per|in a|in any|in 1|in|over|within|for|any)(?: (?:1|a|the|whole|same|each))? (?:24 hour|24)(?: period)?",
    "(?<!for )(?<!half )(?<!quarter )(?<!another )(?<!what )(?<!such )(?<!good )(?<!bad "
    f")a {_DAY}(?: period)?(?! (?:ago|later|off|or 2|or so|now|early|late|before|after))",
    "(?:(?<=mg )|(?<=mcg )|(?<=ml )|(?<=tablet )|(?<=times )|(?<=once )|(?<=twice )|(?<= x ))(?:a|"
    "per|/|each|every) day",
    "(?:through|throughout|across|during|over)(?: (?:the|a|my|course of|the course of))+(?: whole|"
    " entire| rest of the)? day",
    "(?<=mcg )(?:basal|background|baseline)(?: rate| dose)?(?! (?:/|per|a|each|daily))|daily|per diem",
)
_DAYOF = words(
    "(?<!mg )(?<!mcg )(?<!ml )(?<!tablet )(?:total )?perday(?: (?:total|oral|intrathecal|"
    r"M\d+)){0,8}(?: (?:dose|dosage|amount|intake|total|quantity|limit|sum))(?: (?:is|of|,|was|at|"
    "now|=|about|currently|to|should be|will be|comes to|equals|around|up to|from)){0,8}(?= [1-9~])",
    r"(?<!mg )(?<!mcg )(?<!ml )(?<!tablet )(?!(?<=\d )total ,)(?:total|totaling|totalling|adds up to|adding up to|"
    r"comes to|sum of|tdd)(?: (?:is|of|,|was|at|=|dose|amount|about|perday|to|M\d+)){0,8}(?= [1-9~])",
)
_TOTAL_AFTER = words(r"(?:in )?total(?: perday)?|altogether|perday (?:in )?total|in all")
_DOSES = r"(?:doses?|ways?|portions|parts|goes|intakes|servings|tomas)"
_DIVIDED_BY = words(
    "(?:divided|split|spread|broken)(?: (?:up|out|evenly|equally|in|into|over|as|across|to|between|"
    f"by|down)){{0,8}} ({_N})(?: (?:-|to|or) ({_N}))?(?: (?:equal|divided|separate|smaller|perday|"
    f"even|different)){{0,8}}(?: (?:times|{_DOSES}))?(?: perday)?",
)
_IN_DOSES = words(
    f"(?:in|into|over|as|across|between) ({_N})(?: (?:-|to|or) ({_N}))?(?: (?:equal|divided|"
    f"separate|split|smaller|even|different|perday)){{0,8}} {_DOSES}(?: perday)?",
)
_SPLIT_WORDS = word_set("divided split spread broken equal equally even evenly separate")
"""These tell a total; '20 mg in 3 doses' without them may be 20 mg each time."""
_HALVED = words(r"(?:divided|split)(?: (?:up|evenly|equally)){0,8} (?:in|into) (?:0\.5|halves|half)")
_DIVIDED = words(
    "(?:divided|split|spread)(?: (?:up|out|evenly|equally|in|into|over|as|to|doses?|dosing|between|among|across)){0,8}",
)
_PER_DAY_OF = {
    "qd": 1, "sid": 1, "uid": 1, "qam": 1, "qpm": 1, "qn": 1, "nightly": 1, "bid": 2, "bd": 2, "bds": 2,
    "tid": 3, "tds": 3,
    "qid": 4, "qds": 4,
}  # fmt: skip
_SHORT = words(rf"({CAP} )?(?:(?:1|once) )?({'|'.join(_PER_DAY_OF)})(?: perday)?(?: dosing)?")
_SHORT_RANGE = words(rf"(?P<low>{'|'.join(_PER_DAY_OF)}) (?:-|to|or|/) (?P<high>{'|'.join(_PER_DAY_OF)})(?: perday)?")
_OD = words(rf"(mg|mcg|ml|tablet|packet|{_N}|M\d+|po|oral) od")
_HOURS = rf"({_N})(?: (?:-|to|or) ({_N}))?"
_Q_HOURS = words(rf"q(?: every)? {_HOURS} (?:hour(?:ly)?)")
_Q_BARE = words(r"q (2|3|4|6|8|12|24)(?! (?:day|week))")
_EVERY_HOURS = words(rf"(?:({CAP}) )?(?:once )?(?:every|ever|each) {_HOURS} (?:hour|hourly)")
_HOURLY = words(rf"{_HOURS} hourly")
_SLASH_HOURS = words(r"(?:every|each) hour|hourly")
_OTHER_HOUR = words(r"(?:every|each|q) (?:other|second|2 ord) hour")
_COUNT = r"(?:x|times?|doses?|separate doses|divided doses|separate times|takes)"
_TIMES = words(rf"(?:({CAP}) )?({_N})(?: (?:-|to|or) ({_N}))? ?{_COUNT}(?: (?:,|a|in))? (?:perday|day)")
_X_TIMES = words(
    f"(?:({CAP}) )?x ({_N})(?: (?:-|to|or) ({_N}))?(?: times)? (?:perday|/ day)",
    f"perday x ({_N})(?: times)?",
)
_OTHER_SPAN = r"(?! (?:a|per|/|every|each) (?:week|month|year))"
_TIMES_BARE = words(
    f"(?:({CAP}) )?({_N})(?: (?:-|to|or) ({_N}))? times{_OTHER_SPAN}(?! (?:the|as|more|higher|"
    "stronger|what|my|that|in))",
)
_WORD_TIMES = words(
    f"(?:({CAP}) )?(once|twice)(?: or (twice))?(?: (perday|day))?{_OTHER_SPAN}(?! (?:the|as much|"
    "as many|what|that|before|i|we|in|my|he|she|weekly|monthly))(?! (?:at|with|around|every|each|after) "
    "(?:the |my )?(?:night|bedtime|bed|noon|lunch|dinner|supper|breakfast|morning|evening|afternoon|midday|clock|\\d))",
)
_ONCE_DAY = words(
    "(?:once|1 time|1 x|1 dose|una time)(?: ,)? (?:perday|day)",
    "(?:in |as )?(?:a |1 )?single(?: perday)? dose perday|perday (?:in|as) (?:1|a single) dose|q day",
    "once nightly",
)
_CAP_COUNT = words(rf"{CAP} ({_N})(?: (?:of them|tablet|doses?|times))? perday")
_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|wed|sat|sun)"
_RARE = words(
    "less (?:often )?than (?:once|1 time) perday",
    f"(?:{_N}|once|twice)(?: (?:x|times|doses?|day|night))?(?: (?:a|per|/|every|each|in a|"
    "out of the))+ (?:week|month|fortnight)",
    "weekly|monthly|fortnightly|(?:every|each) (?:week|month|fortnight|other week)",
    f"(?:once|{_N} times|twice) (?:weekly|monthly)|per week",
    "(?<!for )(?<!after )(?<!in )(?<!about )a week(?! (?:ago|later|now|or|after|before))|/ week",
    "(?:every|each|q) (?:other|second|2 ord|third|3 ord|alternate|few|couple|couple of|several|2|3|"
    "4|5|7|14) (?:day|night|morning|evening)",
    "(?:on )?(?:alternate|alternating) (?:day|night)|q (?:2|3) day|(?:every|q) (?:36|48|72|96) hour",
    "qod|eod|(?:(?:on|only on|at|only) )?(?:the )?weekend(?: only)?|once in a while",
    f"(?:on )?every {_WEEKDAY}(?:(?: ,)?(?: (?:and|/|-|every|on)){{0,8}} {_WEEKDAY}){{0,8}}(?: only)?",
    f"(?:on )?{_WEEKDAY}(?:(?: ,)?(?: (?:and|/|-|every|on)){{0,8}} {_WEEKDAY})+(?: only)?|mwf",
    "(?:after|before|following|post) (?:each |every |my |the |his |her )?(?:dialysis|"
    "hd)(?: (?:sessions?|day|treatments?|only)){0,8}",
    "on (?:dialysis|hd) day(?: only)?",
)
_NEED = r"(?:needed|required|necessary|need(?: it| to| be| them)?|needs (?:it|to))"
_PRN = words(
    "prn",
    "(?:as|if|when|whenever|where)(?: (?:it|is|i|you|he|she|they|and when|or when|really|"
    f"absolutely|only)){{0,8}} {_NEED}",
    f"only (?:as|if|when)(?: (?:it|is|i)){{0,8}} {_NEED}|on bad (?:day|night)|as and when|on demand",
    r"when (?:it|the spasms?|spasms?|things|my legs)(?: \w+)? (?:bad|flares?|acts? up|get|gets|"
    "are)(?: bad| worse)?",
    "for (?:breakthrough|bad) spasms?|cuando sea necesario|si es necesario|a demanda|si hace falta",
)
_NEVER = words(r"0 (?:x|times|doses?)(?: (?:a|per|/|each|every) day| daily)?", r"every 0 hour")
_ONE_GO = words(
    "(?:all )?at once|at the same time(?! (?:every|each|perday|as|with|of|daily))",
    "(?:all )?(?:at|in) (?:1|a single|one|the same) (?:go|sitting|shot|dose|hit|swallow|gulp)",
    "at (?:1|a single) time|(?:all )?in a (?:go|oner|single go)",
    "(?:as|in|for) (?:a|1)(?: single| one off| stat| one time)? dose|single (?:dose|doses)|one off",
    "1 off|1 time dose|all together|all in 1(?: go)?|simultaneously|at a go|all at the same time|stat",
    "de golpe|de una time|a la time|in 1 swoop|in 1 fell swoop",
)
_PER_DOSE = words(
    "(?:per|each|every|/|for each|for every|in each|in every|por) (?:dose|time|go|toma|occasion|administration)",
    "(?:(?<=mg )|(?<=mcg )|(?<=ml )|(?<=tablet ))(?:a|at a) (?:dose|time|go|pop|shot)|at a time",
)


def read_frequency(reading: Reading) -> None:
    """Read how often, and what is meant for a whole day."""
    reading.mark(_PRN, "prn")
    reading.mark(_NEVER, "notimes")
    reading.mark(_PERDAY, "perday")
    _read_rare(reading)
    _read_intervals(reading)
    _read_divisions(reading)
    reading.mark(_ONE_GO, "onego")
    _read_counts(reading)
    reading.mark(_DAYOF, "dayof")
    reading.mark(_DIVIDED, "divided")
    reading.mark(_PER_DOSE, "perdose")
    reading.mark(_TOTAL_AFTER, "intotal")


def _frequency(low: str, high: str | None, *, cap: bool = False, bare: bool = False) -> Frequency | None:
    least, most = number(low), number(high or low)
    if not 0 < least <= most <= MOST_A_DAY:
        return None
    return Frequency(least, most, cap=cap, bare=bare)


def _read_divisions(reading: Reading) -> None:
    def division(found: re.Match[str]) -> str | None:
        frequency = _frequency(found[1], found[2], bare=_SPLIT_WORDS.isdisjoint(found[0].split()))
        return None if frequency is None else reading.add("V", frequency)

    reading.replace(_DIVIDED_BY, division)
    reading.replace(_IN_DOSES, division)
    reading.replace(_HALVED, lambda _: reading.add("V", Frequency(Fraction(2), Fraction(2))))


def _read_rare(reading: Reading) -> None:
    reading.replace(_RARE, lambda _: reading.add("F", RARE))


def _read_intervals(reading: Reading) -> None:
    def hours(low: str, high: str | None, *, cap: bool = False) -> str | None:
        shortest, longest = number(low), number(high or low)
        if not 0 < shortest <= longest:
            return None
        if longest > HOURS_PER_DAY:
            return reading.add("F", RARE)
        return reading.add("F", Frequency(HOURS_PER_DAY / longest, HOURS_PER_DAY / shortest, cap=cap))

    reading.replace(_Q_HOURS, lambda found: hours(found[1], found[2]))
    reading.replace(_Q_BARE, lambda found: hours(found[1], None))
    reading.replace(_EVERY_HOURS, lambda found: hours(found[2], found[3], cap=bool(found[1])))
    reading.replace(_HOURLY, lambda found: hours(found[1], found[2]))
    reading.replace(_SLASH_HOURS, lambda _: hours("1", None))
    reading.replace(_OTHER_HOUR, lambda _: hours("2", None))


def _read_counts(reading: Reading) -> None:
    def put(low: str, high: str | None = None, *, cap: bool = False, bare: bool = False) -> str | None:
        frequency = _frequency(low, high, cap=cap, bare=bare)
        return None if frequency is None else reading.add("F", frequency)

    def short(found: re.Match[str]) -> str | None:
        return put(str(_PER_DAY_OF[found[2]]), cap=bool(found[1]))

    def word(found: re.Match[str]) -> str | None:
        low = {"once": "1", "twice": "2"}[found[2]]
        return put(low, "2" if found[3] else None, cap=bool(found[1]), bare=not found[4])

    reading.replace(_ONCE_DAY, lambda _: put("1"))
    reading.replace(_TIMES, lambda found: put(found[2], found[3], cap=bool(found[1])))
    reading.replace(_X_TIMES, lambda found: put(found[2] or found[4], found[3], cap=bool(found[1])))
    reading.replace(_CAP_COUNT, lambda found: put(found[1], cap=True))
    reading.replace(_SHORT_RANGE, lambda found: put(str(_PER_DAY_OF[found["low"]]), str(_PER_DAY_OF[found["high"]])))
    reading.replace(_SHORT, short)
    reading.replace(_OD, lambda found: f"{found[1]} {put('1')}")
    reading.replace(_TIMES_BARE, lambda found: put(found[2], found[3], cap=bool(found[1]), bare=True))
    reading.replace(_WORD_TIMES, word)
