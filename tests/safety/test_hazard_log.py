"""The hazard log is sound, its page is current, and a run that proves too little fails."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tools.hazards import Hazard, find_wrong, load_hazards, marked_tests
from tools.safety_case import PAGE, compose_page

pytestmark = pytest.mark.hazard("H36")

LEAST = 32
PLUGIN_TEST = """
import pytest

@pytest.mark.hazard("H01")
def test_one():
    {body}
"""


def test_the_log_is_sound() -> None:
    hazards = load_hazards()
    assert len(hazards) >= LEAST
    assert list(find_wrong(hazards, marked_tests(), datetime.now(UTC).date())) == []


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == compose_page(), "run: python -m tools.safety_case"


def test_the_page_tells_what_the_bot_is_not() -> None:
    page = PAGE.read_text("utf-8")
    for part in (
        "No medical device",
        "No triage",
        "No diagnosis",
        "No dosing advice",
        "engineer's draft",
        "wrong answer",
    ):
        assert part in page


def hazard(**changes: object) -> Hazard:
    return load_hazards()[0].model_copy(update=changes)


def test_what_is_wrong_with_a_log_is_found() -> None:
    marks = {"H01": ["tests/test_x.py::test_one"]}
    today = date(2026, 11, 24)
    assert list(find_wrong((hazard(),), marks, today)) == []
    assert "no marked test" in next(find_wrong((hazard(id="H77"),), {}, today))
    assert "does not have" in next(find_wrong((hazard(),), {**marks, "H99": ["a::b"]}, today))
    assert "read it again" in next(find_wrong((hazard(reread=date(2025, 11, 1)),), marks, today))
    assert "twice" in next(find_wrong((hazard(), hazard()), marks, today))


@pytest.mark.parametrize("raw", [b"hazards: []\n", b"hazards:\n  - {id: H1}\n", b"a: [\n"])
def test_a_log_of_the_wrong_form_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        load_hazards(raw)


@pytest.mark.parametrize("body", ["pass", "assert False", "pytest.skip('no')"])
def test_a_run_that_proves_too_little_fails(tmp_path: Path, body: str) -> None:
    (tmp_path / "test_it.py").write_text(PLUGIN_TEST.format(body=body), "utf-8")
    options = [
        "-p",
        "tools.hazard_report",
        "-p",
        "no:cacheprovider",
        "-q",
        "-c",
        "/dev/null",
        "--rootdir",
        str(tmp_path),
    ]
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "pytest", *options, str(tmp_path)],
        capture_output=True, text=True, timeout=100, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert ran.returncode != 0
    proved = "H01 (" not in ran.stdout
    assert proved is (body == "pass"), ran.stdout
    assert "H02 (" in ran.stdout
