"""Several connections that share the servers: who hears what, how sessions are spaced, what a fault of one does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest
from fake_discord import payloads
from fake_discord.endpoint import free_port
from fake_discord.gateway import Faults
from scenes import Play

if TYPE_CHECKING:
    from scenes import Stage

COUNT = 4
SPACING = 5.0
"""Seconds between two sessions of one bucket, by Discord's rules."""
TOLERANCE = 0.2
SERVERS = [str((int(payloads.GUILD) >> 22) + number << 22) for number in range(COUNT)]
"""One for each connection."""

play = Play()


def shard_of(guild_id: str) -> int:
    return (int(guild_id) >> 22) % COUNT


def mention(guild_id: str) -> dict[str, object]:
    return payloads.mention("who is it?", channel_id=str(int(guild_id) + 1)) | {"guild_id": guild_id}


@play.scene
async def each_server_is_heard_over_its_connection_and_answered_once(stage: Stage) -> None:
    fake = stage.fake
    fake.gateway.guild_ids = SERVERS
    fake.rest.session_limit["max_concurrency"] = 2
    bot = await stage.start(settings={"SHARD_COUNT": str(COUNT)})
    await fake.gateway.wait(60, sessions=COUNT)
    identified = [(at, data["shard"]) for at, data in fake.gateway.identifies]
    assert sorted(shard for _, shard in identified) == [[number, COUNT] for number in range(COUNT)]
    for bucket in (0, 1):
        first, second = sorted(at for at, (number, _) in identified if number % 2 == bucket)
        assert second - first > SPACING - TOLERANCE
    assert len(fake.rest.find("PUT", "/applications/.*")) == 1, "commands are registered once, not by each"
    for guild_id in SERVERS:
        assert (await fake.say(mention(guild_id)))["content"] == "Answered."
        assert len(fake.answers(str(int(guild_id) + 1))) == 1
    direct = [one.session for one in fake.gateway.connections if one.session and one.session.hears(None)]
    assert [session.shard[0] for session in direct] == [0]
    assert await bot.stop() == 0
    assert not bot.errors


@play.scene
async def two_processes_share_the_connections_out(stage: Stage) -> None:
    fake = stage.fake
    fake.gateway.guild_ids = SERVERS
    fake.rest.session_limit["max_concurrency"] = COUNT
    first = await stage.start(settings={"SHARD_COUNT": str(COUNT), "SHARD_IDS": "0-1"})
    second = await stage.start(settings={"SHARD_COUNT": str(COUNT), "SHARD_IDS": "2,3"})
    await fake.gateway.wait(60, sessions=COUNT)
    assert sorted(data["shard"][0] for _, data in fake.gateway.identifies) == [*range(COUNT)]
    for guild_id in SERVERS:
        assert await fake.say(mention(guild_id))
    assert await first.stop() == 0
    assert await second.stop() == 0


@play.scene
async def a_break_of_one_leaves_the_others_alone(stage: Stage) -> None:
    fake = stage.fake
    fake.gateway.guild_ids = SERVERS
    fake.rest.session_limit["max_concurrency"] = COUNT
    bot = await stage.start(settings={"SHARD_COUNT": str(COUNT)})
    await fake.gateway.wait(60, sessions=COUNT)
    broken = next(one for one in fake.gateway.connections if one.session and one.session.shard[0] == 2)
    broken.abort()
    await fake.gateway.wait(60, resumed=1)
    assert len(fake.gateway.attempts) == COUNT + 1
    for guild_id in SERVERS:
        assert await fake.say(mention(guild_id))
    assert await bot.stop() == 0


@play.scene
async def a_connection_that_stays_away_makes_the_process_unwell(stage: Stage) -> None:
    """The others are well, but a part of the servers is not heard."""
    fake = stage.fake
    fake.rest.session_limit["max_concurrency"] = COUNT
    settings = {"SHARD_COUNT": "2", "BACLOBOT_METRICS_PORT": str(port := free_port())}
    bot = await stage.start(settings=settings)
    await fake.gateway.wait(60, sessions=2)
    await until(port, "connected")
    fake.gateway.faults = Faults(refuse=503)
    broken = next(one for one in fake.gateway.connections if one.session and one.session.shard[0] == 0)
    broken.abort()
    await until(port, "connecting")
    fake.gateway.faults = Faults()
    await fake.gateway.wait(60, resumed=1)
    await until(port, "connected")
    assert await bot.stop() == 0


async def until(port: int, state: str) -> None:
    """Wait until the metrics tell of a state."""
    async with asyncio.timeout(30):
        while not await gauge(port, state):
            await asyncio.sleep(0.05)


async def gauge(port: int, state: str) -> float:
    """Return what the metrics say of a state."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as response:
        lines = (await response.text()).splitlines()
    return next(
        float(line.split()[-1]) for line in lines if line.startswith(f'baclobot_state{{baclobot_state="{state}"}}')
    )


@play.scene
async def a_final_fault_of_one_ends_all_with_2(stage: Stage) -> None:
    fake = stage.fake
    fake.gateway.faults = Faults(close_after_identify=4014)
    bot = await stage.start(settings={"SHARD_COUNT": str(COUNT)})
    assert await bot.wait(60) == 2
    assert len(bot.errors) == 1
    assert "intents" in bot.errors[0]


@play.scene(
    case=[
        ({"SHARD_IDS": "0"}, "SHARD_IDS is set without SHARD_COUNT"),
        ({"SHARD_COUNT": "2", "SHARD_IDS": "2"}, "numbered from 0 to 1"),
        ({"SHARD_COUNT": "2", "SHARD_IDS": "1-0"}, "SHARD_IDS"),
        ({"SHARD_COUNT": "0"}, "SHARD_COUNT is wrong"),
        ({"SHARD_COUNT": "2", "SHARD_IDS": "zero"}, "SHARD_IDS is wrong"),
    ]
)
async def a_wrong_number_is_one_line_and_exit_2(stage: Stage, case: tuple[dict[str, str], str]) -> None:
    settings, words = case
    bot = await stage.start(settings=settings)
    assert await bot.wait() == 2
    assert len(bot.errors) == 1
    assert words in bot.errors[0]


@pytest.mark.parametrize("scene", play.scenes)
def test_scene(scene: str, played: dict[str, BaseException | None]) -> None:
    if (error := played[scene]) is not None:
        raise error
