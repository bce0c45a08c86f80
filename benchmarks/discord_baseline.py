"""What the bot is measured against: a bare discord.py client with one command and one fixed reply.

Run as ``python -m benchmarks.discord_baseline`` by the benchmark, against the fake Discord.
"""

from __future__ import annotations

import discord
from discord import app_commands
from fake_discord.launch import point_to_fake
from fake_discord.payloads import TOKEN

REPLY = "A fixed reply, as long as a short answer is, with nothing looked up and nothing laid out."


class Bare(discord.Client):
    """The client of the library's own examples, with the intents of the bot."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True))
        self.tree = app_commands.CommandTree(self)

        @self.tree.command(name="ask", description="Answer")
        async def ask(interaction: discord.Interaction, question: str) -> None:  # noqa: ARG001 -- the option
            await interaction.response.send_message(REPLY, ephemeral=True)

        @ask.autocomplete("question")
        async def complete(_interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"choice {number}", value=typed or "x") for number in range(25)]

    async def setup_hook(self) -> None:
        """Register the command."""
        await self.tree.sync()


if __name__ == "__main__":
    point_to_fake()
    Bare().run(TOKEN, log_handler=None)
