"""Cards that come back: shown to their owner alone, rated by four buttons, scheduled by FSRS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.study.cards import Rating, rate
from bot.surfaces.discord_app import study_words as words
from bot.surfaces.discord_app.study_board import Board, Knob, Weight, answer_named, proof, question_block
from bot.surfaces.discord_app.study_ids import Act, StudyPress, press_of
from bot.surfaces.discord_app.study_pictures import with_picture
from bot.surfaces.discord_app.texts import escape

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from bot.study.cards import CardState
    from bot.study.model import Item
    from bot.surfaces.discord_app.client import Event
    from bot.surfaces.discord_app.study_room import Room

NEW_A_DAY = 20
"""So many cards are begun in a day (UTC); more would all come back at once."""
LOOKED_AT = 25
"""So many due cards are looked at: some may be of another group, or of questions that no longer exist."""
UNITS = ((1440, "d"), (60, "h"), (1, "min"))
"""Minutes in what an interval is told in."""
MONTH_DAYS = 30.4


class CardReview:
    """Shows cards."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def review(self, event: Event, group: str) -> None:
        """Show the first card; raises StoreAwayError."""
        await self._room.show(event, await self._next(event, group) or self._room.board(words.NO_CARDS))

    async def flip(self, event: Event, press: StudyPress) -> None:
        """Show a card's answer; raises StoreAwayError."""
        item = self._room.bank.by_id(press.word(0))
        if item is None:
            await self._go_on(event, press.word(2))
            return
        kept = await self._room.store.cards.find(self._room.person(event), item.id)
        now = self._room.store.cards.now()
        await self._room.replace(event, answer_board(item, kept.state if kept else None, press, now))

    async def rate(self, event: Event, press: StudyPress) -> None:
        """Keep a rating and show the next card; raises StoreAwayError."""
        item, seen, group = self._room.bank.by_id(press.word(0)), press.number(1), press.word(2)
        rating = press.number(3)
        if item is not None and seen >= 0 and rating in {*Rating}:
            person, cards = self._room.person(event), self._room.store.cards
            kept = await cards.find(person, item.id)
            if (kept.reviews if kept else 0) == seen:  # else this very card was rated before: go on
                after = rate(kept.state if kept else None, item.id, Rating(rating), cards.now())
                await cards.rate(person, after, seen, Rating(rating), event.id)
        await self._go_on(event, group)

    async def stats(self, event: Event) -> None:
        """Tell where a learner stands; raises StoreAwayError."""
        cards = self._room.store.cards
        stats = await cards.stats(self._room.person(event), cards.now())
        share = f" ({round(100 * stats.known / stats.reviews)}%)" if stats.reviews else ""
        values = {
            "cards": stats.cards,
            "due": stats.due,
            "learned": stats.learned,
            "reviews": stats.reviews,
            "known": stats.known,
            "answers": stats.answers,
            "right": stats.right,
            "share": share,
        }
        lines = "\n".join(f"- {line.format(**values)}" for line in words.STATS_LINES)
        await self._room.show(event, with_picture(self._room.board(words.STATS, lines), "cards"))

    async def _go_on(self, event: Event, group: str) -> None:
        board = await self._next(event, group)
        await self._room.replace(event, board or self._room.board(words.NO_MORE_CARDS))

    async def _next(self, event: Event, group: str) -> Board | None:
        """Show the card that waited longest, else a new one, else none."""
        person, cards = self._room.person(event), self._room.store.cards
        now = cards.now()
        for kept in await cards.due(person, now, LOOKED_AT):
            item = self._room.bank.by_id(kept.state.item)
            if item is not None and group in {"", item.group}:
                due = await cards.due_count(person, now)
                return card_board(item, words.DUE.format(due=due, title=escape(item.title)), kept.reviews, group)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        begun, today = await cards.begun(person, midnight)
        if today >= NEW_A_DAY:
            return None
        fresh = (item for item in self._room.bank.items if item.id not in begun and group in {"", item.group})
        new = next(fresh, None)
        return card_board(new, words.DUE_NEW.format(title=escape(new.title)), 0, group) if new else None


def card_board(item: Item, head: str, reviews: int, group: str) -> Board:
    """Show a card's question."""
    flip = Knob(words.FLIP, press_of(Act.FLIP, item.id, reviews, group), Weight.CHIEF)
    return Board(item.disclaimer, (head, question_block(item)), rows=((flip,),))


def answer_board(item: Item, state: CardState | None, press: StudyPress, now: datetime) -> Board:
    """Show a card's answer with its source, and four ratings that say when each lets it come back."""
    shown, sources = proof(item)
    knobs = tuple(
        Knob(
            f"{label} · {interval(rate(state, item.id, rating, now).due - now)}",
            press_of(Act.RATE, item.id, press.word(1), press.word(2), int(rating)),
            Weight.CHIEF if rating is Rating.GOOD else Weight.PLAIN,
        )
        for label, rating in zip(words.RATINGS, Rating, strict=True)
    )
    answer = words.THE_ANSWER.format(answer=answer_named(item))
    blocks = (f"**{escape(item.question)}**", answer, *shown, words.HOW_WELL)
    return Board(item.disclaimer, blocks, sources, (knobs,))


def interval(wait: timedelta) -> str:
    """Write a time span in one unit: 10 min, 6 h, 3 d, 4 mo."""
    minutes = max(1, round(wait.total_seconds() / 60))
    days = minutes / 1440
    if days >= 2 * MONTH_DAYS:
        return f"{round(days / MONTH_DAYS)} mo"
    size, unit = next((size, unit) for size, unit in UNITS if minutes >= size)
    return f"{round(minutes / size)} {unit}"
