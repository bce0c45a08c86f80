"""A round over HTTP on several replicas that share a PostgreSQL: any of them takes any press."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from classroom import Classroom, somebody, text
from databases import KEY, postgres_programs, running_postgres
from fake_discord.endpoint import LOOPBACK, PATH, Signer, deliver, free_port, serve_settings
from fake_discord.openapi import faults_of
from fake_discord.process import BotProcess
from fake_discord.rest import Request, _as_message
from fake_discord.server import FakeDiscord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.answering import Answerer

    Json = Any

REPLICAS, PLAYERS = 2, 9


@dataclass
class Book:
    """What answered an interaction."""

    callbacks: list[Any]
    message: Json
    answered: asyncio.Event


@dataclass
class Replicas:
    """Stands in the place of the fake Discord's gateway: each interaction goes to the next replica."""

    fake: FakeDiscord
    signer: Signer
    urls: Iterator[str]
    session: aiohttp.ClientSession

    def command(self, *arguments: Any, **options: Any) -> Json:
        return self.fake.command(*arguments, **options)

    def press(self, *arguments: Any) -> Json:
        return self.fake.press(*arguments)

    async def ask(self, payload: Json, _seconds: float = 0) -> Json:
        answer = await deliver(self.session, next(self.urls), self.signer, payload)
        assert answer.status == 200
        sent = Request("POST", "/interactions/1/t/callback", answer.body, 0.0, {}, 200, authorized=True)
        assert not faults_of(sent)
        return answer.body

    async def send(self, payload: Json) -> Book:
        body, answered = await self.ask(payload), asyncio.Event()
        answered.set()
        request = Request("POST", "/", body, 0.0, {}, 200, authorized=True)
        return Book([request], _as_message(body["data"], payload["channel_id"]), answered)


async def test_any_replica_takes_any_press(tmp_path: Path, shipped: Answerer) -> None:
    if postgres_programs() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    signer, replicas, urls = Signer(), [], []
    with running_postgres() as server:
        kept = {
            "DATABASE_URL": server.url(),
            "BACLOBOT_PSEUDONYM_KEY": KEY,
            "BACLOBOT_STORE_SECONDS": "10",
            "BACLOBOT_DEFER_SECONDS": "2.5",
        }
        async with FakeDiscord() as fake, aiohttp.ClientSession() as session:
            try:
                registering = await BotProcess.start(fake, tmp_path, "sync", settings=kept)
                assert await registering.wait() == 0, registering.said
                for number in range(REPLICAS):
                    port = free_port()
                    urls.append(f"http://{LOOPBACK}:{port}{PATH}")
                    folder = tmp_path / str(number)
                    folder.mkdir()
                    settings = serve_settings(signer, port, free_port()) | kept
                    replicas.append(await BotProcess.start(fake, folder, "serve", settings=settings))
                for replica in replicas:
                    await replica.wait_for_line("taking interactions")
                room = Classroom(Replicas(fake, signer, itertools.cycle(urls), session), shipped, somebody())
                pupils = [somebody() for _ in range(PLAYERS)]
                await room.start(number=2, players="everybody here")
                await room.press("Begin")
                for question in range(2):
                    letter = room.letter(right=True)
                    await asyncio.gather(*(room.press(letter, pupil) for pupil in pupils))
                    shown = await room.press("Show the answer")
                    assert f"{PLAYERS} of {PLAYERS} answered right" in text(shown)
                    await room.press("Next question" if question == 0 else "Show the scores")
                assert text(room.message).count("2 of 2 right") == PLAYERS
                for replica in replicas:
                    assert await replica.stop() == 0
                    assert "failure" not in replica.said
                    assert "away" not in replica.said
            finally:
                for replica in replicas:
                    await replica.end()
