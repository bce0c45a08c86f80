"""The study room over the wire: a class's round, practice alone, cards, leaderboard, settings, privacy."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from classroom import DISCLAIMER, EPHEMERAL, IN_PLACE, Classroom, buttons, is_private, somebody, text
from fake_discord import payloads
from fake_discord.openapi import faults_of, walk
from fake_discord.payloads import AMONG_OTHERS, FOREIGN_SERVER, WITH_BOT
from fake_discord.process import BotProcess
from fake_discord.server import FakeDiscord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.answering import Answerer

pytestmark = pytest.mark.asyncio(loop_scope="module")
DANGER = "I took 60 tablets and I feel very sleepy"
EVERYBODY = "everybody here"
GALLERY = 12
PATIENT = {"BACLOBOT_STORE_SECONDS": "10", "BACLOBOT_LOG_LEVEL": "debug"}
"""On a machine that is busy with other things too; and the log tells all that it ever would."""
NUMBER = re.compile(r"\d{16,}|[0-9a-f]{16,}")
"""An id, a pseudonym or the name of a round."""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def fake(tmp_path_factory: pytest.TempPathFactory, shipped: Answerer) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as discord:
        bot = await BotProcess.start(discord, tmp_path_factory.mktemp("bot"), settings=PATIENT)
        try:
            await bot.wait_for_line("connected")
            yield discord
            assert await bot.stop() == 0
            assert not bot.errors
            assert "failure" not in bot.said
            assert "away" not in bot.said
            assert not NUMBER.findall(bot.said.replace(payloads.APPLICATION, ""))  # which the invite link names
        finally:
            await bot.end()
    assert not [fault for request in discord.rest.requests for fault in faults_of(request)]


@pytest.fixture
def room(fake: FakeDiscord, shipped: Answerer) -> Classroom:
    return Classroom(fake, shipped, somebody())


async def test_a_class_plays_a_round(room: Classroom) -> None:
    """Six pupils, four questions, one of them skipped: scores are exact, and nobody sees another's answer early."""
    pupils = [somebody() for _ in range(6)]
    lobby = await room.start(number=4, players=EVERYBODY)
    assert not is_private(lobby)
    assert "4 questions" in text(lobby)
    assert (await room.press("Begin"))["type"] == IN_PLACE
    points = dict.fromkeys(range(6), 0)
    names: dict[int, str] = {}
    for question in range(4):
        assert f"Question {question + 1} of 4" in text(room.message)
        before = text(room.message)
        for number, pupil in enumerate(pupils):
            right = (number + question) % 3 != 0
            told = await room.press(room.letter(right=right), pupil)
            assert is_private(told)
            names.setdefault(number, re.search(r"you are \*\*(.+?)\*\*", text(told)).group(1))  # type: ignore[union-attr]
            assert names[number] in text(told)
            points[number] += right and question != 1
        assert text(room.message) == before
        if question == 1:
            await room.press("Skip")
            continue
        item = room.item()
        shown = await room.press("Show the answer")
        assert "4 of 6 answered right" in text(shown)
        assert item.evidence[0].fact.text in text(shown).replace("\\", "")
        assert "Sources" in text(shown)
        await room.press("Next question" if question < 3 else "Show the scores")
    scores = text(room.message)
    assert "3 questions asked" in scores
    for number, name in names.items():
        assert f"**{name}**: {points[number]} of 3 right" in scores
    told = await room.press("How did I do?", pupils[1])
    assert is_private(told)
    assert names[1] in text(told)
    assert f"{points[1]} of 3 right" in text(told)
    everything = str([request.body for request in room.fake.rest.requests])
    assert not any(pupil.who["id"] in everything for pupil in pupils)


async def test_an_answer_may_be_changed_until_it_is_shown(room: Classroom) -> None:
    pupil = somebody()
    await room.start(number=1, players=EVERYBODY)
    await room.press("Begin")
    question = room.message
    await room.press(room.letter(right=False), pupil)
    changed = await room.press(room.letter(right=True), pupil)
    assert "now" in text(changed)
    late_button = next(name for label, name in buttons(question).items() if label.startswith(room.letter(right=False)))
    shown = await room.press("Show the answer")
    assert "1 of 1 answered right" in text(shown)
    late = await room.press("", pupil, custom_id=late_button)
    assert "over" in text(late)
    own = await room.press("How did I do?", pupil)
    assert "1 of 1 right" in text(own)


async def test_only_the_host_leads_and_a_press_that_comes_twice_brings_the_message_up_to_date(room: Classroom) -> None:
    await room.start(number=2, players=EVERYBODY)
    refused = await room.press("Begin", somebody())
    assert is_private(refused)
    begin = buttons(room.message)["Begin"]
    await room.press("Begin")
    first = text(room.message)
    again = await room.press("", custom_id=begin)
    assert again["type"] == IN_PLACE
    assert text(room.message) == first
    await room.press("End the round")
    assert "0 questions asked" in text(room.message)
    assert "Begin" not in buttons(room.message)


async def test_two_hosts_presses_at_once_move_a_round_once(room: Classroom) -> None:
    await room.start(number=3, players=EVERYBODY)
    await room.press("Begin")
    skip = buttons(room.message)["Skip"]
    bodies = await asyncio.gather(
        *(room.fake.ask(room.fake.press(room.message, skip, None, room.host)) for _ in range(4))
    )
    assert all("Question 2 of 3" in text(body) for body in bodies)


async def test_alone_every_answer_is_explained_and_nobody_else_sees_it(room: Classroom) -> None:
    first = await room.start(number=3)
    assert is_private(first)
    for question in range(3):
        item = room.item()
        shown = await room.press(room.letter(right=question != 1))
        assert shown["type"] == IN_PLACE
        assert ("Not right" in text(shown)) is (question == 1)
        assert item.evidence[0].fact.text in text(shown).replace("\\", "")
        assert "not kept" not in text(shown)
        await room.press("Next question" if question < 2 else "My result")
    assert "2 of 3 right" in text(room.message)
    stats = await room.start("cards stats")
    assert "2 of 3 answers right" in text(stats)


async def test_cards_come_back_as_they_were_rated(room: Classroom) -> None:
    first = await room.start("cards review")
    assert is_private(first)
    flipped = await room.press("Show the answer")
    assert "Sources" in text(flipped)
    easy = next(label for label in buttons(room.message) if label.startswith("Easy"))
    assert re.fullmatch(r"Easy · \d+ d", easy)
    again = next(name for label, name in buttons(room.message).items() if label.startswith("Easy"))
    await room.press("Easy")
    await room.press("", custom_id=again)  # pressed twice: the second one rates nothing
    await room.press("Show the answer")
    await room.press("Again")
    stats = await room.start("cards stats")
    assert "2 cards, 0 of them due" in text(stats)
    assert "2 reviews, 1 of them remembered" in text(stats)


async def test_progress_is_drawn_with_the_same_figures_in_words(room: Classroom) -> None:
    await room.start("cards review")
    await room.press("Show the answer")
    await room.press("Good")
    await room.start("cards stats")
    book = await room.fake.send(room.fake.press(room.message, buttons(room.message)["As a picture"], None, room.host))
    await asyncio.wait_for(book.answered.wait(), 30)
    assert book.callbacks[0].body == {"type": 5, "data": {"flags": EPHEMERAL}}
    path = f"/webhooks/{payloads.APPLICATION}/{book.payload['token']}"
    sent = await room.fake.rest.wait_for("POST", path, seconds=60)
    body = sent[-1].body
    assert body["flags"] & EPHEMERAL
    gallery = next(part for part in walk(body["components"]) if part["type"] == GALLERY)
    described = gallery["items"][0]["description"]
    assert "Cards seen: 1" in described
    assert "Cards seen: 1" in text(body)
    assert DISCLAIMER in text(body).strip().splitlines()[-1]
    assert body["attachments"] == [{"id": "0", "filename": "progress.png"}]


async def test_the_leaderboard_lists_who_wants_to_be_listed(room: Classroom) -> None:
    winner, shy = somebody(), somebody()
    await room.start(number=1, players=EVERYBODY)
    await room.press("Begin")
    for pupil in (winner, shy):
        await room.press(room.letter(right=True), pupil)
    await room.press("Show the answer")
    await room.press("Show the scores")
    room.host = winner
    await room.start("leaderboard")
    assert "do not stand on it" in text(room.message)
    listed = await room.press("Put me on it")
    name = re.search(r"as \*\*(.+?)\*\*", text(listed))
    assert name
    room.host = shy
    board = await room.start("leaderboard")
    assert f"**{name.group(1)}**: 1" in text(board)
    assert "do not stand on it" in text(board)
    room.host = winner
    await room.start("leaderboard")
    await room.press("Take me off")
    assert name.group(1) not in text(room.message)


async def test_admins_choose_channels_rounds_season_and_country(room: Classroom) -> None:
    shown = await room.start("study settings")
    assert is_private(shown)
    assert "Season: 1" in text(shown)
    await room.start("study settings", channel="830000000000000077", season="next", country="DE")
    assert "1 chosen (this one is not)" in text(room.message)
    assert "Season: 2" in text(room.message)
    refused = await room.start(number=1, players=EVERYBODY)
    assert "other channels" in text(refused)
    numbers = await room.fake.ask(room.fake.command("emergency", somebody(locale="es-419")))
    assert "Germany" in text(numbers) or "Giftnotruf" in text(numbers) or "112" in text(numbers)
    await room.start("study settings", channel="830000000000000077", allowed="no", rounds="just me")
    refused = await room.start(number=1, players=EVERYBODY)
    assert "practice alone" in text(refused)
    await room.start("study settings", rounds=EVERYBODY)
    assert "for everybody" in text(room.message)
    assert "know no emergency numbers" in text(await room.start("study settings", country="Atlantis"))


@pytest.mark.hazard("H01")
@pytest.mark.parametrize(
    ("command", "options"),
    [("quiz start", {"group": DANGER}), ("cards review", {"group": DANGER}), ("study settings", {"country": DANGER})],
)
async def test_a_danger_is_heard_wherever_it_is_typed(room: Classroom, command: str, options: dict[str, str]) -> None:
    body = await room.start(command, **options)
    assert re.search(r"\b(112|911|999)\b", text(body)[:300])
    assert is_private(body)


@pytest.mark.parametrize("place", [WITH_BOT, AMONG_OTHERS, FOREIGN_SERVER], ids=["dm", "group", "foreign"])
async def test_where_i_was_not_added_everybody_plays_alone(room: Classroom, place: Any) -> None:
    room.host = somebody(place)
    assert "play alone" in text(await room.start(number=1, players=EVERYBODY))
    await room.start(number=1)
    await room.press(room.letter(right=True))
    assert "Right." in text(room.message)


async def test_a_group_and_a_difficulty_choose_the_questions(room: Classroom) -> None:
    wanted = next(item for item in room.bank.items if item.choices)
    await room.start(group=wanted.group, difficulty=str(wanted.difficulty), number=5)
    assert (room.item().group, room.item().difficulty) == (wanted.group, wanted.difficulty)
    assert "The groups are" in text(await room.start(group="astrology"))


@pytest.mark.hazard("H22")
async def test_privacy_shows_what_is_kept_and_deletes_it_at_once(room: Classroom) -> None:
    nothing = await room.start("privacy")
    assert "nothing" in text(nothing)
    await room.start(number=2)
    await room.press(room.letter(right=True))
    await room.start("cards review")
    await room.press("Show the answer")
    await room.press("Good")
    held = await room.start("privacy")
    assert is_private(held)
    assert "4 entries" in text(held)  # a score, its round, a card and its review
    assert re.search(r"score: round \w+, position 0, choice \d, points 1", text(held))
    assert room.host.who["id"] not in text(held)
    deleted = await room.press("Delete all of it")
    assert "Deleted: 4 entries" in text(deleted)
    assert "Kept about you in the study room: nothing" in text(await room.start("privacy"))
    assert "Deleted: 0 entries" in text(await room.start("privacy", delete="yes"))


@pytest.mark.parametrize(
    "custom_id",
    ["bs1:a:0000000000000000:0:1", "bs1:show:nothing:0", "bs1:sa:x:nogroup::5:0:0:1", "bs1:sn:x:::3:1:99",
     "bs1:cf:mc-000:0:", "bs1:cr:mc-000:0::9", "bs1:held:99999", "bs1:zz:1", "bs1:mine:a", "bs0:a:b"],
)  # fmt: skip
async def test_old_and_forged_buttons_get_a_polite_reply(room: Classroom, custom_id: str) -> None:
    await room.start("help")
    body = await room.fake.ask(room.fake.press(room.message, custom_id, None, somebody()))
    assert DISCLAIMER in text(body).strip().splitlines()[-1]
    assert "went wrong" not in text(body)


async def test_a_server_that_removes_the_bot_is_forgotten(fake: FakeDiscord, room: Classroom, tmp_path: Path) -> None:
    await room.start(number=1, players=EVERYBODY)
    await room.press("Begin")
    await fake.gateway.dispatch("GUILD_DELETE", {"id": payloads.GUILD, "unavailable": True})
    await room.press(room.letter(right=True), somebody())
    await fake.gateway.dispatch("GUILD_CREATE", payloads.guild())
    await fake.gateway.dispatch("GUILD_DELETE", {"id": payloads.GUILD})
    async with asyncio.timeout(20):
        while "is over" not in text(await room.press("Skip", somebody())):
            await asyncio.sleep(0.05)
    await fake.gateway.dispatch("GUILD_CREATE", payloads.guild())
