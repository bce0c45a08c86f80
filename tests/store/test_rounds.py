"""Rounds and scores: exact, whoever presses when, and however often it arrives."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store.rounds import Answered, Given, Phase, Place, Round
from bot.store.servers import ServerSettings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.store.store import Store

SERVER, CHANNEL = "s" * 32, "c" * 32
RIGHT, WRONG = Given(0, 1), Given(1, 0)


async def opened(store: Store, items: int = 3, name: str = "r1", server: str = SERVER) -> Round:
    started = await store.rounds.start(
        Round(name, "host", tuple(f"i{number}" for number in range(items)), server, CHANNEL, season=1)
    )
    moved = await store.rounds.move(started, Phase.OPEN)
    assert moved is not None
    return moved


async def table_of(store: Store, name: str) -> tuple[Place, ...]:
    """Return the scores as they will be once the round has ended."""
    return await store.rounds.table(Round(name, "host", (), phase=Phase.ENDED))


async def ended(store: Store, seen: Round) -> Round:
    moved = await store.rounds.move(seen, Phase.ENDED)
    assert moved is not None
    return moved


async def test_the_same_beginning_makes_one_round(store: Store) -> None:
    first = await opened(store)
    again = await store.rounds.start(Round("r1", "somebody else", ("x",)))
    assert again.host == "host"
    assert again.phase is Phase.OPEN
    assert again.items == first.items == ("i0", "i1", "i2")


async def test_until_it_is_shown_the_newest_press_counts_in_whatever_order_presses_arrive(store: Store) -> None:
    await opened(store)
    assert await store.rounds.answer("r1", 0, "ann", RIGHT, event=20) is Answered.KEPT
    assert await store.rounds.answer("r1", 0, "ann", WRONG, event=30) is Answered.CHANGED
    assert await store.rounds.answer("r1", 0, "ann", RIGHT, event=25) is Answered.CHANGED
    assert await store.rounds.answer("r1", 0, "ann", WRONG, event=30) is Answered.KEPT
    assert await store.rounds.given("r1", 0, "ann") == WRONG
    assert await store.rounds.tally("r1", 0) == {1: 1}


async def test_alone_the_first_answer_counts(store: Store) -> None:
    await opened(store)
    await store.rounds.answer("r1", 0, "ann", WRONG, event=1, alone=True)
    await store.rounds.answer("r1", 0, "ann", RIGHT, event=2, alone=True)
    assert await store.rounds.given("r1", 0, "ann") == WRONG


async def test_no_answer_counts_once_the_solution_is_shown(store: Store) -> None:
    seen = await opened(store)
    await store.rounds.answer("r1", 0, "ann", RIGHT, event=1)
    await store.rounds.move(seen, Phase.SHOWN)
    assert await store.rounds.answer("r1", 0, "bob", RIGHT, event=2) is Answered.CLOSED
    assert await store.rounds.answer("r1", 1, "bob", RIGHT, event=3) is Answered.CLOSED
    assert await store.rounds.answer("gone", 0, "bob", RIGHT, event=4) is Answered.GONE
    assert [place.person for place in await table_of(store, "r1")] == ["ann"]


async def test_of_many_moves_at_once_one_is_made(store: Store) -> None:
    seen = await opened(store)
    moves = await asyncio.gather(*(store.rounds.move(seen, Phase.SHOWN) for _ in range(12)))
    assert sum(move is not None for move in moves) == 1
    found = await store.rounds.find("r1")
    assert found is not None
    assert found.asked == 1


async def test_a_skipped_question_counts_for_nobody(store: Store) -> None:
    seen = await opened(store)
    await store.rounds.answer("r1", 0, "ann", RIGHT, event=1)
    seen = await store.rounds.move(seen, Phase.OPEN, 1, discard=True) or seen
    await store.rounds.answer("r1", 1, "bob", RIGHT, event=2)
    assert [(place.person, place.points) for place in await table_of(store, "r1")] == [("bob", 1)]
    assert seen.asked == 0


async def test_what_is_counted_is_what_was_acknowledged_while_the_question_is_closed(store: Store) -> None:
    seen = await opened(store)

    async def press(person: int) -> bool:
        await asyncio.sleep(random.random() / 10)  # noqa: S311 -- spread about the moment of the end
        answered = await store.rounds.answer("r1", 0, f"p{person}", RIGHT, event=person)
        return answered is Answered.KEPT

    async def show() -> int:
        await asyncio.sleep(0.05)
        assert await store.rounds.move(seen, Phase.SHOWN) is not None
        return sum((await store.rounds.tally("r1", 0)).values())

    counted, *kept = await asyncio.gather(show(), *(press(person) for person in range(40)))
    assert counted == sum(kept)
    assert counted == sum((await store.rounds.tally("r1", 0)).values())


async def test_an_open_question_does_not_count_yet(store: Store) -> None:
    seen = await opened(store)
    await store.rounds.answer("r1", 0, "ann", RIGHT, event=1)
    assert await store.rounds.table(seen) == ()
    shown = await store.rounds.move(seen, Phase.SHOWN)
    assert shown is not None
    assert [place.points for place in await store.rounds.table(shown)] == [1]


async def test_equal_points_share_a_rank(store: Store) -> None:
    await opened(store)
    for number, (person, given) in enumerate([("ann", RIGHT), ("bob", RIGHT), ("cy", WRONG)], start=1):
        await store.rounds.answer("r1", 0, person, given, event=number)
    ranks = [(place.rank, place.person, place.points) for place in await table_of(store, "r1")]
    assert ranks == [(1, "ann", 1), (1, "bob", 1), (3, "cy", 0)]


async def test_the_leaderboard_shows_those_who_want_to_stand_there_and_only_ended_rounds_of_the_season(
    store: Store,
) -> None:
    seen = await opened(store)
    for number, person in enumerate(["ann", "bob"], start=1):
        await store.rounds.answer("r1", 0, person, RIGHT, event=number)
    await store.servers.enlist(SERVER, "ann", listed=True)
    await store.servers.enlist(SERVER, "ann", listed=True)
    assert await store.servers.leaderboard(SERVER, 1) == ()
    await ended(store, seen)
    assert [place.person for place in await store.servers.leaderboard(SERVER, 1)] == ["ann"]
    assert await store.servers.leaderboard(SERVER, 2) == ()
    assert await store.servers.leaderboard("t" * 32, 1) == ()
    await store.servers.enlist(SERVER, "ann", listed=False)
    assert await store.servers.leaderboard(SERVER, 1) == ()


async def test_settings_of_a_server_change_and_are_read_from_memory_for_a_minute(store: Store) -> None:
    assert await store.servers.settings(SERVER) == ServerSettings()
    await store.servers.change(SERVER, country="GB", season=2)
    changed = await store.servers.change(SERVER, channels=(CHANNEL,))
    assert changed == ServerSettings((CHANNEL,), season=2, country="GB")
    assert store.servers.peek(SERVER) == changed
    store.servers._cache.clear()
    assert await store.servers.settings(SERVER) == changed


async def test_a_server_that_removes_the_bot_leaves_nothing_behind(store: Store) -> None:
    await opened(store)
    await opened(store, name="r2", server="t" * 32)
    await store.rounds.answer("r1", 0, "ann", RIGHT, event=1)
    await store.rounds.answer("r2", 0, "ann", RIGHT, event=2)
    await store.servers.enlist(SERVER, "ann", listed=True)
    await store.servers.change(SERVER, country="GB")
    await store.servers.forget(SERVER)
    assert await store.rounds.find("r1") is None
    assert await table_of(store, "r1") == ()
    assert await store.servers.settings(SERVER) == ServerSettings()
    assert not await store.servers.is_listed(SERVER, "ann")
    assert len(await table_of(store, "r2")) == 1


@pytest.mark.parametrize("start", [0, 2, 5])
async def test_what_is_kept_on_a_person_is_shown_literally_and_deleted_at_once(store: Store, start: int) -> None:
    seen = await opened(store)
    await store.rounds.start(Round("alone", "ann", ("i0",), phase=Phase.OPEN))
    await store.rounds.answer("alone", 0, "ann", WRONG, event=9)
    for number, person in enumerate(["ann", "bob"], start=1):
        await store.rounds.answer("r1", 0, person, RIGHT, event=number)
        await store.servers.enlist(SERVER, person, listed=True)
    lines, total = await store.people.held("ann", start, 100)
    assert total == 4  # two answers, one list, one round of her own
    assert len(lines) == max(0, total - start)
    if start == 0:
        assert "score: round alone, position 0, choice 1, points 0, event 9" in lines
        assert any(line.startswith("round: id alone") for line in lines)
        assert lines == (*(await store.people.held("ann", 0, 2))[0], *(await store.people.held("ann", 2, 2))[0])
    assert await store.people.delete("ann") == total
    assert await store.people.held("ann", 0, 100) == ((), 0)
    assert [place.person for place in await table_of(store, "r1")] == ["bob"]
    assert await store.rounds.find("alone") is None
    hosted = await store.people.held("host", 0, 10)
    assert hosted[1] == 1
    await store.people.delete("host")
    found = await store.rounds.find(seen.id)
    assert found is not None
    assert found.host == ""


async def test_a_write_that_meets_another_of_the_same_press_is_tried_once_more(store: Store) -> None:
    tries = []

    async def work(_: AsyncConnection) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError("the same press", {}, Exception())
        return "kept"

    assert await store.database.write(work) == "kept"
    assert len(tries) == 2
