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
    r"took|swallowed|ate|popped|downed|ingested|gulped|gobbled|necked|chugged|chewed|chewing|crunched|"
    r"drank|munched|scoffed|licked|bit|inhaled|consumed|"
    r"(?:have|has|had|'ve|'s|i've|he's|she's|already|just|got)(?: (?:just|already|now|accidentally|also|i|"
    r"he|she|only|even))* (?:taken|swallowed|eaten|had|ingested|popped|downed|consumed|given|got)|"
    r"(?:i|he|she|they|mother|father|grandma|wife|husband|son|daughter|child|baby|toddler|teen|brother|"
    r"sister|friend|patient|we)(?: (?:just|already|accident|have|only|also|'s))* had(?= (?:A|\d))|"
    r"just had(?= (?:A|\d))|"
    r"(?:i|we|nurse|he|she|they|mother|father|husband|wife|staff|carer)(?: (?:just|accident|have|has|"
    r"already))* (?:gave|given)|gave (?:him|her|my|the|them|our|it)|(?:was|were|been|got|getting|"
    r"being)(?: (?:accident|just|already))* (?:given|administered|injected)|injected|administered|"
    r"got into|gotten into|got (?:hold|a hold|ahold) of|been into|into (?:my|grandma 's|the|his|"
    r"her) (?:tablet|M\d+|meds|medicine)|tomo de mas|he tomado|me tome|double dosed|overdosed|od'd|od'ed|"
    r"doubled up|tablet missing|missing tablet"
)
_PASSIVE = re.compile(r"^(?:was|were|been|got|getting|being)\b.*(?:given|administered|injected)$")
_VAGUE = word_set("had given got getting")
_SWALLOWED_SOMETHING = words(r"M\d+|tablet|packet|dose|doses|medicine|medication|meds|liquid|it|1")
_MISHAP = words(
    r"accident|by (?:accident|mistake)|mistake|mixed up|got confused|forgot (?:i|that i|i had|he|she|"
    r"and)(?: \S+){0,3}? (?:took|taken|had)|too (?:many|much|early|soon)(?= (?:M|by|\.|,|today|this|now|A|"
    r"tablet|of))|double dosed|doubled up|overdosed|wrong (?:dose|tablet|strength|amount|bottle|pill)|"
    r"misread|miscounted|lost count"
)
_NOW = words(
    r"just|already|so far|today|tonight|this (?:morning|evening|afternoon)|ago|since|instead|extra|"
    r"in 1 go|by accident|earlier|last night|yesterday|right now|now|when\b|too early|too soon|D\d+ early|"
    rf"early|twice|onego|(?:an|{_N}) (?:hour|minute) (?:ago|early)"
)
_IF = words(
    r"(?:what if|if|suppose|supposing|imagine|say|would it|could someone|could a person|"
    r"should someone)(?: (?:i|he|she|they|you|someone|somebody|a person|an adult|my \S+|we|one|the \S+|"
    r"a \S+))? (?:accident |ever |just |have |had |has )?(?:took|swallowed|ate|take|takes|taken|had|eat|"
    r"ingested|swallows)|"
    r"(?:can|could|would|should|may|might|will|is it ok|is it safe)(?: \S+){0,5}? (?:be|have|to have|"
    r"get) (?:taken|given|swallowed)|(?:when|to be|are|is|usually|normally|often|be|being|get|"
    r"gets) (?:taken|given)|taken (?:with|by mouth|orally|daily|F\d+)"
)
_LONG_AGO = words(
    r"(?:years?|months?|weeks?) ago|last (?:year|month|summer|winter|week)|used to|in (?:19|20)\d\d|"
    r"back in|when i was|as a (?:kid|child|teen)|once upon|noise(?= ago)|for (?:years|months|weeks|a year|"
    r"a month)|D\d+ ago(?=.*history)"
)
_REGIMEN_WORDS = words(
    r"for (?:years|months|weeks|ages|a while|a long time)|always|every day|for D\d+|used to|regularly|"
    r"routinely|back then|at the time|previously|before (?:the|my) (?:pump|surgery)"
)
_OVER_DAY = words(
    r"so far(?: today)?|since (?:this |last |early |about |around )*(?:morning|breakfast|midnight|noon|"
    r"yesterday|waking|T\d+|i (?:woke|got) up|lunch|\d+|night|evening|bedtime|dinner)|(?:in|over|within|"
    r"during)(?: (?:the|a|one|last|past|whole|course of the|1))* (?:day|24 hour|perday|today)|"
    r"(?:all|throughout|through|over|during)(?: (?:the|of))* (?:day|today)|(?:total|in total|altogether|"
    r"all together|intotal|perday) (?:today|now|so far)|today (?:in )?(?:total|intotal|so far|already)|"
    r"(?:already )?today(?: already)?(?= )|by (?:now|lunchtime|lunch|noon|evening)|"
    r"in the course of the day|up to now|spread"
)
_DOUBLING = words(r"twice|double|doubled|two times|2 times|double dose")
_PLANNED_DOUBLE = words(
    r"(?:double|doubling) (?:up|dose|my|it|the|on|tonight|M\d+|next|a|A\d+)|(?:a )?double (?:dose|amount|"
    r"A\d+)|(?:make|making) (?:it )?up(?: for)?|catch(?:ing)? up|(?:missed|forgot|skipped|forgotten|"
    r"slept through|left out|overlooked)(?: \S+){0,14}? (?:can|could|should|ok|okay|may|do|is it|take|"
    r"instead)|"
    r"(?:can|could|should|ok|okay|may|do|is it)(?: \S+){0,20}? (?:missed|forgot|skipped|forgotten|late)"
)
_MISSED_WORD = words(
    r"missed|forgot|forgotten|skipped|skip|miss|late|overslept|slept through|catch(?:ing)? up|make up|"
    r"making up|double|doubling"
)
_OWN_DOSE = words(
    r"(?:my|his|her|their|our|the)(?: (?:own|usual|normal|regular|morning|evening|next|T\d+|A\d+|M\d+|noon|"
    r"bedtime|scheduled|afternoon|lunch|night|dinner))* (?:dose|tablet|A\d+|M\d+)(?: \S+){0,4}? (?:early|"
    r"too early|too soon|late|before)|D\d+ (?:early|late)"
)

_STOP_NOT = words(
    r"(?:stop|stopped)(?: (?:the|my|his|her|these|those|all|me|from|any|this|a|night|leg|muscle|bad|him|"
    r"it from))* (?:spasms?|cramps?|pain|hiccups?|twitching|twitches|legs?|shaking|drinking|alcohol|"
    r"cravings?|smoking|breathing|seizure|stiffness|spasticity|working|moving|walking|bleeding|vomiting|"
    r"jerking|tremors?|clonus|happening|hurting|sleeping|eating|itching|heart|contractions)|"
    r"(?:never|not|without|do not|did not|n't|cannot|will not|nor)(?: (?:ever|to|want to|plan to|going to|"
    r"actually))* (?:stop|stopped|quit)(?! working)|non stop|nonstop|stop (?:by|in|sign|at|watch|gap|"
    r"worrying|being|feeling|me)|stopped (?:by|at|in|me)|bus stop|pit stop|cant stop|can not stop|"
    r"stop (?:the |my |his |her )?O\d+|(?:stopped|quit|stop) O\d+"
)
_STOP_WORDS = words(
    r"(?:stop|stopped|quit|drop|ditch|dump|halt|halted)(?: (?:on|just|suddenly|abruptly|completely|"
    rf"altogether))*(?= (?:taking|take|using|it|this|my|the|all|M\d+|A\d+|{_N}|cold|suddenly|abruptly|"
    r"altogether|completely|today|tonight|now|at|once|straight|immediately|onego|overnight|F|dose|tablet|"
    r"meds|medication|medicine|from|tomorrow|\?|,|\.|without|D\d+|when|T\d+|yesterday|last|pump|perday)|"
    r" $)|cold turkey|"
    r"(?:ran|run|running|runs) out(?: of)?(?! of (?:breath|time|money|the))|out of (?:tablet|meds|"
    r"medication|M\d+)|(?:am|are|is|completely|all|was|were|been) out of (?:my |his |her |the )?(?:M\d+|"
    rf"A\d+|tablet|meds|medication|medicine|it|{_N})|no (?:more )?(?:tablet|M\d+|meds|dose|doses) (?:left|"
    r"since|for|in D\d+)|(?:come|came|coming|get|getting|got|go|going|went|be|been|taken|took me|took him|"
    r"took her|wean|weaned|taper|tapered|pull|pulled|straight|am|is) off(?: (?:of|my|the|his|her|all|"
    rf"completely|slowly))* (?:M\d+|A\d+|it|{_N}|tablet|meds|medication|this|dose)|"
    rf"off(?: (?:of|my|his|her|the|all))* (?:M\d+|A\d+|it|{_N} mg)(?: \S+){{0,2}} (?:since|for|D\d+)|"
    r"(?:without|off)(?: (?:my|any|his|her))* (?:M\d+|tablet|meds|A\d+)(?: perday)? (?:for|since|D\d+)|"
    r"(?:have|has|had|am|is) (?:not|n't) (?:taken|had|been taking)(?: (?:any|it|my|his|her|M\d+|A\d+|a|"
    r"tablet|dose|the))* (?:in|for|since|D\d+)|"
    rf"(?:missed|skipped|forgot)(?: (?:my|the|taking|to take|all|about|of))* (?:(?:{_N}|several|a few|few|"
    r"couple|2|three|multiple) (?:doses|days|dose)|D\d+|(?:M\d+|tablet|doses|it) (?:for )?D\d+)|"
    r"pharmacy (?:is |was |has |ran )*(?:out|closed)|lost (?:my|his|her) (?:tablet|M\d+|meds|prescription|"
    r"bottle)|=> tozero|tozero|(?:abrupt|sudden|abruptly|suddenly) (?:stop\w*|withdrawal|cessation|"
    r"discontinuation)|cut (?:me|him|her|it) off|(?:insurance|doctor|they) (?:stopped|cut off|dropped|"
    r"took away)|dejar de tomar|dejo de tomar|deje de tomar|discontinue|discontinued"
)
_TAPER = words(
    r"taper|slowly|gradually|gradual|step by step|bit by bit|stepwise|in steps|Z\d+|over D\d+|schedule|"
    r"weekly|every week"
)
_NOT_TAPER = words(
    r"(?:without|no|not|n't|instead of|need(?: to)?|have to|skip(?:ping)?(?: the)?)(?: (?:a|any|to|the|"
    r"need|having|have|doing|slowly|slow|bother|bothering))* (?:taper|weaning|gradual|slowly|gradually)|"
    r"do i (?:need|have) to taper|should i taper"
)
_DOWN_TO = words(
    r"off(?: \S+){0,3} (?:in|over|within) D\d+|(?:taper|wean|drop|cut)\w* (?:me |him |her )?(?:off|down|"
    r"to)"
)


@dataclass(frozen=True, slots=True)
class TakenWords:
    """What the words say of something taken outside the plan."""

    told: bool
    over_day: bool
    twice: bool
    own_dose: bool


def read_taken(reading: Reading, terms: list[Term]) -> TakenWords:
    """Tell whether something was swallowed or given outside the plan.

    A regimen in the past tense ('took 20 mg three times a day for years') is not that.
    """
    text = f"{reading.start} {reading.text}"
    took, mishap = _TOOK.search(text), _MISHAP.search(text)
    none = TakenWords(told=False, over_day=False, twice=False, own_dose=False)
    if took is None and mishap is None:
        return none
    if not terms and (
        _SWALLOWED_SOMETHING.search(text) is None
        or (mishap is None and took is not None and took[0].split()[-1] in _VAGUE)
    ):
        return none
    if mishap is None and took is not None and _PASSIVE.search(took[0]) and not _NOW.search(text):
        return none
    if _LONG_AGO.search(text) or (_IF.search(text) and not mishap):
        return none
    regimen = any(
        (term.per_day and not term.in_total)
        or any(not frequency.clock and not frequency.bare for frequency in term.freqs)
        for term in terms
    )
    clocked = any(frequency.clock for term in terms for frequency in term.freqs)
    now = _NOW.search(text) is not None or mishap is not None
    over_day = _OVER_DAY.search(text) is not None
    today = " today " in text or " so far " in text or (over_day and " since " in text)
    if regimen and not (mishap or today):
        return none
    if _REGIMEN_WORDS.search(text) and not mishap:
        return none
    if clocked and not now and took is not None:
        return none
    twice = _DOUBLING.search(reading.start) is not None and not over_day
    return TakenWords(told=True, over_day=over_day, twice=twice, own_dose=_OWN_DOSE.search(text) is not None)


def plans_double(reading: Reading) -> bool:
    """Tell whether a double dose is planned to make up for a missed one."""
    return _PLANNED_DOUBLE.search(reading.text) is not None and _MISSED_WORD.search(reading.start) is not None


def read_stop(reading: Reading) -> Stop | None:
    """Tell whether the medicine was or will be stopped, and over how long."""
    text = _STOP_NOT.sub("nostop", reading.text)
    tapering = _TAPER.search(text) is not None and _NOT_TAPER.search(text) is None
    stopped = _STOP_WORDS.search(text) is not None
    if not stopped and not (tapering and _DOWN_TO.search(text)):
        return None
    spans = [reading.item(token, Span) for token in text.split() if token[0] == "D" and token[1:].isdigit()]
    within = [
        span.days
        for span in spans
        if span.days is not None and span.word in ("over", "in", "within", "during", "by", "across", "")
    ]
    if any(span.word == "ago" and span.days is not None and span.days > STOP_DAYS_TOLD for span in spans):
        return None
    shortest = min(within, default=None)
    return Stop(shortest, gradual=tapering and (shortest is None or not stopped or shortest > 0))
