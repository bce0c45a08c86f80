"""Buttons and selects that know what they mean from their id alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.surfaces.discord_app.custom_ids import PATTERN, State, read_state

if TYPE_CHECKING:
    import re

    from bot.surfaces.discord_app.client import BaclobotClient

Part = ui.Button[Any] | ui.Select[Any]


class Control(ui.DynamicItem[Part], template=PATTERN):
    """A button or select of ours, on whatever message it stands."""

    def __init__(self, item: Part, state: State | None) -> None:
        super().__init__(item)
        self.state = state

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the control anew from the id that was pressed."""
        return cls(item, read_state(match.string))  # type: ignore[arg-type]  # only these two carry our ids

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press over."""
        chosen = self.item.values[0] if isinstance(self.item, ui.Select) and self.item.values else None
        client: BaclobotClient = interaction.client
        await client.pressed(interaction, self.state, chosen)
