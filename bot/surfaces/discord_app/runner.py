"""``baclobot run`` and ``baclobot sync``, once the settings are read and the knowledge base is loaded."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

import discord

from bot.errors import BaclobotError
from bot.settings import warn_of
from bot.surfaces.companions import accompanied
from bot.surfaces.discord_app.client import BaclobotClient
from bot.surfaces.discord_app.commands_sync import Comparison, compare_commands, register_commands
from bot.surfaces.discord_app.faults import CONNECTION_FAULTS, final_refusal
from bot.surfaces.discord_app.journal import describe_error
from bot.surfaces.discord_app.requests import RequestGuard
from bot.surfaces.discord_app.shards import Shards
from bot.surfaces.discord_app.stopping import StopSignals, finish_replies
from bot.surfaces.gaps import counting
from bot.surfaces.holder import Holder
from bot.surfaces.reload import require_watching
from bot.surfaces.settling import settle
from bot.surfaces.sight import State, metrics, vitals
from bot.surfaces.sight.lines import STANDARD_ERROR
from bot.surfaces.sight.logs import keep_logs, write_as_is

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.answering import Answerer
    from bot.settings import DiscordSettings
    from bot.surfaces.gaps import GapKeeper

_log = logging.getLogger(__name__)
UNDER_WAY_SECONDS = (10.0, 60.0)
"""By then the bot has connected, or has heard of thousands of servers: that leaves a few MiB."""
LEAST_RIGHTS = discord.Permissions(send_messages=True, embed_links=True, use_application_commands=True)
"""What the bot needs in a server: to answer where it is asked."""


def invite_link(application_id: int) -> str:
    """Return the address that adds the bot to a server with the least rights."""
    return discord.utils.oauth_url(application_id, permissions=LEAST_RIGHTS)


def run(
    settings: DiscordSettings,
    answerer: Answerer,
    signals: StopSignals,
    folder: Path | None = None,
    gaps: GapKeeper | None = None,
) -> None:
    """Run the bot until a signal asks it to stop; raises SettingsError where only the operator can help.

    With ``gaps`` it counts where the knowledge base misses.
    """
    handler = keep_logs(settings.log_level, settings.log_format)
    silence_voice_notes()
    for warning in warn_of(settings):
        _log.warning("%s", warning)
    if settings.reload:
        require_watching()
    if settings.metrics_port:
        metrics().serve(settings.metrics_port, settings.metrics_address)
    settle()
    show = partial(write_as_is, handler, settings.log_format)
    asyncio.run(_run(settings, Holder(answerer), signals, show, folder, gaps))


async def _run(
    settings: DiscordSettings,
    holder: Holder,
    signals: StopSignals,
    show: Callable[[str], None],
    folder: Path | None,
    gaps: GapKeeper | None,
) -> None:
    """Supervise until the end; ``show`` writes a line for the operator's eyes as it is."""
    stop = asyncio.Event()
    signals.bind(stop)
    for seconds in UNDER_WAY_SECONDS:
        asyncio.get_running_loop().call_later(seconds, settle)
    shown: set[int] = set()

    def greet(client: discord.Client) -> None:
        number = client.application_id
        if number is not None and number not in shown:
            shown.add(number)
            show(f"Add the bot to a server: {invite_link(number)}")

    shards = Shards(settings, partial(_new_client, holder, settings, gaps), greet)
    running = asyncio.create_task(shards.run())
    stopping = asyncio.create_task(stop.wait())
    async with counting(gaps), accompanied(settings, holder, folder, signals.on_hang_up) as beating:
        await asyncio.wait((running, stopping, beating), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        await _finish(settings, running)
        await shards.close()
    _log.info("stopped")
    for task in (running, beating):
        if not task.cancelled() and (error := task.exception()):
            raise error


def _new_client(holder: Holder, settings: DiscordSettings, gaps: GapKeeper | None) -> BaclobotClient:
    return BaclobotClient(holder, settings, gaps=gaps.tally if gaps is not None else None)


async def _finish(settings: DiscordSettings, running: asyncio.Task[None]) -> None:
    """Take on no new work, and let running replies be sent."""
    if not running.done():
        vitals().enter(State.STOPPING)
        _log.info("stopping: no new work; running replies are sent")
        running.cancel()
        await asyncio.wait((running,))
        if unfinished := await finish_replies(settings.stop_seconds):
            _log.warning("%d replies were not sent in time", unfinished)


def sync(settings: DiscordSettings, answerer: Answerer, *, dry_run: bool) -> Comparison:
    """Register the commands where they differ from Discord's, or only compare; raises BaclobotError."""
    keep_logs(settings.log_level, settings.log_format, STANDARD_ERROR)  # standard output shows the changes
    silence_voice_notes()
    return asyncio.run(_sync(settings, answerer, dry_run=dry_run))


async def _sync(settings: DiscordSettings, answerer: Answerer, *, dry_run: bool) -> Comparison:
    client = BaclobotClient(Holder(answerer), settings)
    client.opens_room = False
    RequestGuard(settings.requests_per_second).attach(client)
    try:
        async with client:
            await client.login(settings.token.get_secret_value())
            comparison = await compare_commands(client)
            if not comparison.same and not dry_run:
                await register_commands(client)
            return comparison
    except (discord.DiscordException, *CONNECTION_FAULTS) as error:
        if fault := final_refusal(error):
            raise fault from None
        what = f"Discord could not be asked ({describe_error(error)})."
        raise BaclobotError(what, "Try again in a few minutes.") from None


def silence_voice_notes() -> None:
    """Keep the library from telling what it misses for voice: the bot does not speak aloud."""
    discord.VoiceClient.warn_nacl = False
    discord.VoiceClient.warn_dave = False
