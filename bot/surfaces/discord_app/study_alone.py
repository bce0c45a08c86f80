"""A quiz alone: its whole state stands in the buttons' ids, so it works with no store at all.

Where there is one, each answer is kept for the learner's own statistics; the first answer to a question counts.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.store.engine import StoreAwayError
from bot.store.rounds import Given, Phase, Round
from bot.surfaces.discord_app import study_words as words
from bot.surfaces.discord_app.study_board import (
    Board,
    Knob,
    Weight,
    answer_named,
    choice_named,
    heading,
    proof,
    question_block,
    why_wrong,
)
from bot.surfaces.discord_app.study_draw import draw_items
from bot.surfaces.discord_app.study_ids import Act, StudyPress, press_of
from bot.surfaces.discord_app.texts import escape

if TYPE_CHECKING:
    from bot.study.model import Item
    from bot.surfaces.discord_app.client import Event
    from bot.surfaces.discord_app.study_room import Room


@dataclass(frozen=True, slots=True)
class Alone:
    """Where somebody stands: the questions follow from the first four."""

    seed: str
    group: str
    difficulty: str
    number: int
    position: int = 0
    right: int = 0

    @property
    def words(self) -> tuple[object, ...]:
        """Write it for a custom id."""
        return (self.seed, self.group, self.difficulty, self.number, self.position, self.right)


def read_alone(press: StudyPress) -> Alone:
    """Read the state of an id; what is missing becomes -1 or empty, which no question has."""
    numbers = (press.number(place) for place in (3, 4, 5))
    return Alone(press.word(0), press.word(1), press.word(2), *numbers)


class AlonePractice:
    """Asks one person."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def start(self, event: Event, chosen: Alone) -> None:
        """Ask the first question, to be seen by the asker alone."""
        await self._room.show(event, question_board(chosen, self._draw(chosen)[0]))

    async def answer(self, event: Event, press: StudyPress) -> None:
        """Show whether an answer was right, and why."""
        state, choice = read_alone(press), press.number(6)
        items = self._draw(state)
        item = items[state.position] if 0 <= state.position < len(items) else None
        if item is None or not 0 <= choice < len(item.choices):
            await self._room.client.respond(event, self._room.client.desk.extras.say("stale-button"))
            return
        right = item.choices[choice].right
        kept = await self._keep(event, state, items, Given(choice, int(right)))
        after = replace(state, number=len(items), right=state.right + int(right))
        await self._room.replace(event, solution_board(after, item, choice, kept=kept))

    async def go_on(self, event: Event, press: StudyPress) -> None:
        """Ask the next question, or tell the result after the last."""
        before = read_alone(press)
        state, items = replace(before, position=before.position + 1), self._draw(before)
        if 0 < state.position < len(items):
            await self._room.replace(event, question_board(state, items[state.position]))
            return
        asked = max(0, min(state.position, len(items)))
        told = words.FINISHED.format(right=max(0, min(state.right, asked)), number=asked)
        await self._room.replace(event, self._room.board(told, words.FINISHED_MORE))

    async def _keep(self, event: Event, state: Alone, items: tuple[Item, ...], given: Given) -> bool:
        """Keep an answer; tell whether it could be."""
        with suppress(StoreAwayError):
            room, store = self._room, self._room.store
            person = room.person(event)
            round_id = store.names.round("alone", person, state.seed)
            ids = tuple(item.id for item in items)
            await store.rounds.start(Round(round_id, person, ids, phase=Phase.ENDED))
            await store.rounds.answer(round_id, state.position, person, given, event.id, alone=True)
            return True
        return False

    def _draw(self, state: Alone) -> tuple[Item, ...]:
        number = max(0, state.number)
        return draw_items(self._room.bank, state.seed, state.group, state.difficulty, number)


def question_board(state: Alone, item: Item) -> Board:
    """Ask a question."""
    choices = tuple(
        Knob(f"{words.LETTERS[place]}) {choice.text}", press_of(Act.ALONE, *state.words, place), Weight.CHIEF)
        for place, choice in enumerate(item.choices)
    )
    blocks = (heading(item, state.position, state.number), question_block(item))
    return Board(item.disclaimer, blocks, rows=(choices,))


def solution_board(state: Alone, item: Item, choice: int, *, kept: bool) -> Board:
    """Show the right answer, why the other was wrong, the fact and its source."""
    picked = item.choices[choice]
    verdict = words.RIGHT if picked.right else words.WRONG.format(confusion=why_wrong(picked)).strip()
    shown, sources = proof(item, [picked])
    answer = words.THE_ANSWER.format(answer=answer_named(item))
    blocks = (
        heading(item, state.position, state.number, solved=True),
        f"{escape(item.question)}\n{words.CHOSEN.format(choice=choice_named(item, choice))}",
        verdict if picked.right else f"{verdict}\n{answer}",
        *shown,
        words.SO_FAR.format(right=state.right, asked=state.position + 1) + ("" if kept else f"\n{words.NOT_KEPT}"),
    )
    label = words.RESULT if state.position + 1 >= state.number else words.NEXT
    onward = Knob(label, press_of(Act.ONWARD, *state.words), Weight.CHIEF)
    return Board(item.disclaimer, blocks, sources, ((onward,),))
