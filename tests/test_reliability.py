"""The table of promises is whole, and what it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text("utf-8")
ROWS = re.findall(r"^\| (P\d+) \| (.+?) \| (.+?) \| (.+?) \|$", PAGE.partition("\n## ")[0], re.MULTILINE)


def test_every_promise_is_listed_once() -> None:
    assert [name for name, *_ in ROWS] == [f"P{number}" for number in range(1, 27)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_what_shows_a_promise_exists(row: tuple[str, str, str, str]) -> None:
    _, promise, figure, shown_by = row
    assert promise.endswith(".")
    assert not re.search(r"[A-Z]{4,}_|^[A-Z]{4,}$", figure), "a figure was not filled in"
    folder = ROOT
    named = re.findall(r"`([^`]+)`", shown_by)
    assert named
    for name in named:
        if name.startswith("benchmarks."):
            assert (ROOT / f"{name.replace('.', '/')}.py").is_file(), name
            continue
        place = ROOT / name if "/" in name else folder / name
        assert place.is_file(), name
        folder = place.parent
