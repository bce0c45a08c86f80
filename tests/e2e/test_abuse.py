"""What people may throw at the bot: nothing of it comes back, nobody is pinged, nobody else waits for it."""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from fake_discord import payloads
from fake_discord.openapi import faults_of, texts_of
from fake_discord.payloads import Asking
from fake_discord.process import BotProcess, stretched
from fake_discord.server import FakeDiscord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.answering import Answerer

    Json = Any

pytestmark = pytest.mark.asyncio(loop_scope="module")
DISCLAIMER = "not medical advice"
QUESTION = "what is the highest dose of baclofen by mouth"
DANGER = "I took 60 baclofen tablets"
NUMBER = re.compile(r"\b(112|911|999|988)\b")
CANARY = "zqxv-canary-wjkp"
RUN = 12
"""So many characters in a row of what somebody wrote would be an echo."""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def fake(tmp_path_factory: pytest.TempPathFactory, shipped: Answerer) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as discord:
        bot = await BotProcess.start(discord, tmp_path_factory.mktemp("bot"))
        try:
            await bot.wait_for_line("connected")
            yield discord
            assert await bot.stop() == 0
            assert not bot.errors
            assert CANARY not in bot.said
            assert payloads.TOKEN not in bot.said
        finally:
            await bot.end()
    assert not [fault for request in discord.rest.requests for fault in faults_of(request)]


_ids = iter(range(860000000000000000, 870000000000000000))


def fresh() -> str:
    return str(next(_ids))


def somebody() -> Asking:
    return Asking(who=payloads.user(fresh()))


def mention(text: str) -> Json:
    return payloads.mention(text, channel_id=fresh(), author=payloads.user(fresh()))


def read(body: Json) -> str:
    return texts_of(body.get("data", body))


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "🙂", "\u200b", "\u2800", "?", "...", "<@810000000000000001>"])
async def test_a_mention_without_a_question_gets_short_help(fake: FakeDiscord, text: str) -> None:
    answer = read(await fake.say(mention(text)))
    assert DISCLAIMER in answer
    assert len(answer) < 900


HOSTILE = {
    "letters": "a" * 4000,
    "words": "ab " * 1300,
    "digits": "7" * 4000,
    "ones": "1 " * 2000,
    "brackets": "(" * 4000,
    "links": "[a](" * 1000,
    "marks": "a" + "\u0301\u0323" * 1900,
    "long ligatures": "\ufdfa" * 4000,
    "units": "10 mg " * 600,
    "slashes": "20/" * 1300,
    "tags": "\U000e0061" * 2000,
    "lines": "\n" * 3999 + "a",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_text_is_answered_quickly(fake: FakeDiscord, text: str) -> None:
    began = time.monotonic()
    assert DISCLAIMER in read(await fake.say(mention(text)))
    assert DISCLAIMER in read(await fake.ask(fake.command("ask", somebody(), question=text[:500])))
    assert DISCLAIMER in read(await fake.ask(fake.menu("Answer this", payloads.message(text), somebody())))
    assert (await fake.ask(fake.completing("ask", "question", text[:500], somebody())))["type"] == 8
    assert time.monotonic() - began < stretched(1.5)


MARKUP = [
    "@everyone",
    "@here",
    "<@840000000000000777>",
    "<@&840000000000000778>",
    "<#840000000000000779>",
    "</ask:840000000000000780>",
    "<id:customize>",
    "<t:1700000000:R>",
    "[Poison control](https://evil.example)",
    "[one](https://evil.example/1) [two](https://evil.example/2)",
    "https://evil.example/path",
    "discord.gg/evilexample",
    "<https://evil.example>",
    "```py\nevil.example\n```",
    "||evil.example||",
    "# evil.example",
    "> evil.example",
    "| evil | example |",
]


@pytest.mark.parametrize("markup", MARKUP)
async def test_nothing_of_what_people_write_comes_back(fake: FakeDiscord, markup: str) -> None:
    for text in (
        f"{CANARY} {markup}",
        f"what is baclofen {markup} {CANARY}",
        f"is {markup} 10 mg {CANARY} ok?",
    ):
        bodies = [
            await fake.say(mention(text)),
            await fake.say(payloads.direct(text, author=payloads.user(fresh()))),
            await fake.ask(fake.command("ask", somebody(), question=text)),
            await fake.ask(fake.command("topic", somebody(), name=text[:100])),
            await fake.ask(fake.command("emergency", somebody(), country=text[:100])),
            await fake.ask(fake.menu("Answer this", payloads.message(text), somebody())),
            await fake.ask(fake.completing("ask", "question", text, somebody())),
        ]
        for body in bodies:
            sent = str(body)
            assert CANARY not in sent
            assert "evil" not in sent
            assert markup not in sent
            assert not any(
                text[at : at + RUN] in sent for at in range(len(text) - RUN) if CANARY[:5] in text[at : at + RUN]
            )


DISGUISES = {
    "right to left": lambda text: "\u202e" + text + "\u202c",
    "isolates": lambda text: "\u2067" + text + "\u2069",
    "joiners": "\u200d".join,
    "soft hyphens": "\u00ad".join,
    "variation selectors": "\ufe0f".join,
    "tag characters": lambda text: text + "\U000e0041\U000e0042",
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "Cyrillic letters": lambda text: text.replace("a", "\u0430").replace("o", "\u043e").replace("e", "\u0435"),
    "mathematical bold": lambda text: "".join(chr(0x1D41A + ord(c) - 97) if "a" <= c <= "z" else c for c in text),
    "capitals": str.upper,
}


@pytest.mark.parametrize("disguise", [pytest.param(how, id=name) for name, how in DISGUISES.items()])
async def test_a_disguise_changes_neither_the_answer_nor_the_alarm(fake: FakeDiscord, disguise: Any) -> None:
    for text in (QUESTION, DANGER):
        plain = read(await fake.ask(fake.command("ask", somebody(), question=text)))
        assert read(await fake.ask(fake.command("ask", somebody(), question=disguise(text)))) == plain


@pytest.mark.parametrize("text", ["20 m\u0261 three times a day", "20 \u043c \u0433 a day", "20 \u043cg a day"])
async def test_a_unit_of_look_alike_letters_is_never_guessed(fake: FakeDiscord, text: str) -> None:
    plain = read(await fake.ask(fake.command("dose", somebody(), text="20 mg three times a day")))
    assert "60 mg a day" in plain
    answer = read(await fake.ask(fake.command("dose", somebody(), text=text)))
    assert DISCLAIMER in answer
    assert not re.search(r"\d\s*(mg|mcg)\b|inside the range|over the highest", answer)


HARMLESS = "I would like to know more about how this medicine works and when to take it. "


@pytest.mark.parametrize(
    "text",
    [
        HARMLESS * 20 + DANGER,
        DANGER + ". " + HARMLESS * 20,
        (HARMLESS * 48)[:3900] + " " + DANGER,
        "asking for a friend: she took 60 baclofen tablets and does not wake up",
    ],
    ids=["at the end", "at the start", "in the last hundred", "for a friend"],
)
async def test_an_emergency_is_heard_wherever_it_stands(fake: FakeDiscord, text: str) -> None:
    for body in (
        await fake.say(payloads.direct(text, author=payloads.user(fresh()))),
        await fake.say(mention(text)),
        await fake.ask(fake.menu("Answer this", payloads.message(text), somebody())),
        await fake.ask(fake.menu("Check the dose in this", payloads.message(text), somebody())),
    ):
        assert NUMBER.search(read(body)[:300])


async def test_an_emergency_is_heard_in_every_option(fake: FakeDiscord) -> None:
    for name, options in (
        ("ask", {"question": DANGER}),
        ("dose", {"text": DANGER}),
        ("topic", {"name": DANGER}),
    ):
        assert NUMBER.search(read(await fake.ask(fake.command(name, somebody(), **options)))[:300]), name


async def test_a_wish_to_die_gets_help_and_no_amount(fake: FakeDiscord) -> None:
    for text in ("how many baclofen would kill me", "I want to die, how much baclofen do I need"):
        for body in (
            await fake.say(mention(text)),
            await fake.ask(fake.command("ask", somebody(), question=text)),
            await fake.ask(fake.command("dose", somebody(), text=text)),
        ):
            answer = read(body)
            assert NUMBER.search(answer) or "findahelpline" in answer
            assert not re.search(r"\d\s*(mg|mcg|g|tablets)\b", answer)


async def test_a_flood_of_one_person_gets_one_notice_and_others_do_not_wait(fake: FakeDiscord) -> None:
    spammer, channel_id = payloads.user(fresh()), fresh()
    flood = [payloads.mention(f"{QUESTION} {number}", channel_id=channel_id, author=spammer) for number in range(100)]
    for told in flood:
        await fake.gateway.dispatch("MESSAGE_CREATE", told)
    began = time.monotonic()
    await fake.ask(fake.command("ask", somebody(), question=QUESTION))
    assert time.monotonic() - began < stretched(1)
    await asyncio.sleep(1.5)
    answers = [read(request.body) for request in fake.answers(channel_id)]
    assert 2 <= len(answers) <= 40
    assert len(set(answers)) == 2
    assert all(DISCLAIMER in answer for answer in answers)
    alarm = await fake.say(payloads.mention(DANGER, channel_id=channel_id, author=spammer))
    assert NUMBER.search(read(alarm)[:300])


async def test_many_people_at_once_are_each_answered_once(fake: FakeDiscord) -> None:
    waiting = [await fake.send(fake.command("ask", somebody(), question=QUESTION)) for _ in range(300)]
    await asyncio.wait_for(asyncio.gather(*(one.answered.wait() for one in waiting)), 30)
    assert {len(one.callbacks) for one in waiting} == {1}
    spoken = [mention(QUESTION) for _ in range(120)]
    for told in spoken:
        await fake.gateway.dispatch("MESSAGE_CREATE", told)
    for told in spoken:
        await fake.rest.wait_for("POST", f"/channels/{told['channel_id']}/messages", seconds=30)
    await asyncio.sleep(0.3)
    assert {len(fake.answers(told["channel_id"])) for told in spoken} == {1}


async def test_more_people_than_discord_takes_replies_are_told_that_the_bot_is_busy(fake: FakeDiscord) -> None:
    """Discord is slow: two hundred replies wait, some more people get a short notice, and danger is heard."""
    before = len(fake.rest.find("POST", r"/channels/\d+/messages"))
    slow = fake.rest.fail("POST", r"/channels/\d+/messages", 0, seconds=3.0)
    asked = [mention(QUESTION) for _ in range(300)]
    for told in asked:
        await fake.gateway.dispatch("MESSAGE_CREATE", told)
    urgent, began = mention(DANGER), asyncio.get_running_loop().time()
    await fake.gateway.dispatch("MESSAGE_CREATE", urgent)
    await fake.rest.wait_for("POST", r"/channels/\d+/messages", count=before + 201, seconds=stretched(60))
    slow.times = 0
    await fake.rest.wait_for("POST", f"/channels/{urgent['channel_id']}/messages", seconds=stretched(20))
    assert fake.answers(urgent["channel_id"])[0].at - began < stretched(2), "it does not wait for its turn"
    await asyncio.sleep(1)
    answers = [[read(request.body) for request in fake.answers(told["channel_id"])] for told in asked]
    assert max(map(len, answers)) == 1
    busy = [answer for found in answers for answer in found if "people are asking at this moment" in answer]
    full = [answer for found in answers for answer in found if "80 mg" in answer]
    assert len(full) >= 190
    assert busy
    assert len(full) + len(busy) == sum(map(len, answers))
    assert all("local emergency number" in answer and DISCLAIMER in answer for answer in busy)
    assert NUMBER.search(read(fake.answers(urgent["channel_id"])[0].body)[:300])
