"""Which faults of Discord's end the process, since no waiting mends them, and which are worth another try."""

from __future__ import annotations

import asyncio

import aiohttp
import discord

from bot.errors import SettingsError
from bot.settings import TOKEN, TOKEN_FILE

UNAUTHORIZED, FORBIDDEN, TOO_MANY = 401, 403, 429
NEW_TOKEN = f"Reset it in the Developer Portal ('Bot') and set {TOKEN} or {TOKEN_FILE}."
FINAL_CLOSES = {
    4004: ("Discord refused the token while connecting.", NEW_TOKEN),
    4010: ("Discord refused the shard that the bot asked for.", "Run one bot for one token."),
    4011: (
        "The bot is in too many servers for one connection (close code 4011).",
        "Run it in shards, or serve commands over HTTP.",
    ),
    4012: ("Discord no longer speaks this version of its gateway.", "Update baclobot."),
    4013: ("Discord does not know the intents that the bot asked for.", "Update baclobot."),
    4014: (
        "Discord refused the bot's intents, though none of them is privileged.",
        "Update baclobot; if it stays, check the application in the Developer Portal ('Bot', 'Intents').",
    ),
}
"""The close codes after which Discord asks not to connect again, with what is wrong and the mend."""
FORGOTTEN_SESSION = frozenset((4003, 4007, 4009))
"""Close codes after which the session is gone: a resume would be refused."""
CONNECTION_FAULTS = (
    OSError,
    aiohttp.ClientError,
    asyncio.TimeoutError,
    discord.HTTPException,
    discord.GatewayNotFound,
    discord.RateLimited,
)
"""What a network and a service that are away look like."""


def final_close(code: int | None) -> SettingsError | None:
    """Return the fault of a final close code, or None where the connection may be tried again."""
    found = FINAL_CLOSES.get(code or 0)
    return SettingsError(*found) if found else None


def final_refusal(error: BaseException) -> SettingsError | None:
    """Return the fault that a refused request tells of, or None where it may be tried again."""
    status = error.status if isinstance(error, discord.HTTPException) else None
    if isinstance(error, discord.LoginFailure) or status == UNAUTHORIZED:
        return SettingsError("Discord does not accept the token.", NEW_TOKEN)
    if status == FORBIDDEN:
        return SettingsError(
            "Discord forbids this bot to log in.",
            "Look for a notice in the Developer Portal; the application may be blocked.",
        )
    return None


def is_blocked(error: BaseException) -> bool:
    """Tell whether Discord's edge turns this address away for a while: each try makes it longer."""
    return isinstance(error, discord.HTTPException) and error.status == TOO_MANY
