"""What the study room keeps about who asks, as it stands in its tables, and its deletion at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.engine import StoreAwayError
from bot.surfaces.discord_app import study_words as words
from bot.surfaces.discord_app.study_board import Board, Knob, Weight
from bot.surfaces.discord_app.study_ids import Act, StudyPress, press_of
from bot.surfaces.discord_app.texts import escape

if TYPE_CHECKING:
    from bot.surfaces.discord_app.client import Event
    from bot.surfaces.discord_app.study_room import Room

LINES = 20
"""Entries in one message: so many fit, however long they are."""


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
        lines, total = await self._room.store.people.held(person, start, LINES)
        if not total:
            return self._room.board(*before, words.HELD_NONE, words.HELD_HOW)
        told = words.HELD.format(total=total, person=person)
        board = self._room.board(*before, told, "\n".join(f"- {escape(line)}" for line in lines), words.HELD_HOW)
        knobs = [Knob(words.DELETE, press_of(Act.DELETE), Weight.GRAVE)]
        if start + len(lines) < total:
            knobs.insert(0, Knob(words.HELD_MORE, press_of(Act.HELD, start + len(lines))))
        return Board(board.disclaimer, board.blocks, rows=(tuple(knobs),))
