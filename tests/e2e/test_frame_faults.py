"""What an open connection survives: frames, events and heartbeats that are not as they should be."""

from __future__ import annotations

import asyncio
import signal
import time
from typing import TYPE_CHECKING

import pytest
from fake_discord.gateway import DISPATCH, Faults
from fake_discord.process import stretched
from scenes import Play, answers

if TYPE_CHECKING:
    from fake_discord.server import FakeDiscord
    from scenes import Stage


BROKEN_EVENTS = [
    ("MESSAGE_CREATE", {"content": "no channel"}),
    ("MESSAGE_CREATE", {"channel_id": [1], "author": 7}),
    ("MESSAGE_CREATE", None),
    ("MESSAGE_UPDATE", {"id": "x"}),
    ("INTERACTION_CREATE", {"id": "1"}),
    ("INTERACTION_CREATE", "text"),
    ("GUILD_CREATE", {"id": "not a number"}),
    ("GUILD_CREATE", {}),
    ("GUILD_DELETE", {}),
    ("SOMETHING_NEW", {"a": 1}),
    ("CHANNEL_CREATE", {"id": "1"}),
]


play = Play()


@play.scene(frame=[b"\x00\x01\x02\x03", b"garbage\x00\x00\xff\xff"])
async def a_reset_within_a_compressed_frame_is_resumed(stage: Stage, frame: bytes) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    await fake.gateway.live.send_raw(frame)
    fake.gateway.live.abort()
    await bot.wait_for_line("connected again")
    assert len(fake.gateway.identifies) == 1
    assert await answers(fake)


@play.scene
async def a_frame_that_cannot_be_unpacked_is_resumed_from(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    await fake.gateway.live.send_raw(b"garbage\x00\x00\xff\xff")
    await bot.wait_for_line("connected again")
    assert len(fake.gateway.identifies) == 1
    assert await answers(fake)


@play.scene
async def malformed_events_are_skipped_and_told_once(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    for _ in range(20):
        for event, body in BROKEN_EVENTS:
            await fake.gateway.dispatch(event, body)
    assert await answers(fake)
    assert len(fake.gateway.attempts) == 1
    for event in ("MESSAGE_CREATE", "MESSAGE_UPDATE", "INTERACTION_CREATE"):
        assert len([line for line in bot.output if f"an event {event} could not be read" in line]) == 1


@play.scene
async def unknown_opcodes_are_skipped(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    await fake.gateway.live.send(99, data={"new": True})
    await fake.gateway.live.send(1)
    assert await answers(fake)
    assert len(fake.gateway.attempts) == 1


@play.scene(text=['{"op": 0, "d": {', "[]", "null", '{"op": 10, "d": {}}'])
async def a_frame_that_is_no_event_is_resumed_from(stage: Stage, text: str) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    await fake.gateway.live.send_text(text)
    await bot.wait_for_line("connected again")
    assert len(fake.gateway.identifies) == 1
    assert await answers(fake)


@play.scene
async def a_very_large_frame_is_read(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    await fake.gateway.live.send(DISPATCH, {"text": "a" * 16_000_000}, "SOMETHING_NEW", 3)
    assert await answers(fake)
    assert len(fake.gateway.attempts) == 1


@play.scene
async def missing_answers_to_heartbeats_are_noticed(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    fake.gateway.interval = 0.5
    bot = await start()
    await bot.wait_for_line("connected")
    await asyncio.sleep(0.6)
    fake.gateway.faults = Faults(acknowledge=False)
    zombie, began = fake.gateway.live, time.monotonic()
    events = asyncio.create_task(_chatter(fake))
    await bot.wait_for_line("heartbeats are not answered")
    assert time.monotonic() - began < stretched(2 * 0.5 + 0.8)
    fake.gateway.faults = Faults()
    await bot.wait_for_line("connected again")
    events.cancel()
    assert zombie.closed_with == 4000
    assert len(fake.gateway.identifies) == 1
    assert await answers(fake)


@play.scene
async def answered_heartbeats_keep_the_connection(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    fake.gateway.interval = 0.4
    bot = await start(settings={"BACLOBOT_ACK_MARGIN": "2"})
    await bot.wait_for_line("connected")
    while fake.gateway.live.beats < 8:
        await asyncio.sleep(0.1)
    assert len(fake.gateway.attempts) == 1


@play.scene
async def silence_is_noticed(stage: Stage) -> None:
    """As from a stopped process on the other side: the connection stands, and nothing comes."""
    fake, start = stage.fake, stage.start
    fake.gateway.interval = 0.5
    bot = await start()
    await bot.wait_for_line("connected")
    silent = fake.gateway.live
    fake.gateway.faults = Faults(silent=True)
    question = await fake.send(fake.command("ask", question="lost in the silence"))
    await bot.wait_for_line("heartbeats are not answered")
    fake.gateway.faults = Faults()
    await bot.wait_for_line("connected again")
    await asyncio.sleep(0.3)
    assert len(question.callbacks) == 1
    assert silent.socket.closed


@play.scene
async def a_gateway_whose_process_is_stopped_is_resumed_when_it_wakes(stage: Stage) -> None:
    """Connections stand and even new ones are taken by the system, but nobody reads or writes."""
    fake, start = stage.fake, stage.start
    fake.gateway.interval = 0.5
    relay = await stage.relay(fake)
    bot = await start(settings={"BACLOBOT_CONNECT_SECONDS": "1"})
    await bot.wait_for_line("connected")
    relay.send_signal(signal.SIGSTOP)
    missed = [await fake.send(fake.command("ask", question="into the silence")) for _ in range(20)]
    await bot.wait_for_line("heartbeats are not answered")
    await asyncio.sleep(2)
    assert bot.process.returncode is None
    relay.send_signal(signal.SIGCONT)
    await bot.wait_for_line("connected again")
    assert await answers(fake)
    await asyncio.sleep(0.5)
    assert max(len(one.callbacks) for one in missed) <= 1
    assert len(fake.gateway.identifies) == 1


@play.scene(pause=[0.0, 1.0])
async def a_reset_connection_is_back_within_seconds(stage: Stage, pause: float) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    await asyncio.sleep(pause)
    began = time.monotonic()
    fake.gateway.live.abort()
    await bot.wait_for_line("connected again")
    assert time.monotonic() - began < stretched(5)
    assert len(fake.gateway.identifies) == 1


@play.scene
async def events_missed_meanwhile_arrive_once(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    fake.gateway.live.abort()
    missed = [await fake.send(fake.command("ask", question="missed")) for _ in range(500)]
    await bot.wait_for_line("connected again")
    await asyncio.wait_for(asyncio.gather(*(one.answered.wait() for one in missed)), 30)
    assert {len(one.callbacks) for one in missed} == {1}


@play.scene
async def an_outage_of_the_whole_network_is_survived(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    fake.gateway.live.abort()
    await fake.gateway_listener.stop()
    await fake.rest_listener.stop()
    await asyncio.sleep(2)
    await fake.rest_listener.start()
    await fake.gateway_listener.start()
    await bot.wait_for_line("connected again")
    assert await answers(fake)


@play.scene
async def a_stopped_process_comes_back(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    fake.gateway.interval = 0.5
    bot = await start()
    await bot.wait_for_line("connected")
    bot.process.send_signal(signal.SIGSTOP)
    await asyncio.sleep(2)
    bot.process.send_signal(signal.SIGCONT)
    assert await answers(fake)
    await asyncio.sleep(1)
    assert await answers(fake)
    assert len(fake.gateway.identifies) == 1


async def _chatter(fake: FakeDiscord) -> None:
    """Events go on while something else is wrong."""
    while True:
        await fake.gateway.dispatch("SOMETHING_NEW", {})
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("scene", play.scenes)
def test_scene(played: dict[str, BaseException | None], scene: str) -> None:
    if (error := played[scene]) is not None:
        raise error
