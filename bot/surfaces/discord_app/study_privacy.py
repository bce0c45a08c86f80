"""What the study room keeps about who asks, as it stands in its tables, and its deletion at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.engine import StoreAwayError
from bot.surfaces.discord_app import study_words as words
from bot.surfaces.discord_app.study_board import Board, Knob, Weight
from bot.surfaces.discord_app.study_ids import Act, StudyPress, press_of
from bot.surfaces.discord_app.texts import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.surfaces.discord_app.client import Event
    from bot.surfaces.discord_app.study_room import Room

LINES, CHARACTERS = 20, 2400
"""Entries in one message, as many as fit beside what else is said there."""


class StudyPrivacy:
    """Shows and deletes."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, event: Event, before: tuple[str, ...]) -> None:
        """Say all that is held, what the rest of the bot holds first."""
        try:
            board = await self._board(event, 0, before)
        except StoreAwayError:
            board = self._room.board(*before, words.HELD_AWAY)
        await self._room.show(event, board)

    async def turn(self, event: Event, press: StudyPress) -> None:
        """Show further entries; raises StoreAwayError."""
        await self._room.replace(event, await self._board(event, max(0, press.number(0)), ()))

    async def delete(self, event: Event, _press: StudyPress | None = None) -> None:
        """Delete it all and say so, or that it could not be done."""
        try:
            number = await self._room.store.people.delete(self._room.person(event))
        except StoreAwayError:
            await self._room.tell(event, words.DELETE_AWAY)
        else:
            await self._room.tell(event, words.DELETED.format(number=number))

    async def _board(self, event: Event, start: int, before: tuple[str, ...]) -> Board:
        person = self._room.person(event)
        found, total = await self._room.store.people.held(person, start, LINES)
        lines = fitting([f"- {escape(line)}" for line in found], CHARACTERS)
        if not total:
            return self._room.board(*before, words.HELD_NONE, words.HELD_HOW)
        told = words.HELD.format(total=total, person=person)
        board = self._room.board(*before, told, "\n".join(lines), words.HELD_HOW)
        knobs = [Knob(words.DELETE, press_of(Act.DELETE), Weight.GRAVE)]
        if start + len(lines) < total:
            knobs.insert(0, Knob(words.HELD_MORE, press_of(Act.HELD, start + len(lines))))
        return Board(board.disclaimer, board.blocks, rows=(tuple(knobs),))


def fitting(lines: Sequence[str], characters: int) -> Sequence[str]:
    """Return as many lines as fit, and always one: else nobody would get past it."""
    used = 0
    for number, line in enumerate(lines):
        used += len(line) + 1
        if used > characters and number:
            return lines[:number]
    return lines
