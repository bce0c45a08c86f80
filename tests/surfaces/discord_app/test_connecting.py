"""How often Discord is asked: hours of every fault, in virtual time."""

from __future__ import annotations

import ast
import asyncio
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from virtual_time import run_virtually

from bot.surfaces.discord_app.connecting import HOUR, SESSION_SPACING, Allowance, Pacer, SessionBudget

if TYPE_CHECKING:
    from collections.abc import Callable

MINUTE = 60.0
PLENTY = Allowance(900, 3600.0)


async def storm(pacer: Pacer, seconds: float, lasts: float = 0.0) -> list[float]:
    """Connect for so long to a Discord that accepts and then ends each connection after ``lasts`` seconds."""
    loop = asyncio.get_running_loop()
    start, times = loop.time(), []
    while loop.time() - start < seconds:
        await pacer.wait()
        times.append(loop.time() - start)
        pacer.opened()
        await asyncio.sleep(lasts)
        pacer.closed()
    return times


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("lasts", [0.0, 0.5, 10.0, 59.0])
def test_no_fault_makes_a_storm(chance: float, lasts: float) -> None:
    pacer = Pacer(1.0, 60.0, 60.0, chance=lambda: chance)
    times = run_virtually(storm(pacer, 2 * HOUR, lasts))
    assert sum(at < MINUTE for at in times) <= 10
    for start in range(600, 7200, 60):
        assert sum(start <= at < start + MINUTE for at in times) <= 1
    assert times[-1] > 2 * HOUR - 3 * MINUTE


def test_the_first_attempt_after_a_good_connection_comes_at_once() -> None:
    async def live() -> list[float]:
        pacer = Pacer(1.0, 60.0, 60.0, chance=lambda: 0.0)
        pauses = [pacer.pause()]
        for _ in range(3):
            pacer.closed()
            pauses.append(pacer.pause())
        pacer.opened()
        await asyncio.sleep(61)
        pacer.closed()
        return [*pauses, pacer.pause(), pacer.failures]

    assert run_virtually(live()) == [0.0, 1.0, 2.0, 4.0, 0.0, 0]


@given(st.integers(0, 5000), st.floats(0, 1))
def test_a_pause_is_always_bounded(failures: int, chance: float) -> None:
    async def fail() -> float:
        pacer = Pacer(1.0, 60.0, 60.0, chance=lambda: chance)
        for _ in range(failures):
            pacer.closed()
        return pacer.pause()

    assert 0 <= run_virtually(fail()) <= 75


def allow(*answers: Allowance | None) -> Callable[[], object]:
    """Return what Discord says of its allowance, one answer after the other, the last for ever."""
    given_so_far = iter(answers)

    async def ask() -> Allowance | None:
        return next(given_so_far, answers[-1])

    return ask


async def identify(budget: SessionBudget, times: int, told: list[str]) -> list[float]:
    loop = asyncio.get_running_loop()
    start, admitted = loop.time(), []
    for _ in range(times):
        await budget.wait(allow(PLENTY), told.append)
        budget.spend()
        admitted.append(loop.time() - start)
    return admitted


def test_sessions_stay_within_the_hour_and_are_spaced() -> None:
    told: list[str] = []
    admitted = run_virtually(identify(SessionBudget(20, 50), 100, told))
    assert all(later - earlier >= SESSION_SPACING for earlier, later in pairwise(admitted))
    assert all(later - earlier >= HOUR - 1 for earlier, later in zip(admitted, admitted[20:], strict=False))
    assert max(later - earlier for earlier, later in pairwise(admitted)) <= 5 * MINUTE
    assert "too many sessions" in told[0]


def test_a_day_of_invalid_sessions_leaves_most_of_discords_allowance() -> None:
    admitted = run_virtually(identify(SessionBudget(20, 50), 1000, []))
    assert sum(at < 24 * HOUR for at in admitted) <= 500


def test_a_low_allowance_is_waited_for() -> None:
    async def wait() -> float:
        told: list[str] = []
        start = asyncio.get_running_loop().time()
        await SessionBudget(20, 50).wait(allow(Allowance(49, 1800.0), Allowance(0, 9e9), PLENTY), told.append)
        assert len(told) == 2
        return asyncio.get_running_loop().time() - start

    assert run_virtually(wait()) == pytest.approx(1800 + 3600)


def test_an_allowance_that_is_not_told_is_no_obstacle() -> None:
    async def wait() -> float:
        start = asyncio.get_running_loop().time()
        await SessionBudget(20, 50).wait(allow(None), print)
        return asyncio.get_running_loop().time() - start

    assert run_virtually(wait()) == 0


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"session_start_limit": {"remaining": 3, "reset_after": 1500}}, Allowance(3, 1.5)),
        ({"session_start_limit": {"remaining": 3, "reset_after": -5}}, Allowance(3, 0.0)),
        ({"session_start_limit": {"remaining": "3"}}, None),
        ({"session_start_limit": []}, None),
        ({}, None),
    ],
)
def test_the_allowance_is_read_with_care(answer: dict[str, object], expected: Allowance | None) -> None:
    assert Allowance.read(answer) == expected


def test_nothing_that_waits_looks_at_the_wall_clock() -> None:
    """A clock that jumps by an hour must change no pause and no cooldown."""
    folder = Path(__file__).parents[3] / "bot" / "surfaces" / "discord_app"
    for module in folder.glob("*.py"):
        if module.name == "doctor.py":
            continue  # it waits for nothing, and compares that very clock with Discord's
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                read = f"{node.value.id}.{node.attr}"
                assert read not in {"time.time", "datetime.now", "datetime.utcnow"}, f"{module.name} reads {read}"
