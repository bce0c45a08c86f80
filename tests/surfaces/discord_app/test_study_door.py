"""When there is a study room, and what the bot needs where there is none."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from discord_world import Clock, new_bot, shown

from bot.errors import SettingsError
from bot.surfaces.discord_app import study_door

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from discord_world import World

    from bot.answering import Answerer

STUDY = {"quiz", "cards", "leaderboard", "study"}


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(study_door, "NEEDED", ("a_package_that_nobody_has",))
    return "yes"


async def test_without_the_extra_the_bot_runs_as_before(world: World) -> None:
    assert not STUDY & {command.name for command in world.bot.tree.get_commands()}
    assert world.bot.room is None
    privacy = await world.alice.slash(world.channel, "privacy")
    assert "Nothing is held about you" in shown(privacy.response)
    assert "/quiz" not in shown((await world.alice.slash(world.channel, "help")).response)


def test_a_bot_without_the_extra_imports_nothing_of_it(environment: Mapping[str, str]) -> None:
    asked = (
        "import sys, bot.cli, bot.surfaces.discord_app.client, bot.surfaces.discord_app.runner\n"
        "print(sorted({'sqlalchemy', 'alembic', 'aiosqlite', 'asyncpg', 'fsrs'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**environment, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "[]"


async def test_wrong_settings_are_told_when_the_room_is_opened(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "mysql://me:secret@host/db")
    room = new_bot(answerer, Clock()).room
    assert room is not None
    with pytest.raises(SettingsError) as caught:
        await room.open()
    assert "secret" not in str(caught.value)
    assert not [*tmp_path.iterdir()]
