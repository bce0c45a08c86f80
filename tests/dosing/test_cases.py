"""The labelled phrases of cases.yaml: verdict, flags and reading."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.dosing import Verdict
from bot.kb.nodes import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.dosing import DoseCheck, ParsedDose

FILE = Path(__file__).parent / "cases.yaml"
GRAVE = {Verdict.EMERGENCY, Verdict.ABOVE_MAXIMUM, Verdict.UNIT_SUSPECT}
CALM = {Verdict.WITHIN_RANGE, Verdict.BELOW_RANGE}
TOLERANCE = Fraction(1, 100)
LEAST_RIGHT = {"dev": Fraction(1), "check": Fraction(99, 100)}
"""The share of rows that must be right in everything."""
READ: Mapping[str, Callable[[ParsedDose], object]] = {
    "route": lambda parsed: parsed.route,
    "amount": lambda parsed: parsed.amount,
    "times": lambda parsed: parsed.times_per_day,
    "daily": lambda parsed: parsed.daily,
    "age": lambda parsed: parsed.age_years,
    "weight": lambda parsed: parsed.weight_kg,
    "kidney": lambda parsed: parsed.kidney,
    "origin": lambda parsed: parsed.origin,
    "purpose": lambda parsed: parsed.purpose,
}


@pytest.fixture(scope="module")
def cases() -> Mapping[str, list[Mapping]]:
    document = parse_yaml(FILE.name, FILE.read_bytes())
    assert not document.faults, document.faults
    return document.data  # type: ignore[return-value]  # lists of mappings by part


def same(told: str, read: object) -> bool:
    """Compare a value of a row with what was read: exactly, or within 1 % for numbers."""
    if read is None or told == "none":
        return read is None and told == "none"
    if not told[0].isdigit():
        return told == str(read)
    numbers, _, unit = told.partition(" ")
    low, _, high = numbers.partition("-")
    wanted = (Fraction(low), Fraction(high or low))
    found = (read, read) if isinstance(read, Fraction) else (read.low, read.high)  # type: ignore[attr-defined]
    fits = all(abs(one - other) <= TOLERANCE * max(one, other) for one, other in zip(wanted, found, strict=True))
    return fits and getattr(read, "unit", "") == unit


def wrong(row: Mapping, check: DoseCheck) -> list[str]:
    """Name what is not as the row says."""
    faults = []
    if str(check.verdict) not in {row["verdict"], *row.get("or", ())}:
        faults.append(f"verdict {check.verdict}")
    faults += [f"no flag {flag}" for flag in row.get("flags", ()) if flag not in set(map(str, check.flags))]
    for key, read in READ.items():
        value = read(check.parsed) if check.parsed is not None else None
        if key in row and not same(row[key], value):
            faults.append(f"{key} {value}")
    return faults


@pytest.mark.parametrize("part", ["dev", "check"])
def test_cases(cases: Mapping[str, list[Mapping]], judge: Callable[[str], DoseCheck], part: str) -> None:
    rows = cases[part]
    failed = {row["ask"]: faults for row in rows if (faults := wrong(row, judge(row["ask"])))}
    assert len(rows) - len(failed) >= LEAST_RIGHT[part] * len(rows), failed


@pytest.mark.hazard("H04")
def test_nothing_grave_is_called_calm(cases: Mapping[str, list[Mapping]], judge: Callable[[str], DoseCheck]) -> None:
    for row in (*cases["dev"], *cases["check"]):
        if row["verdict"] in GRAVE and not CALM.intersection(row.get("or", ())):
            assert judge(row["ask"]).verdict not in CALM, row["ask"]


def test_a_third_is_check_and_no_row_comes_twice(cases: Mapping[str, list[Mapping]]) -> None:
    asked = [row["ask"] for part in ("dev", "check") for row in cases[part]]
    assert len(set(asked)) == len(asked)
    assert Fraction(3, 10) <= Fraction(len(cases["check"]), len(asked)) <= Fraction(4, 10)
