"""Brings the tables to the version that this program needs, under a lock: any number of processes may start at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.store.engine import WRITES

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

HEAD, BASE = "head", "base"
LOCK_NUMBER = 0x62_61_63_6C_6F
"""The advisory lock that an upgrade holds on PostgreSQL; SQLite's write lock does the same there."""
PATIENCE_MS = 30_000
"""How long another process may take for its upgrade before this one gives up."""


async def upgrade(engine: AsyncEngine, revision: str = HEAD) -> None:
    """Upgrade in one transaction: all of it, or nothing."""
    await _change(engine, "upgrade", revision)


async def downgrade(engine: AsyncEngine, revision: str = BASE) -> None:
    """Go back to an earlier version; what later tables held is lost."""
    await _change(engine, "downgrade", revision)


async def current_revision(engine: AsyncEngine) -> str | None:
    """Return the version that the database has; None where there are no tables."""
    async with engine.connect() as connection:
        return await connection.run_sync(lambda plain: MigrationContext.configure(plain).get_current_revision())


def newest_revision() -> str:
    """Return the version that this program needs."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


async def _change(engine: AsyncEngine, direction: str, revision: str) -> None:
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITES: True})
        if engine.dialect.name == "sqlite":
            await connection.execute(text(f"PRAGMA busy_timeout={PATIENCE_MS}"))
            await connection.rollback()
        async with connection.begin():
            if engine.dialect.name == "postgresql":
                await connection.execute(text(f"SET LOCAL lock_timeout = {PATIENCE_MS}"))
                await connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK_NUMBER})"))
            await connection.run_sync(_run, direction, revision)


def _run(connection: Connection, direction: str, revision: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    getattr(command, direction)(config, revision)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
