"""The least client that the runner can run: one command and an answer to mentions, without the real surface.

For tests of what holds the connection, which must not depend on what is said over it.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import discord
from discord import app_commands

if TYPE_CHECKING:
    from bot.settings import DiscordSettings
    from bot.surfaces.holder import Holder


class BaclobotClient(discord.Client):
    def __init__(self, answerer: Holder, settings: DiscordSettings) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(intents=intents, max_messages=None, allowed_mentions=discord.AllowedMentions.none())
        self.answerer, self.settings = answerer, settings
        self.tree = app_commands.CommandTree(self)

        @self.tree.command(name="ask", description="Ask a question")
        async def ask(interaction: discord.Interaction, question: app_commands.Range[str, 1, 500]) -> None:
            if question.startswith("slow"):
                await asyncio.sleep(float(question.removeprefix("slow")))
            if question.startswith("block"):
                time.sleep(float(question.removeprefix("block")))
            await interaction.response.send_message("Answered.", ephemeral=True)

    async def on_message(self, message: discord.Message) -> None:
        if self.user in message.mentions and not message.author.bot:
            await message.channel.send("Answered.", nonce=message.id)
