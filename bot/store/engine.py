"""The connection to the database: which one, how it is set, and the one error that means it is away."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.errors import BaclobotError, SettingsError
from bot.store.settings import DATABASE_URL

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

    from bot.store.settings import StudySettings

FILE = "study.sqlite3"
BUSY_MS = 1200
"""How long SQLite waits for another process that is writing."""
CONNECT_SECONDS, COMMAND_SECONDS = 2.0, 2.0
CONNECTIONS = 8
WRITES = "baclobot_writes"
"""Execution option of connections that will write: on SQLite they take the write lock at once, or wait for it."""


class StoreAwayError(BaclobotError):
    """The database cannot be used now."""


def url_of(settings: StudySettings) -> URL:
    """Return the address of the database with its driver; raises SettingsError and shows no password."""
    given = settings.database_url.get_secret_value().strip()
    if not given:
        return make_url("sqlite+aiosqlite://").set(database=str(settings.folder / FILE))
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise _unknown_url() from None
    kind = url.drivername.partition("+")[0]
    if kind in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+asyncpg")
    if kind == "sqlite" and url.database:
        return url.set(drivername="sqlite+aiosqlite")
    raise _unknown_url()


def make_engine(url: URL) -> AsyncEngine:
    """Return an engine; nothing is connected yet. Raises SettingsError where a driver is missing."""
    if url.get_backend_name() == "sqlite":
        _need("aiosqlite", "study")
        engine = create_async_engine(
            url,
            poolclass=AsyncAdaptedQueuePool,
            pool_size=CONNECTIONS,
            max_overflow=0,
            connect_args={"timeout": BUSY_MS / 1000},
        )
        event.listen(engine.sync_engine, "connect", _set_up_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    _need("asyncpg", "postgres")
    limits = {"timeout": CONNECT_SECONDS, "command_timeout": COMMAND_SECONDS}
    return create_async_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_pre_ping=True,
        pool_timeout=COMMAND_SECONDS,
        connect_args=limits,
    )


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin below, not where the driver guesses
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _need(module: str, extra: str) -> None:
    try:
        importlib.import_module(module)
    except ImportError:
        what = f"This database needs the extra '{extra}'."
        raise SettingsError(what, f"Install it: pip install 'baclobot[{extra}]'.") from None


def _unknown_url() -> SettingsError:
    return SettingsError(
        f"{DATABASE_URL} is no address of a PostgreSQL database.", "Write postgresql://user:password@host/name."
    )
