"""The bot as a client that is handed interactions one by one: the same commands, buttons and replies, no gateway."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import app_commands
from discord.state import ConnectionState
from discord.user import ClientUser

from bot.surfaces.discord_app.client import BaclobotClient
from bot.surfaces.discord_app.failures import answer_failure, log_failure
from bot.surfaces.discord_app.http.inline import EPHEMERAL, InlineAdapter

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from discord.ui.view import BaseView

    from bot.settings_serve import ServeSettings
    from bot.surfaces.discord_app.http.inline import Expected, Json
    from bot.surfaces.holder import Holder

    Event = discord.Interaction["HttpClient"]

Kind, Answered = discord.InteractionType, discord.InteractionResponseType
TASK_NAME = "baclobot-reply-http"
"""Known to `stopping`, which waits for such tasks at the end."""
CONNECTIONS = 20
"""Follow-ups that are on their way to Discord at a time."""


class UnreadableError(ValueError):
    """Discord signed it, but it is no interaction that anybody could answer."""


class _StatelessState(ConnectionState["HttpClient"]):
    """What discord.py knows of the world, which here is nothing: every interaction brings all that is needed."""

    def store_view(self, view: BaseView, message_id: int | None = None) -> None:
        """Remember no view: the next press may reach another replica, so buttons carry their meaning in their ids."""


class HttpClient(BaclobotClient):
    """Answers interactions that are handed to it; opened with ``async with``, and ``open`` inside."""

    settings: ServeSettings

    def __init__(self, holder: Holder, settings: ServeSettings, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(holder, settings, clock)
        self._inline = InlineAdapter()

    def _get_state(self, **options: Any) -> ConnectionState[Any]:  # discord.py's own seam for other states
        return _StatelessState(
            dispatch=self.dispatch, handlers=self._handlers, hooks=self._hooks, http=self.http, **options
        )

    async def open(self) -> None:
        """Do what a login does, without asking Discord anything: answers need no token of the bot's."""
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS), cookie_jar=aiohttp.DummyCookieJar()
        )
        # The library makes its session, which interactions take for follow-ups, only together with a login.
        self.http._HTTPClient__session = session  # type: ignore[attr-defined]  # noqa: SLF001
        await self.setup_hook()

    def is_new(self, event_id: int) -> bool:  # noqa: ARG002
        """Let everything through: what comes twice is met by `answers` before it gets here."""
        return True

    def takes(self, event: discord.Interaction[Any]) -> bool:  # noqa: ARG002
        """Answer whatever arrives: a request that nobody waits for any more is closed, not late."""
        return True

    def wrote(self, message: discord.Message) -> bool:  # noqa: ARG002
        """Tell that a message is the bot's own: Discord hands over presses on no other."""
        return True

    async def answer(self, payload: Json) -> Expected:
        """Answer an interaction, or put its reader off for a moment; raises UnreadableError.

        A command that has more to send goes on in a task of its own, once its answer is given.
        """
        event = self._read(payload)
        expected = self._inline.expect(event.id)
        working = asyncio.create_task(self._work(event), name=TASK_NAME)
        patience = self.settings.defer_seconds
        await asyncio.wait((working, expected.body), timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if not expected.body.done():
            if working.done():
                raise UnreadableError
            expected.body.set_result(_put_off(event))
        return expected

    def _read(self, payload: Json) -> Event:
        """Make an interaction of what Discord sent; raises UnreadableError."""
        try:
            self._introduce(int(payload["application_id"]))
            event: Event = discord.Interaction(data=payload, state=self._connection)  # type: ignore[arg-type]
        except Exception as error:  # the library trusts what it reads: any kind of error may come
            raise UnreadableError from error
        if not isinstance(event.user, discord.User | discord.Member) or not isinstance(event.data, dict):
            raise UnreadableError
        if event.type not in {Kind.application_command, Kind.autocomplete, Kind.component, Kind.modal_submit}:
            raise UnreadableError
        return event

    def _introduce(self, application_id: int) -> None:
        """Learn the bot's own id, which a login would have told, from the first interaction."""
        if self._connection.user is None:
            self._connection.application_id = application_id
            me: Any = {"id": str(application_id), "username": "", "discriminator": "0", "avatar": None, "bot": True}
            self._connection.user = ClientUser(state=self._connection, data=me)

    async def _work(self, event: Event) -> None:
        """Run the command or the press to its end, and see to it that there is an answer."""
        with self._inline.answering(event.id):
            try:
                await self._run(event)
            except Exception as error:  # noqa: BLE001 whoever asked gets an answer, whatever went wrong
                await self._tried(answer_failure(event, error))
            if not event.response.is_done():
                await self._tried(self._answer_unknown(event))

    async def _tried(self, answering: Coroutine[None, None, None]) -> None:
        """Make a last answer; what not even that can be given was no interaction."""
        try:
            await answering
        except Exception as error:  # noqa: BLE001 as above
            log_failure(error, "http")

    async def _run(self, event: Event) -> None:
        data: Any = event.data
        if event.type is Kind.component:
            # As the library's view store does it, but awaited: so an answer that never comes is noticed.
            store, custom_id = self._connection._view_store, str(data["custom_id"])  # noqa: SLF001
            for pattern, control in [*store._dynamic_items.items()]:  # noqa: SLF001
                if match := pattern.fullmatch(custom_id):
                    await store.schedule_dynamic_item_call(data["component_type"], control, event, custom_id, match)
        elif event.type is not Kind.modal_submit:
            try:
                await self.tree._call(event)  # noqa: SLF001 the public way does not tell when it is done
            except app_commands.AppCommandError as error:
                await self.tree.on_error(event, error)

    async def _answer_unknown(self, event: Event) -> None:
        """Answer what no command and no control took: made up, or older than this version."""
        if event.type is Kind.autocomplete:
            await event.response.autocomplete([])
        else:
            await self.pressed(event, None, None)


def _put_off(event: Event) -> Json:
    """Return a body that says an answer is coming; where somebody types, that there is nothing to choose.

    discord.py would take the response for open until this body was given, and meanwhile answer a second time.
    """
    if event.type is Kind.autocomplete:
        event.response._response_type = Answered.autocomplete_result  # noqa: SLF001 as above
        return {"type": Answered.autocomplete_result.value, "data": {"choices": []}}
    event.response._response_type = Answered.deferred_channel_message  # noqa: SLF001 as above
    return {"type": Answered.deferred_channel_message.value, "data": {"flags": EPHEMERAL}}
