"""The database away, slow, locked, or back: every question about it ends in time, one way or the other."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import time
from typing import TYPE_CHECKING

import pytest
from databases import postgres_programs, running_postgres, settings_for
from pydantic import SecretStr

from bot.errors import SettingsError
from bot.store import base
from bot.store.engine import FILE, StoreAwayError
from bot.store.keys import MADE_KEY, Pseudonyms, load_key
from bot.store.rounds import Round
from bot.store.servers import ServerSettings
from bot.store.settings import StudySettings, load_study_settings
from bot.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

ROUND = Round("r1", "host", ("i0",))


async def test_a_server_that_is_not_there_is_said_in_time(free_port: int) -> None:
    store = open_store(settings_for(f"postgresql://nobody@127.0.0.1:{free_port}/none"))
    began = time.monotonic()
    with pytest.raises(StoreAwayError):
        await store.rounds.find("r1")
    with pytest.raises(StoreAwayError):
        await store.rounds.start(ROUND)
    assert await store.servers.settings("s") == ServerSettings()
    assert time.monotonic() - began < base.WAIT_SECONDS + 2
    await store.close()


async def test_postgres_that_stops_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    if postgres_programs() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    monkeypatch.setattr(base, "AWAY_SECONDS", 0.0)
    with running_postgres() as server:
        store = open_store(settings_for(await server.make_database()))
        await store.database.prepare()
        await store.rounds.start(ROUND)
        server.stop()
        with pytest.raises(StoreAwayError):
            await store.rounds.find("r1")
        server.start()
        async with asyncio.timeout(30):
            while True:
                try:
                    found = await store.rounds.find("r1")
                except StoreAwayError:
                    await asyncio.sleep(0.05)
                else:
                    break
        assert found is not None
        await store.close()


async def test_a_file_that_another_process_holds_locked_is_not_waited_for_long(tmp_path: Path) -> None:
    store = open_store(settings_for(folder=tmp_path))
    await store.database.prepare()
    with sqlite3.connect(tmp_path / FILE, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(StoreAwayError):
            await store.rounds.start(ROUND)
        assert time.monotonic() - began < base.WAIT_SECONDS + 2
        began = time.monotonic()
        with pytest.raises(StoreAwayError):
            await store.rounds.start(ROUND)
        assert time.monotonic() - began < 0.5  # the next one does not wait at all
        other.execute("ROLLBACK")
    other.close()
    await store.close()


async def test_a_folder_that_cannot_be_written_is_a_store_that_is_away(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreAwayError):
        open_store(StudySettings(_env_file=None, data=tmp_path / "file" / "data", pseudonym_key=SecretStr("")))


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = StudySettings(_env_file=None, data=tmp_path / "new", pseudonym_key=SecretStr(""))
    key = load_key(settings, may_make=True)
    assert load_key(settings, may_make=True) == key
    file = tmp_path / "new" / MADE_KEY
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(key) == 64
    assert [*file.parent.iterdir()] == [file]


def test_pseudonyms_are_stable_and_tell_nothing() -> None:
    names, others = Pseudonyms(b"one key of some length"), Pseudonyms(b"another key of length")
    assert names.person(42) == Pseudonyms(b"one key of some length").person(42)
    assert len({names.person(42), names.person(43), names.server(42), names.channel(42), others.person(42)}) == 5
    assert len(names.person(42)) == 32


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"DATABASE_URL": "postgresql://u:secret@h/d"}, "needs a key"),
        ({"DATABASE_URL": "mysql://u:secret@h/d"}, "no address"),
        ({"DATABASE_URL": "secret"}, "no address"),
        ({"BACLOBOT_PSEUDONYM_KEY": "secret"}, "too short"),
        ({"BACLOBOT_PSEUDONYM_KEY": "x" * 20, "BACLOBOT_PSEUDONYM_KEY_FILE": "y"}, "Keep one"),
        ({"BACLOBOT_PSEUDONYM_KEY_FILE": "/no/such/file"}, "cannot be read"),
        ({"BACLOBOT_STUDY": "perhaps"}, "BACLOBOT_STUDY is wrong"),
    ],
)
def test_wrong_settings_are_one_line_without_the_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variables: dict[str, str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BACLOBOT_DATA", str(tmp_path))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=words) as caught:
        open_store(load_study_settings())
    assert "secret" not in str(caught.value)
    assert caught.value.mend
