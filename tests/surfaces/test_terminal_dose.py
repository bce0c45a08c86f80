from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answering import Kind
from bot.dosing import DoseVocabulary, check_dose, parse_dose, read_strength
from bot.surfaces.terminal_dose import Calculator, bar_lines, with_strength

if TYPE_CHECKING:
    from bot.answering import Answerer, Reply

VOCABULARY = DoseVocabulary(names=frozenset(["baclofen"]))


def checked(tiny: Answerer, asked: str) -> Reply:
    """Read and judge a dose; how it is worded does not matter here."""
    check = check_dose(parse_dose(asked, VOCABULARY), tiny.knowledge.figures)
    return replace(tiny.composer.say(Kind.DOSE_CHECK, "Read and judged."), dose=check)


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("20 mg three times a day", "X is this dose, 60 mg; {range}. At 75% of the upper end."),
        ("20 mg four times a day", "X is this dose, 80 mg; {range}. At 100% of the upper end."),
        ("80 mg three times a day", "X is this dose, 240 mg; {range}. Over the upper end by 160 mg."),
        ("5 mg twice a day", "X is this dose, 10 mg; {range}. At 12% of the upper end."),
        ("10 to 20 mg three times a day", "X is this dose, 30 to 60 mg; {range}. At 75% of the upper end."),
    ],
)
def test_the_place_is_told_in_words_first(tiny: Answerer, asked: str, place: str) -> None:
    told = "( ) is what labels speak of, 15 to 80 mg; = is the usual range, 40 to 80 mg"
    assert bar_lines(checked(tiny, asked), 80)[0] == place.format(range=told)


def test_the_bar_is_drawn_to_scale(tiny: Answerer) -> None:
    bar = bar_lines(checked(tiny, "20 mg three times a day"), 40)[1]
    assert bar == "0 |----(------======X=====)-----| 100 mg"


@pytest.mark.parametrize("each", [1, 5, 15, 20, 27, 60, 199])
@pytest.mark.parametrize("width", [40, 60, 100])
def test_the_bar_fits_and_marks_the_dose(tiny: Answerer, each: int, width: int) -> None:
    bar = bar_lines(checked(tiny, f"{each} mg three times a day"), width)[1]
    assert len(bar) <= width
    assert bar.count("X") == 1
    assert (bar.find("(") < bar.index("X") < len(bar)) == (each * 3 >= 15)
    assert (bar.index("X") > bar.find(")") > 0) == (each * 3 > 80)


def test_a_child_and_a_pump_have_their_own_range(tiny: Answerer) -> None:
    child = bar_lines(checked(tiny, "10 mg three times a day for my 5 year old"), 80)[0]
    assert "( ) is what labels speak of, 0 to 40 mg" in child
    pump = bar_lines(checked(tiny, "400 mcg a day in the pump, cerebral palsy"), 80)[0]
    assert "= is the usual range, 90 to 703 mcg" in pump


@pytest.mark.parametrize(
    "asked",
    [
        "I just took 200 mg",
        "300 mg a day in the pump",
        "is 20 mg ok",
        "I weigh 80 kg",
        "10 mg three times a day on dialysis",
        "10 mg three times a day with bad kidneys",
    ],
)
def test_no_picture_where_it_would_say_too_much(tiny: Answerer, asked: str) -> None:
    assert bar_lines(checked(tiny, asked), 80) == []


def test_other_replies_have_no_picture(tiny: Answerer) -> None:
    assert bar_lines(tiny.ask("missed a dose"), 80) == []


@pytest.mark.parametrize(
    ("asked", "completed"),
    [
        ("5 ml three times a day", "5 ml three times a day (5mg/5ml)"),
        ("a teaspoon twice a day", "a teaspoon twice a day (5mg/5ml)"),
        ("two tablets twice a day", "two tablets twice a day"),
        ("5 mg three times a day", "5 mg three times a day"),
        ("5 ml of the 10mg/5ml twice a day", "5 ml of the 10mg/5ml twice a day"),
        ("hello", "hello"),
    ],
)
def test_a_strength_completes_what_was_told_in_millilitres(tiny: Answerer, asked: str, completed: str) -> None:
    assert with_strength(asked, checked(tiny, asked), "5mg/5ml") == completed
    assert with_strength(asked, checked(tiny, asked), None) == asked


def test_millilitres_are_worked_out(tiny: Answerer) -> None:
    count = Calculator(tiny.knowledge.figures, read_strength("10mg/5ml"), tablets=False)
    reply = checked(tiny, "15 mg three times a day")
    assert count.lines(reply) == ["In mL: 15 mg ÷ 2 mg/mL = 7.5 mL; 45 mg ÷ 2 mg/mL = 22.5 mL."]
    assert dict(count.objects(reply)) == {
        "liquid": {"dose": {"value": 7.5, "unit": "mL"}, "day": {"value": 22.5, "unit": "mL"}}
    }


def test_tablets_are_counted(tiny: Answerer) -> None:
    count = Calculator(tiny.knowledge.figures, None, tablets=True)
    reply = checked(tiny, "15 mg three times a day")
    assert "15 mg = 3 tablets of 5 mg; 15 mg = 1.5 tablets of 10 mg" in count.lines(reply)[0]
    objects = dict(count.objects(reply))
    assert {"strength": {"value": 5, "unit": "mg"}, "count": 3.0} in objects["tablets"]


@pytest.mark.parametrize("asked", ["I just took 200 mg", "300 mg a day in the pump", "hello"])
def test_nothing_is_worked_out_where_it_must_not_be(tiny: Answerer, asked: str) -> None:
    count = Calculator(tiny.knowledge.figures, read_strength("5mg/5ml"), tablets=True)
    reply = checked(tiny, asked)
    assert count.lines(reply) == [
        "In mL: cannot be worked out from what was told.",
        "In tablets: cannot be worked out in whole and half tablets.",
    ]
    assert dict(count.objects(reply)) == {"liquid": {"dose": None, "day": None}, "tablets": []}


def test_what_was_not_asked_for_is_not_worked_out(tiny: Answerer) -> None:
    count = Calculator(tiny.knowledge.figures, None, tablets=False)
    reply = checked(tiny, "15 mg three times a day")
    assert (count.lines(reply), dict(count.objects(reply))) == ([], {})
