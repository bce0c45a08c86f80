"""The connection to Discord's gateway, from greeting to greeting.

It takes the place of ``discord.Client.connect``, which reconnects without a pause, waits for up to 17 minutes
where it does pause, and dies where the gateway is away at its first attempt. The protocol itself stays
discord.py's: its websocket class greets, identifies, resumes, beats and parses.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

from bot.surfaces.discord_app.connecting import Allowance, Pacer, SessionBudget
from bot.surfaces.discord_app.events import EventGate
from bot.surfaces.discord_app.faults import (
    CONNECTION_FAULTS,
    FORGOTTEN_SESSION,
    final_close,
    final_refusal,
)
from bot.surfaces.discord_app.heartbeat import answer_age, longest_silence, watch
from bot.surfaces.discord_app.journal import Sparing, describe_error
from bot.surfaces.sight import State, metrics, vitals

if TYPE_CHECKING:
    from typing import NoReturn

    import aiohttp
    import yarl

    from bot.settings import DiscordSettings

_log = logging.getLogger(__name__)
HOPELESS_TRIES = 5
"""A session that was refused so often in a row is given up; so is a client that cannot read."""
LOST_ADDRESSES = 2
"""After so many failures the address for resuming is taken for dead, and the general one is tried."""
CLOSE_SECONDS = 0.5
"""A peer that does not answer the closing handshake is not waited for longer."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a resume needs."""

    id: str
    sequence: int | None
    gateway: yarl.URL | None


class GatewayLoop:
    """Holds one connection open for as long as it is run."""

    def __init__(self, client: discord.Client, settings: DiscordSettings, pacer: Pacer, budget: SessionBudget) -> None:
        self._client, self._settings, self._pacer, self._budget = client, settings, pacer, budget
        self._tell = Sparing(_log)
        self._session: Session | None = None
        self._refused = 0
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._ready = False
        EventGate(client._connection.parsers, self._tell, self._opened)  # noqa: SLF001 - shown nowhere else
        self._plain_connect = client.http.ws_connect
        client.http.ws_connect = self._connect_socket  # type: ignore[method-assign] # to close what is half open

    async def run(self) -> NoReturn:
        """Connect, and connect again whenever it ends; raises SettingsError where Discord forbids it."""
        while True:
            await self._pacer.wait()
            self._ready = False
            vitals().enter(State.CONNECTING)
            await self._live_through_one()
            self._pacer.closed()
            await self._close_socket()

    async def _live_through_one(self) -> None:
        """Open one connection and read it until it ends; decide what is left of the session."""
        gateway: DiscordWebSocket | None = None
        try:
            gateway = await self._open()
            await self._read(gateway)
        except ReconnectWebSocket as request:
            self._after(gateway, keep=request.resume, cause="closed")
        except discord.ConnectionClosed as closed:
            if fault := final_close(closed.code):
                raise fault from None
            self._after(gateway, keep=True, cause="closed")
        except CONNECTION_FAULTS as error:
            if fault := final_refusal(error):
                raise fault from None
            self._after(gateway, keep=True, cause=describe_error(error))
        except Exception as error:
            # a frame that nobody can read, or a READY without its parts
            self._after(gateway, keep=self._ready, cause=describe_error(error))
            if self._pacer.failures >= HOPELESS_TRIES:
                raise  # the client itself may be broken: the supervisor makes a new one

    async def _open(self) -> DiscordWebSocket:
        """Greet Discord, and resume the session or start one."""
        session, patience = self._session, self._settings.connect_seconds
        if session is None:
            await self._budget.wait(self._read_allowance, _log.warning)
        elif self._pacer.failures > LOST_ADDRESSES:
            session = replace(session, gateway=None)
        opening = DiscordWebSocket.from_client(
            self._client,
            initial=True,  # the budget has spaced it already
            shard_id=self._client.shard_id,
            gateway=session.gateway if session else None,
            session=session.id if session else None,
            sequence=session.sequence if session else None,
            resume=session is not None,
        )
        gateway = await asyncio.wait_for(opening, patience)
        self._client.ws = gateway
        if session is None:
            self._budget.spend()
        return gateway

    async def _read(self, gateway: DiscordWebSocket) -> NoReturn:
        settings = self._settings
        vitals().watch_answers(partial(answer_age, gateway), partial(longest_silence, gateway))
        watching = asyncio.create_task(
            watch(gateway, settings.ack_margin, lambda: self._ready, settings.connect_seconds, self._tell)
        )
        try:
            while True:
                await gateway.poll_event()
                # one event a turn: a burst that is read at once is answered at once, each as late as the last
                await asyncio.sleep(0)
        finally:
            watching.cancel()
            vitals().forget_answers()

    def _opened(self, event: str) -> None:
        gateway = self._client.ws
        self._ready = True
        vitals().enter(State.CONNECTED)
        metrics().connection("new" if event == "READY" else "resumed")
        self._pacer.opened()
        _log.info("%s", "connected" if event == "READY" else "connected again, nothing lost")
        if gateway is not None and gateway.session_id:
            self._session = Session(gateway.session_id, gateway.sequence, gateway.gateway)

    def _after(self, gateway: DiscordWebSocket | None, *, keep: bool, cause: str) -> None:
        """Note how far the session got, or drop it."""
        code = gateway.socket.close_code if gateway else None
        if self._ready and gateway and gateway.session_id:
            self._session, self._refused = Session(gateway.session_id, gateway.sequence, gateway.gateway), 0
        elif self._session and gateway:
            self._refused += 1
        if not keep or code in FORGOTTEN_SESSION or self._refused >= HOPELESS_TRIES:
            self._session, self._refused = None, 0
        self._client.dispatch("disconnect")
        ended = f"{cause} with {code}" if code and cause == "closed" else cause
        how = "resuming" if self._session else "starting anew"
        self._tell.warn(f"the connection ended ({ended}); {how}")

    async def _read_allowance(self) -> Allowance | None:
        asking = self._client.http.request(discord.http.Route("GET", "/gateway/bot"))
        answer = await asyncio.wait_for(asking, self._settings.connect_seconds)
        return Allowance.read(answer) if isinstance(answer, dict) else None

    async def _connect_socket(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        self._socket = await self._plain_connect(url, compress=compress)
        return self._socket

    async def _close_socket(self) -> None:
        """Close what a failed greeting left open, and stop its heartbeats."""
        socket, self._socket = self._socket, None
        gateway = self._client.ws
        if gateway is not None and gateway._keep_alive:  # noqa: SLF001 - the thread would beat on for ever
            gateway._keep_alive.stop()  # noqa: SLF001 - as above
        if socket is not None and not socket.closed:
            try:
                await asyncio.wait_for(socket.close(code=4000), CLOSE_SECONDS)
            except (*CONNECTION_FAULTS, RuntimeError):
                _log.debug("the old connection could not be closed")
