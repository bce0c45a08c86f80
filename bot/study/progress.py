"""How a learner or a season stands, in figures: what the words and the pictures are both made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.study.cards import Rating, is_due, recall

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.study.cards import CardState, Review

DAYS_BACK, DAYS_AHEAD = 14, 14
LEARNED_STATE = 2
"""FSRS: a card that has left its first steps."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day's figures."""

    day: date
    reviews: int = 0
    known: int = 0
    """Reviews that were not rated 'again'."""
    due: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """A learner's figures on one day."""

    cards: int
    learned: int
    """Cards that have left their first steps."""
    due: int
    """Cards that wait now."""
    reviews: int
    known: int
    recall: float
    """The mean chance, 0 to 1, that a card seen before is known now."""
    past: tuple[Day, ...]
    """The last days, today last."""
    ahead: tuple[Day, ...]
    """The next days, today first: what waits already counts for today."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One name's figures in a season."""

    name: str
    right: int
    answered: int


def progress_of(cards: Mapping[str, CardState], reviews: Sequence[Review], now: datetime) -> Progress:
    """Work out a learner's figures; days are those of ``now``'s time zone."""
    today = now.date()
    by_day = Counter(_day(review.at, now) for review in reviews)
    known = Counter(_day(review.at, now) for review in reviews if review.rating is not Rating.AGAIN)
    due = Counter(max(today, _day(card.due, now)) for card in cards.values())
    back = [today - timedelta(days=days) for days in reversed(range(DAYS_BACK))]
    ahead = [today + timedelta(days=days) for days in range(DAYS_AHEAD)]
    chances = [recall(card, now) for card in cards.values()]
    return Progress(
        cards=len(cards),
        learned=sum(card.state == LEARNED_STATE for card in cards.values()),
        due=sum(is_due(card, now) for card in cards.values()),
        reviews=len(reviews),
        known=sum(known.values()),
        recall=sum(chances) / len(chances) if chances else 0.0,
        past=tuple(Day(day, reviews=by_day[day], known=known[day]) for day in back),
        ahead=tuple(Day(day, due=due[day]) for day in ahead),
    )


def progress_lines(progress: Progress) -> list[str]:
    """Say a learner's figures in words: everything that the picture shows."""
    if not progress.cards:
        return ["No card has been reviewed yet."]
    share = _percent(progress.known, progress.reviews)
    lines = [
        f"Cards seen: {progress.cards}, of these learned: {progress.learned}, due now: {progress.due}.",
        f"Reviews so far: {progress.reviews}, known in {progress.known} of them ({share}).",
        f"Chance of knowing a card now, on average: {round(progress.recall * 100)}%.",
    ]
    past = [f"{day.day}: {day.reviews} ({day.known} known)" for day in progress.past if day.reviews]
    lines.append(f"Reviews by day, last {DAYS_BACK} days: {'; '.join(past) or 'none'}.")
    ahead = [f"{day.day}: {day.due}" for day in progress.ahead if day.due]
    lines.append(f"Due by day, next {DAYS_AHEAD} days: {'; '.join(ahead) or 'none'}.")
    return lines


def season_lines(standings: Iterable[Standing]) -> list[str]:
    """Say a season's scores in words, the best first."""
    ranked = ranked_standings(standings)
    if not ranked:
        return ["Nobody has answered yet."]
    return [
        f"{place}. {one.name}: {one.right} right of {one.answered} ({_percent(one.right, one.answered)})"
        for place, one in ranked
    ]


def ranked_standings(standings: Iterable[Standing]) -> list[tuple[int, Standing]]:
    """Order a season's scores by right answers; equal scores share a place."""
    ordered = sorted(standings, key=lambda one: (-one.right, one.answered, one.name))
    places: list[tuple[int, Standing]] = []
    for number, one in enumerate(ordered, 1):
        tied = places and (places[-1][1].right, places[-1][1].answered) == (one.right, one.answered)
        places.append((places[-1][0] if tied else number, one))
    return places


def _day(at: datetime, now: datetime) -> date:
    return at.astimezone(now.tzinfo).date()


def _percent(part: int, whole: int) -> str:
    return f"{round(part / whole * 100)}%" if whole else "0%"
