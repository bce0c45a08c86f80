"""Tables come and go by migrations, and only by them."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from bot.errors import SettingsError
from bot.store.keys import Pseudonyms
from bot.store.store import Store, open_store
from bot.store.tables import METADATA
from bot.store.upgrade import current_revision, downgrade, newest_revision, upgrade

if TYPE_CHECKING:
    from bot.store.settings import StudySettings


async def tables_of(store: Store) -> set[str]:
    async with store.database.engine.connect() as connection:
        return set(await connection.run_sync(lambda plain: inspect(plain).get_table_names()))


async def test_up_and_down_and_up_again(study_settings: StudySettings) -> None:
    store = open_store(study_settings)
    engine = store.database.engine
    try:
        assert await current_revision(engine) is None
        await upgrade(engine)
        assert await current_revision(engine) == newest_revision()
        assert await tables_of(store) == {*METADATA.tables, "alembic_version"}
        await downgrade(engine)
        assert await current_revision(engine) is None
        assert await tables_of(store) == {"alembic_version"}
        await upgrade(engine)
        assert await current_revision(engine) == newest_revision()
    finally:
        await store.close()


async def test_migrations_make_the_tables_that_the_program_describes(store: Store) -> None:
    async with store.database.engine.connect() as connection:
        differences = await connection.run_sync(
            lambda plain: compare_metadata(MigrationContext.configure(plain, opts={"compare_type": True}), METADATA)
        )
    told = [change for change in differences if not (change[0] == "modify_comment" or "comment" in str(change[0]))]
    assert not told


async def test_many_processes_upgrade_at_once_and_none_fails(study_settings: StudySettings) -> None:
    script = (
        "import asyncio, json, sys\n"
        "from pathlib import Path\n"
        "from databases import settings_for\n"
        "from bot.store.store import open_store\n"
        "url, folder = json.loads(sys.argv[1])\n"
        "async def main():\n"
        "    store = open_store(settings_for(url, Path(folder) if folder else None))\n"
        "    await store.database.prepare()\n"
        "    await store.close()\n"
        "asyncio.run(main())\n"
    )
    given = json.dumps(
        [study_settings.database_url.get_secret_value(), str(study_settings.data) if study_settings.data else ""]
    )
    started = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-c", script, given, env=child_environment(), stderr=asyncio.subprocess.PIPE
        )
        for _ in range(4)
    ]
    ended = await asyncio.gather(*(process.communicate() for process in started))
    assert [process.returncode for process in started] == [0] * 4, ended


async def test_another_key_is_refused(store: Store) -> None:
    other = Store(store.database.engine.url, Pseudonyms(b"quite another key for this"))
    try:
        with pytest.raises(SettingsError, match="another key"):
            await other.database.prepare()
    finally:
        await other.close()


def child_environment() -> dict[str, str]:
    root = Path(__file__).parents[2]
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(root), str(root / "tests")))}
