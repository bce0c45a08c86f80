"""The doctor's look at Discord: can it be reached, is the clock right, is the token taken, what may the bot do.

Every request is tried once and waits for a few seconds at most. No session is started: that would count
against the thousand of a day.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket

from bot.surfaces.discord_app.client import INTENTS
from bot.surfaces.discord_app.commands import COMMANDS
from bot.surfaces.discord_app.faults import FORBIDDEN, NEW_TOKEN, TOO_MANY, UNAUTHORIZED
from bot.surfaces.discord_app.runner import LEAST_RIGHTS, invite_link
from bot.surfaces.doctor.clock import judge_clock
from bot.surfaces.doctor.findings import Finding, ok, warning, wrong

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    Json = Any

SECONDS = 5.0
FEW_SESSIONS = 50
NEEDED = discord.Permissions(LEAST_RIGHTS.value)
FLAGS = {"presence": 1 << 12 | 1 << 13, "server members": 1 << 14 | 1 << 15, "message content": 1 << 18 | 1 << 19}
"""The bits of an application's flags that stand for its privileged intents."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Discord answered, and when it says that was."""

    status: int
    body: Json
    date: float | None


def look_at_discord(token: str | None) -> Iterable[Finding]:
    """Look at Discord from here; without a token only at whether it can be reached."""
    return asyncio.run(_collect(token))


async def _collect(token: str | None) -> list[Finding]:
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
        return [finding async for finding in _look(session, token)]


async def _look(session: aiohttp.ClientSession, token: str | None) -> AsyncIterator[Finding]:
    try:
        plain = await _get(session, "/gateway")
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        mend = "Check the network, name resolution and firewall: port 443 to discord.com and gateway.discord.gg."
        yield wrong("reachability", f"Discord could not be reached ({_reason(error)}).", mend)
        return
    yield _judge_reach(plain)
    yield judge_clock(plain.date)
    yield await _look_at_gateway(session)
    if token is None:
        return
    try:
        async for finding in _look_as_bot(session, token):
            yield finding
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        yield wrong("reachability", f"Discord stopped answering ({_reason(error)}).", "Try again in a few minutes.")


async def _look_as_bot(session: aiohttp.ClientSession, token: str) -> AsyncIterator[Finding]:
    allowance = await _get(session, "/gateway/bot", token)
    if allowance.status == UNAUTHORIZED:
        yield wrong("login", "Discord does not accept the token.", NEW_TOKEN)
        return
    if allowance.status != 200:
        yield wrong("login", f"Discord answered with status {allowance.status}.", _mend_of(allowance.status))
        return
    yield ok("login", "Discord accepts the token.")
    yield _judge_sessions(allowance.body)
    application = await _get(session, "/applications/@me", token)
    if application.status == 200:
        for finding in _judge_application(application.body):
            yield finding
        yield await _look_at_commands(session, token, str(application.body["id"]))
    servers = await _get(session, "/users/@me/guilds?limit=200", token)
    if servers.status == 200:
        yield _judge_rights(servers.body, application.body)


async def _get(session: aiohttp.ClientSession, path: str, token: str | None = None) -> Answer:
    headers = {"Authorization": f"Bot {token}"} if token else {}
    headers["User-Agent"] = discord.http.HTTPClient(asyncio.get_running_loop()).user_agent
    async with session.get(discord.http.Route.BASE + path, headers=headers) as response:
        date = _moment(response.headers.get("Date"))
        body = await response.json() if response.content_type == "application/json" else None
        return Answer(response.status, body, date)


async def _look_at_gateway(session: aiohttp.ClientSession) -> Finding:
    """Open a connection and wait for the greeting, no more."""
    began = time.monotonic()
    try:
        async with asyncio.timeout(SECONDS), session.ws_connect(DiscordWebSocket.DEFAULT_GATEWAY) as socket:
            greeting = await socket.receive_json()
    except (aiohttp.ClientError, OSError, TimeoutError, TypeError, ValueError) as error:
        mend = "Let websockets (wss, port 443) through the firewall or proxy; 'baclobot serve' does without them."
        return wrong("gateway", f"It did not greet ({_reason(error)}).", mend)
    if not isinstance(greeting, dict) or greeting.get("op") != DiscordWebSocket.HELLO:
        return wrong("gateway", "It greeted with something else than expected.", "Update baclobot.")
    return ok("gateway", f"It greeted after {1000 * (time.monotonic() - began):.0f} ms.")


async def _look_at_commands(session: aiohttp.ClientSession, token: str, application_id: str) -> Finding:
    found = await _get(session, f"/applications/{application_id}/commands", token)
    if found.status != 200 or not isinstance(found.body, list):
        mend = "Invite the application with the scope applications.commands."
        return warning("commands", f"They could not be listed (status {found.status}).", mend)
    missing = {command.name for command in COMMANDS} - {command.get("name") for command in found.body}
    if missing:
        mend = "Run 'baclobot sync', or start the bot with BACLOBOT_SYNC on."
        return warning("commands", f"Not registered: {', '.join(sorted(missing))}.", mend)
    return ok("commands", f"All {len(COMMANDS)} are registered.")


def _judge_reach(plain: Answer) -> Finding:
    if plain.status == TOO_MANY:
        mend = "Wait 15 minutes; find out what else sends requests from here."
        return wrong("reachability", "Discord turns this address away for now.", mend)
    if plain.status != 200:
        return wrong("reachability", f"Discord answered with status {plain.status}.", _mend_of(plain.status))
    return ok("reachability", "Discord answers.")


def _judge_sessions(body: Json) -> Finding:
    left = (body.get("session_start_limit") or {}).get("remaining")
    if isinstance(left, int) and left < FEW_SESSIONS:
        mend = "Wait until tomorrow, and find out what restarts the bot: at none left Discord resets the token."
        return warning("sessions", f"Only {left} starts are left today.", mend)
    return ok("sessions", f"{left} starts are left today.")


def _judge_application(body: Json) -> Iterable[Finding]:
    if body.get("interactions_endpoint_url"):
        mend = "Run 'baclobot serve' behind it, or empty the field 'Interactions Endpoint URL' in the Developer Portal."
        yield warning("delivery", "Discord sends commands to an HTTP endpoint: 'baclobot run' gets none.", mend)
    else:
        yield ok("delivery", "Discord sends commands over the gateway, to 'baclobot run'.")
    spare = [name for name, bits in FLAGS.items() if int(body.get("flags") or 0) & bits]
    asked = f"The bot asks for {', '.join(sorted(name for name, on in INTENTS if on))}; none is privileged."
    if spare:
        mend = "Switch them off in the Developer Portal ('Bot', 'Privileged Gateway Intents')."
        yield warning("intents", f"{asked} The application has more: {', '.join(spare)}.", mend)
    else:
        yield ok("intents", asked)


def _judge_rights(servers: Json, application: Json) -> Finding:
    """Count the servers in which the bot may not do what it has to; none is named."""
    lacking: dict[str, int] = {}
    for server in servers:
        held = discord.Permissions(int(server.get("permissions") or 0))
        for name, needed in NEEDED:
            # using commands is a right of the people's, not of the bot's
            if needed and name != "use_application_commands" and not (held.administrator or getattr(held, name)):
                lacking[name] = lacking.get(name, 0) + 1
    if not lacking:
        return ok("permissions", f"It may answer in all of its servers ({len(servers)}).")
    told = ", ".join(f"{name.replace('_', ' ')} in {count}" for name, count in sorted(lacking.items()))
    mend = "Give its role these rights there"
    if isinstance(application, dict) and "id" in application:
        mend += f", or invite it anew: {invite_link(int(application['id']))}"
    return warning("permissions", f"Of {len(servers)} servers it lacks: {told}.", f"{mend}.")


def _mend_of(status: int) -> str:
    if status == FORBIDDEN:
        return "Look for a notice in the Developer Portal; the application may be blocked."
    if status == TOO_MANY:
        return "Wait 15 minutes before you try again."
    return "Try again in a few minutes; see discordstatus.com."


def _moment(date: str | None) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp() if date else None
    except ValueError:
        return None


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {SECONDS:.0f} s"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "its name could not be resolved"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return "its certificate is not trusted: is a proxy in between?"
    return type(error).__name__
