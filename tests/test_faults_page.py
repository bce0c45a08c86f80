"""The page of faults names tests that exist, and leaves no fault of its lists out."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "faults.md").read_text("utf-8")
SOURCES = "\n".join(file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
DEFINED = frozenset(re.findall(r"def (\w+)\(", SOURCES))
ROW = re.compile(r"^\| ([\d, ]+) \|", re.MULTILINE)


def test_every_named_test_exists() -> None:
    named = {*re.findall(r"(?:`|::)(test_\w+)`", PAGE)}
    files = {file.stem for file in (ROOT / "tests").rglob("test_*.py")}
    assert named
    assert named <= DEFINED | files


def test_every_named_scene_exists() -> None:
    scenes = re.findall(r"\*([^*]+)\*", PAGE)
    assert len(scenes) > 20
    for scene in scenes:
        begin = scene.removesuffix("…").strip().replace(" ", "_")
        assert any(name.startswith(begin) for name in DEFINED), scene


def test_no_fault_is_left_out() -> None:
    listed = {int(number) for numbers in ROW.findall(PAGE) for number in numbers.split(",")}
    assert listed == {*range(1, 36), *range(43, 48)}
