"""What is counted: kinds of reply, topics, how near a miss was, and what was wanted instead.

Nothing else is there to be counted: no words, no ids of people or places, no times but the first and the last day.
A name that is no topic of the knowledge base is not counted, so that nobody can write into the file.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.answering import Kind
from bot.answering.routing import THRESHOLDS

if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from datetime import date

    from bot.answering import Reply

NO_TOPIC = "-"
"""Stands where a reply has no topic, such as an emergency."""
NONE_OF_THESE = "none"
"""What was chosen where nothing that was offered was meant."""
NEAR_FROM, CLOSE_FROM = THRESHOLDS.least, 0.5
"""From these scores of the best topic on, a miss is near, or close."""
MISSES = frozenset((Kind.CLARIFY, Kind.OUT_OF_SCOPE))


class Closeness(StrEnum):
    """How near the best topic was to being the answer."""

    FAR = "far"
    NEAR = "near"
    CLOSE = "close"


def closeness_of(score: float) -> Closeness:
    """Put a score into its bucket: a score itself could tell one question from others."""
    if score < NEAR_FROM:
        return Closeness.FAR
    return Closeness.NEAR if score < CLOSE_FROM else Closeness.CLOSE


@dataclass(slots=True)
class Gaps:
    """Counts of some time."""

    replies: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By kind of reply, and topic of an answer."""
    misses: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By kind of reply, nearest topic, and closeness: of questions that were declined or asked back on."""
    instead: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By topic shown, and topic chosen under "Not what I asked"."""
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        """Tell whether anything was counted."""
        return bool(self.replies or self.misses or self.instead)

    def plus(self, other: Gaps) -> Gaps:
        """Return both together."""
        days = [day for day in (self.since, self.until, other.since, other.until) if day is not None]
        return Gaps(
            self.replies + other.replies,
            self.misses + other.misses,
            self.instead + other.instead,
            min(days, default=None),
            max(days, default=None),
        )


def _today() -> date:
    return datetime.now(UTC).date()


class GapTally:
    """Counts in memory, until somebody takes what was counted."""

    def __init__(self, today: Callable[[], date] = _today) -> None:
        self._today = today
        self._counted = Gaps()

    def count(self, reply: Reply) -> None:
        """Count a reply to somebody's own words."""
        kind = str(reply.kind)
        self._counted.replies[kind, (reply.topic if reply.kind is Kind.ANSWER else None) or NO_TOPIC] += 1
        if reply.kind in MISSES and reply.candidates:
            best = reply.candidates[0]
            self._counted.misses[kind, best.topic, closeness_of(best.score)] += 1
        self._date()

    def count_instead(self, shown: str, chosen: str, topics: Container[str]) -> None:
        """Count that another topic was wanted than the one shown; empty names stand for no topic and none."""
        if (shown and shown not in topics) or (chosen and chosen not in topics):
            return
        self._counted.instead[shown or NO_TOPIC, chosen or NONE_OF_THESE] += 1
        self._date()

    def take(self) -> Gaps:
        """Hand over what was counted so far, and begin anew."""
        taken, self._counted = self._counted, Gaps()
        return taken

    def put_back(self, taken: Gaps) -> None:
        """Take back what could not be kept."""
        self._counted = taken.plus(self._counted)

    def _date(self) -> None:
        day = self._today()
        self._counted.since, self._counted.until = self._counted.since or day, day
