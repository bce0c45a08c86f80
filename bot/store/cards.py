"""Cards of people and their schedule; what a rating does to a card is `bot.study.cards`' business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from bot.store.base import insert_for
from bot.store.tables import CARD, REVIEW, ROUND, SCORE
from bot.study.cards import CardState, Rating, Review

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.store.base import Door

MOST_COUNTED = 1000
"""More due cards are not counted: nobody reviews them today, and the count must stay quick."""
MOST_DRAWN = 5000
"""Cards, and reviews, that a picture of progress is made of."""
RECENT = timedelta(days=30)
LEARNED_DAYS = 21.0
"""A card whose stability exceeds three weeks counts as learned, as other flashcard programs have it."""


@dataclass(frozen=True, slots=True)
class KeptCard:
    """A card with the number of its reviews so far, which tells whether a button is still up to date."""

    state: CardState
    reviews: int


@dataclass(frozen=True, slots=True)
class CardStats:
    """Where a learner stands."""

    cards: int
    due: int
    learned: int
    reviews: int
    """Of the last 30 days, as the next one."""
    known: int
    """Reviews rated better than 'again'."""
    answers: int
    """Answers in quizzes, ever, as the next one."""
    right: int


class CardBox:
    """Keeps cards."""

    def __init__(self, door: Door) -> None:
        self._door = door

    @staticmethod
    def now() -> datetime:
        """Return the time by which cards are due."""
        return datetime.now(UTC)

    async def due(self, person: str, now: datetime, most: int = 1) -> tuple[KeptCard, ...]:
        """Return the cards that have waited longest for their review."""
        query = select(CARD).where(CARD.c.person == person, CARD.c.due <= _ms(now)).order_by(CARD.c.due).limit(most)

        async def work(connection: AsyncConnection) -> tuple[KeptCard, ...]:
            return tuple(_card(row) for row in (await connection.execute(query)).mappings())

        return await self._door.read(work)

    async def due_count(self, person: str, now: datetime) -> int:
        """Count the cards that are due, up to MOST_COUNTED."""
        query = _due_count(person, now)

        async def work(connection: AsyncConnection) -> int:
            return int(await connection.scalar(query) or 0)

        return await self._door.read(work)

    async def find(self, person: str, item: str) -> KeptCard | None:
        """Return a card, or None where it was never rated."""
        query = select(CARD).where(CARD.c.person == person, CARD.c.item == item)

        async def work(connection: AsyncConnection) -> KeptCard | None:
            row = (await connection.execute(query)).mappings().first()
            return _card(row) if row else None

        return await self._door.read(work)

    async def begun(self, person: str, since: datetime) -> tuple[frozenset[str], int]:
        """Return the items that a person has cards of, and how many of these were begun since a time."""
        query = select(CARD.c.item, CARD.c.begun).where(CARD.c.person == person)

        async def work(connection: AsyncConnection) -> tuple[frozenset[str], int]:
            rows = (await connection.execute(query)).all()
            return frozenset(row[0] for row in rows), sum(1 for row in rows if row[1] >= _ms(since))

        return await self._door.read(work)

    async def rate(self, person: str, card: CardState, seen: int, rating: Rating, event: int) -> bool:
        """Keep a rating and the card that it made; False where the press, or the card, was dealt with before.

        ``seen`` is the number of reviews that the card had when its buttons were shown.
        """
        assert card.last is not None  # noqa: S101 -- it was rated just now
        at = _ms(card.last)
        values: dict[str, Any] = {
            "due": _ms(card.due),
            "last": at,
            "state": card.state,
            "step": card.step,
            "stability": card.stability,
            "difficulty": card.difficulty,
            "reviews": seen + 1,
        }
        review = {"event": event, "person": person, "item": card.item, "rating": int(rating), "at": at}

        async def work(connection: AsyncConnection) -> bool:
            if seen:
                mine = (CARD.c.person == person, CARD.c.item == card.item, CARD.c.reviews == seen)
                changing = update(CARD).where(*mine).values(values)
            else:
                new = values | {"person": person, "item": card.item, "begun": at}
                changing = insert_for(self._door.dialect, CARD).values(new).on_conflict_do_nothing()
            if (await connection.execute(changing)).rowcount != 1:
                return False
            await connection.execute(insert_for(self._door.dialect, REVIEW).values(review))
            return True

        return await self._door.write(work)

    async def progress(self, person: str) -> tuple[dict[str, CardState], tuple[Review, ...]]:
        """Return the cards of a person by item, and the reviews, the oldest first."""
        cards = select(CARD).where(CARD.c.person == person).order_by(CARD.c.due).limit(MOST_DRAWN)
        reviews = select(REVIEW).where(REVIEW.c.person == person).order_by(REVIEW.c.at.desc()).limit(MOST_DRAWN)

        async def work(connection: AsyncConnection) -> tuple[dict[str, CardState], tuple[Review, ...]]:
            kept = [_card(row) for row in (await connection.execute(cards)).mappings()]
            rated = reversed((await connection.execute(reviews)).mappings().all())
            told = tuple(Review(row["item"], _time(row["at"]), Rating(row["rating"])) for row in rated)
            return {card.state.item: card.state for card in kept}, told

        return await self._door.read(work)

    async def stats(self, person: str, now: datetime) -> CardStats:
        """Sum up a learner's cards, reviews and answers."""
        mine = CARD.c.person == person
        of_cards = select(func.count()).select_from(CARD).where(mine)
        learned = of_cards.where(CARD.c.stability >= LEARNED_DAYS)
        recent = (
            select(func.count()).select_from(REVIEW).where(REVIEW.c.person == person, REVIEW.c.at >= _ms(now - RECENT))
        )
        known = recent.where(REVIEW.c.rating > int(Rating.AGAIN))
        answers = (
            select(func.count(), func.coalesce(func.sum(SCORE.c.points), 0))
            .join(ROUND, ROUND.c.id == SCORE.c.round)
            .where(SCORE.c.person == person)
        )

        async def work(connection: AsyncConnection) -> CardStats:
            counts = [int(await connection.scalar(query) or 0) for query in (of_cards, learned, recent, known)]
            due = int(await connection.scalar(_due_count(person, now)) or 0)
            given, right = (await connection.execute(answers)).one()
            return CardStats(counts[0], due, counts[1], counts[2], counts[3], int(given), int(right))

        return await self._door.read(work)


def _due_count(person: str, now: datetime) -> Any:
    some = select(CARD.c.item).where(CARD.c.person == person, CARD.c.due <= _ms(now)).limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(some)


def _card(row: Any) -> KeptCard:
    state = CardState(
        row["item"],
        _time(row["due"]),
        _time(row["last"]),
        row["state"],
        row["step"],
        row["stability"],
        row["difficulty"],
    )
    return KeptCard(state, row["reviews"])


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
