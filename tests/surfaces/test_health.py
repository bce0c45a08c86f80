"""How a process's health is told and judged; the whole way is played in ``tests/e2e``."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.errors import BaclobotError, ExitCode
from bot.surfaces.sight import beat
from bot.surfaces.sight.beat import Beat
from bot.surfaces.sight.places import health_file, runtime_folder
from bot.surfaces.sight.pulse import Pulse, is_taken, judge, read_pulse, write_pulse
from bot.surfaces.sight.vitals import State, Vitals

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = 1000.0
GOOD = Pulse(
    pid=os.getpid(),
    state=State.CONNECTED,
    state_since=NOW - 500,
    opened=True,
    answered=NOW - 20,
    answer_limit=49.25,
    lag=0.01,
    version="1",
    knowledge="abc",
    written=NOW - 3,
    wall=1.0,
)


def test_a_connected_process_is_well() -> None:
    verdict = judge(GOOD, NOW)
    assert verdict.well
    assert verdict.sentence == "Well: connected, Discord answered 20 s ago; knowledge base abc."


@pytest.mark.parametrize(
    ("pulse", "words"),
    [
        (None, "no health file"),
        (replace(GOOD, written=NOW - 16), "said nothing for 16 s"),
        (replace(GOOD, written=NOW + 5000), "before this machine was started"),
        (replace(GOOD, lag=14.0), "blocked for 14 s"),
        (replace(GOOD, answered=NOW - 50), "not answered a heartbeat for 50 s"),
        (replace(GOOD, state=State.STARTING), "starting for 500 s"),
        (replace(GOOD, state=State.BLOCKED), "stay away"),
        (replace(GOOD, state=State.CONNECTING), "without a connection for 500 s"),
        (replace(GOOD, state=State.CONNECTING, state_since=NOW - 1, opened=False), "without a connection"),
        (replace(GOOD, pid=2**22 + 1), "has ended"),
    ],
)
def test_what_ails_it_is_said(pulse: Pulse | None, words: str) -> None:
    verdict = judge(pulse, NOW)
    assert not verdict.well
    assert words in verdict.sentence


@pytest.mark.parametrize(
    "pulse",
    [
        replace(GOOD, state=State.SERVING, answered=None, answer_limit=None),
        replace(GOOD, state=State.STANDBY, answered=None, answer_limit=None),
        replace(GOOD, state=State.CONNECTING, state_since=NOW - 3, answered=None),
    ],
)
def test_serving_waiting_and_a_short_break_are_well(pulse: Pulse) -> None:
    assert judge(pulse, NOW).well


def test_answers_that_stay_away_are_noticed_within_a_minute() -> None:
    """Discord beats every 41.25 s; the last answer may have come a moment before they stopped."""
    from bot.surfaces.discord_app.heartbeat import SILENCE_GRACE

    limit = 41.25 + SILENCE_GRACE
    assert not judge(replace(GOOD, answered=NOW - 60, answer_limit=limit), NOW).well
    assert judge(replace(GOOD, answered=NOW - 42, answer_limit=limit), NOW).well


def test_a_file_is_written_whole_for_this_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "run" / "health.json"
    write_pulse(file, GOOD)
    assert read_pulse(file) == GOOD
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [*file.parent.iterdir()] == [file]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"pid": 1}', b"[" * 5000, b"x" * 100_000])
def test_a_damaged_file_is_no_crash(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "health.json"
    file.write_bytes(content)
    assert read_pulse(file) is None


def test_another_living_process_keeps_its_file(tmp_path: Path) -> None:
    file = tmp_path / "health.json"
    now = time.monotonic()
    write_pulse(file, replace(GOOD, pid=os.getppid(), written=now))
    assert is_taken(file, now)
    write_pulse(file, replace(GOOD, pid=os.getppid(), written=now - 60))
    assert not is_taken(file, now)
    write_pulse(file, replace(GOOD, pid=2**22 + 1, written=now))
    assert not is_taken(file, now)


async def beating(vitals: Vitals, file: Path, give_up: float, until: Callable[[], bool]) -> None:
    task = asyncio.create_task(Beat(vitals, file, give_up).run())
    while not until() and not task.done():
        await asyncio.sleep(0.01)
    if task.done():
        task.result()
    task.cancel()
    await asyncio.wait((task,))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beat, "TICK", 0.02)
    monkeypatch.setattr(beat, "WRITE_SECONDS", 0.1)


async def test_a_change_of_state_is_written_at_once_and_the_file_goes_with_the_process(
    tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beat, "WRITE_SECONDS", 1000.0)
    vitals, file = Vitals(), tmp_path / "health.json"

    def step() -> bool:
        if vitals.state is State.STARTING and file.exists():
            vitals.enter(State.CONNECTED)
        told = read_pulse(file)
        return told is not None and told.state == State.CONNECTED

    await asyncio.wait_for(beating(vitals, file, 100, step), 20)
    assert not file.exists()


async def test_silence_for_too_long_ends_the_process_with_1(tmp_path: Path, quick: None) -> None:
    vitals = Vitals()
    vitals.enter(State.CONNECTED)
    began = time.monotonic()
    vitals.watch_answers(lambda: time.monotonic() - began, lambda: 0.1)
    with pytest.raises(BaclobotError, match="not answered") as caught:
        await asyncio.wait_for(beating(vitals, tmp_path / "health.json", 0.5, lambda: False), 20)
    assert caught.value.exit_code is ExitCode.FAILURE


@pytest.mark.parametrize("state", [State.STANDBY, State.BLOCKED, State.SERVING])
async def test_waiting_on_purpose_is_no_silence(tmp_path: Path, quick: None, state: State) -> None:
    vitals = Vitals()
    vitals.enter(state)
    end = time.monotonic() + 0.5
    await beating(vitals, tmp_path / "health.json", 0.2, lambda: time.monotonic() > end)


async def test_a_blocked_loop_is_told_afterwards(tmp_path: Path, quick: None) -> None:
    vitals, file = Vitals(), tmp_path / "health.json"
    vitals.enter(State.SERVING)
    blocked = False

    def block() -> bool:
        nonlocal blocked
        if not blocked and file.exists():
            time.sleep(0.4)  # what a handler must never do
            blocked = True
        told = read_pulse(file)
        return told is not None and told.lag > 0.2

    await asyncio.wait_for(beating(vitals, file, 100, block), 20)


async def test_a_folder_that_cannot_be_written_is_told_once(
    tmp_path: Path, quick: None, caplog: pytest.LogCaptureFixture
) -> None:
    place = tmp_path / "place"
    place.write_text("")
    end = time.monotonic() + 0.5
    await beating(Vitals(), place / "health.json", 100, lambda: time.monotonic() > end)
    assert sum("cannot be written" in record.getMessage() for record in caplog.records) == 1


def test_where_the_file_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("BACLOBOT_RUNTIME_FOLDER", "RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert runtime_folder() == tmp_path / f"baclobot-{os.getuid()}"
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/7")
    assert runtime_folder() == Path("/run/user/7/baclobot")
    monkeypatch.setenv("RUNTIME_DIRECTORY", "/run/baclobot:/run/other")
    assert runtime_folder() == Path("/run/baclobot")
    monkeypatch.setenv("BACLOBOT_RUNTIME_FOLDER", "/run/chosen")
    assert health_file() == Path("/run/chosen/health.json")
    assert health_file("/run/named") == Path("/run/named/health.json")


def test_the_file_holds_no_secret(tmp_path: Path) -> None:
    file = tmp_path / "health.json"
    write_pulse(file, GOOD)
    told = json.loads(file.read_text())
    assert {*told} == {
        *("pid", "state", "state_since", "opened", "answered", "answer_limit", "lag", "version", "knowledge"),
        *("written", "wall"),
    }
