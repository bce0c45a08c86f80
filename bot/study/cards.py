"""Spaced repetition: when a card is due, what a rating does to it, and which cards come next.

The schedule is FSRS, by the ``fsrs`` package (extra ``study``), without its random spreading: the same reviews give
the same due dates on every machine. Everything here is pure; where progress is kept is a ``CardShelf``'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from bot.study.extras import load_extra

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.study.model import Item

DESIRED_RETENTION = 0.9
"""The share of cards that shall still be known when they come up: what FSRS aims at."""


class Rating(IntEnum):
    """How well a card was known."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class CardState:
    """What the schedule remembers of one card."""

    item: str
    """The item's id."""
    due: datetime
    """With its time zone, as every time here."""
    last: datetime | None = None
    """When it was last reviewed; None for a new card."""
    state: int = 1
    """FSRS: 1 learning, 2 review, 3 relearning."""
    step: int | None = 0
    stability: float | None = None
    """FSRS: days until the chance of knowing it has fallen to 90 percent."""
    difficulty: float | None = None
    """FSRS: 1 to 10."""


@dataclass(frozen=True, slots=True)
class Review:
    """One rating of one card."""

    item: str
    at: datetime
    rating: Rating


class CardShelf(Protocol):
    """Where one learner's cards are kept."""

    @property
    def where(self) -> str:
        """Where that is, for the learner to read."""

    def cards(self) -> Mapping[str, CardState]:
        """Return every card that was ever rated, by item id."""

    def reviews(self) -> Sequence[Review]:
        """Return every rating, the oldest first."""

    def record(self, card: CardState, review: Review) -> None:
        """Keep a rating and what it made of the card, both or neither."""

    def forget(self) -> bool:
        """Remove everything at once; tell whether there was anything."""


def rate(card: CardState | None, item: str, rating: Rating, now: datetime) -> CardState:
    """Return what a rating makes of a card (None: seen for the first time).

    Raises SettingsError where the extra is missing.
    """
    library = _library()
    before = CardState(item, now) if card is None else card
    after, _ = _scheduler().review_card(_to_library(before), library.Rating(int(rating)), now)
    return CardState(
        item, after.due, after.last_review, int(after.state), after.step, after.stability, after.difficulty
    )


def recall(card: CardState, now: datetime) -> float:
    """Estimate the chance, 0 to 1, that a card is known now; 0 for a new one."""
    if card.last is None:
        return 0.0
    return float(_scheduler().get_card_retrievability(_to_library(card), now))


def is_due(card: CardState, now: datetime) -> bool:
    """Tell whether a card waits for its review."""
    return card.due <= now


def next_items(
    items: Iterable[Item], cards: Mapping[str, CardState], now: datetime, *, new: int
) -> tuple[tuple[Item, ...], int]:
    """Return what to review now, and how many of them are due: those that waited longest, then some new ones.

    ``items`` come in the order in which new ones are to be learned. A card whose item no longer exists is left out.
    """
    known = {item.id: item for item in items}
    due = sorted((card for card in cards.values() if card.item in known and is_due(card, now)), key=_by_due)
    fresh = [item for item in known.values() if item.id not in cards][: max(0, new)]
    return (*(known[card.item] for card in due), *fresh), len(due)


def require_schedule() -> None:
    """Raise SettingsError where the extra is missing: before a learner has begun."""
    _library()


def _by_due(card: CardState) -> tuple[datetime, str]:
    return card.due, card.item


def _to_library(card: CardState) -> Any:
    library = _library()
    return library.Card(
        card_id=0,  # the library would wait for the clock to make one
        state=library.State(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due,
        last_review=card.last,
    )


def _library() -> Any:
    return load_extra("fsrs", "study", "Cards")


@lru_cache(maxsize=1)
def _scheduler() -> Any:
    return _library().Scheduler(desired_retention=DESIRED_RETENTION, enable_fuzzing=False)
