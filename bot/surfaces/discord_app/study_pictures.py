"""Progress and standings as a picture, for those who would rather look: asked for by a button, drawn aside.

The picture carries its figures as a description, and they stand in words beside it.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.study.progress import Standing, progress_lines, progress_of, season_lines
from bot.surfaces.discord_app import study_words as words
from bot.surfaces.discord_app.delivery import deliver_board, put_off, to_wait_over
from bot.surfaces.discord_app.study_board import Board, Knob
from bot.surfaces.discord_app.study_ids import Act, StudyPress, press_of
from bot.surfaces.discord_app.study_names import names_of
from bot.surfaces.discord_app.texts import escape

if TYPE_CHECKING:
    from bot.study.plots import Picture
    from bot.surfaces.discord_app.client import Event
    from bot.surfaces.discord_app.study_room import Room

NEEDED = "matplotlib"
"""What the extra ``plots`` brings; without it no picture is offered."""
MOST_LINES = 20


def with_picture(board: Board, *what: object) -> Board:
    """Offer to draw what a board says, where that can be done."""
    if find_spec(NEEDED) is None:
        return board
    return replace(board, rows=(*board.rows, (Knob(words.PICTURE, press_of(Act.PICTURE, *what)),)))


class ProgressPictures:
    """Draws, one picture at a time."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._turn = asyncio.Lock()

    async def draw(self, event: Event, press: StudyPress) -> None:
        """Draw what a button asks for; raises StoreAwayError."""
        await put_off(event)
        if find_spec(NEEDED) is None:  # an old button
            await self._room.tell(event, words.NO_PICTURE)
            return
        heading, lines, picture = await (
            self._of_season(event, press.number(1)) if press.word(0) == "season" else self._of_cards(event)
        )
        shown = [f"- {escape(line)}" for line in lines[:MOST_LINES]]
        board = replace(self._room.board(heading, "\n".join(shown)), alt=picture.alt)
        await deliver_board(to_wait_over(event, picture.png), board)

    async def _of_cards(self, event: Event) -> tuple[str, list[str], Picture]:
        cards = self._room.store.cards
        kept, reviews = await cards.progress(self._room.person(event))
        progress = progress_of(kept, reviews, cards.now())
        from bot.study.plots import learner_picture

        async with self._turn:
            picture = await asyncio.to_thread(learner_picture, progress)
        return words.PROGRESS, progress_lines(progress), picture

    async def _of_season(self, event: Event, season: int) -> tuple[str, list[str], Picture]:
        store = self._room.store
        server = store.names.server(event.guild_id or 0)
        places = await store.servers.leaderboard(server, season)
        names = names_of((place.person for place in places), f"{server}:{season}")
        standings = [Standing(names[place.person], place.points, place.answered) for place in places]
        heading = words.BOARD.format(season=season)
        from bot.study.plots import season_picture

        async with self._turn:
            picture = await asyncio.to_thread(season_picture, standings, f"Season {season}")
        return heading, season_lines(standings), picture
