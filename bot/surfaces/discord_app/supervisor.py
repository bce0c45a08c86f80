"""Keeps the bot up: logs in, holds the connection, and makes a new client where one can go no further."""

from __future__ import annotations

import asyncio
import logging
import random
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.surfaces.discord_app.commands_sync import compare_commands, register_commands
from bot.surfaces.discord_app.connecting import Pacer, SessionBudget
from bot.surfaces.discord_app.faults import CONNECTION_FAULTS, NEW_TOKEN, final_refusal, is_blocked
from bot.surfaces.discord_app.gateway import GatewayLoop
from bot.surfaces.discord_app.journal import describe_error
from bot.surfaces.discord_app.requests import RequestGuard
from bot.surfaces.sight import State, vitals

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    import discord

    from bot.settings import DiscordSettings

_log = logging.getLogger(__name__)
CLOSE_SECONDS = 0.5
"""A Discord that does not answer is not waited for longer when the client is closed."""


class Supervisor:
    """Runs clients one after the other, until it is cancelled or a fault asks for a person.

    ``make_client`` builds a client that has not logged in; ``on_login`` is called with each that has.
    """

    def __init__(
        self,
        settings: DiscordSettings,
        make_client: Callable[[], discord.Client],
        on_login: Callable[[discord.Client], None],
    ) -> None:
        self._settings, self._make_client, self._on_login = settings, make_client, on_login
        self._client: discord.Client | None = None
        self._lives = self._pacer()
        self._connections = self._pacer()
        self._budget = SessionBudget(settings.identifies_per_hour, settings.identify_reserve)

    async def run(self) -> NoReturn:
        """Keep a client alive; raises SettingsError where no waiting helps."""
        while True:
            vitals().enter(State.CONNECTING)
            await self._lives.wait()
            self._client = self._make_client()
            try:
                await self._live(self._client)
            except SettingsError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever ended a client, the next one may live
                await self._after(error)
            self._lives.closed()
            await self.close()

    async def close(self) -> None:
        """Close the client, if there is one; a silent peer is not waited for."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            await asyncio.wait_for(client.close(), CLOSE_SECONDS)
        except (*CONNECTION_FAULTS, RuntimeError) as error:
            _log.debug("the client was not closed cleanly: %s", describe_error(error))

    async def _live(self, client: discord.Client) -> None:
        """Log in, register what changed, and hold the connection."""
        guard = RequestGuard(self._settings.requests_per_second)
        guard.attach(client)
        async with asyncio.timeout(self._settings.connect_seconds):
            await client.login(self._settings.token.get_secret_value())
        self._lives.opened()
        self._on_login(client)
        if self._settings.sync:
            await self._register(client)
        loop = GatewayLoop(client, self._settings, self._connections, self._budget)
        holding = asyncio.create_task(loop.run())
        refused = asyncio.create_task(guard.refused.wait())
        try:
            await asyncio.wait((holding, refused), return_when=asyncio.FIRST_COMPLETED)
        finally:
            refused.cancel()
            holding.cancel()
            await asyncio.wait((holding, refused))
        if not holding.cancelled() and (error := holding.exception()):
            raise error
        what = "Discord no longer accepts the token."
        raise SettingsError(what, NEW_TOKEN)

    async def _register(self, client: discord.Client) -> None:
        """Register the commands where they differ; a failure leaves the ones that Discord has."""
        try:
            async with asyncio.timeout(self._settings.connect_seconds):
                comparison = await compare_commands(client)
                if not comparison.same:
                    await register_commands(client)
        except Exception as error:  # noqa: BLE001 - the bot answers with the commands that are there
            if fault := final_refusal(error):
                raise fault from None
            _log.warning("the commands could not be registered: %s", describe_error(error))
        else:
            _log.info("commands registered: %d changes", len(comparison.changes))

    async def _after(self, error: Exception) -> None:
        """Tell what ended a client; stay away for long where Discord's edge asks for it."""
        if fault := final_refusal(error):
            raise fault from None
        _log.warning("Discord could not be reached (%s); trying again", describe_error(error))
        if is_blocked(error):
            pause = self._settings.blocked_seconds * (1 + random.random())  # noqa: S311 - no secret depends on it
            _log.warning("Discord turns this address away for now; waiting %.0f s", pause)
            vitals().enter(State.BLOCKED)
            await asyncio.sleep(pause)
            vitals().enter(State.CONNECTING)

    def _pacer(self) -> Pacer:
        settings = self._settings
        return Pacer(settings.reconnect_first, settings.reconnect_longest, settings.steady_seconds)
