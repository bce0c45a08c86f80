"""The bot on an in-memory Discord (SimCord): its real parsers, command tree and views, without a network.

After each test every body that the bot sent is held against Discord's own description, where that is at hand,
and against the documented limits; and every message against the rules that hold for all of them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import simcord.interactions

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

from discord_world import Clock, World, hold_to_the_rules, new_bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from simcord import Env

    from bot.answering import Answerer
    from bot.surfaces.discord_app.client import BaclobotClient


@pytest.fixture(scope="session")
def answerer(shipped: Answerer) -> Answerer:
    return shipped


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def study() -> str:
    """Whether there is a study room: it has tests of its own, over the wire."""
    return "no"


@pytest.fixture
def simcord_bot(answerer: Answerer, clock: Clock, study: str, monkeypatch: pytest.MonkeyPatch) -> BaclobotClient:
    monkeypatch.setenv("BACLOBOT_STUDY", study)
    return new_bot(answerer, clock)


@pytest.fixture
async def world(simcord_env: Env, simcord_bot: BaclobotClient, clock: Clock) -> AsyncIterator[World]:
    await simcord_bot.tree.sync()
    guild = simcord_env.create_guild("Ward 7")
    channel = guild.create_text_channel("general")
    alice = guild.add_member(simcord_env.create_user("alice"))
    bob = guild.add_member(simcord_env.create_user("bob"))
    world = World(simcord_env, simcord_bot, clock, guild, channel, alice, bob)
    yield world
    if world.bot.room:
        await world.bot.room.close()
    hold_to_the_rules(world)


@pytest.fixture
def interact(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change what Discord says about the next interactions: locale, context and the like."""
    plain = simcord.interactions.base_payload

    def change(**values: Any) -> None:
        def payload(*args: Any, **kwargs: Any) -> Any:
            record, body = plain(*args, **kwargs)
            body.update(values)
            return record, body

        monkeypatch.setattr(simcord.interactions, "base_payload", payload)

    return change


@pytest.fixture
def quiet_log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that is logged, down to the library's own lines."""
    caplog.set_level(0)
    return caplog
