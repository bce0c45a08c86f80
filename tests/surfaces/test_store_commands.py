"""What an operator does with the study room's database."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.store.rounds import Phase, Round
from bot.store.settings import load_study_settings
from bot.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACLOBOT_DATA", str(tmp_path / "data"))


def test_status_tells_what_upgrade_changes(cli: Callable[..., Any]) -> None:
    before = cli("store", "status")
    assert before.code == 1
    assert "version none" in before.out
    assert cli("store", "upgrade").out.strip().endswith("upgraded")
    after = cli("store", "status")
    assert after.code == 0
    assert "upgraded" not in after.out


def test_forget_deletes_what_is_kept_of_one(cli: Callable[..., Any]) -> None:
    async def fill() -> None:
        store = open_store(load_study_settings())
        names = store.names
        await store.rounds.start(Round("r1", names.person(5), ("i",), names.server(7), names.channel(9)))
        await store.rounds.start(Round("r2", names.person(5), ("i",), phase=Phase.ENDED))
        await store.close()

    asyncio.run(fill())
    assert "Deleted: 2 entries" in cli("store", "forget", "--person", "5").out
    assert "Deleted: 0 entries" in cli("store", "forget", "--person", "5").out
    assert cli("store", "forget", "--server", "7").code == 0
    refused = cli("store", "forget")
    assert refused.code == 2
    assert "Name one" in refused.err


def test_a_database_that_is_not_there_is_said(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/none")
    monkeypatch.setenv("BACLOBOT_PSEUDONYM_KEY", "a key that is long enough")
    for command in (("upgrade",), ("forget", "--person", "5")):
        said = cli("store", *command)
        assert said.code == 1
        assert "secret" not in said.err
        assert "Traceback" not in said.err
