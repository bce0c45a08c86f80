"""Every question of the shipped base fits what Discord takes, whoever asks it and however it is answered."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from discord_world import Body, texts
from fake_discord.openapi import faults_of
from hypothesis import given
from hypothesis import strategies as st

from bot.store.rounds import Phase, Round
from bot.study.cards import Rating
from bot.surfaces.discord_app import study_alone, study_rounds, study_words
from bot.surfaces.discord_app.study_alone import Alone, read_alone
from bot.surfaces.discord_app.study_board import Board
from bot.surfaces.discord_app.study_cards import answer_board, card_board
from bot.surfaces.discord_app.study_commands import MOST_QUESTIONS, _seed
from bot.surfaces.discord_app.study_door import bank_of
from bot.surfaces.discord_app.study_draw import draw_items
from bot.surfaces.discord_app.study_ids import Act, StudyPress, press_of, read_press
from bot.surfaces.discord_app.study_names import ANIMALS, COLORS, name_of, names_of
from bot.surfaces.discord_app.study_privacy import CHARACTERS, LINES, fitting
from bot.surfaces.discord_app.study_render import view_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.answering import Answerer
    from bot.study import ItemBank
    from bot.study.model import Item

SEED = _seed(2**63)
"""As long as any."""


@pytest.fixture(scope="module")
def bank(shipped: Answerer) -> ItemBank:
    return bank_of(shipped)


def message(board: Board) -> dict[str, Any]:
    """Return a board as it is sent, and hold it against Discord's description."""
    components = view_of(board).to_components()  # type: ignore[no-untyped-call]
    data = {"components": components, "flags": 1 << 15, "allowed_mentions": {"parse": []}}
    faults = faults_of(Body("POST", "/interactions/1/t/callback", {"type": 4, "data": data}))
    assert not faults, (faults, json.dumps(components)[:2000])
    shown = texts(data)
    assert shown[-1].replace("\\", "") == f"-# {board.disclaimer}"
    return data


def boards_of(item: Item, moment: datetime) -> list[Board]:
    """Return every message that an item can become."""
    seen = Round("f" * 16, "h" * 32, (item.id,) * MOST_QUESTIONS, "s", "c", position=MOST_QUESTIONS - 1)
    alone = Alone(SEED, item.group, str(item.difficulty), MOST_QUESTIONS, MOST_QUESTIONS - 1, MOST_QUESTIONS - 1)
    boards = [card_board(item, "**1000 due**", 999, item.group)]
    boards.append(answer_board(item, None, press_of(Act.FLIP, item.id, 999, item.group), moment))
    if item.choices:
        boards += [study_rounds.question_board(seen, item), study_alone.question_board(alone, item)]
        for place in range(len(item.choices)):
            boards.append(study_alone.solution_board(alone, item, place, kept=False))
            boards.append(study_rounds.solution_board(seen, item, {place: 25}))
    return boards


async def test_every_message_of_every_item_is_one_that_discord_takes(bank: ItemBank) -> None:
    from bot.store.cards import CardBox

    for item in bank.items:
        for board in boards_of(item, CardBox.now()):
            message(board)


@pytest.mark.hazard("H27")
async def test_every_solution_shows_the_answer_the_fact_and_its_source(bank: ItemBank) -> None:
    seen = Round("r1", "h", ("i",), "s", "c", phase=Phase.SHOWN)
    for item in bank.items:
        if not item.choices:
            continue
        shown = "\n".join(texts(message(study_rounds.solution_board(seen, item, {})))).replace("\\", "")
        assert item.answer in shown
        for evidence in item.evidence:
            assert evidence.fact.text in shown
            assert all(f"[{reference.number}]" in shown for reference in evidence.references)
            assert all(
                reference.source.title.translate(str.maketrans("[]", "()")) in shown
                for reference in evidence.references
            )


@pytest.mark.hazard("H27")
async def test_before_it_is_shown_a_question_tells_nothing_of_its_answer(bank: ItemBank) -> None:
    seen = Round("r1", "h", ("i",), "s", "c", phase=Phase.OPEN)
    for item in bank.items:
        if not item.choices:
            continue
        data = message(study_rounds.question_board(seen, item))
        alike = {re.sub(r"\d", "", json.dumps(part["style"])) for part in _answers(data)}
        assert len(alike) == 1
        facts = {evidence.fact.text for evidence in item.evidence}
        assert not any(fact in "\n".join(texts(data)) and fact not in item.question for fact in facts)


def _answers(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for part in data["components"][1]["components"] if part["type"] == 2]


def test_the_same_seed_asks_the_same_questions_and_all_of_them_have_choices(bank: ItemBank) -> None:
    drawn = draw_items(bank, "abc", "", "", MOST_QUESTIONS)
    assert drawn == draw_items(bank, "abc", "", "", MOST_QUESTIONS)
    assert all(item.choices for item in drawn)
    assert draw_items(bank, "abc", "no-such-group", "", 5) == ()


@given(st.integers(0, 24), st.integers(0, 24), st.sampled_from(["", "easy", "hard"]), st.integers(0, 2**64 - 1))
def test_the_state_of_a_quiz_alone_survives_its_custom_id(position: int, right: int, level: str, event: int) -> None:
    state = Alone(_seed(event), "interactions", level, 25, position, right)
    read = read_press(press_of(Act.ALONE, *state.words, 3).custom_id)
    assert read is not None
    assert read_alone(read) == state
    assert read.number(6) == 3


@given(st.text(max_size=110))
def test_whatever_is_no_custom_id_is_refused(written: str) -> None:
    press = read_press(written)
    assert press is None or press.custom_id == written


def test_an_id_that_would_be_too_long_is_never_shown() -> None:
    with pytest.raises(ValueError, match="custom id"):
        _ = StudyPress(Act.ALONE, ("x" * 40, "y" * 40, "z" * 40)).custom_id


def test_a_board_without_a_disclaimer_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="disclaimer"):
        Board(" ", ("text",))


def test_what_is_kept_fits_one_message_whatever_it_is() -> None:
    line = f"- round: id {'f' * 16}, items {['mc-0123456789ab'] * MOST_QUESTIONS}"
    for lines in ([line] * LINES, ["- short"] * LINES, ["- " + "x" * 5000, line]):
        kept = fitting(lines, CHARACTERS)
        assert kept
        assert len(kept) == 1 or sum(map(len, kept)) <= CHARACTERS
    assert len(fitting(["- short"] * LINES, CHARACTERS)) == LINES


def test_names_are_many_stable_and_told_apart() -> None:
    assert len(set(COLORS)) == len(COLORS)
    assert len(set(ANIMALS)) == len(ANIMALS)
    assert name_of("p", "round") == name_of("p", "round") != name_of("p", "other")
    people = [f"p{number}" for number in range(2000)]
    named = names_of(people, "round")
    assert len(set(named.values())) == len(people)
    assert names_of(reversed(people), "round") == named


def test_each_rating_has_its_word() -> None:
    assert [word.casefold() for word in study_words.RATINGS] == [rating.name.casefold() for rating in Rating]
