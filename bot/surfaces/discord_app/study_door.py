"""Whether there is a study room: asked at the start, without needing anything of the extra ``study``."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.store.settings import load_study_settings
from bot.study import build_bank

if TYPE_CHECKING:
    from bot.answering import Answerer
    from bot.study import ItemBank
    from bot.surfaces.discord_app.client import BaclobotClient
    from bot.surfaces.discord_app.study_room import Room

NEEDED = ("sqlalchemy", "alembic", "aiosqlite", "fsrs")
"""What the extra brings."""


def open_room(client: BaclobotClient) -> Room | None:
    """Open the study room, or return None: switched off, its extra not installed, or nothing to practice with.

    Raises SettingsError where its settings are wrong.
    """
    settings = load_study_settings()
    if (
        not settings.study
        or any(find_spec(name) is None for name in NEEDED)
        or not len(client.desk.holder.part(bank_of))
    ):
        return None
    from bot.surfaces.discord_app.study_room import Room

    return Room(client, settings)


def bank_of(answerer: Answerer) -> ItemBank:
    """Make the items of an answerer's knowledge base; the holder keeps them, and makes them anew for another base."""
    return build_bank(answerer.knowledge)
