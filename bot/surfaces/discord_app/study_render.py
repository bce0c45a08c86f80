"""The study room's messages as Discord's components, and its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ButtonStyle, ui

from bot.surfaces.discord_app.study_board import Weight
from bot.surfaces.discord_app.study_ids import STUDY_PATTERN, StudyPress, read_press
from bot.surfaces.discord_app.texts import escape

if TYPE_CHECKING:
    import re

    from bot.surfaces.discord_app.client import BaclobotClient
    from bot.surfaces.discord_app.study_board import Board, Knob

MAX_LABEL = 80
ROW = 5
"""Buttons that Discord takes in a row."""
PICTURE, MAX_ALT = "progress.png", 1024
"""Name of an attached picture, and the characters that Discord takes of its description."""
STUDY_COLOR = 0x5B6FA8
_STYLES = {Weight.CHIEF: ButtonStyle.primary, Weight.PLAIN: ButtonStyle.secondary, Weight.GRAVE: ButtonStyle.danger}


class StudyControl(ui.DynamicItem[ui.Button[Any]], template=STUDY_PATTERN):
    """A button of the study room, on whatever message it stands."""

    def __init__(self, item: ui.Button[Any], press: StudyPress | None) -> None:
        super().__init__(item)
        self.press = press

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button anew from the id that was pressed."""
        return cls(item, read_press(match.string))  # type: ignore[arg-type]  # only buttons carry these ids

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press over."""
        client: BaclobotClient = interaction.client
        if self.press is None or client.room is None:
            await client.pressed(interaction, None, None)
        else:
            await client.room.pressed(interaction, self.press)


def view_of(board: Board) -> ui.LayoutView:
    """Show a board: its text in a box, the disclaimer last in it, the buttons below."""
    view = ui.LayoutView(timeout=None)
    parts: list[ui.Item[Any]] = [ui.TextDisplay(block) for block in board.blocks]
    if board.alt:
        parts.append(
            ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{PICTURE}", description=_short(board.alt)))
        )
    if board.small:
        parts += [ui.Separator(), ui.TextDisplay("\n".join(board.small))]
    parts += [ui.Separator(), ui.TextDisplay(f"-# {escape(board.disclaimer)}")]
    view.add_item(ui.Container(*parts, accent_colour=STUDY_COLOR))
    for row in board.rows:
        for start in range(0, len(row), ROW):
            view.add_item(ui.ActionRow(*map(_button, row[start : start + ROW])))
    return view


def _short(alt: str) -> str:
    return alt if len(alt) <= MAX_ALT else f"{alt[: MAX_ALT - 1]}…"


def _button(knob: Knob) -> StudyControl:
    label = knob.label if len(knob.label) <= MAX_LABEL else f"{knob.label[: MAX_LABEL - 1]}…"
    button: ui.Button[Any] = ui.Button(label=label, style=_STYLES[knob.weight], custom_id=knob.press.custom_id)
    return StudyControl(button, knob.press)
