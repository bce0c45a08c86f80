"""Cooldowns and the little memory there is: bounded, forgetful, and never in the way of an emergency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from discord_world import Clock, shown
from hypothesis import given
from hypothesis import strategies as st

from bot.surfaces.discord_app import cooldowns, memory
from bot.surfaces.discord_app.cooldowns import Cooldowns, Pace
from bot.surfaces.discord_app.memory import FollowUps, Freshness, Memory

if TYPE_CHECKING:
    from discord_world import World


def test_a_person_is_told_once_and_answered_again_later() -> None:
    clock = Clock()
    paces = Cooldowns(clock)
    asked = [paces.ask(1) for _ in range(cooldowns.USER_QUESTIONS + 3)]
    assert asked == [Pace.ANSWER] * cooldowns.USER_QUESTIONS + [Pace.NOTICE, Pace.SILENCE, Pace.SILENCE]
    assert paces.ask(2) is Pace.ANSWER
    clock.now += cooldowns.USER_SECONDS
    assert paces.ask(1) is Pace.ANSWER


def test_notices_come_once_a_minute_however_long_the_flood() -> None:
    clock = Clock()
    paces = Cooldowns(clock)
    notices = 0
    for _ in range(50 * 120):
        clock.now += 0.02
        notices += paces.ask(1) is Pace.NOTICE
    assert notices == 2


def test_a_channel_has_a_limit_of_its_own() -> None:
    paces = Cooldowns(Clock())
    asked = [paces.ask(user, channel=9) for user in range(cooldowns.CHANNEL_QUESTIONS + 2)]
    assert asked.count(Pace.ANSWER) == cooldowns.CHANNEL_QUESTIONS
    assert asked[-2:] == [Pace.NOTICE, Pace.SILENCE]
    assert paces.ask(0, channel=10) is Pace.ANSWER
    assert paces.ask(0) is Pace.ANSWER


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 20)), max_size=200))
def test_nobody_gets_more_answers_than_the_limit_in_any_window(asks: list[tuple[int, float]]) -> None:
    clock = Clock()
    paces = Cooldowns(clock)
    answered: dict[int, list[float]] = {}
    for user, pause in asks:
        clock.now += pause
        if paces.ask(user) is Pace.ANSWER:
            times = answered.setdefault(user, [])
            times.append(clock.now)
            recent = [time for time in times if time > clock.now - cooldowns.USER_SECONDS]
            assert len(recent) <= cooldowns.USER_QUESTIONS


def test_the_counters_stay_few() -> None:
    paces = Cooldowns(Clock())
    for user in range(cooldowns.MOST_KEYS + 500):
        paces.ask(user, channel=user)
    assert len(paces._counters) <= cooldowns.MOST_KEYS


def test_memory_forgets_by_age_and_by_number() -> None:
    clock = Clock()
    kept: Memory[int, str] = Memory(10, clock)
    kept.keep(1, "a")
    assert kept.get(1) == "a"
    assert not kept.add(1, "b")
    clock.now += 10
    assert kept.get(1) is None
    assert kept.add(1, "b")
    for key in range(memory.MOST_ENTRIES + 500):
        kept.keep(key, "x")
    assert len(kept) == memory.MOST_ENTRIES


def test_follow_ups_of_one_person_can_be_deleted() -> None:
    kept = FollowUps(Clock())
    kept.remember(1, 10, "half-life")
    kept.remember(1, 11, "half-life")
    kept.remember(2, 10, "usual-dose")
    assert kept.forget(1) == ("half-life",)
    assert kept.recall(1, 10) is None
    assert kept.recall(2, 10) == "usual-dose"


@given(st.floats(-1e6, 1e6), st.lists(st.floats(0, 5), min_size=1, max_size=20))
def test_freshness_needs_no_right_clock(skew: float, delays: list[float]) -> None:
    clock = Clock()
    fresh = Freshness(clock)
    for delay in delays:
        clock.now += 10
        assert fresh.delay_of(clock.now + skew - delay) <= 5.01
    assert fresh.delay_of(clock.now + skew - 70) >= 64.99


def test_clocks_that_drift_apart_make_nothing_late() -> None:
    """Fifty millionths, as cheap quartz has: within half a year the clocks differ by more than ten minutes."""
    clock = Clock()
    fresh = Freshness(clock)
    for _ in range(180 * 24):
        clock.now += 3600
        assert fresh.delay_of(clock.now * (1 - 50e-6)) < memory.LATE_SECONDS
    assert fresh.delay_of((clock.now - 70) * (1 - 50e-6)) > memory.STALE_SECONDS


def test_after_a_quiet_night_the_first_event_counts_as_fresh() -> None:
    clock = Clock()
    fresh = Freshness(clock)
    fresh.delay_of(clock.now)
    clock.now += 10 * 3600
    assert fresh.delay_of(clock.now - 30) == 0
    assert fresh.delay_of(clock.now) == 0
    assert fresh.delay_of(clock.now - 30) == pytest.approx(30)


async def test_a_flood_of_commands_gets_a_notice_each_and_emergencies_pass(world: World) -> None:
    """A command that is not answered looks broken: there the notice comes each time, for one reader."""
    for _ in range(cooldowns.USER_QUESTIONS):
        await world.alice.slash(world.channel, "help")
    for _ in range(2):
        slow = await world.alice.slash(world.channel, "ask", question=world.most)
        assert slow.ephemeral
        assert "wait a few seconds" in shown(slow.response)
        assert "emergency number now" in shown(slow.response)
    urgent = await world.alice.slash(world.channel, "ask", question="she is not breathing")
    assert "911" in shown(urgent.response)
    other = await world.bob.slash(world.channel, "ask", question=world.most)
    assert "80 mg" in shown(other.response)


async def test_a_flood_of_mentions_gets_one_notice_and_emergencies_pass(world: World) -> None:
    for _ in range(cooldowns.USER_QUESTIONS + 5):
        await world.alice.send(world.channel, f"{world.mention} {world.most}")
    assert len(world.sent()) == cooldowns.USER_QUESTIONS + 1
    assert "wait a few seconds" in shown(world.sent()[-1])
    await world.alice.send(world.channel, f"{world.mention} she is not breathing")
    assert "112 or 911" in shown(world.sent()[-1])


async def test_a_flood_of_presses_is_slowed_too(world: World) -> None:
    asked = await world.alice.slash(world.channel, "ask", question=world.most)
    for _ in range(cooldowns.USER_QUESTIONS - 1):
        await world.alice.click(asked.response, label="More detail")
    for label in ("More detail", "Share here"):
        slow = await world.alice.click(asked.response, label=label)
        assert slow.ephemeral
        assert "wait a few seconds" in shown(slow.response)
