"""The table of rules, the posology and the wording belong together."""

from __future__ import annotations

import ast
import inspect
import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bot.dosing import Flag, Missing, Verdict, case, changes, checker, label, sizes, texts
from bot.dosing.checker import RULES
from bot.dosing.reading import word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.dosing import DoseCheck
    from bot.kb.model import DoseText, Figure

ALLOWED_NUMBERS = {0, 1, 2, 24, 1000}
BRACES = re.compile(r"\{([^{}]+)\}")
VALUES = word_set("amount daily count times taken told swapped least limit excess percent weight start")
FORBIDDEN = re.compile(
    r"\b(?:safe(?:ly)?|fine|okay|all right|increase your|reduce your|lower your|raise your|stop taking)\b",
    re.IGNORECASE,
)
UNCONTRADICTED = {
    "unit",
    "over_day",
    "single_child",
    "over_start",
    "fast",
    "stop",
    "high_pump",
    "kidney",
    "within",
    "below",
}


@pytest.mark.hazard("H16")
@pytest.mark.parametrize("module", [checker, sizes, changes, case, label], ids=lambda module: module.__name__)
def test_no_figure_stands_in_the_code(module: object) -> None:
    tree = ast.parse(inspect.getsource(module))  # type: ignore[arg-type]  # a module
    numbers = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
    }
    assert numbers <= ALLOWED_NUMBERS | {100}, numbers


def test_the_checker_itself_holds_the_fewest_numbers() -> None:
    numbers = {node.value for node in ast.walk(ast.parse(inspect.getsource(checker))) if isinstance(node, ast.Constant)}
    assert {number for number in numbers if isinstance(number, int) and not isinstance(number, bool)} <= ALLOWED_NUMBERS


def test_rules_stand_in_the_order_of_the_document() -> None:
    places = [rule.place for rule in RULES]
    assert places == sorted(places)
    assert set(places) == {"A1", "A2", "B", "C", "D", "E", "F"}


def named_figures() -> set[str]:
    """Every id that a rule or a table of the check names."""
    found = {name for rule in RULES if isinstance(rule.figures, tuple) for name in rule.figures}
    for module in (sizes, changes, case, label, texts):
        found |= set(
            re.findall(r'"((?:oral|it|unit|kidney|child|older|stop|compare)-[a-z0-9-]+)"', inspect.getsource(module))
        )
    return found - {"child-under-8", "child-8-to-17"}


def test_every_named_figure_exists(posology: Mapping[str, Figure], wording: Mapping[str, DoseText]) -> None:
    assert named_figures() <= posology.keys() | wording.keys()


def test_our_own_lines_say_why(posology: Mapping[str, Figure]) -> None:
    for figure in posology.values():
        assert figure.citations or figure.policy, figure.id
        if figure.purpose == "line":
            assert figure.policy, f"{figure.id} is a threshold of ours and must say why"


@pytest.mark.hazard("H16")
def test_figures_that_follow_from_others_agree(posology: Mapping[str, Figure]) -> None:
    def value(name: str) -> Fraction:
        return Fraction(posology[name].high)

    assert value("oral-most-tablets-line") == value("oral-adult-maximum-day") / value("oral-weakest-tablet-line")
    assert value("oral-adult-start-day") == 3 * value("oral-adult-start-dose")
    assert value("oral-adult-step-day") == 3 * value("oral-adult-step-dose")
    assert value("oral-adult-maximum-day") == 4 * value("oral-adult-largest-scheduled-dose")
    assert value("it-highest-start-day") == 2 * value("it-test-dose-third")
    assert value("it-bolus-line") == 5 * value("it-test-dose-third")
    assert value("unit-oral-mcg-line") == 1000
    assert value("oral-taken-line") == value("oral-adult-maximum-day")
    strengths = [Fraction(one) for one in posology["oral-tablet-strengths-us"].values]
    assert (min(strengths), max(strengths)) == (
        value("oral-weakest-tablet-line"),
        value("oral-strongest-tablet-line"),
    )
    assert posology["it-spinal-usual-day"].high == posology["it-spinal-caution-line"].high
    assert posology["it-cerebral-usual-day"].high == posology["it-cerebral-caution-line"].high


def test_every_text_names_only_what_exists(wording: Mapping[str, DoseText], posology: Mapping[str, Figure]) -> None:
    for text in wording.values():
        for name in BRACES.findall(text.text):
            if "-" in name:
                assert name in posology, f"{text.id} names the figure {name}"
                assert name in text.figures, f"{text.id} must list {name} for its citations"
            else:
                assert name in VALUES, f"{text.id} names the value {name}"
        assert set(text.figures) <= posology.keys(), text.id


@pytest.mark.hazard("H20")
def test_no_text_comforts_or_advises_on_an_own_dose(wording: Mapping[str, DoseText]) -> None:
    for text in wording.values():
        assert not FORBIDDEN.search(text.text), f"{text.id}: {FORBIDDEN.search(text.text)}"


def test_every_verdict_and_question_has_its_words(wording: Mapping[str, DoseText]) -> None:
    assert {f"verdict-{verdict}" for verdict in Verdict} <= wording.keys()
    assert {f"ask-{missing}" for missing in Missing} <= wording.keys()
    contradictions = {name for name in wording if name.startswith("unit-")}
    assert {f"ask-{name}" for name in contradictions} <= wording.keys()


EVERY_REASON = """
I want to die, will 400 mg do it | he won't wake up after 20 mg | ran out of 60 mg a day, now hallucinating
pump ran dry, 300 mcg/day | my toddler swallowed a 10 mg tablet | I just took 200 mg
on dialysis, just took 20 mg | took 40 mg with vodka | took two 10s instead of one | 300 mg in one go
40 mg at once, 6 years old | 60 mg at once, 12 years old | 500 mcg test dose | 10 mL tablets tid
20 units tid | 300 mg a day by pump | 20 g tid | 10 mcg tablets tid | 20 mcg tid | 25 mg qid
is 100 mg too much | 15 mg tid, 5 years old | 25 mg tid, 12 years old | 10 mg tid, 7 years, 12 kg
pump 2100 mcg/day | pump 1500 mcg/day, stroke | pump 1300 mcg/day, 8 years old | test dose 150 mcg | 40 mg bid
20 mg qd | start 10 mg tid | start 2.5 mg tid, 4 years, 16 kg | pump started at 300 mcg/day
first test dose 75 mcg | from 5 mg tid to 15 mg tid | pump raised from 100 to 200 mcg/day
pump raised from 100 to 130 mcg/day, stroke | stop 20 mg qid cold turkey
stopping the pump, 300 mcg/day, suddenly | missed a dose, can I take 40 mg now instead of 20 | 10 mg weekly
pump 900 mcg/day | pump 900 mcg/day, stroke | pump 900 mcg/day, 8 years old | 5 mg a day on dialysis
10 mg tid on dialysis | eGFR 20, 5 mg daily | eGFR 20, 10 mg tid | bad kidneys, 10 mg tid
10 mg tid, 9 years old | pregnant, 10 mg tid | breastfeeding, 10 mg tid | 80 years old, 10 mg tid | 20 mg qid
5 mg tid | is 15 mg at once ok | pump 300 mcg/day | pump 300 mcg/day, stroke | pump 300 mcg/day, 9 years old
test dose 75 mcg | 5 mg bid | pump 30 mcg/day | test dose 25 mcg | 20 four times a day | 2 pills tid
1 mg/kg/day | 10 mg | 5e3 mg | my pump has 2000 mcg/mL
"""


def test_every_reason_that_can_come_has_its_text_and_values(
    judge: Callable[[str], DoseCheck], wording: Mapping[str, DoseText]
) -> None:
    """Each text is reached by one of these doses, and each finds the values that it names."""
    reached: set[str] = set()
    for asked in re.split(r"\s*[|\n]\s*", EVERY_REASON.strip()):
        check = judge(asked)
        for reason in (*check.reasons, *check.asks):
            assert reason.text in wording, f"{asked}: {reason.text}"
            needed = {name for name in BRACES.findall(wording[reason.text].text) if "-" not in name}
            assert needed <= dict(reason.values).keys(), (
                f"{asked}: {reason.text} lacks {needed - dict(reason.values).keys()}"
            )
            reached.add(reason.text)
    unreached = {name for name in wording if not name.startswith("verdict-")} - reached
    assert not unreached, unreached


def test_flags_come_gravest_first(judge: Callable[[str], DoseCheck]) -> None:
    check = judge("82 years old, on dialysis, gabapentin 300 mg, stopped 40 mg qid as needed cold turkey")
    assert list(check.flags) == sorted(check.flags, key=list(Flag).index)
    assert {Flag.DIALYSIS, Flag.KIDNEY, Flag.OLDER_ADULT, Flag.ABRUPT_STOP} <= set(check.flags)


def test_the_rules_choose_texts_by_function_only_where_they_differ() -> None:
    chosen = {rule.text.__name__ for rule in RULES if not isinstance(rule.text, str)}
    assert chosen == UNCONTRADICTED
