"""The store as a whole, from the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.base import WAIT_SECONDS, Database
from bot.store.cards import CardBox
from bot.store.engine import FILE, StoreAwayError, make_engine, url_of
from bot.store.keys import Pseudonyms, load_key
from bot.store.people import People
from bot.store.rounds import Rounds
from bot.store.servers import Servers

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from bot.store.settings import StudySettings


class Store:
    """Everything that is kept; made inside an event loop, and closed in the same."""

    def __init__(self, url: URL, names: Pseudonyms, seconds: float = WAIT_SECONDS) -> None:
        self.names = names
        self.database = Database(make_engine(url), names, seconds)
        self.rounds = Rounds(self.database)
        self.cards = CardBox(self.database)
        self.servers = Servers(self.database)
        self.people = People(self.database)

    async def close(self) -> None:
        """End the connections."""
        await self.database.close()


def open_store(settings: StudySettings) -> Store:
    """Return the store of these settings; its tables are made or upgraded when it is first used.

    Raises SettingsError where the settings are wrong, StoreAwayError where the data folder cannot be used: the
    bot answers without a store then.
    """
    url = url_of(settings)
    embedded = url.get_backend_name() == "sqlite"
    try:
        if embedded and not settings.database_url.get_secret_value():
            settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (settings.folder / FILE).touch(mode=0o600)  # SQLite's side files take over these rights
        names = Pseudonyms(load_key(settings, may_make=embedded))
    except OSError as error:
        what = f"The study room's data folder cannot be used ({type(error).__name__})."
        raise StoreAwayError(what, "Give this user the right to write it, or name another in BACLOBOT_DATA.") from error
    return Store(url, names, settings.store_seconds)
