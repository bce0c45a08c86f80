"""How the process ends, and what does not hold it up."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fake_discord import payloads
from fake_discord.gateway import Faults
from fake_discord.process import stretched
from scenes import Play

if TYPE_CHECKING:
    from scenes import Stage


FIRST_PROCESS = ("unshare", "--pid", "--fork", "--kill-child")


play = Play()


@play.scene(number=[signal.SIGTERM, signal.SIGINT])
async def running_replies_are_sent_before_the_end(stage: Stage, number: int) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    open_ones = [await fake.send(fake.command("ask", question="slow 1.5")) for _ in range(50)]
    await asyncio.sleep(0.3)
    began = time.monotonic()
    bot.process.send_signal(number)
    await bot.wait_for_line("stopping")
    late = await fake.send(fake.command("ask", question="too late"))
    assert await bot.wait() == 0
    assert time.monotonic() - began < stretched(5)
    assert all(len(one.callbacks) == 1 and one.answered.is_set() for one in open_ones)
    assert not late.callbacks
    assert fake.gateway.live.closed_with == 1000


@play.scene
async def a_reply_that_takes_too_long_does_not_hold_the_end(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start(settings={"BACLOBOT_STOP_SECONDS": "0.5"})
    await bot.wait_for_line("connected")
    await fake.send(fake.command("ask", question="slow 30"))
    await asyncio.sleep(0.2)
    began = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - began < stretched(2)


@play.scene
async def a_second_signal_ends_at_once(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    await fake.send(fake.command("ask", question="slow 30"))
    await asyncio.sleep(0.2)
    bot.process.send_signal(signal.SIGTERM)
    await bot.wait_for_line("stopping")
    began = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - began < stretched(0.5)


@play.scene
async def stopping_while_nothing_answers(stage: Stage) -> None:
    """SIGTERM during login, during the greeting, and while the gateway hangs."""
    fake, start = stage.fake, stage.start
    fake.rest.fail("GET", "/users/@me", 200, payloads.bot_user(), seconds=30)
    bot = await start()
    while not fake.rest.arrived:
        await asyncio.sleep(0.05)
    began = time.monotonic()
    assert await bot.stop() == 0
    assert "stopped" in bot.output[-1]
    assert time.monotonic() - began < stretched(2)
    fake.rest.faults.clear()
    fake.gateway.faults = Faults(hello=False)
    bot = await start(settings={"BACLOBOT_CONNECT_SECONDS": "60"})
    while not fake.gateway.attempts:
        await asyncio.sleep(0.05)
    began = time.monotonic()
    assert await bot.stop() == 0
    assert "stopped" in bot.output[-1]
    assert time.monotonic() - began < stretched(2)


@play.scene
async def a_silent_gateway_does_not_hold_the_end(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    connection = fake.gateway.live
    assert connection.request.transport is not None
    connection.request.transport.pause_reading()
    began = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - began < stretched(3)
    assert "stopped" in bot.output[-1], "an orderly end, not the last resort"


@play.scene
async def a_signal_before_it_is_up_ends_it(stage: Stage) -> None:
    start = stage.start
    bot = await start(stand_in=False)
    await asyncio.sleep(0.9)
    assert await bot.stop() in {0, -signal.SIGTERM}  # the second where Python itself was not up yet


@play.scene
async def it_stops_as_the_first_process_of_a_container_too(stage: Stage) -> None:
    """The system gives process 1 no default handlers: without one of its own it would not hear the signal."""
    fake, start = stage.fake, stage.start
    if not _can_be_first():
        pytest.skip("no process may have ids of its own here")
    bot = await start(within=FIRST_PROCESS)
    await bot.wait_for_line("connected")
    waiting = [await fake.send(fake.command("ask", question="slow 1")) for _ in range(50)]
    await asyncio.sleep(0.3)
    children = Path(f"/proc/{bot.process.pid}/task/{bot.process.pid}/children").read_text("ascii").split()
    os.kill(int(children[0]), signal.SIGTERM)
    assert await bot.wait() == 0
    assert all(len(one.callbacks) == 1 for one in waiting)


@play.scene
async def a_hang_up_changes_nothing(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    bot.process.send_signal(signal.SIGHUP)
    await bot.wait_for_line("SIGHUP")
    assert await fake.ask(fake.command("ask", question="still there?"))


@play.scene
async def a_reader_of_the_log_that_goes_away_does_not_stop_it(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start("run")
    await bot.wait_for_line("connected")
    assert bot.process.stdout is not None
    bot.process.stdout._transport.close()  # the reader of the log goes away
    for _ in range(3):
        await fake.gateway.dispatch("MESSAGE_CREATE", {"broken": True})
    assert await fake.ask(fake.command("ask", question="hello"))
    assert await bot.stop() == 0


@play.scene(kind=["full", "hung"])
async def a_log_that_takes_nothing_does_not_hold_it_up(stage: Stage, kind: str) -> None:
    fake, start = stage.fake, stage.start
    reader, hung = os.pipe()
    full = os.open("/dev/full", os.O_WRONLY)
    bot = await start(output=full if kind == "full" else hung)
    await fake.gateway.wait(sessions=1)
    for number in range(2000):
        await fake.gateway.dispatch("MESSAGE_CREATE", {"broken": number})
    assert await fake.ask(fake.command("ask", question="hello"))
    assert await bot.stop() == 0
    assert not bot.errors
    for descriptor in (reader, hung, full):
        os.close(descriptor)


def _can_be_first() -> bool:
    """Tell whether a process may have a space of process ids of its own here."""
    return bool(shutil.which("unshare")) and subprocess.run([*FIRST_PROCESS, "true"], check=False).returncode == 0


@pytest.mark.parametrize("scene", play.scenes)
def test_scene(played: dict[str, BaseException | None], scene: str) -> None:
    if (error := played[scene]) is not None:
        raise error
