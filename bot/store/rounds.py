"""Rounds of a quiz and the answers given in them.

A round moves only by compare-and-set: of two hosts, or two replicas, that press at once, one moves it. Each person
has one answer a question; until it is shown the newest press counts, by Discord's own numbering, so it does not
matter in which order, or how often, presses arrive. An answer and the end of its question exclude each other by a
lock on the round's line: what is counted is exactly what was acknowledged.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from bot.store.base import insert_for
from bot.store.tables import ROUND, SCORE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.store.base import Door


class Phase(StrEnum):
    """Where a round stands."""

    WAITING = "waiting"
    """Announced, not begun."""
    OPEN = "open"
    """A question may be answered."""
    SHOWN = "shown"
    """Its solution is shown."""
    ENDED = "ended"


class Answered(StrEnum):
    """What became of an answer."""

    KEPT = "kept"
    CHANGED = "changed"
    CLOSED = "closed"
    """The question is over, or not asked yet."""
    GONE = "gone"
    """There is no such round any more."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round; people, server and channel by pseudonym."""

    id: str
    host: str
    items: tuple[str, ...]
    server: str = ""
    """Empty outside servers."""
    channel: str = ""
    """Empty where somebody plays alone."""
    season: int = 0
    position: int = 0
    phase: Phase = Phase.WAITING
    asked: int = 0
    """How many solutions have been shown: skipped questions do not count."""
    idle: float = 0.0
    """Seconds since the last move."""

    @property
    def is_last(self) -> bool:
        """Whether no question follows."""
        return self.position + 1 >= len(self.items)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a score table."""

    rank: int
    """People with the same points share a rank."""
    person: str
    points: int
    answered: int


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was kept."""

    choice: int
    points: int


class Rounds:
    """Keeps rounds."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def start(self, new: Round) -> Round:
        """Keep a new round, or return the one that the same beginning has made already."""

        async def work(connection: AsyncConnection) -> Round:
            values = {
                "id": new.id,
                "server": new.server,
                "channel": new.channel,
                "host": new.host,
                "season": new.season,
                "items": [*new.items],
                "position": new.position,
                "phase": str(new.phase),
                "asked": new.asked,
                "changed": _now(),
            }
            await connection.execute(insert_for(self._door.dialect, ROUND).values(values).on_conflict_do_nothing())
            found = await _find(connection, new.id)
            assert found is not None  # noqa: S101 -- inserted above, or before
            return found

        return await self._door.write(work)

    async def find(self, round_id: str) -> Round | None:
        """Return a round, or None."""
        return await self._door.read(lambda connection: _find(connection, round_id))

    async def answer(
        self, round_id: str, position: int, person: str, given: Given, event: int, *, alone: bool = False
    ) -> Answered:
        """Keep an answer to an open question; a later one of the same person replaces it.

        Who plays ``alone`` sees the solution at once: any question may be answered, and the first answer counts.
        """

        async def work(connection: AsyncConnection) -> Answered:
            found = await _find(connection, round_id, share=True)
            if found is None:
                return Answered.GONE
            if not alone and (found.position != position or found.phase is not Phase.OPEN):
                return Answered.CLOSED
            key = {"round": round_id, "position": position, "person": person}
            values = {"choice": given.choice, "points": given.points, "event": event}
            before = await connection.scalar(select(SCORE.c.event).where(*_equal(key)))
            adding = insert_for(self._door.dialect, SCORE).values(key | values)
            if alone:
                adding = adding.on_conflict_do_nothing()
            else:
                adding = adding.on_conflict_do_update(
                    index_elements=[*key], set_=values, where=SCORE.c.event < adding.excluded.event
                )
            await connection.execute(adding)
            return Answered.KEPT if before in (None, event) else Answered.CHANGED

        return await self._door.write(work)

    async def move(
        self, seen: Round, phase: Phase, position: int | None = None, *, discard: bool = False
    ) -> Round | None:
        """Move a round on from where it was seen, or return None where somebody else has moved it.

        With ``discard`` the answers to the question that was seen are forgotten: it was skipped.
        """

        async def work(connection: AsyncConnection) -> Round | None:
            changed = await connection.execute(
                update(ROUND)
                .where(ROUND.c.id == seen.id, ROUND.c.position == seen.position, ROUND.c.phase == str(seen.phase))
                .values(
                    phase=str(phase),
                    position=seen.position if position is None else position,
                    asked=ROUND.c.asked + (1 if phase is Phase.SHOWN else 0),
                    changed=_now(),
                )
            )
            if changed.rowcount != 1:
                return None
            if discard:
                await connection.execute(
                    delete(SCORE).where(SCORE.c.round == seen.id, SCORE.c.position == seen.position)
                )
            return await _find(connection, seen.id)

        return await self._door.write(work)

    async def tally(self, round_id: str, position: int) -> Mapping[int, int]:
        """Count the answers to a question by choice."""
        query = (
            select(SCORE.c.choice, func.count())
            .where(SCORE.c.round == round_id, SCORE.c.position == position)
            .group_by(SCORE.c.choice)
        )

        async def work(connection: AsyncConnection) -> Mapping[int, int]:
            return {row[0]: row[1] for row in await connection.execute(query)}

        return await self._door.read(work)

    async def given(self, round_id: str, position: int, person: str) -> Given | None:
        """Return what a person answered to a question, or None."""
        key = {"round": round_id, "position": position, "person": person}
        query = select(SCORE.c.choice, SCORE.c.points).where(*_equal(key))

        async def work(connection: AsyncConnection) -> Given | None:
            row = (await connection.execute(query)).first()
            return Given(*row) if row else None

        return await self._door.read(work)

    async def table(self, seen: Round) -> tuple[Place, ...]:
        """Return the scores, the best first; an open question does not count yet."""
        points = func.sum(SCORE.c.points)
        query = (
            select(SCORE.c.person, points, func.count())
            .where(SCORE.c.round == seen.id)
            .group_by(SCORE.c.person)
            .order_by(points.desc(), SCORE.c.person)
        )
        if seen.phase is Phase.OPEN:
            query = query.where(SCORE.c.position != seen.position)

        async def work(connection: AsyncConnection) -> tuple[Place, ...]:
            return ranked((await connection.execute(query)).all())

        return await self._door.read(work)


def ranked(rows: Any) -> tuple[Place, ...]:
    """Give ranks to rows of person, points and answers, sorted by points: equal points, equal rank."""
    places: list[Place] = []
    for number, (person, points, answered) in enumerate(rows, start=1):
        rank = places[-1].rank if places and places[-1].points == points else number
        places.append(Place(rank, person, int(points), answered))
    return tuple(places)


async def _find(connection: AsyncConnection, round_id: str, *, share: bool = False) -> Round | None:
    query = select(ROUND).where(ROUND.c.id == round_id)
    row = (await connection.execute(query.with_for_update(read=True) if share else query)).mappings().first()
    if row is None:
        return None
    values: dict[str, Any] = dict(row)
    values |= {
        "items": tuple(row["items"]),
        "phase": Phase(row["phase"]),
        "idle": max(0.0, (_now() - values.pop("changed")) / 1000),
    }
    return Round(**values)


def _equal(key: Mapping[str, Any]) -> list[Any]:
    return [SCORE.c[name] == value for name, value in key.items()]


def _now() -> int:
    return int(time.time() * 1000)
