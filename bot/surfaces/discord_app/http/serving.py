"""``baclobot serve``, once the settings are read and the knowledge base is loaded: from start to drained end."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import SettingsError
from bot.settings import variable_of
from bot.surfaces.companions import accompanied
from bot.surfaces.discord_app.http.authentic import Authentication
from bot.surfaces.discord_app.http.client import HttpClient
from bot.surfaces.discord_app.http.endpoint import Endpoint
from bot.surfaces.discord_app.http.status import Status
from bot.surfaces.discord_app.runner import silence_voice_notes
from bot.surfaces.discord_app.stopping import finish_replies
from bot.surfaces.holder import Holder
from bot.surfaces.reload import require_watching
from bot.surfaces.settling import settle
from bot.surfaces.sight import State, metrics, vitals
from bot.surfaces.sight.logs import keep_logs

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering import Answerer
    from bot.settings_serve import ServeSettings
    from bot.surfaces.discord_app.stopping import StopSignals

_log = logging.getLogger(__name__)
IDLE_SECONDS = 75.0
"""A balancer may keep a connection so long without a request."""
BACKLOG = 1024
CLOSE_SECONDS = 0.5
FIRST_QUESTION = "?"
"""Answered before anybody asks, so that what is prepared only once is prepared."""


def serve(settings: ServeSettings, answerer: Answerer, signals: StopSignals, folder: Path | None = None) -> None:
    """Answer interactions over HTTP until a signal asks for the end; raises SettingsError."""
    keep_logs(settings.log_level, settings.log_format)
    silence_voice_notes()
    authentication = Authentication(settings.public_key or "")
    if settings.reload:
        require_watching()
    settle()
    asyncio.run(_serve(settings, Holder(answerer), authentication, signals, folder))


async def _serve(
    settings: ServeSettings,
    holder: Holder,
    authentication: Authentication,
    signals: StopSignals,
    folder: Path | None,
) -> None:
    stop = asyncio.Event()
    signals.bind(stop)
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(HttpClient(holder, settings))
        await client.open()
        holder.current.ask(FIRST_QUESTION)
        endpoint = Endpoint(client, authentication, settings)
        status = Status(metrics().exposition if metrics().available else None)
        server = web.Server(endpoint.handle, access_log=None, auto_decompress=False, keepalive_timeout=IDLE_SECONDS)
        pages = web.AppRunner(status.application(), access_log=None, shutdown_timeout=CLOSE_SECONDS)
        interactions = web.ServerRunner(server, shutdown_timeout=CLOSE_SECONDS)
        for runner in (pages, interactions):
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
        await _listen(pages, settings.status_host, settings.status_port, "status")
        site = await _listen(interactions, settings.http_host, settings.http_port, "http")
        await stack.enter_async_context(accompanied(settings, holder, folder, signals.on_hang_up, connects=False))
        status.ready = True
        vitals().enter(State.SERVING)
        _log.info("taking interactions at %s, port %d", settings.http_path, settings.http_port)
        await stop.wait()
        await _drain(settings, endpoint, status, site)
    _log.info("stopped")


async def _drain(settings: ServeSettings, endpoint: Endpoint, status: Status, site: web.TCPSite) -> None:
    """Say that no more should be sent here, answer what is sent nevertheless, and let running replies end."""
    status.ready, endpoint.draining = False, True
    vitals().enter(State.STOPPING)
    _log.info("draining: no longer ready, still answering for %g s", settings.drain_seconds)
    await asyncio.sleep(settings.drain_seconds)
    await site.stop()
    if unfinished := await finish_replies(settings.stop_seconds):
        _log.warning("%d replies were not sent in time", unfinished)


async def _listen(runner: web.BaseRunner, host: str, port: int, kind: str) -> web.TCPSite:
    """Open a port; raises SettingsError where it cannot be had."""
    site = web.TCPSite(runner, host, port, backlog=BACKLOG, reuse_address=True)
    try:
        await site.start()
    except OSError as error:
        what = f"Nothing can be taken at {host}, port {port} ({error.strerror or type(error).__name__})."
        names = f"{variable_of(f'{kind}_host')} and {variable_of(f'{kind}_port')}"
        raise SettingsError(what, f"Set {names} to what is free on this machine.") from None
    return site
