"""Scores the dose check on labelled doses, beside a plain reader of one evening's work, in the same run.

    python -m benchmarks.dosing SET.jsonl [SET.jsonl …] [--kb FOLDER] [--errors]

A row tells the verdict, the flags that must be among those set, and values of a correct reading (docs/evaluation.md).
A silent misreading is a day's total or a single amount that is read as another one than the row tells, with nothing
asked: the fault that a reader of the reply cannot see. "Grave called calm" is an emergency, a dose over the maximum
or a suspect unit whose verdict is within-range or below-range.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from benchmarks.measures import micros, percent, print_table, quantile
from bot.answering.dose_words import dose_vocabulary
from bot.dosing import Missing, Quantity, Times, Verdict, check_dose, parse_dose
from bot.kb import load_knowledge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.dosing import DoseCheck, DoseVocabulary, ParsedDose
    from bot.kb import KnowledgeBase

ROUNDS = 5
"""Passes over the rows; the quickest median counts."""
TOLERANCE = Fraction(1, 100)
GRAVE = frozenset((Verdict.EMERGENCY, Verdict.ABOVE_MAXIMUM, Verdict.UNIT_SUSPECT))
CALM = frozenset((Verdict.WITHIN_RANGE, Verdict.BELOW_RANGE))
JUDGED = ("amount", "daily")
"""Values whose misreading changes what is judged."""


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled dose."""

    name: str
    told: str
    verdicts: frozenset[str]
    flags: frozenset[str]
    parsed: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a text, in the words of the labels."""

    verdict: str
    flags: frozenset[str]
    parsed: dict[str, Any]
    asked: bool
    """It asked for something instead of judging all of it."""


class Reader(Protocol):
    """Reads a dose from words and judges it."""

    def __call__(self, text: str) -> Reading:
        """Return what was made of a text."""


def read_rows(path: Path) -> list[Row]:
    """Read a set in JSON Lines."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            data: dict[str, Any] = json.loads(line)
            verdicts = frozenset((data["verdict"], *data.get("accept", ())))
            rows.append(Row(data["id"], data["q"], verdicts, frozenset(data["flags"]), data.get("parsed", {})))
    return rows


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
        check = self.check(text)
        parsed = _values(check.parsed) if check.parsed is not None else {}
        asks = check.parsed is not None and bool(set(check.parsed.missing) - {Missing.FREQUENCY})
        asks = asks or check.verdict in (Verdict.INCOMPLETE, Verdict.UNIT_SUSPECT, Verdict.NOT_A_DOSE)
        return Reading(str(check.verdict), frozenset(map(str, check.flags)), parsed, asks)


def _values(parsed: ParsedDose) -> dict[str, Any]:
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


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: Quantity | Times | Fraction | None) -> Any:
    if value is None or isinstance(value, Fraction):
        return None if value is None else float(value)
    unit = {"unit": value.unit} if isinstance(value, Quantity) else {}
    if value.low != value.high:
        return {"low": float(value.low), "high": float(value.high), **unit}
    return {"value": float(value.low), **unit} if unit else float(value.low)


_MASS = re.compile(r"(\d+(?:\.\d+)?) ?(mg|mcg|ug|milligrams?|micrograms?)", re.IGNORECASE)
_COUNTS: Sequence[tuple[re.Pattern[str], float]] = tuple(
    (re.compile(pattern, re.IGNORECASE), count)
    for pattern, count in (
        (r"\bqid\b|four times|4 times|4x|every 6 hours|q6h", 4.0),
        (r"\btid\b|three times|3 times|3x|every 8 hours|q8h", 3.0),
        (r"\bbid\b|twice|two times|2 times|2x|every 12 hours|q12h", 2.0),
        (r"\bqd\b|once|at bedtime|nightly|at night", 1.0),
    )
)
_A_DAY = re.compile(r"(?:a|per) day|daily|/ ?day", re.IGNORECASE)
_PUMP = re.compile(r"pump|intrathecal", re.IGNORECASE)
_DANGER = re.compile(r"overdose|kill|suicid|die\b|not breathing|unconscious|swallowed|just took", re.IGNORECASE)
_CHILD = re.compile(r"child|toddler|baby|(\d+)[ -]?(?:years?[ -]old|yo\b|y/o)", re.IGNORECASE)
_KIDNEY = re.compile(r"kidney|dialysis|egfr|ckd", re.IGNORECASE)
MOST_A_DAY, LEAST_A_DAY, MOST_AT_ONCE, MOST_PUMP, LEAST_PUMP, GROWN_UP = 80, 15, 20, 2003, 50, 18


def plain_reader(text: str) -> Reading:
    """Read as one does in an evening: the first mass, the first 'how often', multiplied and held against the limits."""
    mass = _MASS.search(text)
    if _DANGER.search(text):
        return Reading("emergency", frozenset(), {}, asked=False)
    if mass is None:
        return Reading("not-a-dose", frozenset(), {}, asked=True)
    pump = _PUMP.search(text) is not None
    value, unit = float(mass[1]), "mcg" if mass[2].lower()[:2] in ("mc", "ug") or "micro" in mass[2].lower() else "mg"
    count = next((count for pattern, count in _COUNTS if pattern.search(text)), None)
    total = value if count is None and _A_DAY.search(text) else None
    daily = total if count is None else value * count
    parsed: dict[str, Any] = {"route": "intrathecal" if pump else "oral", "times_per_day": count}
    parsed["amount"] = None if total is not None else {"value": value, "unit": unit}
    parsed["daily"] = None if daily is None else {"value": daily, "unit": unit}
    flags = _plain_flags(text)
    if daily is None:
        return Reading("incomplete", flags | {"frequency-missing"}, parsed, asked=True)
    if pump != (unit == "mcg"):
        return Reading("unit-suspect", flags | {"unit-contradiction"}, parsed, asked=True)
    most, least = (MOST_PUMP, LEAST_PUMP) if pump else (MOST_A_DAY, LEAST_A_DAY)
    if daily > most:
        return Reading("above-maximum", flags | {"over-daily-maximum"}, parsed, asked=False)
    if flags or (not pump and total is None and value > MOST_AT_ONCE):
        return Reading("caution", flags, parsed, asked=False)
    return Reading("below-range" if daily < least else "within-range", flags, parsed, asked=False)


def _plain_flags(text: str) -> frozenset[str]:
    child = _CHILD.search(text)
    young = child is not None and (child[1] is None or int(child[1]) < GROWN_UP)
    found = {"child": young, "kidney": _KIDNEY.search(text) is not None}
    return frozenset(name for name, holds in found.items() if holds)


def same(told: object, read: object) -> bool:
    """Compare a value of a row with the one that was read, within 1 % for numbers."""
    if isinstance(told, dict) and isinstance(read, dict):
        return told.keys() == read.keys() and all(same(told[key], read[key]) for key in told)
    if isinstance(told, int | float) and isinstance(read, int | float):
        return abs(told - read) <= TOLERANCE * max(abs(told), abs(read))
    return told == read


def misread(row: Row, reading: Reading) -> bool:
    """Tell whether an amount or a day's total is another one than told, and nothing was asked."""
    values = ((row.parsed[key], reading.parsed.get(key)) for key in JUDGED if row.parsed.get(key) is not None)
    return not reading.asked and any(read is not None and not same(told, read) for told, read in values)


def faults(row: Row, reading: Reading) -> list[str]:
    """Name what is not as the row tells."""
    found = [] if reading.verdict in row.verdicts else [f"verdict {reading.verdict}"]
    found += [f"no flag {flag}" for flag in sorted(row.flags - reading.flags)]
    read = reading.parsed
    return [*found, *(f"{key} {read.get(key)}" for key, told in row.parsed.items() if not same(told, read.get(key)))]


def score(name: str, reader: Reader, rows: Sequence[Row], work: Callable[[str], object]) -> list[str]:
    """Score one reader; ``work`` is what is timed."""
    readings = [reader(row.told) for row in rows]
    pairs = list(zip(rows, readings, strict=True))
    right = sum(reading.verdict in row.verdicts for row, reading in pairs)
    flagged = sum(row.flags <= reading.flags for row, reading in pairs)
    values = sum(all(same(told, one.parsed.get(key)) for key, told in row.parsed.items()) for row, one in pairs)
    whole = sum(not faults(row, reading) for row, reading in pairs)
    calm = sum(
        reading.verdict in CALM and not row.verdicts & CALM and bool(row.verdicts & GRAVE) for row, reading in pairs
    )
    silent = sum(misread(row, reading) for row, reading in pairs)
    texts = [row.told for row in rows]
    rounds = [micros(work, texts) for _ in range(ROUNDS)]
    best = min(rounds, key=statistics.median)
    times = [f"{statistics.median(best):.0f}", f"{quantile(best, 0.95):.0f}"]
    shares = [percent(hits, len(rows)) for hits in (right, flagged, values, whole)]
    return [name, *shares, str(calm), str(silent), *times]


def main() -> int:
    """Score each set with both readers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--kb", type=Path, default=None)
    parser.add_argument("--errors", action="store_true", help="list what is wrong with the dose check's rows")
    told = parser.parse_args()
    own = OwnReader(load_knowledge(told.kb))
    header = [
        "reader", "verdict %", "flags %", "values %", "all right %", "grave called calm", "silent misreadings",
        "median \u00b5s", "95 % \u00b5s",
    ]  # fmt: skip
    for path in told.sets:
        rows = read_rows(path)
        table = [score("dose check", own, rows, own.check), score("plain reader", plain_reader, rows, plain_reader)]
        print_table(f"{path.name}: {len(rows)} doses", header, table)
        for row in rows if told.errors else ():
            if found := faults(row, own(row.told)):
                print(f"  {row.name}: {', '.join(found)} | {row.told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
