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
_IS = (
    r"(?: (?:is|was|of|at|are|,|=|about|around|over|reading|readings|it|reads|running|went|up|to|hit|like|"
    r"over|under|has|been|a|the|my))*"
)

NOISE = (
    words(
        r"(?:in|since|from|until|till|during|by|back in|around|year|of|summer|winter|spring|fall|"
        rf"{_MONTHS})(?: ,)? (?:19[4-9]\d|20[0-4]\d)(?! (?:mg|mcg|g|ml|unit|/|-|a|perday))"
    ),
    words(
        rf"(?:{_N}(?: (?:ord|of))* (?:{_MONTHS})|(?:{_MONTHS}) {_N}(?: ord)?|{_N} / {_N} / {_N}|"
        rf"{_N} / (?:19|20)\d\d|{_N} - {_N} - (?:19|20)\d\d)(?! (?:mg|mcg|ml|tablet))"
    ),
    words(
        r"(?:call|called|calling|ring|rang|dial|dialed|phone|text|telephone|number is|reach me at|fax|"
        rf"extension|ext) (?:me |us |at |on |the |number |an |a )*(?:\+ )?(?:\d{{3,}}|~)(?: (?:- )?(?:{_N}|"
        rf"\d{{3,8}}|~))*"
    ),
    words(r"(?:911|999|988|112|111|000|116 123)(?! (?:mg|mcg))"),
    words(
        rf"(?:phone|tel|telephone|cell|mobile)(?: number)?(?: (?:is|,))* (?:{_N}|\d+|~)(?: (?:- )?(?:\d+|"
        rf"~))*|\d{{3}} - \d{{4}}"
    ),
    words(
        rf"{_N} tablet(?: is| are| was| cost| costs)? (?:for|at) (?:only )?money|(?:money|costs?|price|"
        rf"paid|pay)(?: (?:for|per|is|of|money|about|,|a|me))* {_N} (?:tablet|day)|{_N} (?:dollars?|bucks|"
        r"euros?|pounds sterling|quid|cents|usd|eur|gbp)|(?:costs?|price|copay|paid|pay|charged|"
        rf"charges)(?: (?:is|of|me|about|,|around|was))* {_N}|money"
    ),
    words(
        rf"{_N}(?: (?:more|extra))? refills?|refills?(?: (?:,|is|are|left|x|remaining|=))* {_N}|"
        r"(?:quantity|qty|disp|dispense|dispensed|count|supply of|pack of|packs of|bottle of|box of|"
        rf"boxes of|strip of|script for|# ?)(?: (?:,|is|of|x|#))* {_N}(?! mg)(?! mcg)(?: tablet)?|# {_N}"
    ),
    words(
        rf"{_N} (?:count|ct|day supply|month supply|week supply|days? of supply|per bottle|per box|"
        r"per pack|to a pack|tablet (?:left|remaining|per (?:bottle|box|pack|month)|a month|a bottle|"
        r"supply|in (?:the|my|a|this) (?:bottle|box|pack|drawer|cupboard|house)|for the month))"
    ),
    words(
        rf"(?:have|has|got|only|about|still|with) {_N}(?: {_N} mg)? tablet (?:left|remaining|to go|at home|"
        r"in stock|saved|here|on hand|stashed|hoarded)"
    ),
    words(
        rf"(?:blood pressure|bp|b / p|pressure){_IS} {_N}(?: (?:/|over) {_N})?|{_N} (?:over|"
        rf"/) {_N} (?:blood pressure|bp)|(?:1\d\d|[89]\d|2[0-4]\d) (?:over|/) [4-9]\d"
    ),
    words(
        r"(?:heart rate|heartrate|pulse|resting heart rate|heart is (?:racing|pounding|beating)|"
        r"heart (?:racing|pounding)|sats?|o2|spo2|oxygen(?: (?:level|saturation|sats))?|respirations?|"
        rf"resp rate){_IS} {_N}(?: %)?|{_N} (?:bpm|beats)(?: (?:a|per|/) minute)?"
    ),
    words(
        rf"(?:temperature|temp|fever|febrile){_IS} {_N}(?: (?:degrees?|f|c|fahrenheit|celsius|°))*|"
        rf"{_N} (?:degrees?|°)(?: (?:f|c|fahrenheit|celsius))?|{_N} (?:fever|temperature|temp)"
    ),
    words(
        r"(?:blood )?(?:sugar|glucose|a1c|hba1c|cholesterol|ldl|hdl|potassium|sodium|hemoglobin|"
        r"haemoglobin|hgb|platelets|wbc|inr|tsh|alt|ast|bun|urea|calcium|magnesium|ferritin|bmi|cpk|ck|"
        rf"psa|ana|b12|iron|vitamin (?:d|b|c)|level){_IS} {_N}(?: (?:mg / dl|mmol(?: / l)?|mg|unit|"
        r"%))?(?! tablet)"
    ),
    words(rf"{_N} (?:%|percent|pct)"),
    words(
        r"(?:pain|spasms?|spasticity|stiffness|tone)(?: (?:is|at|was|level|score|of|are|,|a|an|"
        rf"about))* {_N}(?: (?:/|out of) {_N})?(?! (?:mg|mcg|times|x))|{_N} out of {_N}|(?:ashworth|mas|"
        r"gmfcs|edss|score|scored|scale|rated|rate it|level|grade|phase|type|room|bed|ward|chapter|page|"
        r"question|part|version|figure|table|class|case|number|no|unit|bus|route|highway|apartment|apt|"
        rf"step|section)(?: (?:is|of|a|an|,))* {_N}(?! (?:mg|mcg|ml|tablet|/|perday|times|x))"
    ),
    words(rf"(?:stage|grade|type) (?:{_N}|iv|iii|ii|i)"),
    words(
        rf"{_N} (?:kids|people|persons|of us|children|siblings|sisters|brothers|sons|daughters|cats|dogs|"
        r"doctors|friends|surgeries|operations|falls|strokes|seizures?|attacks|injections|procedures|"
        r"miles|blocks|feet|foot|ft|inch|inches|cm|mm|meters?|metres?|calories|steps|stairs|different|"
        r"specialists|neurologists|others|options|things|reasons|questions|weeks pregnant|drinks|beers|"
        r"glasses|cups|pints|bottles|hits|puffs|cigarettes|relapses|lesions|vertebrae|levels)(?! of M)"
    ),
    words(
        rf"height(?: {_N})?|(?:5|6|4) (?:ft|foot|feet)(?: {_N})?|{_N} (?:cm|feet|ft|foot)(?: {_N})?(?: tall)?"
    ),
    words(
        r"(?:rx|ndc|lot|batch|order|ref|reference|prescription|account|policy|case)(?: (?:number|no|#|,|"
        rf"id))+ {_N}"
    ),
    words(r"(?:24 / 7|level|9 to 5|50 / 50|20 / 20)"),
    words(
        r"(?:refill|appointment|appt|visit|due|surgery|mri|scan|checkup|clinic|delivery|birthday|meeting|"
        rf"follow up|op)(?: (?:is|was|on|for|at|the|due|scheduled|next|,|date|and|due on))* {_N}(?: (?:ord|"
        rf"of|at|on|,|/|-|clockam|clockpm|clock\d+h\d+|{_N}))*"
    ),
    words(rf"{_N} ord(?: (?:at|of|on|,|{_N}|clockam|clockpm))*"),
    words(
        r"(?:halflife|half life|elimination half)(?: (?:is|of|was|about|around|,|like|like|are|"
        rf"roughly))* {_N}(?: (?:-|to|or) {_N})?(?: hour)?"
    ),
    words(
        rf"(?:is|was|what about) {_N} (?:the|a) (?:age|limit|minimum|cutoff|cut|number|right age|average|"
        r"max age|age limit|youngest|oldest)(?: \w+)?"
    ),
    words(
        r"(?:lasts?|lasting|wears? off(?: after| in)?|kicks? in(?: after| in| within)?|peaks?(?: at| in|"
        rf" after)?|works? (?:in|within|after)) (?:about |around |for |like )?{_N}(?: (?:-|to|"
        rf"or) {_N})? (?:hour|minute|day)"
    ),
)
"""Patterns whose whole match holds no dose."""

_WATER = words(
    rf"(?:with|in|into) (?:about |a |some )?{_N} (?:ml|cc|oz|ounces?) (?:of )?(?:water|juice|milk|fluid|"
    rf"liquid)|{_N} (?:oz|ounces?)(?: of (?:water|wine|beer|vodka))?|{_N} ml (?:of )?(?:water|juice|milk|"
    r"saline)"
)
_VOLUME_OF_RESERVOIR = words(rf"{_N} ml (?:pump|reservoir|syringe|vial|bottle|refill|bag)")


def drop_noise(reading: Reading) -> None:
    """Consume the numbers that are never doses."""
    if not any(word[0].isdigit() for word in reading.seen) and not reading.has("money", "height", "level"):
        return
    for pattern in (*NOISE, _WATER, _VOLUME_OF_RESERVOIR):
        reading.mark(pattern, "noise")
