"""The study room of one client: what its parts share, and which of them takes a press."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bot.errors import BaclobotError
from bot.store.base import DATABASE_FAULTS
from bot.store.engine import StoreAwayError
from bot.store.store import open_store
from bot.surfaces.discord_app import study_words as words
from bot.surfaces.discord_app.cooldowns import Cooldowns, Pace
from bot.surfaces.discord_app.delivery import deliver_board, to_interaction, to_place
from bot.surfaces.discord_app.failures import answer_failure
from bot.surfaces.discord_app.study_alone import AlonePractice
from bot.surfaces.discord_app.study_board import Board
from bot.surfaces.discord_app.study_cards import CardReview
from bot.surfaces.discord_app.study_door import bank_of
from bot.surfaces.discord_app.study_ids import Act, StudyPress
from bot.surfaces.discord_app.study_pictures import ProgressPictures
from bot.surfaces.discord_app.study_privacy import StudyPrivacy
from bot.surfaces.discord_app.study_rounds import RoundTable
from bot.surfaces.discord_app.study_servers import ServerDesk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping

    from bot.store.settings import StudySettings
    from bot.store.store import Store
    from bot.study import ItemBank
    from bot.surfaces.discord_app.client import BaclobotClient, Event

log = logging.getLogger(__name__)
START_SECONDS = 10.0
"""The bot waits no longer for its tables when it starts."""
PRESSES, PRESS_SECONDS = 40, 20.0
"""So many presses one person may make in so many seconds: more than anybody reads, few enough to starve nobody."""
DELETE_PAUSES = (0.0, 5.0, 60.0, 600.0, 3600.0, 4 * 3600.0)
"""Seconds before each attempt to delete what was kept of a server: done within six hours of the database's return."""


class Room:
    """The study room."""

    def __init__(self, client: BaclobotClient, settings: StudySettings) -> None:
        self.client = client
        self._settings = settings
        self._store: Store | None = None
        self._paces = Cooldowns(questions=PRESSES, seconds=PRESS_SECONDS)
        self._tasks: set[asyncio.Task[None]] = set()
        self.rounds = RoundTable(self)
        self.alone = AlonePractice(self)
        self.cards = CardReview(self)
        self.servers = ServerDesk(self)
        self.privacy = StudyPrivacy(self)
        self.pictures = ProgressPictures(self)
        self._takers: Mapping[Act, Callable[[Event, StudyPress], Awaitable[None]]] = {
            Act.ANSWER: self.rounds.answer,
            Act.BEGIN: self.rounds.lead,
            Act.SHOW: self.rounds.lead,
            Act.NEXT: self.rounds.lead,
            Act.SKIP: self.rounds.lead,
            Act.STOP: self.rounds.lead,
            Act.MINE: self.rounds.tell_own,
            Act.ALONE: self.alone.answer,
            Act.ONWARD: self.alone.go_on,
            Act.FLIP: self.cards.flip,
            Act.RATE: self.cards.rate,
            Act.LIST: self.servers.enlist,
            Act.UNLIST: self.servers.enlist,
            Act.PICTURE: self.pictures.draw,
            Act.HELD: self.privacy.turn,
            Act.DELETE: self.privacy.delete,
        }

    @property
    def bank(self) -> ItemBank:
        """The items of the knowledge base that answers now."""
        return self.client.desk.holder.part(bank_of)

    @property
    def store(self) -> Store:
        """What is kept; raises StoreAwayError where nothing can be."""
        if self._store is None:
            what = "There is no place for scores."
            raise StoreAwayError(what)
        return self._store

    def person(self, event: Event) -> str:
        """Return the pseudonym of who asks; raises StoreAwayError where there is no key for it."""
        return self.store.names.person(event.user.id)

    async def open(self) -> None:
        """Open the store, and make or upgrade its tables; where that takes long it goes on in the background.

        Raises SettingsError where the settings are wrong.
        """
        self._store = _store_of(self._settings)
        if self._store is not None:
            await asyncio.wait((self._in_background(self._prepare(self._store)),), timeout=START_SECONDS)

    async def close(self) -> None:
        """End the connections to the database."""
        for task in self._tasks:
            task.cancel()
        if self._store is not None:
            await self._store.close()

    async def pressed(self, event: Event, press: StudyPress) -> None:
        """Answer a press, whatever happens."""
        if not self.client.is_new(event.id):
            return
        try:
            if self._paces.ask(event.user.id) is not Pace.ANSWER:
                await self.client.respond(event, self.client.desk.extras.say("cooldown"), paced=False)
                return
            await self.guarded(event, words.NOT_KEPT, self._takers[press.act](event, press))
        except Exception as error:  # noqa: BLE001 whoever pressed gets an answer, whatever went wrong
            await answer_failure(event, error)

    async def guarded(self, event: Event, excuse: str, work: Awaitable[None]) -> None:
        """Do something that needs the store; where it is away, say so."""
        try:
            await work
        except StoreAwayError:
            await self.tell(event, excuse)

    def board(self, *blocks: str) -> Board:
        """Make a board of plain text."""
        return Board(self.client.answerer.disclaimer, tuple(block for block in blocks if block))

    async def tell(self, event: Event, *blocks: str) -> None:
        """Say something to the one who asks."""
        await self.show(event, self.board(*blocks))

    async def show(self, event: Event, board: Board, *, private: bool = True) -> None:
        """Send a new message."""
        alone = event.guild_id is None and not event.context.private_channel
        outcome = await deliver_board(to_interaction(event, private=private and not alone), board)
        log.info("study: %s", outcome)

    async def replace(self, event: Event, board: Board) -> None:
        """Put a board in the place of the message whose button was pressed."""
        outcome = await deliver_board(to_place(event), board)
        log.info("study, in place: %s", outcome)

    def country(self, guild_id: int | None) -> str | None:
        """Return the country that a server's admins chose, if it is at hand: an answer never waits for it."""
        if guild_id is None or self._store is None:
            return None
        server = self._store.names.server(guild_id)
        settings = self._store.servers.peek(server)
        if settings is None:
            self._in_background(self._warm(self._store, server))
            return None
        return settings.country or None

    def forget_server(self, guild_id: int) -> None:
        """Delete all that is kept of a server that has removed the bot."""
        if self._store is not None:
            self._in_background(self._delete_server(self._store, guild_id))

    async def _delete_server(self, store: Store, guild_id: int) -> None:
        for pause in DELETE_PAUSES:
            await asyncio.sleep(pause)
            with suppress(StoreAwayError):
                await store.servers.forget(store.names.server(guild_id))
                log.info("a server has removed the bot: what was kept of it is deleted")
                return
        log.error("what was kept of a server that removed the bot could not be deleted")

    async def _warm(self, store: Store, server: str) -> None:
        await store.servers.settings(server)

    async def _prepare(self, store: Store) -> None:
        """Make the tables; whoever needs them first tries again where this failed, and tells the log why."""
        with suppress(*DATABASE_FAULTS, BaclobotError):
            await store.database.prepare()

    def _in_background(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _store_of(settings: StudySettings) -> Store | None:
    try:
        return open_store(settings)
    except StoreAwayError as error:
        log.warning("%s", error)
        return None
