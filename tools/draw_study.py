"""Three screens of a round in the study room: a question, its solution, the scores. Drawn by `draw_replies`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store.rounds import Phase, Place, Round
from bot.study import ItemKind
from bot.surfaces.discord_app.study_board import favorite_mistake
from bot.surfaces.discord_app.study_door import bank_of
from bot.surfaces.discord_app.study_names import names_of
from bot.surfaces.discord_app.study_render import view_of
from bot.surfaces.discord_app.study_rounds import question_board, scores_board, solution_board

if TYPE_CHECKING:
    from bot.answering import Answerer
    from bot.study.model import Item
    from bot.surfaces.discord_app.study_board import Board

IS_V2 = 1 << 15
GROUP, SEED = "dosing", "a picture"
PLAYERS = ("p1", "p2", "p3", "p4", "p5", "p6")
POINTS = (8, 8, 7, 5, 4, 2)
RIGHT, WRONG = 4, 2
"""How many of the players chose the right answer, and how many the first wrong one."""


@dataclass(frozen=True, slots=True)
class StudyPicture:
    """One screen to draw."""

    name: str
    alt: str
    """What it shows, in words."""
    board: Board

    async def payload(self) -> dict[str, object]:
        """Return the message as it is sent; the library makes components only where an event loop runs."""
        components: list[object] = view_of(self.board).to_components()  # type: ignore[no-untyped-call]  # its gap
        return {"flags": IS_V2, "components": components}


def study_pictures(answerer: Answerer) -> list[StudyPicture]:
    """Play a question of a round."""
    item = _chosen(answerer)
    open_ = Round("a-round", "host", (item.id,) * 10, "server", "channel", position=2, phase=Phase.OPEN, asked=2)
    wrong = next(place for place, choice in enumerate(item.choices) if not choice.right)
    tally = {item.right: RIGHT, wrong: WRONG}
    table = tuple(
        Place(1 + sum(other > points for other in POINTS), person, points, 10)
        for person, points in zip(PLAYERS, POINTS, strict=True)
    )
    ended = Round("a-round", "host", (item.id,) * 10, "server", "channel", 0, 9, Phase.ENDED, asked=10)
    choices = ", ".join(choice.text for choice in item.choices)
    mistake = favorite_mistake(item, tally)
    told = f" It adds why {mistake.text} is wrong." if mistake and mistake.confusion else ""
    names = names_of(PLAYERS, ended.id)
    ranked = ", ".join(f"{names[place.person]} {place.points}" for place in table)
    return [
        StudyPicture(
            "study-question",
            f"A question of a round on Discord, the third of ten: “{item.question}” with the choices {choices}, a "
            "button for each, and below them the host's buttons: show the answer, skip, end the round.",
            question_board(open_, item),
        ),
        StudyPicture(
            "study-solution",
            f"The same message with its solution: {item.answer}, how many chose each, {RIGHT} of {RIGHT + WRONG} "
            f"right, the fact “{item.evidence[0].fact.text}” with its numbered sources and the disclaimer.{told}",
            solution_board(open_, item, tally),
        ),
        StudyPicture(
            "study-scores",
            f"The scores at the end of ten questions, under made-up names: {ranked}. A button tells each player "
            "privately how they did.",
            scores_board(ended, table, answerer.disclaimer),
        ),
    ]


def _chosen(answerer: Answerer) -> Item:
    drawn = bank_of(answerer).draw(SEED, group=GROUP, number=None, kind=ItemKind.MULTIPLE_CHOICE)
    asking = [item for item in drawn if len(item.choices) == 4 and item.question.endswith("?")]
    return next(item for item in asking if all(choice.right or choice.confusion for choice in item.choices))
