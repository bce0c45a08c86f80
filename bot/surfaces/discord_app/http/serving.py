"""``baclobot serve``, once the settings are read and the knowledge base is loaded: from start to drained end."""

from __future__ import annotations

import asyncio
import gc
import logging
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import SettingsError
from bot.settings import variable_of
from bot.surfaces.discord_app.http.authentic import Authentication
from bot.surfaces.discord_app.http.client import HttpClient
from bot.surfaces.discord_app.http.endpoint import Endpoint
from bot.surfaces.discord_app.http.status import Status
from bot.surfaces.discord_app.runner import silence_voice_notes
from bot.surfaces.discord_app.stopping import finish_replies
from bot.surfaces.sight.logs import keep_logs

if TYPE_CHECKING:
    from bot.answering import Answerer
    from bot.settings import ServeSettings
    from bot.surfaces.discord_app.stopping import StopSignals

_log = logging.getLogger(__name__)
IDLE_SECONDS = 75.0
"""A balancer may keep a connection so long without a request."""
BACKLOG = 1024
CLOSE_SECONDS = 0.5
FIRST_QUESTION = "?"
"""Answered before anybody asks, so that what is prepared only once is prepared."""


def serve(settings: ServeSettings, answerer: Answerer, signals: StopSignals) -> None:
    """Answer interactions over HTTP until a signal asks for the end; raises SettingsError."""
    keep_logs(settings.log_level, settings.log_format)
    silence_voice_notes()
    authentication = Authentication(settings.public_key or "")
    gc.collect()
    gc.freeze()  # as in the gateway bot: the knowledge base stays
    asyncio.run(_serve(settings, answerer, authentication, signals))


async def _serve(
    settings: ServeSettings, answerer: Answerer, authentication: Authentication, signals: StopSignals
) -> None:
    stop = asyncio.Event()
    signals.bind(stop)
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(HttpClient(answerer, settings))
        await client.open()
        client.desk.answerer.ask(FIRST_QUESTION)
        endpoint, status = Endpoint(client, authentication, settings), Status(None)
        server = web.Server(endpoint.handle, access_log=None, auto_decompress=False, keepalive_timeout=IDLE_SECONDS)
        pages = web.AppRunner(status.application(), access_log=None, shutdown_timeout=CLOSE_SECONDS)
        interactions = web.ServerRunner(server, shutdown_timeout=CLOSE_SECONDS)
        for runner in (pages, interactions):
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
        await _listen(pages, settings.status_host, settings.status_port, "status")
        site = await _listen(interactions, settings.http_host, settings.http_port, "http")
        status.ready = True
        _log.info("taking interactions at %s, port %d", settings.http_path, settings.http_port)
        await stop.wait()
        status.ready, endpoint.draining = False, True
        _log.info("draining: no longer ready, still answering for %g s", settings.drain_seconds)
        await asyncio.sleep(settings.drain_seconds)
        await site.stop()
        if unfinished := await finish_replies(settings.stop_seconds):
            _log.warning("%d replies were not sent in time", unfinished)
    _log.info("stopped")


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
