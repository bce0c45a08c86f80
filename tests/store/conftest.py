"""A store on each database: SQLite in a folder, and a real PostgreSQL that is started for this run."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from databases import postgres_programs, running_postgres, settings_for

from bot.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from databases import Postgres

    from bot.store.settings import StudySettings
    from bot.store.store import Store


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    if postgres_programs() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
async def study_settings(request: pytest.FixtureRequest, tmp_path: Path) -> StudySettings:
    """Settings for an empty database."""
    if request.param == "sqlite":
        return settings_for(folder=tmp_path)
    return settings_for(await request.getfixturevalue("postgres").make_database())


@pytest.fixture
async def store(study_settings: StudySettings) -> AsyncIterator[Store]:
    store = open_store(study_settings)
    await store.database.prepare()
    yield store
    await store.close()


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
