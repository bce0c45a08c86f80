"""What is told of the kidneys: stages, filtration rates, dialysis. The numbers read here are never doses.

The stages are those of chronic kidney disease; the bands of the filtration rate come from the posology and
are handed in, so that no limit stands here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dosing.enums import Kidney
from bot.dosing.numerals import NUMBER, number
from bot.dosing.reading import words

if TYPE_CHECKING:
    from fractions import Fraction

    from bot.dosing.reading import Reading

_IS = (
    r"(?: (?:of|is|was|at|about|around|now|currently|only|just|down to|=|,|under|below|over|above|approx|less than|"
    r"roughly|came back|reading|level|result|test|says|ml)){0,8}"
)
_RATE = words(
    "(?:egfr|crcl|cr cl|(?:creatinine|creat|kidney) (?:clearance|cl)|"
    rf"filtration rate){_IS} ({NUMBER})(?: (?:ml(?: / (?:minute|min)(?: / \S+)?)?|%))?",
)
_BELOW = re.compile(rf"(?:under|below|less than) {NUMBER}(?: |$)")
"""'Under 30' is not 30."""
_RATE_BEFORE = words(rf"({NUMBER}) (?:ml / minute(?: / \S+)? )?(?:egfr|crcl|creatinine clearance)")
_CREATININE = words(rf"(?:creatinine|creat|cr){_IS} {NUMBER}(?: (?:mg / dl|umol\S*(?: / l)?))?")
_PERCENT = words(
    f"(?:kidney(?: function| 's)?{_IS}(?: (?:are|work|working|function|functioning)){{0,8}}(?: at|"
    f" only| about){{0,8}} {NUMBER} (?:%|percent)|{NUMBER} (?:%|percent)(?: of)?(?: (?:my|normal|"
    "his|her)){0,8}(?: kidney)(?: function)?)",
)
_STAGE = {
    "1": Kidney.NORMAL, "2": Kidney.MILD, "3": Kidney.MODERATE, "4": Kidney.SEVERE, "5": Kidney.SEVERE,
    "i": Kidney.NORMAL, "ii": Kidney.MILD, "iii": Kidney.MODERATE, "iv": Kidney.SEVERE, "v": Kidney.SEVERE,
    "3a": Kidney.MODERATE, "3b": Kidney.MODERATE, "iiia": Kidney.MODERATE, "iiib": Kidney.MODERATE,
}  # fmt: skip
_LEVEL = r"([1-5]|iii[ab]?|ii|iv|i|v)(?: [ab](?= ))?(?! mg)(?! mcg)"
_CKD_STAGE = words(
    "(?:ckd|kidney (?:disease|failure|problems|damage|impairment|insufficiency)|"
    f"kidney)(?: (?:stage|stages|stg|grade|,|is|at|class|category|g)){{0,8}} {_LEVEL}",
)
_STAGE_CKD = words(
    f"(?:stage|stg|grade|st) {_LEVEL}(?: (?:chronic|of|to|-|4|5)){{0,8}}(?: (?:ckd|"
    "kidney)(?: (?:disease|failure|problems|damage|impairment|insufficiency))?)",
)
_SEVERITY = {
    "mild": Kidney.MILD, "mildly": Kidney.MILD, "slight": Kidney.MILD, "moderate": Kidney.MODERATE,
    "moderately": Kidney.MODERATE, "severe": Kidney.SEVERE, "severely": Kidney.SEVERE,
    "advanced": Kidney.SEVERE,
}  # fmt: skip
_GRADED = words(
    "(mild|mildly|slight|moderate|moderately|severe|severely|advanced)(?: to (moderate|"
    r"severe))?(?: (?:chronic|impaired|reduced|acute|ly)){0,8} (?:kidney|ckd)(?: \w+)?",
    "(?:kidney (?:disease|impairment|insufficiency|failure|function|problems)|ckd)(?: ,|"
    " is)? (mild|moderate|severe|advanced)",
)
_FAILED = words(
    r"esrd|eskd|esrf|end stage(?: (?:kidney|ckd)(?: \w+)?)?|kidney failure|failing kidney",
    "failed kidney",
    "kidney(?: (?:have|has|had|are|is|both|completely|totally|just)){0,8} (?:failed|failing|"
    "shut down|gave out|given up|stopped working)",
)
_NOT_DIALYSIS = words(
    "(?:not|no|never|n't|without|nor|avoid|avoiding|before|until|pre|off)(?: (?:yet|currently|on|"
    "needing|need|any|having|going|to|start|started|be)){0,8} dialysis",
    "dialysis not(?: yet)? (?:needed|started|required)|not yet dialysis",
)
_SESSIONS = words(
    f"dialysis(?: (?:patient|unit|sessions?|treatments?|days?|,)){{0,8}}(?: (?:{NUMBER} (?:x|times)|"
    "once|twice|3 times))?(?: (?:a|per|/|every|each))+ week",
    f"(?:{NUMBER} (?:x|times)|once|twice)(?: (?:a|per|/|every|each))+ week(?:ly)? dialysis",
    f"(?:{NUMBER} (?:x|times)|once|twice) weekly dialysis",
    f"dialysis(?: (?:{NUMBER} (?:x|times)|once|twice))? weekly",
    "dialysis(?: (?:on|every|,|and|/|monday|tuesday|wednesday|thursday|friday|saturday|sunday|wed|"
    "sat|tue|thu|fri|mwf|tts)){0,8} (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    "wed|sat|mwf|tts)",
)
_DIALYSIS = words(r"dialysis|on hd|hd patient|(?:esrd|ckd) (?:on )?(?:hd|pd)|ccpd|apd")
_FINE = words(
    "(?:no|not|without|never|denies|n't)(?: (?:any|have|had|got|known|history of|a|have any|"
    "chronic)){0,8} (?:kidney|ckd)(?: (?:problems?|disease|issues?|trouble|impairment|failure|"
    "damage|concerns?|history))?",
    "kidney(?: (?:function|tests?|labs?|work|bloods?))?(?: (?:is|are|were|was|look|looks|seem|"
    "came back|all|both|,|perfectly|completely|totally|in|work|works|working|my)){0,8} (?:normal|"
    "fine|good|ok|okay|healthy|great|perfect|well|excellent)",
    "(?:normal|good|healthy|fine|perfect) kidney(?: function)?",
    "(?:for|on|harm|hurt|affect|damage|damages) (?:my|the|your|his|her) kidney",
    "kidney (?:stones?|infection|pain|beans?|bean|donor)",
)
_NORMAL = words(
    "kidney(?: function)?(?: (?:is|are|were|was|,|perfectly|completely)){0,8} (?:normal|healthy)",
    "(?:normal|healthy) kidney(?: function)?",
)
_UNWELL = words(
    r"kidney(?: \w+)? (?:problems?|disease|issues?|trouble|impairment|insufficiency|damage|"
    "transplant|function|patient|condition|disorder|failure|injury|dysfunction)",
    "(?:bad|weak|poor|sick|dodgy|damaged|impaired|reduced|low|decreased|declining|diseased|poorly|"
    "crappy|shot|failing|compromised|scarred|transplanted|polycystic|1|one|single|solitary|"
    "half)(?: (?:working|functioning|of my|my|a|left|right)){0,8} kidney",
    "kidney(?: (?:are|is|do|does|did|function|not|n't|my|both|so|too|very|really|pretty|a bit|"
    "kind of|working|work|get|getting|has|have|been|going)){0,8} (?:bad|weak|poor|sick|dodgy|"
    "damaged|impaired|reduced|low|declining|well|work|working|great|good|failing|compromised|shot|"
    "not|trouble|problems?)",
    "ckd|chronic kidney|nephropathy|nephritis|nephrotic|aki|acute kidney|renal|bad for kidney",
    "kidney (?:transplant|trouble)",
)


@dataclass(slots=True)
class KidneyTold:
    """What was read of the kidneys."""

    stage: Kidney | None = None
    rate: Fraction | None = None
    """A filtration rate, in mL/min, still to be put into its band."""
    told: bool = False


_TRIGGERS = (
    "kidney", "dialysis", "egfr", "crcl", "ckd", "cr", "creatinine", "creat", "esrd", "eskd", "esrf",
    "filtration", "nephropathy", "nephritis", "nephrotic", "aki", "hd", "ccpd", "apd",
)  # fmt: skip
"""Without one of these words nothing is told of kidneys."""
_GRAVITY = list(Kidney)


def read_kidney(reading: Reading) -> KidneyTold:
    """Read and consume what tells of the kidneys."""
    told = KidneyTold()
    if not reading.has(*_TRIGGERS):
        return told
    stages: list[Kidney] = []

    def rate(found: re.Match[str]) -> str:
        value = number(found[1])
        if _BELOW.search(found[0]) and value > 1:
            value -= 1
        told.rate = value if told.rate is None else min(told.rate, value)
        return "kidneyrate"

    def stage(found: re.Match[str]) -> str:
        stages.append(_STAGE[found[1]])
        return "kidneystage"

    def graded(found: re.Match[str]) -> str:
        stages.extend(_SEVERITY[word] for word in found.groups() if word)
        return "kidneystage"

    reading.replace(_RATE, rate)
    reading.replace(_RATE_BEFORE, rate)
    if reading.find(_CREATININE):
        told.told = True
        reading.mark(_CREATININE, "lab")
    reading.replace(_CKD_STAGE, stage)
    reading.replace(_STAGE_CKD, stage)
    reading.replace(_GRADED, graded)
    _read_dialysis(reading, stages)
    if reading.find(_PERCENT):
        told.told = True
        reading.mark(_PERCENT, "lab")
    if reading.find(_FAILED):
        stages.append(Kidney.SEVERE)
    _read_words(reading, told, stages)
    told.stage = max(stages, key=_GRAVITY.index, default=None)
    told.told = told.told or (told.stage is not None and told.stage is not Kidney.NORMAL)
    return told


def _read_dialysis(reading: Reading, stages: list[Kidney]) -> None:
    if reading.find(_SESSIONS):
        stages.append(Kidney.DIALYSIS)
        reading.mark(_SESSIONS, "sessions")
    reading.mark(_NOT_DIALYSIS, "person")
    if reading.find(_DIALYSIS):
        stages.append(Kidney.DIALYSIS)


def _read_words(reading: Reading, told: KidneyTold, stages: list[Kidney]) -> None:
    if stages or told.rate is not None:
        return
    if reading.find(_NORMAL):
        stages.append(Kidney.NORMAL)
    reading.mark(_FINE, "person")
    told.told = told.told or reading.find(_UNWELL) is not None
