"""The door to the database: bounded in time, safe to leave early, and closed for a moment after a failure."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.errors import SettingsError
from bot.store.engine import WRITES, StoreAwayError
from bot.store.tables import KEY_CHECK
from bot.store.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from bot.store.keys import Pseudonyms

WAIT_SECONDS = 1.5
"""So long a press may wait for the database: Discord wants an answer within three seconds."""
AWAY_SECONDS = 2.0
"""After a failure nobody waits for the database again for so long."""
log = logging.getLogger(__name__)
Found = TypeVar("Found")
DATABASE_FAULTS: tuple[type[Exception], ...] = (SQLAlchemyError, OSError, TimeoutError)
with suppress(ImportError):
    import asyncpg

    # at the greeting these come as they are, not as SQLAlchemy's
    DATABASE_FAULTS = (*DATABASE_FAULTS, asyncpg.PostgresError, asyncpg.InterfaceError)


class Door(Protocol):
    """How the parts of the store reach the database; both raise StoreAwayError."""

    dialect: str

    async def read(self, work: Callable[[AsyncConnection], Awaitable[Found]], seconds: float | None = None) -> Found:
        """Run reading work in a transaction of its own."""

    async def write(self, work: Callable[[AsyncConnection], Awaitable[Found]], seconds: float | None = None) -> Found:
        """Run writing work in a transaction of its own: when this returns, it is kept."""


class Database:
    """The door itself.

    Work runs in a task of its own, which is never cancelled: where it takes too long the caller goes on without
    it, and the drivers' own time limits end it. So no transaction is left half done in the pool.
    """

    def __init__(self, engine: AsyncEngine, names: Pseudonyms, seconds: float = WAIT_SECONDS) -> None:
        self.engine, self._names, self._seconds = engine, names, seconds
        self.dialect = engine.dialect.name
        self._writers = engine.execution_options(**{WRITES: True})
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._preparing: asyncio.Task[None] | None = None
        self._away_until = float("-inf")
        self._told = False

    async def read(self, work: Callable[[AsyncConnection], Awaitable[Found]], seconds: float | None = None) -> Found:
        """Run reading work; see Door."""

        async def run() -> Found:
            async with self.engine.connect() as connection, connection.begin():
                return await work(connection)

        return await self._bounded(run, seconds)

    async def write(self, work: Callable[[AsyncConnection], Awaitable[Found]], seconds: float | None = None) -> Found:
        """Run writing work; see Door."""

        async def once() -> Found:
            async with self._writers.begin() as connection:
                return await work(connection)

        async def run() -> Found:
            try:
                return await once()
            except IntegrityError:
                # Another process wrote the same press at the same moment, and PostgreSQL met the press's own key
                # before the one that the statement minds. By now the other's is kept, so it is found.
                return await once()

        async def run_in_turn() -> Found:
            async with self._turn:  # SQLite has one writer: a queue here is fairer than its own waiting
                return await run()

        return await self._bounded(run_in_turn if self.dialect == "sqlite" else run, seconds)

    async def prepare(self) -> None:
        """Upgrade the tables and check the key; raises SettingsError where the key is another one."""
        if self._preparing is None or (self._preparing.done() and self._preparing.exception()):
            self._preparing = asyncio.create_task(self._prepare())
        await asyncio.shield(self._preparing)

    async def close(self, seconds: float = 2.0) -> None:
        """End the connections; work that still runs gets a moment."""
        if pending := {*self._tasks} | ({self._preparing} if self._preparing else set()):
            await asyncio.wait(pending, timeout=seconds)
        await self.engine.dispose()

    async def _prepare(self) -> None:
        await upgrade(self.engine)
        async with self._writers.begin() as connection:
            known = (await connection.execute(select(KEY_CHECK.c.fingerprint))).scalars().all()
            if not known:
                await connection.execute(
                    insert_for(self.dialect, KEY_CHECK)
                    .values(fingerprint=self._names.fingerprint)
                    .on_conflict_do_nothing()
                )
            elif known != [self._names.fingerprint]:
                what = "The study room's database was made under another key for pseudonyms."
                raise SettingsError(what, "Use that key again, or another database.")

    async def _bounded(self, run: Callable[[], Awaitable[Found]], seconds: float | None) -> Found:
        now = asyncio.get_running_loop().time()
        if now < self._away_until:
            raise _away()

        async def prepared() -> Found:
            await self.prepare()
            return await run()

        task = asyncio.create_task(prepared())
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        await asyncio.wait((task,), timeout=self._seconds if seconds is None else seconds)
        if not task.done():
            if seconds is None:  # whoever wanted to wait less has learned nothing about the database
                self._fail("no answer in time")
            raise _away()
        try:
            found = task.result()
        except DATABASE_FAULTS as error:
            self._fail(type(error).__name__)
            raise _away() from error
        except SettingsError as error:
            self._fail(error.what)
            raise _away() from error
        if self._told:
            self._told = False
            log.info("the study room's database is there again")
        return found

    def _fail(self, cause: str) -> None:
        self._away_until = asyncio.get_running_loop().time() + AWAY_SECONDS
        if not self._told:
            self._told = True
            log.warning("the study room's database is away (%s); scores are not kept", cause)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # seen: whoever still waits is told, nobody else needs to be


def insert_for(dialect: str, table: Table) -> Any:
    """Return an INSERT that knows ON CONFLICT, which both databases write alike but SQLAlchemy does not."""
    return {"postgresql": postgresql.insert, "sqlite": sqlite.insert}.get(dialect, insert)(table)


def _away() -> StoreAwayError:
    return StoreAwayError("The study room's database is away.", "Scores are not kept until it is back.")
