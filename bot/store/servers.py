"""What the admins of a server chose, who stands on its leaderboard, and the end of all of it."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from bot.store.base import insert_for
from bot.store.engine import StoreAwayError
from bot.store.rounds import Phase, Place, ranked
from bot.store.tables import LISTED, ROUND, SCORE, SERVER

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.store.base import Door

CACHE_SECONDS = 60.0
"""For so long a replica may go by what the settings were."""
SETTINGS_SECONDS = 0.1
"""Nobody waits longer for settings: without them the defaults hold."""
MOST_CACHED = 5_000


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The settings of one server; these are the defaults."""

    channels: tuple[str, ...] = ()
    """Pseudonyms of the channels where rounds may be held; empty for all."""
    public: bool = True
    """Whether rounds may be held for a channel; else everybody plays alone."""
    season: int = 1
    country: str = ""
    """Whose emergency numbers are given where the reader's own language does not tell; two letters or empty."""


DEFAULTS = ServerSettings()


class Servers:
    """Keeps settings and leaderboards of servers."""

    def __init__(self, door: Door, clock: Callable[[], float] = time.monotonic) -> None:
        self._door, self._clock = door, clock
        self._cache: OrderedDict[str, tuple[float, ServerSettings]] = OrderedDict()

    def peek(self, server: str) -> ServerSettings | None:
        """Return settings that are at hand, without asking the database; None where they are not, or are old."""
        kept, settings = self._cache.get(server, (0.0, None))
        return settings if settings is not None and self._clock() - kept < CACHE_SECONDS else None

    async def settings(self, server: str) -> ServerSettings:
        """Return the settings, at worst the last known or the defaults, and never late."""
        at_hand = self.peek(server)
        if at_hand is not None:
            return at_hand
        try:
            found = await self._door.read(lambda connection: _settings(connection, server), SETTINGS_SECONDS)
        except StoreAwayError:
            return self._cache.get(server, (0.0, DEFAULTS))[1]
        return self._keep(server, found)

    async def certain(self, server: str) -> ServerSettings:
        """Return the settings, at most a minute old; raises StoreAwayError rather than guessing."""
        at_hand = self.peek(server)
        if at_hand is not None:
            return at_hand
        return self._keep(server, await self._door.read(lambda connection: _settings(connection, server)))

    async def change(self, server: str, **changes: Any) -> ServerSettings:
        """Change settings and return them all; raises StoreAwayError."""

        async def work(connection: AsyncConnection) -> ServerSettings:
            changed = replace(await _settings(connection, server, lock=True), **changes)
            values = asdict(changed) | {"channels": [*changed.channels]}
            adding = insert_for(self._door.dialect, SERVER).values(values | {"server": server})
            await connection.execute(adding.on_conflict_do_update(index_elements=["server"], set_=values))
            return changed

        return self._keep(server, await self._door.write(work))

    async def enlist(self, server: str, person: str, *, listed: bool) -> None:
        """Put a person on the leaderboard, or take them off."""

        async def work(connection: AsyncConnection) -> None:
            key = {"server": server, "person": person}
            if listed:
                await connection.execute(insert_for(self._door.dialect, LISTED).values(key).on_conflict_do_nothing())
            else:
                await connection.execute(delete(LISTED).where(LISTED.c.server == server, LISTED.c.person == person))

        await self._door.write(work)

    async def leaderboard(self, server: str, season: int) -> tuple[Place, ...]:
        """Rank those who want to stand there by their points in rounds of a season that have ended."""
        points = func.sum(SCORE.c.points)
        query = (
            select(SCORE.c.person, points, func.count())
            .join(ROUND, ROUND.c.id == SCORE.c.round)
            .join(LISTED, (LISTED.c.person == SCORE.c.person) & (LISTED.c.server == ROUND.c.server))
            .where(ROUND.c.server == server, ROUND.c.season == season, ROUND.c.phase == str(Phase.ENDED))
            .where(ROUND.c.channel != "")
            .group_by(SCORE.c.person)
            .order_by(points.desc(), SCORE.c.person)
        )

        async def work(connection: AsyncConnection) -> tuple[Place, ...]:
            return ranked((await connection.execute(query)).all())

        return await self._door.read(work)

    async def is_listed(self, server: str, person: str) -> bool:
        """Tell whether a person stands on the leaderboard."""
        query = select(LISTED.c.person).where(LISTED.c.server == server, LISTED.c.person == person)

        async def work(connection: AsyncConnection) -> bool:
            return (await connection.execute(query)).first() is not None

        return await self._door.read(work)

    async def forget(self, server: str) -> None:
        """Delete all that is kept of a server: settings, rounds with their scores, its leaderboard."""
        self._cache.pop(server, None)

        async def work(connection: AsyncConnection) -> None:
            for table in (ROUND, LISTED, SERVER):  # scores go with their rounds
                await connection.execute(delete(table).where(table.c.server == server))

        await self._door.write(work)

    def _keep(self, server: str, settings: ServerSettings) -> ServerSettings:
        self._cache[server] = (self._clock(), settings)
        self._cache.move_to_end(server)
        if len(self._cache) > MOST_CACHED:
            self._cache.popitem(last=False)
        return settings


async def _settings(connection: AsyncConnection, server: str, *, lock: bool = False) -> ServerSettings:
    query = select(SERVER).where(SERVER.c.server == server)
    row = (await connection.execute(query.with_for_update() if lock else query)).mappings().first()
    if row is None:
        return DEFAULTS
    return ServerSettings(tuple(row["channels"]), row["public"], row["season"], row["country"])
