"""Who takes it: age, weight, stage of life. The numbers read here are never doses.

An age belongs to the person who takes the dose: the baby that is nursed and the child that somebody has are
not.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.numerals import NUMBER, number
from bot.dosing.reading import words

if TYPE_CHECKING:
    import re

    from bot.dosing.reading import Reading

KG_PER_LB = Fraction(4536, 10000)
LB_PER_STONE = 14
MONTHS, WEEKS, DAYS = 12, 52, 365
OLDEST = 120
OLDER_DECADE = 70
"""'In her 70s' is 65 or over for certain, 'in her 60s' is not."""

_PEOPLE = (
    "mother|father|grandma|baby|toddler|child|teen|son|daughter|wife|husband|brother|sister|aunt|uncle|"
    "cousin|nephew|niece|"
    "friend|partner|boyfriend|girlfriend|patient|pt|man|woman|lady|gentleman|boy|girl|male|female|grandson|"
    "granddaughter|"
    "resident|client|student|neighbor|neighbour|spouse|fiance|twin|roommate"
)
_YOUNG = "baby|toddler|child|teen|son|daughter|boy|girl|twins|twin"
_SUBJECT = (
    f"i am|he is|she is|who is|they are|he 's|she 's|who 's|(?:{_PEOPLE})(?: in law)? (?:is|was|'s)|turned|"
    "turning|turns"
)
_MAYBE = r"(?: (?:now|only|just|nearly|almost|about|turning|already|around|currently|over|like)){0,8}"
_AGE_END = (
    r"(?= (?:[,.?]|and|but|with|who|so|person|male|female|now|today|this|on|taking|weigh\w*|wt|chewed|ate|"
    r"swallowed|took|"
    r"takes|got|gets|was|has|had|drank|is|started|found)(?= )| $)"
)

_YEARS_OLD = words(
    f"({NUMBER}) (year|month|week|day) (?:old|of age)(?: (?:male|female|man|woman|lady|gentleman))?",
)
_AGED = words(
    f"(?:age|aged|ages)(?: (?:of|is|,|at|=|now)){{0,8}} ({NUMBER})(?! (?:mg|mcg|ml|tablet|/|-|"
    "limit))(?: (year|month)(?: old)?)?",
)
_IS_AGE = words(rf"({_SUBJECT}){_MAYBE} ({NUMBER})(?: (year|month))?{_AGE_END}")
_AGE_BY_PERSON = words(
    rf"({_PEOPLE})(?: ,)? ({NUMBER})(?: year)? (?:,|male|female|and)", rf"(he|she|who|i) , ({NUMBER})(?: year)? ,"
)
_SEX = words(rf"({NUMBER})(?: year)? (?:male|female)|(?:male|female)(?: ,)? ({NUMBER})(?= ,)")
_AGE_BY_YOUNG = words(rf"({_YOUNG}|infant)(?: ,)? ({NUMBER}) (year|month|week)(?= (?:,|\.|\?|is|on|takes|gets|who)| $)")
_OF_AGE = words(
    "(?:boy|girl|man|woman|lady|child|patient|son|daughter|grandson|granddaughter|toddler|kid) "
    rf"(?:of|who is) ({NUMBER})"
)
_BARE_MONTHS = words(
    f"(?:my|our|the|a|his|her) ({NUMBER}) month(?= (?:,|{_YOUNG}|is|on|takes|take|gets|has))",
)
_BARE_YEARS = words(
    rf"(?<!for )(?<!past )(?<!last )(?<!in )(?<!about )(?<!after )({NUMBER}) (?:year|yo)(?= (?:,|"
    rf"and) {NUMBER} (?:kg|lb|stone))",
    rf"(?<= , )({NUMBER}) year(?= (?:,|and|\.)| $)",
    rf"(?<=^ )({NUMBER}) year(?= (?:,|male|female)(?= ))",
)
"""'10 mg tid, 7 years, 12 kg': years that stand alone between commas are an age."""
_DECADE = words(rf"in (?:my|his|her|their|the)(?: (?:early|mid|late))? ({NUMBER})(?: s| mg tablet)")
_WEIGHT_CHANGE = words(
    "(?:lost|gained|gain|lose|losing|gaining|lift|lifted|drop|dropped)(?: (?:about|like|over|"
    f"around))? {NUMBER} (?:kg|lb|stone)",
)
_STONE = words(rf"({NUMBER}) stone(?: (?:and )?({NUMBER})(?: lb)?)?")
_WEIGHT = words(
    "(?<!/ )(?<!per )(?:(?:weigh|weighs|weight|weighing|wt|weighed)(?: (?:is|of|,|about|around|=|"
    f"at|only|approx|roughly|just|under|over)){{0,8}} )?({NUMBER}) (kg|lb)(?! (?:of|bag))",
)
_WEIGHT_BARE = words(
    f"(?:weigh|weighs|weight|weighing|wt)(?: (?:is|of|,|about|around|=|at)){{0,8}} {NUMBER}(?! (?:mg|mcg))",
)

_FEEDS = words(
    "(?:nursing|nurse|nurses|breastfeeding|breast feeding|breast feed|feeding|"
    r"bottle feeding)(?: (?:a|an|my|our|the|her|his|still|little)){0,8} (G\d+|"
    f"{_YOUNG})(?: (?:{_YOUNG}))?",
)
_HAS_YOUNG = words(
    "(?:have|has|got|having|had|raising|mother of|father of|mother to|father to|parent of|care for|"
    r"caring for|with)(?: (?:a|an|my|our|2|3|4|two|three|young|little|1)){0,8} (?:G\d+|"
    f"{_YOUNG})(?: (?:{_YOUNG}))?",
)
_WITH_CHILD = words(
    "(?:pregnant|carrying|expecting|trying for|conceive)(?: (?:with|for|a|my|our|her|first|second|"
    f"third|1|2|another|the)){{0,8}} (?:{_YOUNG})",
)
_FIRST_PERSON = words(
    "i (?:take|am|was|started|get|use|have been|usually|currently|now|still|just)|i do take|myself",
    "my dose|for me|put me|prescribed me|gave me|should i|can i|could i",
    "my (?:doctor|neuro|neurologist|gp) (?:has me|put me|gave me)",
)
_NOT_PREGNANT = words(
    "(?:not|no|never|non|without|before|after|no longer|not currently|was|were) (?:being |getting |"
    "get |became |yet )?pregnant",
    "not a pregnant|pregnant (?:in the past|last year)|when i was pregnant",
)
_PREGNANT = words(
    "pregnant",
    "(?:am|is|are|currently|and|we|baby) expecting(?! (?:to|that|it|the|a|an|some|my|more)(?= ))",
    "expecting (?:a baby|our|my (?:first|second|third)|twins|in|again|this|next|another)",
    "(?:to|get|getting) (?:conceive|pregnant)|trying for a baby|ttc|with child",
    f"{NUMBER} week (?:along|gestation|gone|preg)|(?:first|second|third|1 ord|2 ord|3 ord) trimester",
    "up the duff|bun in the oven",
)
_WEEKS_PREGNANT = words(
    rf"{NUMBER}(?: (?:\+|and) {NUMBER})? (?:week|month)(?: and {NUMBER} day)?(?: \+ "
    f"{NUMBER})? (?:pregnant|gestation|along|gone)",
    f"{NUMBER} week (?:and|,) pregnant|pregnant ,? {NUMBER} (?:week|month)",
)
_NOT_FEEDING = words(
    "(?:not|stopped|no longer|never|finished|stop|done) (?:currently )?(?:breastfeeding|breast feeding|nursing)",
    "nursing (?:home|student|staff|school|degree|course|exam|facility|care)",
)
_FEEDING = words(
    "breastfeeding|breast (?:feeding|feed|fed|milk)|nursing|(?:i|while|and) (?:i )?nurse",
    "nurse (?:my|the|a) (?:baby|newborn|child|infant|son|daughter)|pumping milk|pump milk|breast pump",
    "express(?:ing)? milk",
)
_TEEN = words(r"teen|(?:high|middle) schooler|(?:high|middle) school (?:kid|student|boy|girl)|teen \w+")
_CHILD = words(
    "(?:baby|toddler|child)(?! (?:proof|resistant|birth|care|safe|aspirin|steps|bearing))",
    "little (?:1|boy|girl|man|lad|lass)|kid|(?:1 ord|first|2 ord|second|3 ord|third) grader",
    "year old (?:boy|girl)",
)
_OLDER = words(
    "grandma|elderly|senior (?:citizen|adult|patient|lady|man|woman)|older (?:adult|person|patient)",
    "old (?:lady|man|woman|folks|person)|(?:very |rather |quite )old|great (?:aunt|uncle|grandma)",
    "(?:seventy|eighty|ninety) ?something|geri",
)
_OWNED = words(
    r"(?:grandma|elderly) 's (?=(?:\S+ ){0,2}(?:A\d+|tablet|M\d+|bottle|medicine|meds|medication|"
    "stash|prescription bottle))",
)


@dataclass(slots=True)
class Life:
    """What was read about the person."""

    age_years: Fraction | None = None
    weight_kg: Fraction | None = None
    child_word: bool = False
    teen_word: bool = False
    older_word: bool = False
    pregnant: bool = False
    breastfeeding: bool = False


def read_person(reading: Reading) -> Life:
    """Read and consume what tells of the person."""
    life = Life()
    _read_weight(reading, life)
    ages = _Ages(reading)
    _read_feeding_and_pregnancy(reading, life)
    _read_decade(reading, life)
    if reading.find(_FIRST_PERSON):
        reading.mark(_HAS_YOUNG, "offspring")
    kept = [age for age in ages.values if f" {age[0]} " in reading.text]
    if kept:
        life.age_years = kept[0][1]
    reading.mark(words(r"G\d+"), "person")
    life.older_word = life.older_word or _older_word(reading)
    _read_child_words(reading, life)
    return life


class _Ages:
    """Ages in the text, each replaced by a token."""

    def __init__(self, reading: Reading) -> None:
        self.values: list[tuple[str, Fraction]] = []
        self.reading = reading
        digits = any(word[0].isdigit() for word in reading.seen)
        if not digits:
            return
        reading.replace(_YEARS_OLD, lambda found: self.put(found[1], found[2]))
        reading.replace(_AGED, lambda found: self.put(found[1], found[2] or "year"))
        reading.replace(_IS_AGE, self.subject)
        reading.replace(_AGE_BY_PERSON, lambda found: self.keep(found[1] or found[3], found[2] or found[4]))
        reading.replace(_AGE_BY_YOUNG, self.young)
        reading.replace(_SEX, lambda found: self.put(found[1] or found[2], "year"))
        reading.replace(_OF_AGE, lambda found: self.keep("person", found[1]))
        reading.replace(_BARE_YEARS, lambda found: self.put(found[1] or found[2] or found[3], "year"))
        reading.replace(_BARE_MONTHS, lambda found: self.put(found[1], "month"))

    def put(self, told: str, unit: str) -> str | None:
        years = number(told) / {"year": 1, "month": MONTHS, "week": WEEKS, "day": DAYS}[unit]
        if not 0 <= years <= OLDEST:
            return None
        token = self.reading.add("G", years)
        self.values.append((token, years))
        return token

    def keep(self, who: str, told: str) -> str | None:
        """Replace the number only: the person's word is read later."""
        token = self.put(told, "year")
        return None if token is None else f"{who} {token} ,"

    def young(self, found: re.Match[str]) -> str | None:
        token = self.put(found[2], found[3])
        return None if token is None else f"{found[1]} {token}"

    def subject(self, found: re.Match[str]) -> str | None:
        token = self.put(found[2], found[3] or "year")
        return None if token is None else f"{found[1]} {token}"


def _read_decade(reading: Reading, life: Life) -> None:
    def decade(found: re.Match[str]) -> str | None:
        years = number(found[1])
        if years < 20 or years % 10:
            return None
        life.older_word = life.older_word or years >= OLDER_DECADE
        return "person"

    if reading.has("in"):
        reading.replace(_DECADE, decade)


def _read_weight(reading: Reading, life: Life) -> None:
    if not reading.has("kg", "lb", "stone", "weigh", "weighs", "weight", "weighing", "wt"):
        return
    reading.mark(_WEIGHT_CHANGE, "weightchange")

    def stone(found: re.Match[str]) -> str | None:
        pounds = number(found[1]) * LB_PER_STONE + (number(found[2]) if found[2] else 0)
        life.weight_kg = pounds * KG_PER_LB
        return "person"

    def weight(found: re.Match[str]) -> str | None:
        told = number(found[1]) * (1 if found[2] == "kg" else KG_PER_LB)
        life.weight_kg = told or life.weight_kg
        return "person"

    reading.replace(_STONE, stone)
    reading.replace(_WEIGHT, weight)
    reading.mark(_WEIGHT_BARE, "person")


def _read_feeding_and_pregnancy(reading: Reading, life: Life) -> None:
    for pattern in (_WEEKS_PREGNANT, _WITH_CHILD):
        if reading.find(pattern):
            life.pregnant = True
            reading.mark(pattern, "person")
    fed = reading.find(_FEEDS)
    if fed is not None:
        life.breastfeeding = fed[0].split()[0] not in ("feeding", "bottle")
        reading.mark(_FEEDS, "person")
    reading.mark(_NOT_PREGNANT, "person")
    reading.mark(_NOT_FEEDING, "person")
    life.pregnant = life.pregnant or reading.find(_PREGNANT) is not None
    life.breastfeeding = life.breastfeeding or reading.find(_FEEDING) is not None
    reading.mark(_FEEDING, "feeding")


def _older_word(reading: Reading) -> bool:
    reading.mark(_OWNED, "somebody ")
    return reading.find(_OLDER) is not None


def _read_child_words(reading: Reading, life: Life) -> None:
    if life.pregnant or life.breastfeeding:
        return
    life.teen_word = reading.find(_TEEN) is not None
    life.child_word = reading.find(_CHILD) is not None
