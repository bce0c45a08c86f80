"""Cards in the terminal: reviewing, how they stand, where they are kept."""

from __future__ import annotations

import os
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import bot
from bot.errors import ExitCode, InputError
from bot.study import build_bank, grade
from bot.study.cards import Rating, Review, next_items, rate, require_schedule
from bot.study.grading import LETTERS
from bot.study.progress import progress_lines, progress_of
from bot.study.shelf import FileShelf, data_file
from bot.surfaces.study.alarm import Alarm
from bot.surfaces.study.files import refuse_existing, write_file
from bot.surfaces.study.prompts import prompt_for
from bot.surfaces.study.screen import show_lines, show_question, show_solution
from bot.surfaces.terminal import look_of_output, write

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering import Answerer
    from bot.kb import KnowledgeBase
    from bot.study import Item
    from bot.study.cards import CardShelf, CardState
    from bot.surfaces.study.prompts import Prompt
    from bot.surfaces.terminal import Look

SOON = timedelta(minutes=20)
"""A card that comes due so soon is asked again in the same sitting."""
RATINGS = "1 again, 2 hard, 3 good, 4 easy"
SEED = "cards"
"""New cards come in an order that looks random and is the same for everybody."""


def review_cards(answerer: Answerer, *, group: str | None, new: int) -> int:
    """Review what is due, then some new cards; every rating is kept at once."""
    require_schedule()
    items = build_bank(answerer.knowledge).draw(SEED, group=group, number=None)
    shelf = FileShelf(data_file())
    queue, due = next_items(items, shelf.cards(), datetime.now(UTC), new=new)
    look = look_of_output(os.environ)
    if not queue:
        show_lines(["Nothing is due. New cards: give --new a number above 0."], look)
        return ExitCode.OK
    kept = f"Your ratings are kept in {shelf.where}; '{bot.APP_NAME} cards --forget' removes them."
    opening = [f"{due} due, {len(queue) - due} new.", kept]
    opening.append("A letter answers, Enter shows the answer; then rate how well you knew it. q ends.")
    show_lines(opening, look)
    write()
    sitting = _Sitting(shelf, prompt_for(look), look, Alarm(answerer, look))
    sitting.run(queue)
    show_lines(sitting.closing(items), look)
    return ExitCode.OK


class _Sitting:
    """One sitting at the cards."""

    def __init__(self, shelf: CardShelf, prompt: Prompt, look: Look, alarm: Alarm) -> None:
        self.shelf, self.prompt, self.look, self.alarm = shelf, prompt, look, alarm
        self.rated = 0

    def run(self, items: tuple[Item, ...]) -> None:
        """Ask until nothing is left or the learner leaves; what was not known comes again at the end."""
        queue = deque(items)
        cards = dict(self.shelf.cards())
        while queue:
            item = queue.popleft()
            show_lines([f"{len(queue) + 1} to go"], self.look, style="dim")
            rating = self._ask(item)
            if rating is None:
                return
            now = datetime.now(UTC)
            card = rate(cards.get(item.id), item.id, rating, now)
            self.shelf.record(card, Review(item.id, now, rating))
            cards[item.id] = card
            self.rated += 1
            show_lines([f"Comes again {when(card, now)}."], self.look, style="dim")
            write()
            if card.due <= now + SOON:
                queue.append(item)

    def _ask(self, item: Item) -> Rating | None:
        show_question(item, self.look)
        keys = LETTERS[: len(item.choices)]
        said = self.prompt.key("Your answer:", keys) if keys else self.prompt.line("Your answer:")
        if said is None:
            return None
        given = grade(item, said) if said else None
        if given and not given.readable:
            self.alarm.heard(said)
        show_solution(item, given if given and given.readable else None, self.look)
        while True:
            said = self.prompt.key(f"How well did you know it ({RATINGS})?", "1234")
            if said is None:
                return None
            if said in ("1", "2", "3", "4"):
                return Rating(int(said))
            self.alarm.heard(said)
            show_lines([f"Answer with a number: {RATINGS}."], self.look)

    def closing(self, items: tuple[Item, ...]) -> list[str]:
        """Tell what was done and what waits."""
        _, due = next_items(items, self.shelf.cards(), datetime.now(UTC), new=0)
        return [f"Rated: {self.rated}. Due now: {due}."]


def when(card: CardState, now: datetime) -> str:
    """Say when a card comes again."""
    left = card.due - now
    if left < timedelta(hours=1):
        return f"in {max(1, round(left.total_seconds() / 60))} min"
    days = round(left.total_seconds() / 86400)
    if days < 1:
        return f"in {round(left.total_seconds() / 3600)} hours"
    return "tomorrow" if days == 1 else f"in {days} days"


def show_stats(knowledge: KnowledgeBase, plot: Path | None, *, force: bool) -> int:
    """Tell how the cards stand, and draw it where a file is named."""
    if plot is not None:
        refuse_existing(plot, force=force)
    shelf = FileShelf(data_file())
    known = {item.id for item in build_bank(knowledge).items}
    cards = {key: card for key, card in shelf.cards().items() if key in known}
    progress = progress_of(cards, shelf.reviews(), datetime.now().astimezone())
    show_lines(progress_lines(progress), look_of_output(os.environ))
    if plot is not None:
        if not progress.cards:
            raise InputError("There is nothing to draw yet.", f"Review some cards first: '{bot.APP_NAME} cards'.")
        from bot.study.plots import learner_picture

        write_file(plot, learner_picture(progress).png)
        write(f"Drawn: {plot}")
    return ExitCode.OK


def show_where() -> int:
    """Print where progress is kept, whether it exists or not."""
    write(FileShelf(data_file()).where)
    return ExitCode.OK


def forget_progress() -> int:
    """Remove the progress."""
    shelf = FileShelf(data_file())
    write(f"Removed: {shelf.where}" if shelf.forget() else f"There was nothing at {shelf.where}.")
    return ExitCode.OK
