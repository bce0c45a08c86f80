"""Cards: each rating once, the longest waiting first."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.study.cards import CardState, Rating, rate

if TYPE_CHECKING:
    from bot.store.store import Store

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


async def rated(store: Store, item: str, rating: Rating, event: int, now: datetime = NOW, person: str = "ann") -> bool:
    kept = await store.cards.find(person, item)
    after = rate(kept.state if kept else None, item, rating, now)
    return await store.cards.rate(person, after, kept.reviews if kept else 0, rating, event)


async def test_a_card_comes_back_as_it_was_kept(store: Store) -> None:
    assert await store.cards.find("ann", "i0") is None
    after = rate(None, "i0", Rating.GOOD, NOW)
    assert await store.cards.rate("ann", after, 0, Rating.GOOD, event=1)
    kept = await store.cards.find("ann", "i0")
    assert kept is not None
    assert kept.reviews == 1
    assert abs(kept.state.due - after.due) < timedelta(milliseconds=1)
    assert (kept.state.stability, kept.state.difficulty) == (after.stability, after.difficulty)
    later = after.due + timedelta(days=1)
    assert rate(kept.state, "i0", Rating.EASY, later).due > later


async def test_a_rating_counts_once_however_often_and_from_wherever_it_arrives(store: Store) -> None:
    after = rate(None, "i0", Rating.GOOD, NOW)
    twice = await asyncio.gather(
        *(store.cards.rate("ann", after, 0, Rating.GOOD, event=event) for event in (1, 1, 2, 3))
    )
    assert sorted(twice) == [False, False, False, True]
    stats = await store.cards.stats("ann", NOW)
    assert (stats.cards, stats.reviews) == (1, 1)


async def test_what_waited_longest_comes_first_and_others_cards_do_not_come(store: Store) -> None:
    for number, (item, days) in enumerate([("i0", 3), ("i1", 9), ("i2", 6)], start=1):
        assert await rated(store, item, Rating.AGAIN, number, NOW - timedelta(days=days))
    assert await rated(store, "i3", Rating.EASY, 4)
    assert await rated(store, "i0", Rating.AGAIN, 5, NOW - timedelta(days=9), person="bob")
    due = await store.cards.due("ann", NOW, most=10)
    assert [kept.state.item for kept in due] == ["i1", "i2", "i0"]
    assert await store.cards.due_count("ann", NOW) == 3
    items, today = await store.cards.begun("ann", NOW - timedelta(hours=1))
    assert items == {"i0", "i1", "i2", "i3"}
    assert today == 1


async def test_stats_sum_up(store: Store) -> None:
    await rated(store, "i0", Rating.AGAIN, 1, NOW - timedelta(days=1))
    await rated(store, "i1", Rating.GOOD, 2, NOW - timedelta(days=40))
    await rated(store, "i2", Rating.GOOD, 3, NOW)
    stats = await store.cards.stats("ann", NOW)
    assert (stats.cards, stats.due, stats.reviews, stats.known) == (3, 2, 2, 1)
    await store.cards._door.write(  # type: ignore[attr-defined]
        lambda connection: connection.exec_driver_sql("UPDATE card SET stability = 30 WHERE item = 'i2'")
    )
    assert (await store.cards.stats("ann", NOW)).learned == 1
    assert isinstance((await store.cards.due("ann", NOW))[0].state, CardState)
