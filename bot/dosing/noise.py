"""Numbers that are never doses: years, telephone numbers, laboratory values, pack sizes, prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dosing.numerals import NUMBER
from bot.dosing.reading import words

if TYPE_CHECKING:
    from bot.dosing.reading import Reading

_N = NUMBER
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|"
    "jun|jul|aug|sept|sep|oct|nov|dec"
)
_NO_DOSE = r"(?! (?:mg|mcg|ml|=>|- \d+ mcg|to \d+ mcg))"
_IS = (
    r"(?: (?:is|was|of|at|are|,|=|about|around|over|reading|readings|it|reads|running|went|up|to|hit|like|"
    r"over|under|has|been|a|the|my)){0,8}"
)

NOISE = (
    words(
        "(?:in|since|from|until|till|during|by|back in|around|year|of|summer|winter|spring|fall|"
        rf"{_MONTHS})(?: ,)? (?:19[4-9]\d|20[0-4]\d)(?! (?:mg|mcg|g|ml|unit|/|-|a|perday))",
    ),
    words(
        f"(?:{_N}(?: (?:ord|of)){{0,8}} (?:{_MONTHS})|(?:{_MONTHS}) {_N}(?: ord)?|{_N} / {_N} / {_N}|"
        rf"{_N} / (?:19|20)\d\d|{_N} - {_N} - (?:19|20)\d\d)(?! (?:mg|mcg|ml|tablet))",
    ),
    words(
        "(?:call|called|calling|ring|rang|dial|dialed|phone|text|telephone|number is|reach me at|fax|"
        r"extension|ext) (?:me |us |at |on |the |number |an |a ){0,8}(?:\+ )?(?:\d{3,}|"
        rf"~)(?: (?:- )?(?:{_N}|\d{{3,8}}|~)){{0,8}}",
    ),
    words(r"(?:911|999|988|112|111|000|116 123)(?! (?:mg|mcg))"),
    words(
        rf"(?:phone|tel|telephone|cell|mobile)(?: number)?(?: (?:is|,)){{0,8}} (?:{_N}|\d+|"
        r"~)(?: (?:- )?(?:\d+|~)){0,8}",
        r"\d{3} - \d{4}",
    ),
    words(
        f"{_N} tablet(?: is| are| was| cost| costs)? (?:for|at) (?:only )?money",
        f"(?:money|costs?|price|paid|pay)(?: (?:for|per|is|of|money|about|,|a|me)){{0,8}} {_N} (?:tablet|day)",
        f"{_N} (?:dollars?|bucks|euros?|pounds sterling|quid|cents|usd|eur|gbp)",
        f"(?:costs?|price|copay|paid|pay|charged|charges)(?: (?:is|of|me|about|,|around|was)){{0,8}} {_N}",
        "money",
    ),
    words(
        f"{_N} (?:tablet|count|capsules?)(?: (?:,|and|with)){{0,3}} (?:{_N}|no) refills?",
        f"{_N}(?: (?:more|extra))? refills?|refills?(?: (?:,|is|are|left|x|remaining|=)){{0,8}} {_N}{_NO_DOSE}",
        "(?:quantity|qty|disp|dispense|dispensed|count|supply of|pack of|packs of|bottle of|box of|"
        f"boxes of|strip of|script for|# ?)(?: (?:,|is|of|x|#)){{0,8}} {_N}(?! mg)(?! mcg)(?: tablet)?",
        f"# {_N}",
    ),
    words(
        f"{_N} (?:count|ct|day supply|month supply|week supply|days? of supply|per bottle|per box|"
        "per pack|to a pack|tablet (?:left|remaining|per (?:bottle|box|pack|month)|a month|a bottle|"
        "supply|in (?:the|my|a|this) (?:bottle|box|pack|drawer|cupboard|house)|for the month))",
    ),
    words(
        f"(?:have|has|got|only|about|still|with) {_N}(?: {_N} mg)? tablet (?:left|remaining|to go|"
        "at home|in stock|saved|here|on hand|stashed|hoarded)",
    ),
    words(
        f"(?:blood pressure|bp|b / p|pressure){_IS} {_N}(?: (?:/|over) {_N})?",
        rf"{_N} (?:over|/) {_N} (?:blood pressure|bp)|(?:1\d\d|[89]\d|2[0-4]\d) (?:over|/) [4-9]\d",
    ),
    words(
        "(?:heart rate|heartrate|pulse|resting heart rate|heart is (?:racing|pounding|beating)|"
        "heart (?:racing|pounding)|sats?|o2|spo2|oxygen(?: (?:level|saturation|sats))?|respirations?|"
        f"resp rate){_IS} {_N}(?: %)?",
        f"{_N} (?:bpm|beats)(?: (?:a|per|/) minute)?",
    ),
    words(
        f"(?:temperature|temp|fever|febrile){_IS} {_N}(?: (?:degrees?|f|c|fahrenheit|celsius|°)){{0,8}}",
        f"{_N} (?:degrees?|°)(?: (?:f|c|fahrenheit|celsius))?|{_N} (?:fever|temperature|temp)",
    ),
    words(
        "(?:blood )?(?:sugar|glucose|a1c|hba1c|cholesterol|ldl|hdl|potassium|sodium|hemoglobin|"
        "haemoglobin|hgb|platelets|wbc|inr|tsh|alt|ast|bun|urea|calcium|magnesium|ferritin|bmi|cpk|ck|"
        f"psa|ana|b12|iron|vitamin (?:d|b|c)|level){_IS} {_N}(?: (?:mg / dl|mmol(?: / l)?|mg|unit|"
        "%))?(?! tablet)",
    ),
    words(rf"{_N} (?:%|percent|pct)"),
    words(
        "(?:pain|spasms?|spasticity|stiffness|tone)(?: (?:is|at|was|level|score|of|are|,|a|an|"
        f"about)){{0,8}} {_N}(?: (?:/|out of) {_N})?(?! (?:mg|mcg|times|x))",
        f"{_N} out of {_N}",
        "(?:ashworth|mas|gmfcs|edss|score|scored|scale|rated|rate it|level|grade|phase|type|room|bed|"
        "ward|chapter|page|question|part|version|figure|table|class|case|number|no|unit|bus|route|"
        f"highway|apartment|apt|step|section)(?: (?:is|of|a|an)){{0,8}} {_N}(?! (?:mg|mcg|ml|tablet|/|"
        "perday|times|x))",
    ),
    words(rf"(?:stage|grade|type) (?:{_N}|iv|iii|ii|i)"),
    words(
        f"{_N} (?:kids|people|persons|of us|children|siblings|sisters|brothers|sons|daughters|cats|dogs|"
        "doctors|friends|surgeries|operations|falls|strokes|seizures?|attacks|injections|procedures|"
        "miles|blocks|feet|foot|ft|inch|inches|cm|mm|meters?|metres?|calories|steps|stairs|different|"
        "specialists|neurologists|others|options|things|reasons|questions|weeks pregnant|drinks|beers|"
        "glasses|cups|pints|bottles|hits|puffs|cigarettes|relapses|lesions|vertebrae|levels)(?! of M)",
    ),
    words(
        f"height(?: {_N})?|(?:5|6|4) (?:ft|foot|feet)(?: {_N})?",
        f"{_N} (?:cm|feet|ft|foot)(?: {_N})?(?: tall)?",
    ),
    words(
        "(?:rx|ndc|lot|batch|order|ref|reference|prescription|account|policy|case)(?: ,)?(?: (?:number|no|#|"
        f"id))+(?: ,)? {_N}{_NO_DOSE}",
        r"(?:rx|ndc|lot|batch|order|ref|reference|prescription|account|policy)(?: ,)? \d{5,}",
    ),
    words(r"(?:24 / 7|level|9 to 5|50 / 50|20 / 20)"),
    words(
        "(?:refill|appointment|appt|visit|due|surgery|mri|scan|checkup|clinic|delivery|birthday|"
        "meeting|follow up|op)(?: (?:is|was|on|for|at|the|due|scheduled|next|,|date|and|"
        rf"due on)){{0,8}} {_N}(?: (?:ord|of|at|on|,|/|-|clockam|clockpm|clock\d+h\d+|{_N})){{0,8}}{_NO_DOSE}",
    ),
    words(
        rf"(?<!every )(?<!each ){_N} ord(?! (?:day|night|dose|time)(?= ))(?: (?:at|of|on|,|{_N}|clockam|"
        rf"clockpm)){{0,8}}"
    ),
    words(
        "(?:halflife|half life|elimination half)(?: (?:is|of|was|about|around|,|like|like|are|"
        f"roughly)){{0,8}} {_N}(?: (?:-|to|or) {_N})?(?: hour)?",
    ),
    words(
        f"(?:is|was|what about) {_N} (?:the|a) (?:age|limit|minimum|cutoff|cut|number|right age|average|"
        r"max age|age limit|youngest|oldest)(?: \w+)?",
    ),
    words(
        "(?:lasts?|lasting|wears? off(?: after| in)?|kicks? in(?: after| in| within)?|peaks?(?: at| in|"
        f" after)?|works? (?:in|within|after)) (?:about |around |for |like )?{_N}(?: (?:-|to|"
        f"or) {_N})? (?:hour|minute|day)",
    ),
)
"""Patterns whose whole match holds no dose."""

_WATER = words(
    f"(?:with|in|into) (?:about |a |some )?{_N} (?:ml|cc|oz|ounces?) (?:of )?(?:water|juice|milk|fluid|liquid)",
    f"{_N} (?:oz|ounces?)(?: of (?:water|wine|beer|vodka))?",
    f"{_N} ml (?:of )?(?:water|juice|milk|saline)",
)
_VOLUME_OF_RESERVOIR = words(rf"{_N} ml (?:pump|reservoir|syringe|vial|bottle|refill|bag)")


def drop_noise(reading: Reading) -> None:
    """Consume the numbers that are never doses."""
    if not any(word[0].isdigit() for word in reading.seen) and not reading.has("money", "height", "level"):
        return
    for pattern in (*NOISE, _WATER, _VOLUME_OF_RESERVOIR):
        reading.mark(pattern, "noise")
