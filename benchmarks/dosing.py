"""Scores the dose check on labelled doses, beside a plain reader of one evening's work, in the same run.

    python -m benchmarks.dosing SET.jsonl [SET.jsonl …] [--kb FOLDER] [--errors]

A row tells the verdict, the flags that must be among those set, and values of a correct reading (docs/evaluation.md).
A silent misreading is a day's total or a single amount that is read as another one than the row tells, with nothing
asked: the fault that a reader of the reply cannot see. "Grave called calm" is an emergency, a dose over the maximum
or a suspect unit whose verdict is within-range or below-range.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from benchmarks.measures import micros, percent, print_table, quantile
from bot.errors import InputError
from bot.evaluation import DoseRow, OwnReader, Reading, dose_faults, misread, read_set
from bot.evaluation.doses import called_calm, wrong_values
from bot.kb import load_knowledge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROUNDS = 5
"""Passes over the rows; the quickest median counts."""


class Reader(Protocol):
    """Reads a dose from words and judges it."""

    def __call__(self, text: str) -> Reading:
        """Return what was made of a text."""


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


def score(name: str, reader: Reader, rows: Sequence[DoseRow], work: Callable[[str], object]) -> list[str]:
    """Score one reader; ``work`` is what is timed."""
    readings = [reader(row.question) for row in rows]
    pairs = list(zip(rows, readings, strict=True))
    right = sum(reading.verdict in row.verdicts for row, reading in pairs)
    flagged = sum(row.flags <= reading.flags for row, reading in pairs)
    values = sum(not wrong_values(row, reading) for row, reading in pairs)
    whole = sum(not dose_faults(row, reading) for row, reading in pairs)
    calm = sum(called_calm(row, reading) for row, reading in pairs)
    silent = sum(misread(row, reading) for row, reading in pairs)
    texts = [row.question for row in rows]
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
        rows = read_set(path).doses
        if not rows:
            raise InputError(f"{path} holds questions, not doses.")
        table = [score("dose check", own, rows, own.check), score("plain reader", plain_reader, rows, plain_reader)]
        print_table(f"{path.name}: {len(rows)} doses", header, table)
        for row in rows if told.errors else ():
            if found := dose_faults(row, own(row.question)):
                print(f"  {row.id}: {', '.join(found)} | {row.question}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
