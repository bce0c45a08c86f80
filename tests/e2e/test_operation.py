"""What an operator sees of a running bot: its health, its metrics, its log, and a knowledge base taken up anew."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import signal
import socket
import time
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from fake_discord import payloads
from fake_discord.openapi import texts_of
from fake_discord.process import ROOT, BotProcess, stretched
from scenes import Play, answers

if TYPE_CHECKING:
    from pathlib import Path

    from scenes import Stage

play = Play()
pytestmark = pytest.mark.timeout(400)
MINUTE = 60.0
"""The promise: an unwell process is known to be unwell within so many seconds."""
HELP = "one question at a time, for example: what"


async def health(stage: Stage) -> tuple[int, str]:
    """Run ``baclobot health`` beside the bot."""
    asking = await BotProcess.start(stage.fake, stage.folder, "health")
    return await asking.wait(), asking.said


async def wait_for_health(stage: Stage, *, well: bool, words: str = "", seconds: float = MINUTE) -> float:
    """Poll until the health is so; return how many seconds that took."""
    began = time.monotonic()
    while True:
        code, said = await health(stage)
        if (code == 0) is well and words in said:
            return time.monotonic() - began
        assert time.monotonic() - began < stretched(seconds), f"still {said!r}"
        await asyncio.sleep(0.5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@play.scene
async def health_follows_the_process_from_start_to_end(stage: Stage) -> None:
    assert (await health(stage))[0] == 1
    stage.fake.gateway.faults.refuse = 503
    bot = await stage.start()
    await wait_for_health(stage, well=False, words="without a connection")
    stage.fake.gateway.faults.refuse = None
    await bot.wait_for_line("connected")
    await wait_for_health(stage, well=True, words="connected", seconds=5)
    assert await bot.stop() == 0
    code, said = await health(stage)
    assert code == 1
    assert "no health file" in said


@play.scene
async def heartbeats_that_are_not_answered_are_seen(stage: Stage) -> None:
    stage.fake.gateway.interval = 0.5
    bot = await stage.start(settings={"BACLOBOT_ACK_MARGIN": "120"})  # the watchdog would mend it before
    await bot.wait_for_line("connected")
    await wait_for_health(stage, well=True)
    stage.fake.gateway.faults.acknowledge = False
    await wait_for_health(stage, well=False, words="not answered a heartbeat")


@play.scene
async def a_stopped_process_is_seen(stage: Stage) -> None:
    bot = await stage.start()
    await bot.wait_for_line("connected")
    await wait_for_health(stage, well=True)
    bot.process.send_signal(signal.SIGSTOP)
    await wait_for_health(stage, well=False, words="said nothing")
    bot.process.send_signal(signal.SIGCONT)
    await wait_for_health(stage, well=True)


@play.scene
async def a_blocked_loop_is_seen_and_recovers(stage: Stage) -> None:
    bot = await stage.start()
    await bot.wait_for_line("connected")
    await wait_for_health(stage, well=True)
    await stage.fake.send(stage.fake.command("ask", question="block 15"))
    await wait_for_health(stage, well=False)
    await wait_for_health(stage, well=True)
    assert await answers(stage.fake)


@play.scene
async def a_killed_process_is_seen_at_once(stage: Stage) -> None:
    bot = await stage.start()
    await bot.wait_for_line("connected")
    await wait_for_health(stage, well=True)
    bot.process.kill()
    await bot.process.wait()
    code, said = await health(stage)
    assert code == 1
    assert "has ended" in said


@play.scene
async def a_discord_that_stays_silent_ends_the_process_with_1(stage: Stage) -> None:
    stage.fake.gateway.faults.refuse = 503
    bot = await stage.start(settings={"BACLOBOT_GIVE_UP_SECONDS": "2"})
    assert await bot.wait() == 1
    assert "has not answered for 2 seconds" in bot.errors[-1]
    assert len(bot.errors) == 1


@play.scene
async def the_runtime_folder_can_be_chosen_or_be_out_of_reach(stage: Stage) -> None:
    (stage.folder / ".env").write_text("BACLOBOT_RUNTIME_FOLDER=chosen\n")
    bot = await stage.start()
    await bot.wait_for_line("connected")
    await wait_for_health(stage, well=True)
    assert (stage.folder / "chosen" / "health.json").is_file()
    await bot.stop()
    (stage.folder / ".env").write_text("BACLOBOT_RUNTIME_FOLDER=/proc/nowhere\n")
    bot = await stage.start()
    await bot.wait_for_line("health file cannot be written")
    await bot.wait_for_line("connected")
    assert await answers(stage.fake)


@play.scene
async def metrics_are_offered_where_a_port_is_set(stage: Stage) -> None:
    port = free_port()
    bot = await stage.start(stand_in=False, settings={"BACLOBOT_METRICS_PORT": str(port)})
    await bot.wait_for_line("connected")
    asked = payloads.Asking(who=payloads.user("840000000000000777"))
    await stage.fake.ask(stage.fake.command("ask", asked, question="what is the half-life of canary?"))
    await bot.wait_for_line("reply")
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as answer:
        text = await answer.text()
    assert re.search(r'baclobot_questions_total\{kind="\S+",topic="\S+"\} 1\.0', text)
    assert 'baclobot_state{baclobot_state="connected"} 1.0' in text
    assert re.search(r'baclobot_info\{knowledge="[0-9a-f]{12}",version=', text)
    assert re.search(r"baclobot_ack_age_seconds \d", text)
    for secret in ("canary", "840000000000000777", payloads.GUILD, payloads.TOKEN):
        assert secret not in text


@play.scene
async def the_log_can_be_json(stage: Stage) -> None:
    bot = await stage.start(stand_in=False, settings={"BACLOBOT_LOG_FORMAT": "json"})
    await bot.wait_for_line("connected")
    await stage.fake.ask(stage.fake.command("ask", question="what is the highest dose?"))
    line = json.loads(await bot.wait_for_line('"reply"'))
    assert {*line} == {*("timestamp", "level", "logger", "event", "kind", "topic", "outcome", "ms", "request")}
    assert await bot.stop() == 0
    assert all(json.loads(line)["event"] for line in bot.output)


async def version_shown(stage: Stage) -> str:
    body = await stage.fake.ask(stage.fake.command("help"))
    found = re.search(r"knowledge base ([0-9a-f]{12})", texts_of(body["data"]))
    assert found is not None
    return found[1]


async def keep_asking(stage: Stage, done: asyncio.Event) -> list[float]:
    """Ask on and on, by many people; return how long each waited."""
    waited: list[float] = []
    for number in range(10_000):
        if done.is_set():
            break
        person = payloads.Asking(who=payloads.user(str(850000000000000000 + number)))
        began = time.monotonic()
        await stage.fake.ask(stage.fake.command("ask", person, question="what is the highest dose?"))
        waited.append(time.monotonic() - began)
        await asyncio.sleep(0.02)
    return waited


def copy_base(stage: Stage) -> Path:
    base = stage.folder / "base"
    shutil.copytree(ROOT / "knowledge", base, ignore=shutil.ignore_patterns("__*", "*.bin"))
    return base


def rewrite(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    draft = file.with_suffix(".draft")
    draft.write_text(text.replace(before, after), "utf-8")
    draft.replace(file)


@play.scene(way=["signal", "folder"])
async def a_changed_base_is_taken_up_and_a_bad_one_never(stage: Stage, way: str) -> None:
    base = copy_base(stage)
    settings = {"BACLOBOT_RELOAD": "yes" if way == "folder" else "no"}
    bot = await stage.start("--kb", str(base), "run", stand_in=False, settings=settings)
    await bot.wait_for_line("connected")
    first = await version_shown(stage)

    async def changed(*words: str) -> None:
        if way == "signal":
            bot.process.send_signal(signal.SIGHUP)
        for word in words:
            await bot.wait_for_line(word, 90)

    done = asyncio.Event()
    asking = asyncio.create_task(keep_asking(stage, done))
    rewrite(base / "wording.yaml", HELP, HELP.replace("for example", "such as"))
    await changed("answers in the place of")
    done.set()
    waited = await asking
    assert waited
    assert max(waited) < stretched(1.5)
    second = await version_shown(stage)
    assert second != first
    told: Any = await stage.fake.ask(stage.fake.command("help"))
    assert "such as: what" in texts_of(told["data"])

    rewrite(base / "wording.yaml", "disclaimer:", "disclaimer: [")
    await changed("was refused", "wording.yaml:")
    assert await version_shown(stage) == second
    assert await answers(stage.fake)
    rewrite(base / "wording.yaml", "disclaimer: [", "disclaimer:")
    await changed("has not changed")
    assert await version_shown(stage) == second
    assert await bot.stop() == 0


@pytest.mark.hazard("H24")
@pytest.mark.parametrize("scene", play.scenes)
def test_scene(played: dict[str, BaseException | None], scene: str) -> None:
    if (error := played[scene]) is not None:
        raise error
