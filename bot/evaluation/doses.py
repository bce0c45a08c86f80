"""What the dose check makes of a labelled dose, in the words of its labels, and what is wrong with that."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bot.answering.dose_words import dose_vocabulary
from bot.dosing import Missing, Quantity, Times, Verdict, check_dose, parse_dose
from bot.evaluation.outcomes import DoseOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.answering import Reply
    from bot.dosing import DoseCheck, DoseVocabulary, ParsedDose
    from bot.evaluation.rows import DoseRow
    from bot.kb import KnowledgeBase

TOLERANCE = Fraction(1, 100)
GRAVE = frozenset((Verdict.EMERGENCY, Verdict.ABOVE_MAXIMUM, Verdict.UNIT_SUSPECT))
CALM = frozenset((Verdict.WITHIN_RANGE, Verdict.BELOW_RANGE))
JUDGED = ("amount", "daily")
"""Values whose misreading changes what is judged."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a text, in the words of the labels."""

    verdict: str
    flags: frozenset[str]
    parsed: Mapping[str, Any]
    asked: bool
    """It asked for something instead of judging all of it."""


class OwnReader:
    """The dose check of the bot."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Read with the words and figures of a knowledge base."""
        self._vocabulary: DoseVocabulary = dose_vocabulary(knowledge)
        self._figures = knowledge.figures

    def check(self, text: str) -> DoseCheck:
        """Read and judge."""
        return check_dose(parse_dose(text, self._vocabulary), self._figures)

    def __call__(self, text: str) -> Reading:
        """Read and judge, in the words of the labels."""
        return reading_of(self.check(text))


def reading_of(check: DoseCheck) -> Reading:
    """Say a check in the words of the labels."""
    parsed = values_of(check.parsed) if check.parsed is not None else {}
    asks = check.parsed is not None and bool(set(check.parsed.missing) - {Missing.FREQUENCY})
    asks = asks or check.verdict in (Verdict.INCOMPLETE, Verdict.UNIT_SUSPECT, Verdict.NOT_A_DOSE)
    return Reading(str(check.verdict), frozenset(map(str, check.flags)), parsed, asks)


def reading_in(reply: Reply) -> Reading:
    """Say a reply's check in the words of the labels; raises ValueError where it judges no dose."""
    if reply.dose is None:
        message = "the reply judges no dose"
        raise ValueError(message)
    return reading_of(reply.dose)


def values_of(parsed: ParsedDose) -> dict[str, Any]:
    """Return what was read, by the keys of the labels."""
    return {
        "route": _word(parsed.route),
        "amount": _number(parsed.amount),
        "times_per_day": _number(parsed.times_per_day),
        "daily": _number(parsed.daily),
        "age_years": _number(parsed.age_years),
        "weight_kg": _number(parsed.weight_kg),
        "kidney": _word(parsed.kidney),
        "origin": _word(parsed.origin),
        "purpose": _word(parsed.purpose),
    }


def same_value(told: object, read: object) -> bool:
    """Compare a value of a row with the one that was read, within 1 % for numbers."""
    if isinstance(told, dict) and isinstance(read, dict):
        return told.keys() == read.keys() and all(same_value(told[key], read[key]) for key in told)
    if isinstance(told, int | float) and isinstance(read, int | float):
        return abs(told - read) <= TOLERANCE * max(abs(told), abs(read))
    return told == read


def misread(row: DoseRow, reading: Reading) -> bool:
    """Tell whether an amount or a day's total is another one than told, and nothing was asked."""
    values = ((row.parsed[key], reading.parsed.get(key)) for key in JUDGED if row.parsed.get(key) is not None)
    return not reading.asked and any(read is not None and not same_value(told, read) for told, read in values)


def called_calm(row: DoseRow, reading: Reading) -> bool:
    """Tell whether a grave dose was said to lie in or under the range."""
    return reading.verdict in CALM and not row.verdicts & CALM and bool(row.verdicts & GRAVE)


def wrong_values(row: DoseRow, reading: Reading) -> list[str]:
    """Name the values that were read as others."""
    return [key for key, told in row.parsed.items() if not same_value(told, reading.parsed.get(key))]


def dose_faults(row: DoseRow, reading: Reading) -> list[str]:
    """Name what is not as the row tells."""
    found = [] if reading.verdict in row.verdicts else [f"verdict {reading.verdict}"]
    found += [f"no flag {flag}" for flag in sorted(row.flags - reading.flags)]
    return [*found, *(f"{key} {reading.parsed.get(key)}" for key in wrong_values(row, reading))]


def dose_outcome(row: DoseRow, reading: Reading) -> DoseOutcome:
    """Say what became of a row: the gravest fault it has."""
    if called_calm(row, reading):
        return DoseOutcome.GRAVE_CALLED_CALM
    if misread(row, reading):
        return DoseOutcome.MISREAD
    if reading.verdict not in row.verdicts:
        return DoseOutcome.WRONG_VERDICT
    if row.flags - reading.flags:
        return DoseOutcome.FLAG_MISSING
    return DoseOutcome.WRONG_VALUE if wrong_values(row, reading) else DoseOutcome.RIGHT


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: Quantity | Times | Fraction | None) -> Any:
    if value is None or isinstance(value, Fraction):
        return None if value is None else float(value)
    unit = {"unit": value.unit} if isinstance(value, Quantity) else {}
    if value.low != value.high:
        return {"low": float(value.low), "high": float(value.high), **unit}
    return {"value": float(value.low), **unit} if unit else float(value.low)
