"""The study room when things break: a process killed in the middle of a round, a database away, no room at all."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest
from classroom import Classroom, buttons, somebody, text
from databases import KEY, postgres_programs, running_postgres
from fake_discord.openapi import faults_of
from fake_discord.process import BotProcess
from fake_discord.server import FakeDiscord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.answering import Answerer

EVERYBODY = "everybody here"
PATIENT = {"BACLOBOT_STORE_SECONDS": "10"}
PLAYERS = 12


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Settings of a bot that keeps scores in one of the two databases."""
    if request.param == "sqlite":
        yield PATIENT
    elif postgres_programs() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    else:
        with running_postgres() as server:
            yield PATIENT | {"DATABASE_URL": server.url(), "BACLOBOT_PSEUDONYM_KEY": KEY}


async def test_a_process_killed_in_the_middle_of_a_round_loses_nothing_that_was_shown(
    tmp_path: Path, shipped: Answerer, database: dict[str, str]
) -> None:
    async with FakeDiscord() as fake:
        bot = await BotProcess.start(fake, tmp_path, settings=database)
        try:
            await bot.wait_for_line("connected")
            room = Classroom(fake, shipped, somebody())
            pupils = [somebody() for _ in range(PLAYERS)]
            await room.start(number=2, players=EVERYBODY)
            await room.press("Begin")
            for pupil in pupils[:-1]:
                await room.press(room.letter(right=True), pupil)
            unheard = buttons(room.message)
            right = next(name for label, name in unheard.items() if label.startswith(room.letter(right=True)))
            last = await fake.send(fake.press(room.message, right, None, pupils[-1]))
            bot.process.send_signal(signal.SIGKILL)
            await bot.wait()
            acknowledged = last.answered.is_set()

            bot = await BotProcess.start(fake, tmp_path, settings=database)
            await bot.wait_for_line("connected")
            if not acknowledged:
                await room.press("", pupils[-1], custom_id=right)
            shown = await room.press("Show the answer")
            assert f"{PLAYERS} of {PLAYERS} answered right" in text(shown)
            await room.press("Next question")
            await room.press(room.letter(right=True), pupils[0])
            await room.press("Show the answer")
            await room.press("Show the scores")
            assert text(room.message).count("2 of 2 right") == 1
            assert text(room.message).count("1 of 2 right") == PLAYERS - 1
            assert await bot.stop() == 0
            assert "failure" not in bot.said
        finally:
            await bot.end()
    assert not [fault for request in fake.rest.requests for fault in faults_of(request)]


async def test_with_the_database_away_questions_are_answered_and_it_is_said_that_scores_are_not_kept(
    tmp_path: Path, shipped: Answerer
) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    async with FakeDiscord() as fake:
        bot = await BotProcess.start(fake, tmp_path)
        try:
            await bot.wait_for_line("data folder cannot be used")
            await bot.wait_for_line("connected")
            room = Classroom(fake, shipped, somebody())
            answer = await fake.ask(fake.command("ask", somebody(), question="what is the highest dose by mouth?"))
            assert "80 mg" in text(answer)
            assert "practice alone" in text(await room.start(number=1, players=EVERYBODY))
            assert "cannot be reached" in text(await room.start("cards review"))
            assert "cannot be reached" in text(await room.start("study settings", season="next"))
            assert "cannot be read now" in text(await room.start("privacy"))
            assert "could not be deleted" in text(await room.start("privacy", delete="yes"))
            await room.start(number=2)
            for label in ("Next question", "My result"):
                shown = await room.press(room.letter(right=True))
                assert "Scores are not kept now" in text(shown)
                await room.press(label)
            assert "2 of 2 right" in text(room.message)
            assert await bot.stop() == 0
            assert "failure" not in bot.said
        finally:
            await bot.end()
    assert not [fault for request in fake.rest.requests for fault in faults_of(request)]


async def test_a_database_that_goes_away_in_the_middle_of_a_round_and_comes_back(
    tmp_path: Path, shipped: Answerer
) -> None:
    if postgres_programs() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with running_postgres() as server:
        settings = {"DATABASE_URL": server.url(), "BACLOBOT_PSEUDONYM_KEY": KEY, **PATIENT}
        async with FakeDiscord() as fake:
            bot = await BotProcess.start(fake, tmp_path, settings=settings)
            try:
                await bot.wait_for_line("connected")
                room = Classroom(fake, shipped, somebody())
                await room.start(number=1, players=EVERYBODY)
                await room.press("Begin")
                server.stop()
                assert "not kept now" in text(await room.press(room.letter(right=True)))
                danger = await fake.ask(fake.command("ask", somebody(), question="I took 60 tablets"))
                assert "911" in text(danger)[:300]
                server.start()
                async with asyncio.timeout(60):
                    while "Your answer" not in text(await room.press(room.letter(right=True))):
                        await asyncio.sleep(0.2)
                shown = await room.press("Show the answer")
                assert "1 of 1 answered right" in text(shown)
                assert server.url() not in bot.said
                assert await bot.stop() == 0
            finally:
                await bot.end()


@pytest.mark.parametrize("how", ["off", "nothing to practice with"])
async def test_without_a_room_the_bot_runs_as_before(
    tmp_path: Path, shipped: Answerer, own_base: Path, how: str
) -> None:
    (own_base / "study.yaml").unlink()
    settings = {"BACLOBOT_STUDY": "no"} if how == "off" else {"BACLOBOT_KB": str(own_base)}
    async with FakeDiscord() as fake:
        bot = await BotProcess.start(fake, tmp_path, settings=settings)
        try:
            await bot.wait_for_line("connected")
            assert not {"quiz", "cards", "leaderboard", "study"} & {known["name"] for known in fake.rest.commands}
            room = Classroom(fake, shipped, somebody())
            assert "Nothing is held about you" in text(await room.start("privacy"))
            old = await fake.ask(fake.press(room.message, "bs1:show:abc:0", None, somebody()))
            assert "too old" in text(old)
            assert not (tmp_path / "data").exists()
            assert await bot.stop() == 0
        finally:
            await bot.end()


async def test_a_wrong_address_ends_the_start_with_one_line(tmp_path: Path) -> None:
    async with FakeDiscord() as fake:
        bot = await BotProcess.start(fake, tmp_path, settings={"DATABASE_URL": "postgresql://me:secret@nowhere/db"})
        try:
            assert await bot.wait() == 2
            assert "PostgreSQL needs a key" in bot.said
            assert "secret" not in bot.said
        finally:
            await bot.end()


async def test_registering_the_commands_makes_no_database(tmp_path: Path) -> None:
    async with FakeDiscord() as fake:
        bot = await BotProcess.start(fake, tmp_path, "sync", "--dry-run")
        try:
            assert await bot.wait() == 0
            assert "+ /quiz" in bot.said
            assert not (tmp_path / "data").exists()
        finally:
            await bot.end()
