"""What has happened: something taken outside the plan, a dose to be doubled, the medicine stopped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.model import Stop
from bot.dosing.numerals import NUMBER
from bot.dosing.reading import word_set, words
from bot.dosing.spans import Span

if TYPE_CHECKING:
    from bot.dosing.reading import Reading
    from bot.dosing.term import Term

_N = NUMBER
SHORT_SPAN_DAYS = Fraction(1, 24)
"""Up to an hour counts as at once."""
STOP_DAYS_TOLD = Fraction(60)

_TOOK = words(
    r"(?<=^ )taken(?= (?:A\d|\d))",
    "took|swallowed|ate|popped|downed|ingested|gulped|gobbled|necked|chugged|chewed|chewing|crunched",
    "drank|munched|scoffed|licked|bit|inhaled|consumed",
    "(?:have|has|had|'ve|'s|i've|he's|she's|already|just|got)(?: (?:just|already|now|accidentally|"
    "also|i|he|she|only|even)){0,8} (?:taken|swallowed|eaten|had|ingested|popped|downed|consumed|"
    "given|got)",
    "(?:i|he|she|they|mother|father|grandma|wife|husband|son|daughter|child|baby|toddler|teen|"
    "brother|sister|friend|patient|we)(?: (?:just|already|accident|have|only|also|"
    r"'s)){0,8} had(?= (?:A|\d))",
    r"just had(?= (?:A|\d))",
    r"(?<=^ )had(?= (?:A\d+|\d+ \S+) (?:with|and) (?:(?:a|an|1|2|3|few|some|bottle|glass|can|pint|of) ){0,4}O\d)",
    r"(?:had|got|has had) (?:his|her|my|the|their)(?: \S+){0,3} twice",
    "(?:i|we|nurse|he|she|they|mother|father|husband|wife|staff|carer)(?: (?:just|accident|have|"
    "has|already)){0,8} (?:gave|given)",
    "gave (?:him|her|my|the|them|our|it)",
    "(?:was|were|been|got|getting|being)(?: (?:accident|just|already)){0,8} (?:given|administered|injected)",
    "injected|administered|got into|gotten into|got (?:hold|a hold|ahold) of|been into",
    r"into (?:my|grandma 's|the|his|her) (?:tablet|M\d+|meds|medicine)|tomo de mas|he tomado|me tome",
    "(?:put|stuck) (?:it|1|them|a tablet|the tablet|some|A\\d+) in (?:his|her|their|its) mouth|sucked on",
    "double dosed|overdosed|od'd|od'ed|doubled up|tablet missing|missing tablet",
)
_PASSIVE = re.compile(r"^(?:was|were|been|got|getting|being)\b.*(?:given|administered|injected)$")
_ONCE_ONLY = word_set("swallowed popped downed ingested gulped gobbled necked chugged chewed scoffed")
"""Nobody tells a plan with these: 'swallowed 60 mg with dinner' is one occasion."""
_DRANK = words(
    r"(?:glass|glasses|shots?|pints?|bottles?|cans?|drinks?) of O\d+|(?:with|and) (?:a|an|1|2|3|few|some) O\d+"
)
"""With a glass of something it was one occasion: 'took 20 mg with wine at dinner'."""
_VAGUE = word_set("had given got getting")
_SWALLOWED_SOMETHING = words(r"M\d+|tablet|packet|dose|doses|medicine|medication|meds|liquid|it|1")
_MISHAP = words(
    "accident|by (?:accident|mistake)|mistake|mixed up|got confused",
    r"forgot (?:i|that i|i had|he|she|and)(?: \S+){0,3}? (?:took|taken|had)",
    r"too (?:many|much|early|soon)(?= (?:M|by|\.|,|today|this|now|A|tablet|of))|double dosed",
    "twice (?:this (?:morning|evening|afternoon)|tonight|in a row|back to back|in (?:1|an|a) hour)",
    r"(?:got|received|given) (?:A\d+|\d+ \S+|\S+ tablet|M\d+) instead of",
    f"mg in the (?:last|past) (?:(?:{_N}|few|couple) )?(?:hour|minute)(?= )",
    "doubled up|overdosed|wrong (?:dose|tablet|strength|amount|bottle|pill)|misread|miscounted",
    "lost count",
)
_NOW = words(
    "just|already|so far|today|tonight|this (?:morning|evening|afternoon)|ago|since|instead|extra",
    r"in 1 go|by accident|earlier|last night|yesterday|right now|now|when\b|too early|too soon",
    rf"D\d+ early|early|twice|onego|(?:an|{_N}) (?:hour|minute) (?:ago|early)",
)
_IF = words(
    "(?:what if|if|suppose|supposing|imagine|say|would it|could someone|could a person|"
    r"should someone)(?: (?:i|he|she|they|you|someone|somebody|a person|an adult|my \S+|we|one|"
    r"the \S+|a \S+))? (?:accident |ever |just |have |had |has )?(?:took|swallowed|ate|take|takes|"
    "taken|had|eat|ingested|swallows)",
    r"(?:can|could|would|should|may|might|will|is it ok|is it safe)(?: \S+){0,5}? (?:be|have|"
    "to have|get) (?:taken|given|swallowed)",
    "(?:when|to be|are|is|usually|normally|often|be|being|get|gets) (?:taken|given)",
    r"taken (?:with|by mouth|orally|daily|F\d+)",
)
_LONG_AGO = words(
    r"(?:years?|months?|weeks?) ago|last (?:year|month|summer|winter|week)|used to|in (?:19|20)\d\d",
    "back in|when i was|as a (?:kid|child|teen)|once upon|noise(?= ago)",
    r"for (?:years|months|weeks|a year|a month)|D\d+ ago(?=.*history)",
)
_TOOK_OTHER = words(
    r"(?:took|taken|had|swallowed|given|ate|drank)(?: (?:some|a|an|my|the|his|her|A\d+|\d+|mg|tablet|of)){0,5} O\d+"
    r"(?! (?:and|with|plus|\+|,) (?:\S+ ){0,3}M\d+)",
)
_REGIMEN_WORDS = words(
    r"for (?:years|months|weeks|ages|a while|a long time)|always|every day|for D\d+|used to|regularly",
    "routinely|back then|at the time|previously|before (?:the|my) (?:pump|surgery)",
)
_SO_FAR = r"(?:mg|mcg|tablet|A\d+|M\d+|today|taken|had|total|intotal|them|it|morning|waking) so far"
_SO_FAR_TOLD = words(_SO_FAR)
"""'Had 60 mg so far' tells of the day; 'feel fine so far' does not."""
_OVER_DAY = words(
    f"{_SO_FAR}(?: today)?",
    "since (?:this |last |early |about |around ){0,8}(?:morning|breakfast|midnight|noon|yesterday|"
    r"waking|T\d+|i (?:woke|got) up|lunch|\d+|night|evening|bedtime|dinner)",
    "(?:in|over|within|during)(?: (?:the|a|one|last|past|whole|course of the|1)){0,8} (?:day|24 hour|perday|today)",
    "(?:all|throughout|through|over|during)(?: (?:the|of)){0,8} (?:day|today)",
    "(?:total|in total|altogether|all together|intotal|perday) (?:today|now|so far)",
    "today (?:in )?(?:total|intotal|so far|already)|(?:already )?today(?: already)?(?= )",
    "by (?:now|lunchtime|lunch|noon|evening)|in the course of the day|up to now|spread",
)
_DOUBLING = words(r"twice|double|doubled|two times|2 times|double dose")
_PLANNED_DOUBLE = words(
    r"(?:double|doubling) (?:up|dose|my|it|the|on|tonight|M\d+|next|a|A\d+)",
    r"(?:a )?double (?:dose|amount|A\d+)|(?:make|making) (?:it )?up(?: for)?|catch(?:ing)? up",
    r"(?:missed|forgot|skipped|forgotten|slept through|left out|overlooked)(?: \S+){0,14}? (?:can|"
    "could|should|ok|okay|may|do|is it|take|instead)",
    r"(?:can|could|should|ok|okay|may|do|is it)(?: \S+){0,20}? (?:missed|forgot|skipped|forgotten|"
    "late)",
)
_MISSED_WORD = words(
    "missed|forgot|forgotten|skipped|skip|miss|late|overslept|slept through|catch(?:ing)? up|make up",
    "making up|double|doubling",
)
_OWN_DOSE = words(
    r"(?:my|his|her|their|our|the)(?: (?:own|usual|normal|regular|morning|evening|next|T\d+|A\d+|"
    r"M\d+|noon|bedtime|scheduled|afternoon|lunch|night|dinner)){0,8} (?:dose|tablet|A\d+|"
    r"M\d+)(?: \S+){0,4}? (?:early|too early|too soon|late|before)",
    r"D\d+ (?:early|late)",
)

_STOP_NOT = words(
    "(?:stop|stopped)(?: (?:the|my|his|her|these|those|all|me|from|any|this|a|night|leg|muscle|bad|"
    "him|it from)){0,8} (?:spasms?|cramps?|pain|hiccups?|twitching|twitches|legs?|shaking|drinking|"
    "alcohol|cravings?|smoking|breathing|seizure|stiffness|spasticity|working|moving|walking|"
    "bleeding|vomiting|jerking|tremors?|clonus|happening|hurting|sleeping|eating|itching|heart|"
    "contractions)",
    "(?:never|not|without|do not|did not|n't|cannot|will not|nor)(?: (?:ever|to|want to|plan to|"
    "going to|actually)){0,8} (?:stop|stopped|quit)(?! working)",
    "non stop|nonstop|stop (?:by|in|sign|at|watch|gap|worrying|being|feeling|me)",
    "stopped (?:by|at|in|me)|bus stop|pit stop|cant stop|can not stop",
    r"stop (?:the |my |his |her )?O\d+|(?:stopped|quit|stop) O\d+",
)
_STOP_WORDS = words(
    "(?:stop|stopped|quit|drop|ditch|dump|halt|halted)(?: (?:on|just|suddenly|abruptly|completely|"
    rf"altogether)){{0,8}}(?= (?:taking|take|using|it|this|my|the|all|M\d+|A\d+|{_N}|cold|suddenly|"
    "abruptly|altogether|completely|today|tonight|now|at|once|straight|immediately|onego|overnight|"
    r"F|dose|tablet|meds|medication|medicine|from|tomorrow|\?|,|\.|without|D\d+|when|T\d+|yesterday|"
    "last|pump|perday)| $)",
    "cold turkey|(?:ran|run|running|runs) out(?: of)?(?! of (?:breath|time|money|the))",
    r"out of (?:tablet|meds|medication|M\d+)",
    r"(?:am|are|is|completely|all|was|were|been) out of (?:my |his |her |the )?(?:M\d+|A\d+|tablet|"
    f"meds|medication|medicine|it|{_N})",
    r"no (?:more )?(?:tablet|M\d+|meds|dose|doses) (?:left|since|for|in D\d+)",
    "(?:come|came|coming|get|getting|got|go|going|went|be|been|taken|took me|took him|took her|"
    "wean|weaned|taper|tapered|pull|pulled|straight|am|is) off(?: (?:of|my|the|his|her|all|"
    rf"completely|slowly)){{0,8}} (?:M\d+|A\d+|it|{_N}|tablet|meds|medication|this|dose)",
    rf"off(?: (?:of|my|his|her|the|all)){{0,8}} (?:M\d+|A\d+|it|{_N} mg)(?: \S+){{0,2}} (?:since|for|"
    r"D\d+)",
    r"(?:without|off)(?: (?:my|any|his|her)){0,8} (?:M\d+|tablet|meds|A\d+)(?: perday)? (?:for|"
    r"since|D\d+)",
    r"(?:have|has|had|am|is) (?:not|n't) (?:taken|had|been taking)(?: (?:any|it|my|his|her|M\d+|"
    r"A\d+|a|tablet|dose|the)){0,8} (?:in|for|since|D\d+)",
    f"(?:missed|skipped|forgot)(?: (?:my|the|taking|to take|all|about|of)){{0,8}} (?:(?:{_N}|"
    r"several|a few|few|couple|2|three|multiple) (?:doses|days|dose)|D\d+|(?:M\d+|tablet|doses|"
    r"it) (?:for )?D\d+)",
    "pharmacy (?:is |was |has |ran ){0,8}(?:out|closed)",
    r"lost (?:my|his|her) (?:tablet|M\d+|meds|prescription|bottle)|=> tozero|tozero",
    r"(?:abrupt|sudden|abruptly|suddenly) (?:stop\w*|withdrawal|cessation|discontinuation)",
    "cut (?:me|him|her|it) off|(?:insurance|doctor|they) (?:stopped|cut off|dropped|took away)",
    "dejar de tomar|dejo de tomar|deje de tomar|discontinue|discontinued",
)
_TAPER = words(
    r"taper|slowly|gradually|gradual|step by step|bit by bit|stepwise|in steps|Z\d+|over D\d+|schedule",
    "weekly|every week",
)
_NOT_TAPER = words(
    "(?:without|no|not|n't|instead of|need(?: to)?|have to|skip(?:ping)?(?: the)?)(?: (?:a|any|to|"
    "the|need|having|have|doing|slowly|slow|bother|bothering)){0,8} (?:taper|weaning|gradual|"
    "slowly|gradually)",
    "do i (?:need|have) to taper|should i taper",
)
_DOWN_TO = words(
    r"off(?: \S+){0,3} (?:in|over|within) D\d+",
    r"(?:taper|wean|drop|cut)\w* (?:me |him |her )?(?:off|down|to)",
)


@dataclass(frozen=True, slots=True)
class TakenWords:
    """What the words say of something taken outside the plan."""

    told: bool
    over_day: bool
    twice: bool
    own_dose: bool


NOT_TAKEN = TakenWords(told=False, over_day=False, twice=False, own_dose=False)


def read_taken(reading: Reading, terms: list[Term]) -> TakenWords:
    """Tell whether something was swallowed or given outside the plan.

    A regimen in the past tense ('took 20 mg three times a day for years') is not that.
    """
    text = f"{reading.start} {reading.text}"
    took, mishap = _TOOK.search(text), _MISHAP.search(text)
    if took is None and mishap is None:
        return NOT_TAKEN
    if not terms and (
        _TOOK_OTHER.search(text) is not None
        or _SWALLOWED_SOMETHING.search(text) is None
        or (mishap is None and took is not None and took[0].split()[-1] in _VAGUE)
    ):
        return NOT_TAKEN
    if mishap is None and took is not None and _PASSIVE.search(took[0]) and not _NOW.search(text):
        return NOT_TAKEN
    if _LONG_AGO.search(text) or (_IF.search(text) and not mishap):
        return NOT_TAKEN
    regimen = any(
        (term.per_day and not term.in_total)
        or any(not frequency.clock and not frequency.bare for frequency in term.freqs)
        for term in terms
    )
    clocked = any(frequency.clock for term in terms for frequency in term.freqs)
    now = _NOW.search(text) is not None or mishap is not None
    over_day = _OVER_DAY.search(text) is not None
    today = " today " in text or _SO_FAR_TOLD.search(text) is not None or (over_day and " since " in text)
    if regimen and not (mishap or today):
        return NOT_TAKEN
    if _REGIMEN_WORDS.search(text) and not mishap:
        return NOT_TAKEN
    if clocked and not now and took is not None and took[0].split()[-1] not in _ONCE_ONLY and not _DRANK.search(text):
        return NOT_TAKEN
    twice = _DOUBLING.search(reading.start) is not None and not over_day
    return TakenWords(told=True, over_day=over_day, twice=twice, own_dose=_OWN_DOSE.search(text) is not None)


def plans_double(reading: Reading) -> bool:
    """Tell whether a double dose is planned to make up for a missed one."""
    return _PLANNED_DOUBLE.search(reading.text) is not None and _MISSED_WORD.search(reading.start) is not None


def _spans(reading: Reading) -> list[Span]:
    tokens = reading.text.split()
    return [reading.item(token, Span) for token in tokens if token[0] == "D" and token[1:].isdigit()]


def read_pace(reading: Reading) -> tuple[Fraction | None, bool]:
    """Tell over how many days a change is spread, and whether words of tapering were used."""
    spread = (span.days for span in _spans(reading) if span.word in ("over", "across", "during"))
    tapering = _TAPER.search(reading.text) is not None and _NOT_TAPER.search(reading.text) is None
    return next(spread, None), tapering


def read_stop(reading: Reading) -> Stop | None:
    """Tell whether the medicine was or will be stopped, and over how long."""
    text = _STOP_NOT.sub("nostop", reading.text)
    stopped = _STOP_WORDS.search(text) is not None
    spans = _spans(reading)
    tapering = _NOT_TAPER.search(text) is None and (
        _TAPER.search(text) is not None or any(span.word in ("over", "across") for span in spans)
    )
    if not stopped and not (tapering and _DOWN_TO.search(text)):
        return None
    within = [
        span.days
        for span in spans
        if span.days is not None and span.word in ("over", "in", "within", "during", "by", "across", "")
    ]
    if any(span.word == "ago" and span.days is not None and span.days > STOP_DAYS_TOLD for span in spans):
        return None
    shortest = min(within, default=None)
    return Stop(shortest, gradual=tapering and (shortest is None or not stopped or shortest > 0))
