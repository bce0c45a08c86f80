"""A round of questions in the terminal."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import bot
from bot.errors import ExitCode
from bot.study import build_bank, grade
from bot.study.grading import LETTERS
from bot.surfaces.study.alarm import Alarm
from bot.surfaces.study.objects import item_object
from bot.surfaces.study.prompts import prompt_for
from bot.surfaces.study.screen import show_lines, show_progress, show_question, show_solution
from bot.surfaces.terminal import look_of_output, write, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering import Answerer
    from bot.study import Grade, Item
    from bot.surfaces.study.prompts import Prompt
    from bot.surfaces.terminal import Look

SEEDS = 10_000
"""So few that a seed can be read out across a table."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    group: str | None = None
    number: int | None = 10
    difficulty: str | None = None
    seed: int | None = None

    def options(self) -> str:
        """Write them as options again, the seed aside."""
        told = (("--group", self.group), ("--number", self.number), ("--difficulty", self.difficulty))
        return "".join(f" {name} {value}" for name, value in told if value is not None)


def run_quiz(answerer: Answerer, wish: Wish, *, as_json: bool) -> int:
    """Play a round, or print its items as JSON lines; raises InputError where no item fits."""
    seed = secrets.randbelow(SEEDS) if wish.seed is None else wish.seed
    items = build_bank(answerer.knowledge).draw(seed, group=wish.group, number=wish.number, difficulty=wish.difficulty)
    if as_json:
        for item in items:
            write_json(item_object(item))
        return ExitCode.OK
    look = look_of_output(os.environ)
    prompt = prompt_for(look)
    again = f"{bot.APP_NAME} quiz{wish.options()} --seed {seed}"
    opening = f"{len(items)} {'question' if len(items) == 1 else 'questions'}. To ask the same ones again: {again}"
    show_lines([opening, "Answer with a letter; Enter shows the answer, q ends the round."], look)
    write()
    given = play(items, prompt, look, Alarm(answerer, look))
    show_lines(closing(items, given), look)
    return ExitCode.OK


def play(items: Sequence[Item], prompt: Prompt, look: Look, alarm: Alarm) -> list[Grade | None]:
    """Ask one item after the other; None for one that was looked up. Ends early where the learner leaves."""
    given: list[Grade | None] = []
    for item in items:
        show_progress(len(given), len(items), sum(one is not None and one.correct for one in given), look)
        show_question(item, look)
        answered, result = ask(item, prompt, look, alarm)
        if not answered:
            break
        given.append(result)
        show_solution(item, result, look)
        write()
    return given


def ask(item: Item, prompt: Prompt, look: Look, alarm: Alarm) -> tuple[bool, Grade | None]:
    """Ask until an answer can be read; False where the learner leaves, no grade where the answer is looked up."""
    keys = LETTERS[: len(item.choices)]
    while True:
        if item.choices:
            said = prompt.key(f"Your answer ({', '.join(keys[:-1])} or {keys[-1]}):", keys)
        else:
            said = prompt.line(f"Your answer ({item.accepted.unit if item.accepted else ''}):")
        if said is None:
            return False, None
        if not said:
            return True, None
        result = grade(item, said)
        if result.readable:
            return True, result
        alarm.heard(said)
        show_lines([result.feedback], look)


def closing(items: Sequence[Item], given: Sequence[Grade | None]) -> list[str]:
    """Write the score, and which topics to read again."""
    if not given:
        return ["No question was answered."]
    right = sum(one is not None and one.correct for one in given)
    lines = [f"Score: {right} of {len(given)}."]
    missed = [item for item, one in zip(items, given, strict=False) if one is None or not one.correct]
    topics = dict.fromkeys((item.topic, item.title) for item in missed)
    if topics:
        lines.append(f"To read again ('{bot.APP_NAME} kb show ID'):")
        lines.extend(f"  {topic}: {title}" for topic, title in topics)
    return lines
