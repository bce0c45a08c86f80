"""How the bot connects, and goes on connecting, whatever Discord or the network does."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from fake_discord import payloads
from fake_discord.gateway import ABORTED, Faults
from scenes import Play, answers

if TYPE_CHECKING:
    from fake_discord.server import FakeDiscord
    from scenes import Stage


FORGOTTEN = {4003, 4007, 4009}
"""Close codes after which a new session is needed."""
SPACING = 5
"""Seconds between two sessions."""
REMEMBERED = 10.5
"""So long aiohttp goes on using an address that it has looked up."""
UNHURRIED = {
    "BACLOBOT_RECONNECT_FIRST": "0.2",
    "BACLOBOT_RECONNECT_LONGEST": "5",
    "BACLOBOT_STEADY_SECONDS": "60",
}
"""A fifth of the real first pause, the real threshold of a good connection."""


async def slower_and_slower(fake: FakeDiscord, pauses: list[float]) -> None:
    """Hold that the bot goes on connecting, no faster than with these pauses after the first connection."""
    first = max(len(fake.gateway.attempts), 1)
    async with asyncio.timeout(60):
        while len(fake.gateway.attempts) < first + len(pauses):
            await asyncio.sleep(0.02)
    times = fake.gateway.attempts[first - 1 :]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert all(gap >= 0.9 * pause for gap, pause in zip(gaps, pauses, strict=False)), gaps


play = Play()


@play.scene
async def a_gateway_that_is_away_at_the_start_is_waited_for(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    await fake.gateway_listener.stop()
    bot = await start()
    await bot.wait_for_line("the connection ended")
    await asyncio.sleep(1)
    assert bot.process.returncode is None
    await fake.gateway_listener.start()
    await fake.gateway.wait(30, sessions=1)
    assert await answers(fake)


@play.scene
async def a_rest_that_is_away_at_the_start_is_waited_for(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    await fake.rest_listener.stop()
    bot = await start()
    await bot.wait_for_line("Discord could not be reached")
    await fake.rest_listener.start()
    await fake.gateway.wait(30, sessions=1)
    assert await answers(fake)


@play.scene
async def a_refused_handshake_is_tried_again_ever_more_slowly(stage: Stage) -> None:
    make_fake, start = stage.make_fake, stage.start

    async def refuse(status: int) -> None:
        fake = await make_fake()
        fake.gateway.faults = Faults(refuse=status)
        await start(at=fake, settings=UNHURRIED)
        await slower_and_slower(fake, [0.2, 0.4, 0.8])
        fake.gateway.faults = Faults()
        await fake.gateway.wait(30, sessions=1)
        assert await answers(fake)

    await asyncio.gather(*(refuse(status) for status in (429, 500, 503, 520)))


@play.scene
async def a_login_that_hangs_is_given_up(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    fake.rest.fail("GET", "/users/@me", 200, payloads.bot_user(), seconds=30, times=1)
    bot = await start(settings={"BACLOBOT_CONNECT_SECONDS": "2"})
    await bot.wait_for_line("Discord could not be reached (TimeoutError")
    await fake.gateway.wait(sessions=1)
    assert await answers(fake)


@play.scene
async def registering_that_fails_keeps_the_bot_answering(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start("sync")
    await bot.wait()
    fake.rest.commands[0]["description"] = "Something older"
    fake.rest.fail("PUT", "/applications/.*", 400, {"message": "Invalid Form Body", "code": 50035, "errors": {}})
    bot = await start()
    await bot.wait_for_line("the commands could not be registered")
    await fake.gateway.wait(sessions=1)
    assert await answers(fake)


@play.scene
async def a_greeting_that_never_comes_is_given_up(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    fake.gateway.faults = Faults(hello=False)
    bot = await start(settings={"BACLOBOT_CONNECT_SECONDS": "0.5"})
    await bot.wait_for_line("the connection ended")
    fake.gateway.faults = Faults()
    await fake.gateway.wait(30, sessions=1)
    assert fake.gateway.connections[0].socket.closed


@play.scene
async def closing_after_every_greeting_makes_no_storm(stage: Stage) -> None:
    """In real time five times slower: at most ten connections in the first minute, as shipped."""
    make_fake, start = stage.make_fake, stage.start

    async def close(code: int) -> None:
        fake = await make_fake()
        bot = await start(at=fake, settings=UNHURRIED)
        await bot.wait_for_line("connected")
        fake.gateway.faults = Faults(close_after_hello=code)
        fake.gateway.live.abort()
        await slower_and_slower(fake, [0.2, 0.4] if code in FORGOTTEN else [0.2, 0.4, 0.8, 1.6])
        assert bot.process.returncode is None

    codes = (1000, ABORTED, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009)
    await asyncio.gather(*(close(code) for code in codes))


@play.scene
async def being_asked_to_reconnect_for_ever_makes_no_storm(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    fake.gateway.faults = Faults(reconnect_after_open=True)
    await start(settings=UNHURRIED)
    await slower_and_slower(fake, [0.2, 0.4, 0.8])
    assert len(fake.gateway.identifies) == 1
    fake.gateway.faults = Faults()
    await fake.gateway.wait(30, resumed=len(fake.gateway.resumes) + 1)
    assert await answers(fake)


@play.scene
async def sessions_are_begun_anew_no_oftener_than_allowed(stage: Stage) -> None:
    make_fake, start = stage.make_fake, stage.start

    async def refuse_each() -> None:
        fake = await make_fake()
        fake.gateway.faults = Faults(invalid_session=False)
        await start(at=fake)
        async with asyncio.timeout(60):
            while len(fake.gateway.identifies) < 2:
                await asyncio.sleep(0.02)
        first, second = (at for at, _ in fake.gateway.identifies)
        assert second - first >= SPACING - 0.5

    async def forget_one() -> None:
        fake = await make_fake()
        bot = await start(at=fake)
        await bot.wait_for_line("connected")
        await asyncio.sleep(0.4)
        fake.gateway.sessions.clear()
        fake.gateway.live.abort()
        await fake.gateway.wait(30, sessions=1)
        assert len(fake.gateway.resumes) == 1
        assert await answers(fake)

    async def spoil_one() -> None:
        fake = await make_fake()
        fake.gateway.faults = Faults(ready={"session_id": "x", "resume_gateway_url": fake.gateway.url})
        bot = await start(at=fake)
        await bot.wait_for_line("the connection ended (KeyError")
        fake.gateway.faults = Faults()
        await fake.gateway.wait(30, sessions=2)
        assert await answers(fake)

    await asyncio.gather(refuse_each(), forget_one(), spoil_one())


@play.scene
async def a_session_that_may_be_resumed_is_resumed(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    fake.gateway.faults = Faults(invalid_session=True)
    fake.gateway.live.abort()
    await bot.wait_for_line("connected again")
    assert len(fake.gateway.identifies) == 1
    assert len(fake.gateway.resumes) == 2
    assert await answers(fake)


@play.scene
async def a_ready_that_never_comes_is_given_up(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    fake.gateway.faults = Faults(ready="")
    bot = await start(settings={"BACLOBOT_CONNECT_SECONDS": "0.5"})
    await bot.wait_for_line("did not become ready in time")
    assert bot.process.returncode is None


@play.scene
async def names_that_are_not_found_for_a_while_are_asked_for_again(stage: Stage) -> None:
    """At the start, and once more while connected; five minutes of it are played in virtual time elsewhere."""
    fake, start = stage.fake, stage.start
    nameless = stage.folder / "nameless"
    nameless.touch()
    fake.rest.gateway_url = fake.gateway.url = fake.gateway.url.replace("127.0.0.1", "localhost")
    rest = fake.rest_address.replace("127.0.0.1", "localhost")
    bot = await start(settings={"FAKE_DISCORD_NAMELESS": str(nameless), "FAKE_DISCORD_REST": rest})
    await bot.wait_for_line("Discord could not be reached (ClientConnectorDNSError")
    nameless.unlink()
    await fake.gateway.wait(30, sessions=1)
    assert await answers(fake)
    nameless.touch()
    await asyncio.sleep(REMEMBERED)
    fake.gateway.live.abort()
    await bot.wait_for_line("the connection ended (ClientConnectorDNSError")
    await asyncio.sleep(1)
    assert bot.process.returncode is None
    nameless.unlink()
    await bot.wait_for_line("connected again")
    assert len(fake.gateway.identifies) == 1
    assert await answers(fake)


@play.scene
async def a_login_that_fails_for_a_while(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    page = "<html>error code: 1015</html>"
    fake.rest.fail("GET", "/users/@me", 429, page, times=1)
    bot = await start()
    await bot.wait_for_line("Discord turns this address away")
    await bot.wait_for_line("connected")
    asked = fake.rest.find("GET", "/users/@me")
    assert len(asked) == 2
    assert asked[1].at - asked[0].at >= 0.5


@play.scene
async def a_login_that_meets_server_errors(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    fake.rest.fail("GET", "/users/@me", 502, "<html>bad gateway</html>", times=5)
    bot = await start()
    await bot.wait_for_line("connected")
    assert payloads.TOKEN not in bot.said


@pytest.mark.parametrize("scene", play.scenes)
def test_scene(played: dict[str, BaseException | None], scene: str) -> None:
    if (error := played[scene]) is not None:
        raise error
