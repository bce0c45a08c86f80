"""Everything that people can do with the bot, over the wire: commands, buttons, menus, mentions, messages."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from fake_discord import payloads
from fake_discord.openapi import faults_of, texts_of, walk
from fake_discord.payloads import AMONG_OTHERS, FOREIGN_SERVER, SERVER, WITH_BOT, Asking
from fake_discord.process import BotProcess
from fake_discord.server import FakeDiscord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.answering import Answerer

    Json = Any

pytestmark = pytest.mark.asyncio(loop_scope="module")
EPHEMERAL = 64
MESSAGE, AUTOCOMPLETE = 4, 8
QUESTION = "what is the highest dose by mouth?"
DANGER = "I took 60 tablets and I feel very sleepy"
DISCLAIMER = "not medical advice"
BUTTON, SELECT, LINK_STYLE = 2, 3, 5
STALE_WORDS = "button"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def fake(tmp_path_factory: pytest.TempPathFactory, shipped: Answerer) -> AsyncIterator[FakeDiscord]:
    """One bot for the whole module: what a test leaves must not matter to the next."""
    async with FakeDiscord() as discord:
        bot = await BotProcess.start(discord, tmp_path_factory.mktemp("bot"))
        try:
            await bot.wait_for_line("connected")
            yield discord
            assert await bot.stop() == 0
            assert not bot.errors
            assert "failure" not in bot.said
        finally:
            await bot.end()
    assert not [fault for request in discord.rest.requests for fault in faults_of(request)]


_people = iter(range(850000000000000000, 860000000000000000))


def somebody(**options: Any) -> Asking:
    """Return a person who has not asked before, so that no cooldown is met."""
    return Asking(who=payloads.user(str(next(_people))), **options)


def text(body: Json) -> str:
    return texts_of(body.get("data", body))


def is_private(body: Json) -> bool:
    return bool((body["data"].get("flags") or 0) & EPHEMERAL)


def controls(body: Json, kind: int) -> list[Json]:
    data = body.get("data", body)
    return [part for part in walk(data.get("components") or []) if part["type"] == kind and "custom_id" in part]


def holds_disclaimer(body: Json) -> bool:
    """Tell whether the last thing that is read is the disclaimer."""
    return DISCLAIMER in text(body).strip().splitlines()[-1]


COMMANDS = [
    ("ask", {"question": QUESTION}),
    ("ask", {"question": QUESTION, "share": "no"}),
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


@pytest.mark.parametrize(("name", "options"), COMMANDS)
@pytest.mark.parametrize(
    "place", [SERVER, WITH_BOT, AMONG_OTHERS, FOREIGN_SERVER], ids=["server", "dm", "group", "foreign"]
)
async def test_every_command_answers_everywhere(fake: FakeDiscord, name: str, options: Json, place: Any) -> None:
    body = await fake.ask(fake.command(name, somebody(place=place), **options))
    assert body["type"] == MESSAGE
    assert holds_disclaimer(body)
    assert is_private(body) or place is WITH_BOT


async def test_every_command_is_offered_everywhere(fake: FakeDiscord) -> None:
    for command in fake.rest.commands:
        assert sorted(command["integration_types"]) == [0, 1]
        assert sorted(command["contexts"]) == [0, 1, 2]
        assert {"es-ES", "fr", "de"} <= {*command["name_localizations"]}
    tested = {name for name, _ in COMMANDS} | {"Answer this", "Check the dose in this"}
    assert {command["name"] for command in fake.rest.commands} == tested


async def test_shared_answers_are_seen_by_all_but_personal_ones(fake: FakeDiscord) -> None:
    answer = await fake.ask(fake.command("ask", somebody(), question=QUESTION, share="yes"))
    assert not is_private(answer)
    for personal in ("is 10 mg three times a day ok?", DANGER):
        assert is_private(await fake.ask(fake.command("ask", somebody(), question=personal, share="yes")))
    assert is_private(await fake.ask(fake.command("dose", somebody(), text="10 mg three times a day")))


@pytest.mark.parametrize("typed", ["", "max", "withdr", "xyzzy", "a" * 100])
async def test_autocompletion_offers_whole_questions(fake: FakeDiscord, typed: str) -> None:
    body = await fake.ask(fake.completing("ask", "question", typed, somebody()))
    assert body["type"] == AUTOCOMPLETE
    for choice in body["data"]["choices"]:
        chosen = await fake.ask(fake.command("ask", somebody(), question=choice["value"]))
        assert holds_disclaimer(chosen)


@pytest.mark.parametrize(("name", "option"), [("topic", "name"), ("fact", "topic"), ("sources", "topic")])
async def test_autocompletion_offers_topics(fake: FakeDiscord, name: str, option: str) -> None:
    body = await fake.ask(fake.completing(name, option, "dose", somebody()))
    choices = body["data"]["choices"]
    assert choices
    for choice in choices[:3]:
        reply = await fake.ask(fake.command(name, somebody(), **{option: choice["value"]}))
        assert holds_disclaimer(reply)


async def test_a_danger_that_is_typed_into_autocompletion_is_heard(fake: FakeDiscord) -> None:
    body = await fake.ask(fake.completing("ask", "question", DANGER, somebody()))
    first = body["data"]["choices"][0]
    chosen = await fake.ask(fake.command("ask", somebody(), question=first["value"]))
    assert re.search(r"\b(112|911|999)\b", text(chosen)[:300])


@pytest.mark.parametrize("menu", ["Answer this", "Check the dose in this"])
@pytest.mark.parametrize("content", [QUESTION, "10 mg three times a day", "", DANGER])
async def test_menus_on_messages_answer_the_one_who_asks(fake: FakeDiscord, menu: str, content: str) -> None:
    target = payloads.message(content)
    body = await fake.ask(fake.menu(menu, target, somebody()))
    assert is_private(body)
    assert holds_disclaimer(body)


async def test_every_button_and_choice_answers(fake: FakeDiscord) -> None:
    """Presses whatever a reply offers, and whatever those replies offer."""
    seen: set[str] = set()
    first = [fake.command("ask", somebody(), question=QUESTION), fake.command("sources", somebody())]
    first.append(fake.command("dose", somebody(), text="10 mg three times a day"))
    open_ones = [await fake.send(one) for one in first]
    while open_ones and len(seen) < 60:
        book = open_ones.pop(0)
        await asyncio.wait_for(book.answered.wait(), 15)
        assert holds_disclaimer(book.callbacks[0].body)
        for part in walk(book.message["components"]):
            custom_id = part.get("custom_id")
            if custom_id is None or custom_id in seen:
                continue
            seen.add(custom_id)
            choices = [[option["value"]] for option in part["options"]] if part["type"] == SELECT else [None]
            presses = [fake.press(book.message, custom_id, chosen, somebody()) for chosen in choices]
            open_ones.extend([await fake.send(one) for one in presses])
    assert len(seen) > 10
    kinds = {custom_id.split(":")[1] for custom_id in seen}
    assert {"more", "topic", "missed", "share"} <= kinds


@pytest.mark.parametrize(
    "custom_id",
    [
        "bb1:topic:no-such-topic:",
        "bb1:more:max-oral-dose:9999",
        "bb1:nonsense",
        "x" * 100,
        "bb0:topic:overdose:",
    ],
)
async def test_old_and_forged_buttons_get_a_polite_reply(fake: FakeDiscord, custom_id: str) -> None:
    shown = await fake.send(fake.command("ask", somebody(), question=QUESTION))
    await asyncio.wait_for(shown.answered.wait(), 15)
    body = await fake.ask(fake.press(shown.message, custom_id, None, somebody()))
    assert holds_disclaimer(body)


async def test_buttons_of_an_earlier_process_work(fake: FakeDiscord) -> None:
    """The message was never seen by this process: everything it needs stands in the id."""
    old = payloads.message("", author=payloads.bot_user(), age=86_400 * 300) | {
        "flags": 1 << 15,
        "components": [
            {
                "type": 1,
                "id": 1,
                "components": [{"type": 2, "id": 2, "style": 2, "label": "More", "custom_id": "bb1:topic:overdose:"}],
            }
        ],
    }
    body = await fake.ask(fake.press(old, "bb1:topic:overdose:", None, somebody()))
    assert "overdose" in text(body).lower()


@pytest.mark.parametrize(("locale", "words"), [("es-ES", "inglés"), ("fr", "anglais"), ("de", "Englisch")])
async def test_the_locale_chooses_the_numbers_and_is_answered(fake: FakeDiscord, locale: str, words: str) -> None:
    body = await fake.ask(fake.command("ask", somebody(locale=locale), question=QUESTION))
    assert words in text(body)
    numbers = await fake.ask(fake.command("emergency", somebody(locale=locale)))
    assert "112" in text(numbers)


async def test_british_and_american_numbers_differ(fake: FakeDiscord) -> None:
    british = await fake.ask(fake.command("ask", somebody(locale="en-GB"), question=DANGER))
    american = await fake.ask(fake.command("ask", somebody(locale="en-US"), question=DANGER))
    assert "999" in text(british)[:300]
    assert "911" in text(american)[:300]


@pytest.mark.parametrize("channel_type", [0, 2, 5, 10, 11, 12, 13, 15])
async def test_a_mention_is_answered_in_every_kind_of_channel(fake: FakeDiscord, channel_type: int) -> None:
    channel_id = str(next(_people))
    body = await fake.say(
        payloads.mention(QUESTION, channel_id=channel_id, channel_type=channel_type, author=somebody().who)
    )
    assert holds_disclaimer(body)
    assert body["nonce"]
    assert body["message_reference"]["fail_if_not_exists"] is False
    assert len(fake.answers(channel_id)) == 1


async def test_a_direct_message_is_answered(fake: FakeDiscord) -> None:
    body = await fake.say(payloads.direct(QUESTION, author=somebody().who))
    assert holds_disclaimer(body)


async def test_an_edit_that_makes_a_question_is_answered_once(fake: FakeDiscord) -> None:
    channel_id = str(next(_people))
    told = payloads.mention(QUESTION, channel_id=channel_id, author=somebody().who)
    before = {**told, "content": "hello", "mentions": []}
    await fake.gateway.dispatch("MESSAGE_CREATE", before)
    edited = told | {"edited_timestamp": "2026-01-01T00:01:00+00:00"}
    for _ in range(3):
        await fake.gateway.dispatch("MESSAGE_UPDATE", edited)
    await fake.rest.wait_for("POST", f"/channels/{channel_id}/messages")
    await asyncio.sleep(0.3)
    assert len(fake.answers(channel_id)) == 1


@pytest.mark.parametrize("who", ["bot", "webhook", "itself", "system"])
async def test_bots_webhooks_and_itself_are_never_answered(fake: FakeDiscord, who: str) -> None:
    channel_id = str(next(_people))
    author = {"bot": payloads.user(str(next(_people)), bot=True), "itself": payloads.bot_user()}.get(who)
    told = payloads.mention(QUESTION, channel_id=channel_id, author=author or somebody().who)
    told |= {"webhook_id": str(next(_people))} if who == "webhook" else {}
    told |= {"type": 7} if who == "system" else {}
    await fake.gateway.dispatch("MESSAGE_CREATE", told)
    await asyncio.sleep(0.3)
    assert not fake.answers(channel_id)


async def test_a_message_that_does_not_mention_the_bot_is_left_alone(fake: FakeDiscord) -> None:
    channel_id = str(next(_people))
    told = payloads.mention(QUESTION, channel_id=channel_id, author=somebody().who) | {
        "mentions": [],
        "content": QUESTION,
    }
    await fake.gateway.dispatch("MESSAGE_CREATE", told)
    await asyncio.sleep(0.3)
    assert not fake.answers(channel_id)


async def test_an_emergency_in_public_gives_the_contact_and_the_rest_in_private(fake: FakeDiscord) -> None:
    channel_id = str(next(_people))
    told = payloads.mention(DANGER, channel_id=channel_id, author=somebody().who)
    body = await fake.say(told)
    assert re.search(r"\b(112|911|999)\b", text(body)[:300])
    button = controls(body, BUTTON)[0]
    shown = payloads.message("", author=payloads.bot_user(), channel_id=channel_id) | {
        "components": body["components"],
        "flags": body["flags"],
    }
    details = await fake.ask(fake.press(shown, button["custom_id"], None, somebody()))
    assert is_private(details)
    assert len(text(details)) > len(text(body))


async def test_a_country_is_chosen_where_the_numbers_stand(fake: FakeDiscord) -> None:
    body = await fake.say(payloads.direct(DANGER, author=somebody().who))
    assert re.search(r"\b(112|911)\b", text(body)[:300])
    select = controls(body, SELECT)[0]
    assert [option["value"] for option in select["options"]].count("IE") == 1
    shown = payloads.message("", author=payloads.bot_user()) | {
        "components": body["components"],
        "flags": body["flags"],
    }
    asked = somebody(place=WITH_BOT, locale="es-419")
    chosen = await fake.ask(fake.press(shown, select["custom_id"], ["IE"], asked))
    assert "(Ireland)" in text(chosen)
    assert holds_disclaimer(chosen)
