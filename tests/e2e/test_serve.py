"""Interactions over HTTP, as processes: the same replies as the gateway mode gives, byte for byte, from any replica."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import pytest_asyncio
from fake_discord import payloads
from fake_discord.endpoint import LOOPBACK, PATH, Signer, deliver, free_port, serve_settings
from fake_discord.openapi import faults_of, texts_of, walk
from fake_discord.payloads import AMONG_OTHERS, SERVER, WITH_BOT, Asking
from fake_discord.process import BotProcess
from fake_discord.rest import Request
from fake_discord.server import FakeDiscord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.answering import Answerer

    Json = Any

pytestmark = pytest.mark.asyncio(loop_scope="module")
EPHEMERAL = 64
MESSAGE, AUTOCOMPLETE, SELECT = 4, 8, 3
QUESTION = "what is the highest dose by mouth?"
DANGER = "I took 60 tablets and I feel very sleepy"
DISCLAIMER = "not medical advice"
HASH_SEEDS = ("0", "1", "4242")


@dataclass
class Both:
    """The gateway bot and three replicas, which are asked the same."""

    fake: FakeDiscord
    signer: Signer
    replicas: list[BotProcess]
    urls: list[str]
    session: aiohttp.ClientSession

    async def ask(self, payload: Json) -> tuple[Json, Json]:
        """Ask all; return the reply, and the message it makes; every copy must be the same to the byte."""
        book = await self.fake.send(payload)
        answers = await asyncio.gather(*(deliver(self.session, url, self.signer, payload) for url in self.urls))
        await asyncio.wait_for(book.answered.wait(), 15)
        by_gateway = json.dumps(book.callbacks[0].body, separators=(",", ":")).encode()
        for answer in answers:
            assert (answer.status, answer.content_type) == (200, "application/json")
            assert answer.raw == by_gateway
        sent = Request("POST", "/interactions/1/t/callback", answers[0].body, 0.0, {}, 200, authorized=True)
        assert not faults_of(sent)
        return answers[0].body, book.message


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def both(tmp_path_factory: pytest.TempPathFactory, shipped: Answerer) -> AsyncIterator[Both]:
    signer, urls, replicas = Signer(), [], []
    async with FakeDiscord() as fake, aiohttp.ClientSession() as session:
        gateway = await BotProcess.start(fake, tmp_path_factory.mktemp("gateway"))
        try:
            await gateway.wait_for_line("connected")
            before = len(fake.rest.arrived)
            for seed in HASH_SEEDS:
                port = free_port()
                urls.append(f"http://{LOOPBACK}:{port}{PATH}")
                settings = serve_settings(signer, port, free_port(), PYTHONHASHSEED=seed)
                folder = tmp_path_factory.mktemp("replica")
                replicas.append(await BotProcess.start(fake, folder, "serve", settings=settings))
            for replica in replicas:
                await replica.wait_for_line("taking interactions")
            assert len(fake.rest.arrived) == before, "a replica asks Discord nothing when it starts"
            yield Both(fake, signer, replicas, urls, session)
            for process in (gateway, *replicas):
                assert await process.stop() == 0
                assert not process.errors
                assert "failure" not in process.said
        finally:
            for process in (gateway, *replicas):
                await process.end()


_people = iter(range(870000000000000000, 880000000000000000))


def somebody(**options: Any) -> Asking:
    """Return a person who has not asked before, so that no cooldown is met."""
    return Asking(who=payloads.user(str(next(_people))), **options)


COMMANDS = [
    ("ask", {"question": QUESTION}),
    ("ask", {"question": QUESTION, "share": "yes"}),
    ("ask", {"question": DANGER}),
    ("dose", {"text": "10 mg three times a day"}),
    ("topic", {"name": "withdrawal"}),
    ("fact", {}),
    ("fact", {"topic": "withdrawal"}),
    ("sources", {}),
    ("sources", {"topic": "withdrawal"}),
    ("help", {}),
    ("privacy", {}),
    ("emergency", {}),
    ("emergency", {"country": "DE"}),
]


@pytest.mark.parametrize("place", [SERVER, WITH_BOT, AMONG_OTHERS], ids=["server", "dm", "group"])
@pytest.mark.parametrize(("name", "options"), COMMANDS)
async def test_every_command_is_answered_as_over_the_gateway(both: Both, name: str, options: Json, place: Any) -> None:
    body, _ = await both.ask(both.fake.command(name, somebody(place=place), **options))
    assert body["type"] == MESSAGE
    assert DISCLAIMER in texts_of(body["data"]).strip().splitlines()[-1]


async def test_every_command_is_tested(both: Both) -> None:
    tested = {name for name, _ in COMMANDS} | {"Answer this", "Check the dose in this"}
    tested |= {"quiz", "cards", "leaderboard", "study"}  # in `test_study_room_served.py`
    assert {command["name"] for command in both.fake.rest.commands} == tested


@pytest.mark.parametrize("locale", ["en-GB", "es-ES", "fr", "de", "ja"])
async def test_every_language_is_answered_as_over_the_gateway(both: Both, locale: str) -> None:
    for asked in ({"question": QUESTION}, {"question": DANGER}):
        await both.ask(both.fake.command("ask", somebody(locale=locale), **asked))


@pytest.mark.parametrize(
    ("name", "option", "typed"),
    [
        ("ask", "question", ""),
        ("ask", "question", "max"),
        ("ask", "question", DANGER),
        ("topic", "name", "dose"),
        ("fact", "topic", "dose"),
        ("sources", "topic", "xyzzy"),
        ("emergency", "country", "ger"),
    ],
)
async def test_completion_is_answered_as_over_the_gateway(both: Both, name: str, option: str, typed: str) -> None:
    body, _ = await both.ask(both.fake.completing(name, option, typed, somebody()))
    assert body["type"] == AUTOCOMPLETE


@pytest.mark.parametrize("menu", ["Answer this", "Check the dose in this"])
@pytest.mark.parametrize("content", [QUESTION, "10 mg three times a day", "", DANGER])
async def test_menus_are_answered_as_over_the_gateway(both: Both, menu: str, content: str) -> None:
    body, _ = await both.ask(both.fake.menu(menu, payloads.message(content), somebody()))
    assert body["data"]["flags"] & EPHEMERAL


@pytest.mark.hazard("H25")
async def test_every_button_and_choice_is_answered_as_over_the_gateway(both: Both) -> None:
    """Presses whatever a reply offers, and whatever those replies offer."""
    fake, seen = both.fake, set[str]()
    first = [fake.command("ask", somebody(), question=QUESTION), fake.command("sources", somebody())]
    first.append(fake.command("dose", somebody(), text="10 mg three times a day"))
    waiting = first
    while waiting and len(seen) < 40:
        _, message = await both.ask(waiting.pop(0))
        for part in walk(message["components"]):
            custom_id = part.get("custom_id")
            if custom_id is None or custom_id in seen:
                continue
            seen.add(custom_id)
            choices = [[option["value"]] for option in part["options"]] if part["type"] == SELECT else [None]
            waiting.extend(fake.press(message, custom_id, chosen, somebody()) for chosen in choices)
    assert {"more", "topic", "missed", "share"} <= {custom_id.split(":")[1] for custom_id in seen}


@pytest.mark.parametrize("custom_id", ["bb1:topic:no-such-topic:", "bb1:more:max-oral-dose:9999", "x" * 100])
async def test_forged_buttons_get_a_polite_reply(both: Both, custom_id: str) -> None:
    _, message = await both.ask(both.fake.command("ask", somebody(), question=QUESTION))
    body, _ = await both.ask(both.fake.press(message, custom_id, None, somebody()))
    assert DISCLAIMER in texts_of(body["data"])


async def test_cooldowns_are_kept_and_emergencies_pass(both: Both) -> None:
    asking, url = somebody(), both.urls[0]
    for _ in range(13):
        last = await deliver(both.session, url, both.signer, both.fake.command("ask", asking, question=QUESTION))
    assert "80 mg" not in texts_of(last.body["data"])
    urgent = await deliver(both.session, url, both.signer, both.fake.command("ask", asking, question=DANGER))
    assert "911" in texts_of(urgent.body["data"])[:300]


async def test_nothing_of_a_person_is_logged(both: Both) -> None:
    asking = somebody()
    payload = both.fake.command("ask", asking, question="canary-question, and " + QUESTION)
    await deliver(both.session, both.urls[0], both.signer, payload)
    log = both.replicas[0].said
    assert "reply" in log
    for secret in ("canary", asking.who["id"], payloads.GUILD, payloads.CHANNEL, payload["id"], payload["token"]):
        assert secret not in log
