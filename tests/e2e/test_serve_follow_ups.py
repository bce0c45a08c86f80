"""What follows a first answer over HTTP: replies that take long, in several messages, with files, or that fail."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import discord
import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from discord import app_commands
from fake_discord import payloads
from fake_discord.endpoint import LOOPBACK, PATH, Response, Signer, deliver, free_port
from fake_discord.openapi import texts_of
from fake_discord.server import FakeDiscord

from bot.settings import ServeSettings
from bot.surfaces.discord_app.http.authentic import Authentication
from bot.surfaces.discord_app.http.client import HttpClient
from bot.surfaces.discord_app.http.endpoint import Endpoint
from bot.surfaces.discord_app.stopping import finish_replies

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fake_discord.rest import Open

    from bot.answering import Answerer

    Json = Any

DISCLAIMER = "not medical advice"
DEFERRED, MESSAGE, CHOICES = 5, 4, 8


class Served:
    """An endpoint in this process, on whose commands a test can wait."""

    def __init__(self, fake: FakeDiscord, client: HttpClient, url: str, signer: Signer, session: ClientSession) -> None:
        self.fake, self.client = fake, client
        self._url, self._signer, self._session = url, signer, session
        self.go = asyncio.Event()
        """Lets the waiting commands of the test go on."""

    async def ask(self, payload: Json, *, taken: bool = True) -> tuple[Response, Open]:
        """Deliver an interaction; with ``taken`` Discord has taken the answer when this returns."""
        book = self.fake.rest.expect(payload)
        response = await deliver(self._session, self._url, self._signer, payload)
        if taken:
            book.answered.set()
        return response, book

    def follow_ups(self, payload: Json) -> list[Json]:
        """Return what was sent to Discord after the answer."""
        return [request.body for request in self.fake.rest.find("POST", f"/webhooks/\\d+/{payload['token']}")]


@pytest_asyncio.fixture
async def served(shipped: Answerer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    signer, port = Signer(), free_port()
    settings = ServeSettings(public_key=signer.public_key, defer_seconds=0.3, _env_file=None)
    async with FakeDiscord() as fake, ClientSession() as session, HttpClient(shipped, settings) as client:
        monkeypatch.setattr(discord.http.Route, "BASE", fake.rest_address)
        await client.open()
        endpoint = Endpoint(client, Authentication(signer.public_key), settings)
        runner = web.ServerRunner(web.Server(endpoint.handle))
        await runner.setup()
        await web.TCPSite(runner, LOOPBACK, port).start()
        served = Served(fake, client, f"http://{LOOPBACK}:{port}{PATH}", signer, session)
        add_commands(served)
        try:
            yield served
        finally:
            served.go.set()
            await finish_replies(5)
            await runner.cleanup()


def add_commands(served: Served) -> None:
    """Add commands that do what ours do not do yet."""
    tree = served.client.tree

    @tree.command(name="slow", description="Waits before it answers")
    async def slow(event: discord.Interaction[Any]) -> None:
        await served.go.wait()
        await event.client.respond(event, event.client.desk.help())

    @tree.command(name="late", description="Completes late")
    async def late(event: discord.Interaction[Any], word: str) -> None:
        await event.response.send_message(word)

    @late.autocomplete("word")
    async def complete(_event: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        await served.go.wait()
        return [app_commands.Choice(name="x", value=typed or "x")]

    @tree.command(name="three", description="Answers in three messages")
    async def three(event: discord.Interaction[Any]) -> None:
        await event.response.send_message("one")
        await event.followup.send("two")
        await event.followup.send("three")

    @tree.command(name="file", description="Answers with a file")
    async def file(event: discord.Interaction[Any]) -> None:
        await event.response.send_message("here", file=discord.File(io.BytesIO(b"cards"), "cards.txt"))

    @tree.command(name="broken", description="Fails")
    async def broken(event: discord.Interaction[Any]) -> None:
        message = f"canary of {event.user.id}"
        raise ZeroDivisionError(message)

    @tree.command(name="silent", description="Says nothing")
    async def silent(event: discord.Interaction[Any]) -> None:
        assert event.type is discord.InteractionType.application_command

    @tree.command(name="halfway", description="Fails after its answer")
    async def halfway(event: discord.Interaction[Any]) -> None:
        await event.response.send_message("so far")
        raise ZeroDivisionError


def used(name: str, **options: str) -> Json:
    chosen = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
    return payloads.interaction(2, {"id": "1", "name": name, "type": 1, "options": chosen})


async def test_a_slow_reply_is_announced_and_follows(served: Served) -> None:
    payload = used("slow")
    response, _ = await served.ask(payload)
    assert response.body == {"type": DEFERRED, "data": {"flags": 64}}
    assert not served.follow_ups(payload)
    served.go.set()
    await served.fake.rest.wait_for("POST", f"/webhooks/\\d+/{payload['token']}")
    assert await finish_replies(5) == 0
    (body,) = served.follow_ups(payload)
    assert DISCLAIMER in texts_of(body)


async def test_a_slow_completion_offers_nothing_in_time(served: Served) -> None:
    data = {
        "id": "1",
        "name": "late",
        "type": 1,
        "options": [{"name": "word", "type": 3, "value": "", "focused": True}],
    }
    response, _ = await served.ask(payloads.interaction(4, data))
    assert response.body == {"type": CHOICES, "data": {"choices": []}}


async def test_what_follows_comes_after_the_answer_and_in_order(served: Served) -> None:
    payload = used("three")
    response, _ = await served.ask(payload)
    assert response.body["data"]["content"] == "one"
    await served.fake.rest.wait_for("POST", f"/webhooks/\\d+/{payload['token']}", count=2)
    assert [body["content"] for body in served.follow_ups(payload)] == ["two", "three"]


async def test_a_follow_up_that_overtakes_the_answer_is_sent_again(served: Served) -> None:
    payload = used("three")
    _, book = await served.ask(payload, taken=False)
    path = f"/webhooks/\\d+/{payload['token']}"
    refused = await served.fake.rest.wait_for("POST", path)
    assert refused[0].status == 404
    book.answered.set()
    await served.fake.rest.wait_for("POST", path, count=3)
    assert await finish_replies(5) == 0
    taken = [request.body["content"] for request in served.fake.rest.find("POST", path) if request.status == 200]
    assert taken == ["two", "three"]


async def test_an_answer_with_a_file_goes_to_discord_by_itself(served: Served) -> None:
    payload = used("file")
    response, _ = await served.ask(payload, taken=False)
    assert (response.status, response.raw) == (202, b"")
    path = f"/interactions/{payload['id']}/{payload['token']}/callback"
    (request,) = await served.fake.rest.wait_for("POST", path)
    assert b"cards" in request.body


@pytest.mark.parametrize("name", ["broken", "silent", "nothing-of-the-kind"])
async def test_a_command_that_fails_is_answered_politely(served: Served, name: str) -> None:
    response, _ = await served.ask(used(name))
    assert response.status == 200
    assert response.body["type"] == MESSAGE
    assert response.body["data"]["flags"] & 64
    assert DISCLAIMER in texts_of(response.body["data"])
    assert "canary" not in response.raw.decode()


async def test_a_command_that_fails_after_its_answer_says_so_afterwards(served: Served) -> None:
    payload = used("halfway")
    response, _ = await served.ask(payload)
    assert response.body["data"]["content"] == "so far"
    await served.fake.rest.wait_for("POST", f"/webhooks/\\d+/{payload['token']}")
    assert DISCLAIMER in texts_of(served.follow_ups(payload)[0])


async def test_nothing_is_remembered_of_what_was_answered(served: Served) -> None:
    """No view, no server and no person is kept: a replica that answers for a year is as large as a new one."""
    for _ in range(30):
        await served.ask(used("three"))
        await served.ask(used("help"))
    await finish_replies(5)
    state = served.client._connection
    assert not state._guilds
    assert not state._view_store._views
    assert not state._view_store._synced_message_views
    assert not served.client._inline._expected
