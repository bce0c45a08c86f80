"""When something goes wrong: the reader gets an answer with a short id, the log the same id and the place."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.surfaces.discord_app import words
from bot.surfaces.discord_app.journal import describe_error
from bot.surfaces.sight import metrics
from bot.surfaces.sight.passage import current

if TYPE_CHECKING:
    from bot.surfaces.discord_app.client import BaclobotClient

log = logging.getLogger(__name__)

ID_BYTES = 3
"""Six hexadecimal digits: short enough to read out, enough to find a line in a log."""


class Tree(app_commands.CommandTree["BaclobotClient"]):
    """The commands, offered everywhere, with an answer for every fault."""

    def __init__(self, client: BaclobotClient) -> None:
        super().__init__(
            client,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )

    async def interaction_check(self, interaction: discord.Interaction[Any]) -> bool:
        """Let each interaction through once, and in time."""
        return self.client.takes(interaction)

    async def on_error(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Answer a command that failed."""
        await answer_failure(interaction, error)


async def answer_failure(interaction: discord.Interaction[BaclobotClient], error: Exception) -> None:
    """Tell the reader that something went wrong, and the log what."""
    error_id = log_failure(error, str(interaction.type.name))
    if interaction.type is discord.InteractionType.autocomplete:
        return
    client = interaction.client
    reply = client.desk.extras.say("failure", notes=(words.ERROR_ID.format(id=f"`{error_id}`"),))
    await client.respond(interaction, reply, paced=False)


def log_failure(error: Exception, where: str) -> str:
    """Write a fault to the log, without its message, and return its id."""
    error_id = secrets.token_hex(ID_BYTES)
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    metrics().failure()
    log.error("failure %s in %s: %s", error_id, where, describe_error(cause), extra={"request": current().id})
    return error_id
