"""What a process says of its own health, in a file that it rewrites every ten seconds, and how that is judged.

A blocked or stopped process cannot say that it is unwell: its silence says it. Ages are taken from the
monotonic clock, which all processes of a machine share, so that a changed wall clock does not matter.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bot.surfaces.sight.vitals import State

if TYPE_CHECKING:
    from pathlib import Path

STALE_SECONDS = 15.0
"""A file older than this was not rewritten when it should have been."""
BLOCKED_SECONDS = 10.0
CONNECT_SECONDS = 30.0
"""A connection that broke may take so long to come back."""
LARGEST_FILE = 4096
MEND = "Look at its log; restart it if it does not recover."


@dataclass(frozen=True, slots=True)
class Pulse:
    """One beat; times are seconds of the monotonic clock, ``wall`` is Unix time."""

    pid: int
    state: str
    state_since: float
    opened: bool
    """Whether it was connected before."""
    answered: float | None
    """When a heartbeat was last answered."""
    answer_limit: float | None
    lag: float
    """The longest delay of the event loop since the last beat."""
    version: str
    knowledge: str
    written: float
    wall: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a process is well, in one sentence."""

    well: bool
    sentence: str


def write_pulse(file: Path, pulse: Pulse) -> None:
    """Write a beat whole or not at all; raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{pulse.pid}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as target:
        json.dump(asdict(pulse), target)
    draft.replace(file)


def read_pulse(file: Path) -> Pulse | None:
    """Read the last beat; None where there is none that can be read."""
    try:
        with file.open("rb") as source:
            told = json.loads(source.read(LARGEST_FILE))
        return Pulse(**told)
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def is_taken(file: Path, now: float) -> bool:
    """Tell whether another living process writes this file."""
    pulse = read_pulse(file)
    return pulse is not None and pulse.pid != os.getpid() and 0 <= now - pulse.written < STALE_SECONDS and _lives(pulse)


def judge(pulse: Pulse | None, now: float | None = None) -> Verdict:
    """Judge a beat at a moment of the monotonic clock."""
    if pulse is None:
        return Verdict(well=False, sentence="Nothing runs here: no health file was found.")
    now = time.monotonic() if now is None else now
    fault = _silence(pulse, now) or _trouble(pulse, now)
    if fault:
        return Verdict(well=False, sentence=f"Unwell: {fault}")
    told = f"Well: {pulse.state}"
    if pulse.answered is not None:
        told += f", Discord answered {now - pulse.answered:.0f} s ago"
    return Verdict(well=True, sentence=f"{told}; knowledge base {pulse.knowledge or 'not loaded'}.")


def _silence(pulse: Pulse, now: float) -> str:
    if not _lives(pulse):
        return "the process has ended."
    age = now - pulse.written
    if age < 0:
        return "what it said is from before this machine was started."
    if age > STALE_SECONDS:
        return f"it has said nothing for {age:.0f} s; it is stopped, or its event loop is blocked."
    if pulse.lag > BLOCKED_SECONDS:
        return f"its event loop was blocked for {pulse.lag:.0f} s."
    return ""


def _trouble(pulse: Pulse, now: float) -> str:
    spent = now - pulse.state_since
    if pulse.state == State.STARTING:
        return f"it has been starting for {spent:.0f} s."
    if pulse.state == State.BLOCKED:
        return f"Discord asked to stay away {spent:.0f} s ago."
    if pulse.state == State.CONNECTING and (not pulse.opened or spent > CONNECT_SECONDS):
        return f"it has been without a connection for {spent:.0f} s."
    if pulse.state == State.CONNECTED and pulse.answered is not None and pulse.answer_limit is not None:
        silent = now - pulse.answered
        if silent > pulse.answer_limit:
            return f"Discord has not answered a heartbeat for {silent:.0f} s."
    return ""


def _lives(pulse: Pulse) -> bool:
    try:
        os.kill(pulse.pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # another user's, or a system that cannot say
    return True
