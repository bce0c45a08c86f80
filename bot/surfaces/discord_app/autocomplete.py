"""What Discord shows while somebody types into an option. From memory alone, and never an error.

A failure here has no place to be told: the list stays empty, and the log names the place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.surfaces.discord_app.failures import log_failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from discord.app_commands import Choice

    from bot.answering.suggestions import Suggestion, Suggestions
    from bot.surfaces.discord_app.client import BaclobotClient

    Event = discord.Interaction[BaclobotClient]

MOST_CHOICES = 25
QUESTIONS_SHOWN = 10
"""More lines than a phone shows are not read."""


async def complete_question(interaction: Event, typed: str) -> list[Choice[str]]:
    """Complete to whole questions."""
    return _suggested(interaction, lambda from_: from_.questions(typed, QUESTIONS_SHOWN))


async def complete_topic(interaction: Event, typed: str) -> list[Choice[str]]:
    """Complete to topics' titles."""
    return _suggested(interaction, lambda from_: from_.topics(typed, MOST_CHOICES))


async def complete_country(interaction: Event, typed: str) -> list[Choice[str]]:
    """Complete to countries with known numbers."""
    return _suggested(interaction, lambda from_: from_.countries(typed, MOST_CHOICES))


def _suggested(interaction: Event, find: Callable[[Suggestions], tuple[Suggestion, ...]]) -> list[Choice[str]]:
    try:
        found = find(interaction.client.desk.suggestions)
    except Exception as error:  # noqa: BLE001 the library would log it with people's ids
        log_failure(error, "autocomplete")
        found = ()
    return [discord.app_commands.Choice(name=item.label, value=item.value) for item in found]
