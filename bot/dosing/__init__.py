"""Words to a dose, a dose to a verdict.

``parse_dose`` reads a text, ``check_dose`` judges what was read against the posology, ``describe`` says it
back, ``looks_like_dose`` tells whether a free question asks for that at all.
"""

from bot.dosing.calculator import (
    TabletCount,
    Worked,
    day_total,
    pump_day,
    read_flow,
    read_strength,
    tablets_for,
    volume_for,
    volume_of,
)
from bot.dosing.checker import check_dose, with_self_harm
from bot.dosing.describe import describe
from bot.dosing.enums import Danger, Flag, Kidney, Missing, Origin, Purpose, Route, Verdict
from bot.dosing.measure import DoseScale, HowFar, how_far, scale
from bot.dosing.model import AppliedRule, DoseCheck, LabelRange, ParsedDose, Person, Quantity, Reason, Times
from bot.dosing.parser import parse_dose
from bot.dosing.question import looks_like_dose
from bot.dosing.vocabulary import DoseVocabulary

__all__ = [
    "AppliedRule",
    "Danger",
    "DoseCheck",
    "DoseScale",
    "DoseVocabulary",
    "Flag",
    "HowFar",
    "Kidney",
    "LabelRange",
    "Missing",
    "Origin",
    "ParsedDose",
    "Person",
    "Purpose",
    "Quantity",
    "Reason",
    "Route",
    "TabletCount",
    "Times",
    "Verdict",
    "Worked",
    "check_dose",
    "day_total",
    "describe",
    "how_far",
    "looks_like_dose",
    "parse_dose",
    "pump_day",
    "read_flow",
    "read_strength",
    "scale",
    "tablets_for",
    "volume_for",
    "volume_of",
    "with_self_harm",
]
