"""What is said when more people ask than Discord takes replies: little, never nothing to whom an answer is owed."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from discord_world import shown

from bot.surfaces.discord_app.waiting import MOST_NOTICES, MOST_WAITING, Waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from discord_world import World

BUSY = "people are asking at this moment"
EMERGENCY_LINE = "call your local emergency number now"
DANGER = "she is not breathing"


@pytest.fixture
def wait(world: World) -> Callable[[int], ExitStack]:
    """Let so many replies wait for Discord until the block ends."""

    def fill(count: int) -> ExitStack:
        stack = ExitStack()
        for _ in range(count):
            stack.enter_context(world.bot.waiting.one())
        return stack

    return fill


async def test_the_last_place_is_answered_and_the_next_is_told_that_the_bot_is_busy(
    world: World, wait: Callable[[int], ExitStack]
) -> None:
    with wait(MOST_WAITING - 1):
        await world.alice.send(world.channel, f"{world.mention} {world.most}")
    assert "80 mg" in shown(world.sent()[-1])
    with wait(MOST_WAITING):
        await world.alice.send(world.channel, f"{world.mention} {world.most}")
    told = shown(world.sent()[-1])
    assert BUSY in told
    assert EMERGENCY_LINE in told
    assert world.bot.answerer.disclaimer in told
    await world.alice.send(world.channel, f"{world.mention} {world.most}")
    assert "80 mg" in shown(world.sent()[-1])


async def test_notices_do_not_pile_up_in_turn(world: World, wait: Callable[[int], ExitStack]) -> None:
    with wait(MOST_WAITING + MOST_NOTICES):
        await world.alice.send(world.channel, f"{world.mention} {world.most}")
        assert not world.sent()
        await world.alice.send(world.channel, f"{world.mention} {DANGER}")
    assert "112 or 911" in shown(world.sent()[-1])


async def test_commands_and_buttons_are_told_however_many_wait(world: World, wait: Callable[[int], ExitStack]) -> None:
    asked = await world.alice.slash(world.channel, "ask", question=world.most)
    with wait(MOST_WAITING + 10 * MOST_NOTICES):
        slow = await world.alice.slash(world.channel, "ask", question=world.most)
        pressed = await world.alice.click(asked.response, label="More detail")
        urgent = await world.alice.slash(world.channel, "ask", question=DANGER)
    for told in (slow, pressed):
        assert told.ephemeral
        assert BUSY in shown(told.response)
        assert EMERGENCY_LINE in shown(told.response)
    assert "911" in shown(urgent.response)


async def test_a_reply_that_could_not_be_sent_no_longer_waits(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    await world.alice.send(world.channel, f"{world.mention} {world.most}")
    assert len(world.bot.waiting) == 0


def test_places_are_given_back_after_a_failure() -> None:
    waiting = Waiting()

    def fail() -> None:
        with waiting.one():
            assert len(waiting) == 1
            raise ConnectionError

    with pytest.raises(ConnectionError):
        fail()
    assert len(waiting) == 0
