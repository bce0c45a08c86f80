"""What becomes of a reply when Discord refuses, limits, forgets or breaks off a request."""

from __future__ import annotations

import asyncio
import re
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fake_discord import payloads
from fake_discord.process import stretched
from scenes import Play

if TYPE_CHECKING:
    from fake_discord.process import BotProcess
    from fake_discord.server import FakeDiscord
    from scenes import Stage


VIA = {"Via": "1.1 google"}
"""The library takes a 429 without it for one of the edge's."""
QUESTION = "what is it used for?"


def room(number: int) -> str:
    """Return the id of one of many channels."""
    return str(int(payloads.CHANNEL) + 100 + number)


def path_of(channel_id: str) -> str:
    return f"/channels/{channel_id}/messages"


async def hear(fake: FakeDiscord, channel_id: str) -> None:
    await fake.gateway.dispatch("MESSAGE_CREATE", payloads.mention(QUESTION, channel_id=channel_id))


async def alive(fake: FakeDiscord, bot: BotProcess) -> None:
    """Hold that the bot goes on, on the same connection, and told of nothing that looks like a crash."""
    assert await fake.say(payloads.mention(QUESTION, channel_id=room(99)))
    assert len(fake.gateway.attempts) == 1
    assert "Traceback" not in bot.said
    assert not bot.errors


play = Play()


@play.scene
async def limits_are_waited_for_or_given_up(stage: Stage) -> None:
    """A 429 with a short wait, a very long one, and with waits that nobody can read."""
    fake, start = stage.fake, stage.start
    bot = await start(stand_in=False)
    await bot.wait_for_line("connected")
    answers = {
        "short": {"message": "slow", "retry_after": 0.3, "global": False},
        "long": {"message": "slow", "retry_after": 3600, "global": False},
        "none": {"message": "slow"},
        "negative": {"message": "slow", "retry_after": -2.5},
        "words": {"message": "slow", "retry_after": "later"},
    }
    rooms = {name: room(number) for number, name in enumerate(answers)}
    for name, body in answers.items():
        fake.rest.fail("POST", path_of(rooms[name]), 429, body, headers=VIA, times=1)
    for channel_id in rooms.values():
        await hear(fake, channel_id)
    sent = {name: await fake.rest.wait_for("POST", path_of(channel), seconds=30) for name, channel in rooms.items()}
    await asyncio.sleep(1)
    sent = {name: fake.rest.find("POST", path_of(channel)) for name, channel in rooms.items()}
    assert [len(requests) for requests in sent.values()] == [2, 1, 1, 1, 1]
    assert sent["short"][1].at - sent["short"][0].at >= 0.3
    for name in ("none", "negative", "words"):
        first, second = await fake.rest.wait_for("POST", path_of(rooms[name]), count=2, seconds=30)
        assert 4.9 <= second.at - first.at <= 7, name
        assert second.status == 200
    assert len(fake.rest.find("POST", path_of(rooms["long"]))) == 1
    await alive(fake, bot)


@play.scene
async def server_errors_are_tried_three_times_at_most(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start(stand_in=False)
    await bot.wait_for_line("connected")
    for number, status in enumerate((500, 502, 504)):
        fake.rest.fail("POST", path_of(room(number)), status, {"message": "oh", "code": 0})
        await hear(fake, room(number))
    fake.rest.fail("POST", path_of(room(3)), 502, "<html>bad gateway</html>", times=1)
    await hear(fake, room(3))
    await asyncio.sleep(11)
    for number in range(3):
        tries = fake.rest.find("POST", path_of(room(number)))
        assert len(tries) == 3
        assert len({request.body["nonce"] for request in tries}) == 1
        assert all(request.body["enforce_nonce"] for request in tries)
    assert [request.status for request in fake.rest.find("POST", path_of(room(3)))] == [502, 200]
    await alive(fake, bot)


@play.scene
async def a_refused_message_is_not_repeated(stage: Stage) -> None:
    """No right to write, or to write there, and what was deleted meanwhile: silence."""
    fake, start = stage.fake, stage.start
    bot = await start(stand_in=False)
    await bot.wait_for_line("connected")
    forbidden = ((403, 50013), (403, 50001), (403, 50007))
    gone = ((404, 10003), (404, 10008))
    for number, (status, code) in enumerate((*forbidden, *gone)):
        fake.rest.fail("POST", path_of(room(number)), status, {"message": "no", "code": code})
        await hear(fake, room(number))
        await fake.rest.wait_for("POST", path_of(room(number)))
    await asyncio.sleep(1)
    for number in range(len(forbidden)):
        await hear(fake, room(number))
    await asyncio.sleep(0.5)
    for number in range(len(forbidden) + len(gone)):
        assert len(fake.rest.find("POST", path_of(room(number)))) == 1
    await alive(fake, bot)


@play.scene(refusal=[(404, 10062), (400, 40060), (404, 10015)])
async def a_refused_answer_is_not_repeated(stage: Stage, refusal: tuple[int, int]) -> None:
    status, code = refusal
    fake, start = stage.fake, stage.start
    bot = await start(stand_in=False)
    await bot.wait_for_line("connected")
    fake.rest.fail("POST", "/interactions/.*", status, {"message": "no", "code": code}, times=1)
    waiting = await fake.send(fake.command("ask", question=QUESTION))
    await fake.rest.wait_for("POST", "/interactions/.*")
    await asyncio.sleep(0.5)
    assert len(waiting.callbacks) == 1
    assert not fake.rest.find("POST", "/webhooks/.*")
    await alive(fake, bot)


@play.scene
async def a_connection_that_is_cut_is_tried_once_more(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start(stand_in=False)
    await bot.wait_for_line("connected")
    fake.rest.fail("POST", "/interactions/.*", 500, abort=True, times=1)
    waiting = await fake.send(fake.command("ask", question=QUESTION))
    await asyncio.wait_for(waiting.answered.wait(), 15)
    assert len(waiting.callbacks) == 2
    fake.rest.fail("POST", path_of(room(1)), 500, abort=True, times=1)
    await hear(fake, room(1))
    first, second = await fake.rest.wait_for("POST", path_of(room(1)), count=2)
    assert first.body["nonce"] == second.body["nonce"]
    await alive(fake, bot)


@play.scene
async def one_interaction_that_comes_twice_is_answered_once(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start(stand_in=False)
    await bot.wait_for_line("connected")
    asked = fake.command("ask", question=QUESTION)
    waiting = await fake.send(asked)
    await fake.gateway.dispatch("INTERACTION_CREATE", asked)
    told = payloads.mention(QUESTION)
    for _ in range(3):
        await fake.gateway.dispatch("MESSAGE_CREATE", told)
    await asyncio.wait_for(waiting.answered.wait(), 15)
    await fake.rest.wait_for("POST", path_of(payloads.CHANNEL))
    await alive(fake, bot)
    assert len(waiting.callbacks) == 1
    assert len(fake.answers()) == 1


@play.scene
async def what_was_missed_is_answered_only_while_it_is_fresh(stage: Stage) -> None:
    """A resume replays 500 events: an answer to a question of minutes ago would come out of context."""
    fake, start = stage.fake, stage.start
    bot = await start(stand_in=False)
    await bot.wait_for_line("connected")
    await alive(fake, bot)
    fake.gateway.live.abort()
    for number in range(495):
        old = payloads.mention(QUESTION, channel_id=room(number % 40), age=61 + number)
        await fake.gateway.dispatch("MESSAGE_CREATE", old)
    for number in range(5):
        await hear(fake, room(50 + number))
    await bot.wait_for_line("connected again")
    for number in range(5):
        await fake.rest.wait_for("POST", path_of(room(50 + number)))
    assert not [request for number in range(40) for request in fake.rest.find("POST", path_of(room(number)))]


@play.scene
async def messages_are_sent_no_faster_than_the_cap(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start(settings={"BACLOBOT_REQUESTS_PER_SECOND": "10"})
    await bot.wait_for_line("connected")
    for number in range(35):
        await hear(fake, room(number))
    sent = await fake.rest.wait_for("POST", "/channels/.*", count=35, seconds=30)
    times = [request.at for request in sent]
    assert times[-1] - times[0] >= 2, "thirty-five at ten a second"
    assert max(sum(at <= other < at + 0.5 for other in times) for at in times) <= 20


@play.scene
async def a_blocked_loop_recovers(stage: Stage) -> None:
    """What was asked meanwhile is too late for Discord: it is not tried, and whoever asks afterwards is answered."""
    fake, start = stage.fake, stage.start
    fake.gateway.interval = 1.0
    bot = await start(stand_in=False, settings={"FAKE_DISCORD_BLOCK": "6", "FAKE_DISCORD_LATE": "2.5"})
    await bot.wait_for_line("connected")
    assert await fake.ask(fake.command("ask", question=QUESTION))
    bot.process.send_signal(signal.SIGUSR1)
    await asyncio.sleep(0.5)
    late = [await fake.send(fake.command("ask", question=QUESTION)) for _ in range(10)]
    late.append(await fake.send(fake.completing("ask", "question", "what")))
    await bot.wait_for_line("the event loop was blocked")
    began = time.monotonic()
    assert await fake.ask(fake.command("ask", question=QUESTION))
    assert time.monotonic() - began < stretched(1)
    await asyncio.sleep(0.5)
    assert {len(one.callbacks) for one in late} == {0}
    assert "too late to be answered" in bot.said
    assert len(fake.gateway.identifies) == 1
    assert bot.process.returncode is None


@play.scene
async def a_wall_clock_that_jumps_changes_nothing(stage: Stage) -> None:
    """An hour forth and an hour back: nothing is late, nobody is told to wait, the connection stands."""
    fake, start = stage.fake, stage.start
    fake.gateway.interval = 0.5
    bot = await start(stand_in=False, settings={"FAKE_DISCORD_CLOCK": "1", "BACLOBOT_ACK_MARGIN": "30"})
    await bot.wait_for_line("connected")
    for number in range(4):
        shown = await fake.ask(fake.command("ask", question=QUESTION))
        assert "wait a few seconds" not in str(shown)
        await alive(fake, bot)
        assert await fake.say(payloads.mention(QUESTION, channel_id=room(number)))
        bot.process.send_signal(signal.SIGUSR2)
        await asyncio.sleep(0.7)
    assert "too late" not in bot.said


@play.scene
async def many_servers_are_not_kept(stage: Stage) -> None:
    """Three hundred servers of 250 channels: as a cache they would be fifty megabytes."""
    fake, start = stage.fake, stage.start
    if not Path("/proc/self/status").exists():
        pytest.skip("the memory of another process is read from /proc")
    bot = await start(stand_in=False)
    await bot.wait_for_line("connected")
    assert await fake.ask(fake.command("ask", question=QUESTION))
    before = _resident_mib(bot)
    ids = [str(int(payloads.GUILD) + 1000 + number) for number in range(300)]
    for guild_id in ids:
        await fake.gateway.dispatch("GUILD_CREATE", payloads.guild(guild_id, 250))
    asked = await fake.send(fake.command("ask", question=QUESTION))
    await asyncio.wait_for(asked.answered.wait(), 60)
    assert _resident_mib(bot) - before < 20


def _resident_mib(bot: BotProcess) -> float:
    status = Path(f"/proc/{bot.process.pid}/status").read_text("ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]  # Linux always tells


@pytest.mark.parametrize("scene", play.scenes)
def test_scene(played: dict[str, BaseException | None], scene: str) -> None:
    if (error := played[scene]) is not None:
        raise error
