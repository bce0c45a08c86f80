"""What every item holds, whichever is drawn: the right answer is right, the wrong ones are wrong, all is cited."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import InputError
from bot.kb.figures import format_figure
from bot.study import Difficulty, ItemKind, build_bank, grade, question_lines, solution_lines
from bot.study.gaps import BLANK
from bot.study.item_rules import ItemRules, amount_of
from bot.study.model import Accepted, Item

if TYPE_CHECKING:
    from bot.answering import Answerer
    from bot.kb import KnowledgeBase
    from bot.study import ItemBank

SEEDS = st.integers(min_value=0, max_value=10**9)
QUOTED = re.compile(r"“(.*)”")


def facts_of(knowledge: KnowledgeBase) -> dict[str, str]:
    return {fact.id: fact.text for topic in knowledge.topics.values() for fact in topic.all_facts}


def test_there_are_enough_to_study_for_weeks(bank: ItemBank) -> None:
    assert len(bank) >= 400
    kinds = Counter(item.kind for item in bank.items)
    assert min(kinds[kind] for kind in ItemKind) >= 25
    assert set(bank.groups) >= {"dosing", "intrathecal", "pharmacology", "danger", "effects", "interactions"}
    assert min(Counter(item.difficulty for item in bank.items).values()) >= 50


def test_ids_are_unique_short_and_made_of_the_source_alone(bank: ItemBank, knowledge: KnowledgeBase) -> None:
    assert len({item.id for item in bank.items}) == len(bank)
    assert all(re.fullmatch(r"[a-z]{2}-[0-9a-f]{12}", item.id) for item in bank.items)
    assert [item.id for item in build_bank(knowledge).items] == [item.id for item in bank.items]


@pytest.mark.parametrize(
    ("origin", "item_id"),
    [
        ("fill/oral-amounts/the-us-label-s-highest-daily-dose-by-mouth-for-adults/oral-adult-maximum-day", None),
        ("gap/mechanism/short", None),
        ("mcg-to-mg?amount=350 mcg", None),
    ],
)
def test_known_items_keep_their_origin(bank: ItemBank, origin: str, item_id: None) -> None:
    """Learners' progress hangs on these: a changed origin would make a new card of an old one."""
    assert sum(item.origin == origin for item in bank.items) == 1, item_id


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_every_item_shows_its_facts_citations_and_disclaimer(
    bank: ItemBank, knowledge: KnowledgeBase, seed: int
) -> None:
    facts = facts_of(knowledge)
    for item in bank.draw(seed, number=12):
        shown = "\n".join(solution_lines(item, every=True))
        assert shown.endswith(knowledge.wording.disclaimer)
        assert item.answer in shown
        for evidence in item.evidence:
            assert facts[evidence.fact.id] in shown
            assert evidence.references
            for reference in evidence.references:
                assert f"[{reference.number}] {reference.locator}" in shown
                assert reference.source.title in shown
        for choice in item.choices:
            assert choice.right or choice.confusion in shown


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, data=st.data())
def test_the_right_option_is_right_and_no_wrong_one_is(bank: ItemBank, seed: int, data: st.DataObject) -> None:
    for item in bank.draw(seed, number=8):
        if item.accepted:
            assert grade(item, item.answer).correct
            continue
        picked = data.draw(st.integers(0, len(item.choices) - 1))
        result = grade(item, picked)
        assert result.readable
        assert result.correct == (picked == item.right)
        assert result.choice == item.choices[picked]
        assert sum(choice.right for choice in item.choices) == 1


def test_figures_are_those_of_the_posology(bank: ItemBank, knowledge: KnowledgeBase) -> None:
    """By figure: the answer is the figure's, and no wrong answer is the same amount in any unit."""
    seen = 0
    for item in bank.items:
        figure = knowledge.figures.get(item.origin.rpartition("/")[2])
        if figure is None or item.kind is ItemKind.TRUE_FALSE:
            continue
        seen += 1
        assert item.answer == format_figure(figure)
        if item.accepted:
            assert item.accepted.values == tuple(map(Fraction, figure.values))
        for choice in item.choices:
            if not choice.right and amount_of(item.answer):
                assert amount_of(choice.text) != amount_of(item.answer)
    assert seen >= 60


def test_gaps_are_filled_by_the_fact_and_by_nothing_else(bank: ItemBank, knowledge: KnowledgeBase) -> None:
    facts = facts_of(knowledge)
    gaps = [item for item in bank.items if item.origin.startswith("gap/")]
    assert len(gaps) >= 80
    for item in gaps:
        sentence = QUOTED.search(item.question)
        assert sentence
        for choice in item.choices:
            filled = sentence[1].replace(BLANK, choice.text)
            assert (filled in facts[item.facts[0].id]) == choice.right, filled


def test_statements_from_gaps_are_true_just_where_the_fact_says_so(bank: ItemBank, knowledge: KnowledgeBase) -> None:
    facts = facts_of(knowledge)
    told = [item for item in bank.items if item.origin.startswith("say/gap/")]
    assert {item.answer for item in told} == {"True", "False"}
    for item in told:
        sentence = QUOTED.search(item.question)
        assert sentence
        assert (sentence[1] in facts[item.facts[0].id]) == (item.answer == "True"), item.question


def test_an_altered_statement_is_told_by_no_fact(bank: ItemBank, knowledge: KnowledgeBase) -> None:
    text = "\n".join(facts_of(knowledge).values())
    for item in bank.items:
        if item.kind is ItemKind.TRUE_FALSE and item.answer == "False":
            assert item.question.split("? ", 1)[1].strip("“”") not in text
            assert item.working, "an altered statement is put right"


@pytest.mark.hazard("H09")
def test_no_item_speaks_of_doses_that_harm_or_of_self_harm(bank: ItemBank, knowledge: KnowledgeBase) -> None:
    study = knowledge.study
    assert study
    assert "oral-reported-toxic-dose" in study.never_figures
    banned = {fact.id for topic in knowledge.topics.values() for fact in topic.all_facts
              if study.never_figures & {*fact.figures}} | study.never_facts  # fmt: skip
    words = re.compile(r"suicid|self-harm|toxic dose|lethal|fatal|deadly dose|on purpose", re.IGNORECASE)
    for item in bank.items:
        shown = {fact.id for fact in item.facts} | {c.evidence.fact.id for c in item.choices if c.evidence}
        assert not shown & banned, item.origin
        assert not words.search("\n".join([*question_lines(item), *solution_lines(item, every=True)])), item.origin


@pytest.mark.hazard("H27")
def test_every_wrong_option_is_put_right(bank: ItemBank) -> None:
    for item in bank.items:
        for position, choice in enumerate(item.choices):
            if not choice.right:
                shown = solution_lines(item, grade(item, position))
                assert choice.confusion in shown[0]
                assert any(item.answer in line for line in shown[1:])
                assert shown[-1] == item.disclaimer


def test_the_right_answer_stands_anywhere(bank: ItemBank) -> None:
    places = Counter(item.right for item in bank.items if len(item.choices) == 4)
    assert min(places[place] for place in range(4)) > sum(places.values()) / 6
    truths = Counter(item.answer for item in bank.items if item.kind is ItemKind.TRUE_FALSE)
    assert min(truths.values()) > sum(truths.values()) * 0.4


def test_the_right_answer_is_not_the_longest_more_often_than_by_chance(bank: ItemBank) -> None:
    asked = [item for item in bank.items if item.kind is ItemKind.MULTIPLE_CHOICE]
    longest = [item for item in asked if len(item.answer) > max(len(c.text) for c in item.choices if not c.right)]
    shortest = [item for item in asked if len(item.answer) < min(len(c.text) for c in item.choices if not c.right)]
    assert len(longest) < len(asked) * 0.4
    assert len(shortest) < len(asked) * 0.4


# Drawing


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, number=st.integers(1, 40))
def test_a_seed_draws_the_same_items_again(bank: ItemBank, knowledge: KnowledgeBase, seed: int, number: int) -> None:
    first = bank.draw(seed, number=number)
    assert len(first) == number
    assert first == bank.draw(seed, number=number)
    assert first == bank.draw(seed, number=number + 5)[:number]
    assert len({item.id for item in first}) == number


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_no_item_of_a_round_gives_another_away(bank: ItemBank, seed: int) -> None:
    facts = [fact.id for item in bank.draw(seed, number=20) for fact in item.facts]
    assert len(set(facts)) == len(facts)


def test_two_seeds_draw_different_rounds(bank: ItemBank) -> None:
    assert bank.draw(1) != bank.draw(2)


def test_a_draw_keeps_to_group_difficulty_and_kind(bank: ItemBank) -> None:
    drawn = bank.draw(3, group="dosing", difficulty="hard", kind=ItemKind.CASE, number=None)
    assert drawn
    assert {(item.group, item.difficulty, item.kind) for item in drawn} == {("dosing", Difficulty.HARD, ItemKind.CASE)}


def test_an_unknown_group_is_told_with_the_known_ones(bank: ItemBank) -> None:
    with pytest.raises(InputError, match=r"no questions on 'zebra'.*dosing"):
        bank.draw(1, group="zebra")


def test_a_base_without_a_study_file_says_so(tiny: Answerer) -> None:
    from dataclasses import replace

    empty = build_bank(replace(tiny.knowledge, practice=None))
    assert len(empty) == 0
    with pytest.raises(InputError, match=r"nothing to practice with.*study\.yaml"):
        empty.draw(1)


def test_another_base_has_its_own_items(small_bank: ItemBank, tiny: Answerer) -> None:
    assert {item.kind for item in small_bank.items} == set(ItemKind)
    assert all(fact.id.split("/")[0] in tiny.knowledge.topics for item in small_bank.items for fact in item.facts)


def test_every_item_holds_the_rules_of_kb_check(bank: ItemBank, knowledge: KnowledgeBase) -> None:
    assert knowledge.study
    rules = ItemRules(knowledge, knowledge.study)
    assert [(item.origin, what) for item in bank.items for what, _ in rules.broken(item)] == []


# Grading what is typed


def typed(item: Item, text: str) -> tuple[bool, bool]:
    result = grade(item, text)
    return result.correct, result.readable


@pytest.fixture(scope="module")
def maximum(bank: ItemBank) -> Item:
    return next(item for item in bank.items if item.kind is ItemKind.FILL_IN and item.answer == "80 mg")


@pytest.mark.parametrize("text", ["80", "80 mg", "80mg", " 80 MG ", "80.0", "0.08 g", "80,000 mcg", "80000 micrograms"])
def test_a_right_figure_is_taken_in_every_unit(maximum: Item, text: str) -> None:
    assert typed(maximum, text) == (True, True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("80 mcg", "the unit is not"),
        ("80 mL", "the unit is not"),
        ("8", "tenfold"),
        ("800 mg", "tenfold"),
        ("80 g", "the unit is not"),
        ("60", "It is 80 mg"),
    ],
)
def test_a_wrong_figure_is_told_how_it_is_wrong(maximum: Item, text: str, why: str) -> None:
    assert typed(maximum, text) == (False, True)
    assert why in grade(maximum, text).feedback


@pytest.mark.parametrize("text", ["", "eighty", "80 mg or so", "1 to 80", "8.0.0", "٨٠", "-80", "80 mg 80"])
def test_what_cannot_be_read_is_not_counted(maximum: Item, text: str) -> None:
    correct, readable = typed(maximum, text)
    assert not correct
    assert not readable


def test_a_range_needs_both_ends(bank: ItemBank) -> None:
    item = next(
        item for item in bank.items if item.accepted and item.accepted.is_range and item.answer == "40 to 80 mg"
    )
    assert isinstance(item.accepted, Accepted)
    for text in ("40 to 80", "40-80 mg", "40 – 80 mg", "40 mg to 80 mg", "40 and 80"):
        assert typed(item, text) == (True, True), text
    assert typed(item, "40") == (False, True)
    assert typed(item, "80 to 40") == (False, True)


@pytest.mark.parametrize("form", ["letter", "number", "words", "capital"])
def test_a_choice_can_be_named_as_people_do(bank: ItemBank, form: str) -> None:
    for item in bank.draw(5, kind=ItemKind.MULTIPLE_CHOICE, number=20):
        text = {
            "letter": "abcd"[item.right],
            "number": str(item.right + 1),
            "words": item.answer,
            "capital": f"{'ABCD'[item.right]})",
        }[form]
        if form == "number" and any(choice.text == text for choice in item.choices):
            continue
        assert typed(item, text) == (True, True)


def test_true_and_false_by_their_first_letter(bank: ItemBank) -> None:
    item = bank.draw(5, kind=ItemKind.TRUE_FALSE, number=1)[0]
    assert typed(item, item.answer[0].lower()) == (True, True)
    assert typed(item, "x") == (False, False)
