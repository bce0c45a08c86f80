"""A bot that counts gaps: nothing of what people wrote, and nothing of who they are, comes to its file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from fake_discord import payloads
from fake_discord.openapi import texts_of, walk
from fake_discord.payloads import Asking
from fake_discord.process import BotProcess
from fake_discord.server import FakeDiscord

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering import Answerer

CANARY = "zanzibarcanary"
SELECT = 3
WHO = "853217000000000001"
ASKED = (
    f"what is the highest dose of baclofen by mouth? my name is {CANARY}",
    f"who won the {CANARY} cup",
    f"I took 60 tablets, {CANARY}",
)


async def talk(fake: FakeDiscord, shipped: Answerer) -> str:
    """Ask in every way, choose another topic under an answer, and return what /privacy says."""
    for place, asked in enumerate(ASKED):
        person = Asking(who=payloads.user(str(int(WHO) + place)))
        await fake.ask(fake.command("ask", person, question=asked))
    author = payloads.user(str(int(WHO) + 10))
    await fake.say(payloads.mention(f"max baclofen dose {CANARY}", channel_id=str(int(WHO) + 11), author=author))
    person = Asking(who=payloads.user(str(int(WHO) + 20)))
    answered = await fake.send(fake.command("ask", person, question="max dose of baclofen"))
    await answered.answered.wait()
    select = next(part for part in walk(answered.message["components"]) if part["type"] == SELECT)
    chosen = next(one["value"] for one in select["options"] if one["value"] in shipped.knowledge.topics)
    for value in (chosen, "none"):
        person = Asking(who=payloads.user(str(int(WHO) + 30 + len(value))))
        await fake.ask(fake.press(answered.message, select["custom_id"], [value], person))
    told = await fake.ask(fake.command("privacy", Asking(who=payloads.user(str(int(WHO) + 99)))))
    return texts_of(told["data"])


@pytest.mark.asyncio
async def test_only_kinds_topics_and_closeness_come_to_the_file(shipped: Answerer, tmp_path: Path) -> None:
    file = tmp_path / "gaps.json"
    for times in (1, 2):  # the second process goes on where the first one ended
        async with FakeDiscord() as fake:
            bot = await BotProcess.start(fake, tmp_path, "run", "--collect-gaps", str(file))
            try:
                await bot.wait_for_line("connected")
                privacy = await talk(fake, shipped)
                assert await bot.stop() == 0
            finally:
                await bot.end()
        assert not bot.errors
        assert CANARY not in bot.said
        assert "Counted in a file" in privacy
        written = file.read_text("utf-8")
        assert CANARY not in written
        assert WHO[:9] not in written
        kept = json.loads(written)
        assert kept["replies"]["answer"]["max-oral-dose"] == 3 * times
        assert kept["replies"]["emergency"] == {"-": times}
        assert sum(kept["replies"]["out-of-scope"].values()) == times
        assert sum(kept["instead"]["max-oral-dose"].values()) == 2 * times
        assert kept["instead"]["max-oral-dose"]["none"] == times
        assert len(kept["since"]) == len("2026-01-01")
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".json") == ["gaps.json"]


@pytest.mark.asyncio
async def test_a_bot_that_cannot_write_its_counts_answers_on(shipped: Answerer, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    async with FakeDiscord() as fake:
        bot = await BotProcess.start(fake, tmp_path, "run", "--collect-gaps", str(tmp_path / "file" / "gaps.json"))
        try:
            await bot.wait_for_line("connected")
            assert "Counted in a file" in await talk(fake, shipped)
            assert await bot.stop() == 0
        finally:
            await bot.end()
    assert "the counts of gaps cannot be written" in bot.said
    assert CANARY not in bot.said


@pytest.mark.asyncio
async def test_without_the_option_nothing_is_counted_and_privacy_says_nothing_of_it(
    shipped: Answerer, tmp_path: Path
) -> None:
    async with FakeDiscord() as fake:
        bot = await BotProcess.start(fake, tmp_path)
        try:
            await bot.wait_for_line("connected")
            assert "Counted" not in await talk(fake, shipped)
            assert await bot.stop() == 0
        finally:
            await bot.end()
    assert [*tmp_path.rglob("*gaps*")] == []


@pytest.mark.asyncio
async def test_a_file_that_is_something_else_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "diary.txt"
    file.write_text("Dear diary", "utf-8")
    async with FakeDiscord() as fake:
        bot = await BotProcess.start(fake, tmp_path, "run", "--collect-gaps", str(file))
        assert await bot.wait() == 2
    assert "holds no counts" in bot.said
    assert file.read_text("utf-8") == "Dear diary"
