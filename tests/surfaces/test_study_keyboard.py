"""The quiz and the cards at a keyboard: real keys on a real pseudo-terminal."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))
pytest.importorskip("termios", reason="this system has no pseudo-terminals")

from keyboard import Keyboard

if TYPE_CHECKING:
    from collections.abc import Mapping

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def lines_of(screen: str) -> list[str]:
    return ESCAPES.sub("", screen).replace("\r", "").split("\n")


@pytest.fixture
def world(environment: Mapping[str, str], tmp_path: Path) -> Mapping[str, str]:
    return {**environment, "XDG_DATA_HOME": str(tmp_path / "data"), "LANG": "C.UTF-8"}


def test_a_round_by_single_keys(world: Mapping[str, str], base_folder: Path, tmp_path: Path) -> None:
    with Keyboard(["--kb", str(base_folder), "quiz", "--seed", "4", "--number", "3"], world, tmp_path) as at:
        for number in (1, 2, 3):
            assert f"Question {number} of 3" in at.wait_for("Your answer")
            if "or" in at.wait_for(":"):
                at.press("z\x1b[Aa")  # a wrong key and an arrow are passed over
            else:
                at.press("80\r")
        assert "Score: " in at.wait_for(" of 3.")
        assert at.ending() == 0
    assert "━" in at.screen
    assert max(map(len, lines_of(at.screen))) <= 72


def test_enter_shows_the_answer_and_control_d_ends(world: Mapping[str, str], base_folder: Path, tmp_path: Path) -> None:
    with Keyboard(["--kb", str(base_folder), "quiz", "--seed", "4"], world, tmp_path) as at:
        at.wait_for("Your answer")
        at.wait_for(":")
        at.press("\r")
        at.wait_for("Answer: ")
        at.wait_for("Your answer")
        at.wait_for(":")
        at.press("\x04")
        at.wait_for("Score: 0 of 1.")
        assert at.ending() == 0


def test_control_c_ends_without_a_traceback(world: Mapping[str, str], base_folder: Path, tmp_path: Path) -> None:
    with Keyboard(["--kb", str(base_folder), "quiz", "--seed", "4"], world, tmp_path) as at:
        at.wait_for("Your answer")
        at.wait_for(":")
        at.press("\x03")
        assert at.ending() != 0
    assert "Traceback" not in at.screen


def test_cards_are_rated_by_one_key_and_keys_typed_ahead_count(
    world: Mapping[str, str], base_folder: Path, tmp_path: Path
) -> None:
    with Keyboard(["--kb", str(base_folder), "cards", "--new", "2"], world, tmp_path) as at:
        at.wait_for("0 due, 2 new.")
        at.wait_for("Your answer")
        typed = "\r" if "a)" not in at.screen else " "
        at.press(typed + "4")
        at.wait_for("Comes again in ")
        at.wait_for("Your answer")
        at.press("\x04")
        at.wait_for("Rated: 1.")
        assert at.ending() == 0
    kept = json.loads((tmp_path / "data" / "baclobot" / "cards.json").read_text("utf-8"))
    assert [rating for _, _, rating in kept["reviews"]] == [4]


def test_without_color_nothing_but_characters_is_written(
    world: Mapping[str, str], base_folder: Path, tmp_path: Path
) -> None:
    told = {**world, "NO_COLOR": "1"}
    with Keyboard(["--kb", str(base_folder), "quiz", "--seed", "4", "--number", "1"], told, tmp_path, 40) as at:
        at.wait_for("Your answer")
        at.press("\r")
        at.wait_for("Score: 0 of 1.")
        at.ending()
    assert "\x1b[3" not in at.screen
    assert "\x1b[1m" not in at.screen
    assert max(map(len, lines_of(at.screen))) <= 40
