"""What an explanation tells is what was done: rules, scores, repairs, figures."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.answering import Asker, Kind
from bot.answering.decision import SENTENCES, Rule
from bot.answering.explanation import explain
from bot.answering.routing import THRESHOLDS
from bot.surfaces.explain_lines import explanation_sections
from bot.surfaces.explain_object import explanation_object
from bot.surfaces.outline import write_sections
from bot.surfaces.terminal import Look

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from bot.answering import Answerer
    from bot.answering.explanation import Explanation

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

QUESTIONS = Path(__file__).parents[1] / "cases" / "questions" / "voices-2.jsonl"
KEYS = {
    "question", "kind", "topic", "danger_kind", "answer_id", "base_version", "decided_by", "rules", "read", "danger",
    "scope", "candidates", "dose", "facts", "figures", "sources", "disclaimer",
}  # fmt: skip
DECIDED = {
    "": Rule.NOTHING_SAID,
    "he took 40 pills and will not wake up": Rule.DANGER_POINTS,
    "I want to die": Rule.DANGER_POINTS,
    "20 mg four times a day": Rule.DOSE_ASKED,
    "baclofen": Rule.NAME_ONLY,
    "hello": Rule.SMALL_TALK,
    "is ibuprofen any good": Rule.OTHER_MEDICINE,
    "can I sue my doctor": Rule.OURS,
    "what is the maximum dose of baclofen": Rule.SURE,
}
EXPECTED_KIND = {
    Rule.NOTHING_SAID: {Kind.SMALL_TALK},
    Rule.DANGER_CHANCE: {Kind.EMERGENCY},
    Rule.DANGER_POINTS: {Kind.EMERGENCY},
    Rule.DOSE_TAKEN: {Kind.EMERGENCY},
    Rule.DOSE_ASKED: {Kind.DOSE_CHECK},
    Rule.TOO_VAGUE: {Kind.CLARIFY},
    Rule.NAME_ONLY: {Kind.CLARIFY},
    Rule.SMALL_TALK: {Kind.SMALL_TALK},
    Rule.OTHER_MEDICINE: {Kind.OTHER_DRUG},
    Rule.OURS: {Kind.OUT_OF_SCOPE},
    Rule.FITS: {Kind.OUT_OF_SCOPE},
    Rule.SURE: {Kind.ANSWER},
    Rule.CLEAR_LEAD: {Kind.ANSWER, Kind.CLARIFY},
    Rule.UNLISTED_MEDICINE: {Kind.ANSWER},
}
"""What follows from a rule that decided."""


def text_of(explained: Explanation, answerer: Answerer, capsys: pytest.CaptureFixture[str], look: Look) -> str:
    capsys.readouterr()
    write_sections(explanation_sections(explained, answerer.knowledge), look)
    return capsys.readouterr().out


@pytest.mark.parametrize(("asked", "rule"), DECIDED.items())
def test_the_rule_that_decided(shipped: Answerer, asked: str, rule: Rule) -> None:
    account = shipped.account(asked)
    assert account.decided_by.rule in {rule, *({Rule.DANGER_CHANCE} if rule is Rule.DANGER_POINTS else set())}
    assert account.reply == shipped.ask(asked)


def test_reply_and_rule_agree_on_every_question(shipped: Answerer) -> None:
    """The rules are noted by the run that makes the reply, so that they cannot tell another story."""
    seen = set()
    for line in QUESTIONS.read_text("utf-8").splitlines():
        asked = json.loads(line)["q"]
        account = shipped.account(asked)
        step = account.decided_by
        seen.add(step.rule)
        assert account.reply.kind in EXPECTED_KIND[step.rule], asked
        if step.rule is Rule.CLEAR_LEAD:
            assert step.held == (account.reply.kind is Kind.ANSWER)
        for one in account.steps:
            if one.value is not None and one.threshold is not None and not one.note:
                assert one.held == (one.value >= one.threshold)
    assert {Rule.SURE, Rule.CLEAR_LEAD, Rule.DOSE_ASKED, Rule.OURS, Rule.DANGER_CHANCE} <= seen


def test_a_rule_is_compared_with_the_threshold_in_force(shipped: Answerer) -> None:
    steps = {step.rule: step for step in shipped.account("can I sue my doctor").steps}
    assert steps[Rule.OURS].threshold == THRESHOLDS.ours
    assert not steps[Rule.OURS].held


def test_every_rule_has_its_sentence() -> None:
    assert SENTENCES.keys() == set(Rule)


def test_repairs_names_and_words(shipped: Answerer) -> None:
    explained = explain(shipped, shipped.account("whats the maxmum baclofin with tramdol for a 70 year old"))
    assert explained.repairs == (("maxmum", "maximum"), ("baclofin", "baclofen"), ("tramdol", "tramadol"))
    assert explained.found is not None
    assert explained.found.drug_named
    assert explained.found.medicines == ("tramadol",)
    assert ("older-age", "70 year old") in explained.found.quantities


def test_leaving_a_word_out_is_asking_without_it(shipped: Answerer) -> None:
    recognizer = shipped.recognizer
    whole, asked = recognizer.recognize("maximum baclofen dose"), ["maximum", "dose"]
    for word in asked:
        place = next(i for i, token in enumerate(whole.reading.tokens) if token.words == (word,))
        left = " ".join(one for one in ("maximum", "baclofen", "dose") if one != word)
        expected = recognizer.recognize(left)
        found = recognizer.without(whole, place)
        assert [one.topic for one in found.candidates] == [one.topic for one in expected.candidates]
        assert found.ours == pytest.approx(expected.ours)
        assert found.danger == pytest.approx(expected.danger)


def test_cues_are_shown_with_the_words_that_say_them(shipped: Answerer) -> None:
    explained = explain(shipped, shipped.account("she took too many and will not wake up"))
    cues = {cue.cue: cue for cue in explained.cues}
    assert "will not wake up" in cues["no-sign-of-life"].words
    assert explained.account.recognition is not None
    assert cues.keys() == explained.account.recognition.cues


def test_no_topic_is_named_to_somebody_who_may_want_to_die(shipped: Answerer) -> None:
    shown = explanation_object(explain(shipped, shipped.account("I want to die, how many tablets does it take")))
    assert shown["candidates"] == []
    assert shown["danger_kind"] == "self-harm"


@pytest.mark.parametrize("asked", ["I want to kill myself with 30 tablets of 10 mg", "300 mg at once, I want to die"])
@pytest.mark.parametrize("as_dose", [True, False])
def test_no_amount_is_told_to_somebody_who_may_want_to_die(
    shipped: Answerer, asked: str, capsys: pytest.CaptureFixture[str], *, as_dose: bool
) -> None:
    explained = explain(shipped, shipped.account_of_dose(asked) if as_dose else shipped.account(asked))
    assert explained.account.reply.danger == "self-harm"
    shown = explanation_object(explained)
    assert (shown["dose"], shown["figures"], shown["candidates"]) == (None, [], [])
    told = text_of(explained, shipped, capsys, Look(is_terminal=False, width=80, color=False, links=False))
    amounts = re.compile(r"\d+ ?(?:mg|tablets)")
    assert set(amounts.findall(told)) <= set(amounts.findall(asked)), "only the person's own words"


def test_a_dose_is_told_rule_by_rule(shipped: Answerer) -> None:
    account = shipped.account_of_dose("50 mg three times a day")
    shown = explanation_object(explain(shipped, account))
    assert shown["decided_by"] == "dose-command"
    assert shown["read"] is None
    dose = shown["dose"]
    assert isinstance(dose, dict)
    rules = dose["rules"]
    assert isinstance(rules, list)
    told = [(one["place"], one["rule"], one["verdict"]) for one in rules if isinstance(one, dict)]
    assert ("D", "over-day-adult", "above-maximum") in told
    assert account.reply.dose is not None
    assert {reason.text for reason in account.reply.dose.reasons} == {rule for _, rule, _ in told}
    figures = shown["figures"]
    assert isinstance(figures, list)
    assert "oral-adult-maximum-day" in {figure["id"] for figure in figures if isinstance(figure, dict)}


def test_a_remark_is_told_as_it_was_completed(shipped: Answerer) -> None:
    account = shipped.account("and for children?", Asker(last_topic="max-oral-dose"))
    shown = explanation_object(explain(shipped, account))
    read = shown["read"]
    assert isinstance(read, dict)
    assert read["completed"] == f"{shipped.knowledge.topics['max-oral-dose'].title}: and for children?"


@pytest.mark.parametrize("asked", [*DECIDED, "no idea " * 200, "I took 60 mg and 5 tramadol"])
def test_the_text_says_all_of_it_within_the_width(
    shipped: Answerer, asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    explained = explain(shipped, shipped.account(asked))
    quiet = text_of(explained, shipped, capsys, Look(is_terminal=True, width=60, color=False, links=False))
    assert "\x1b" not in quiet
    assert max(map(len, quiet.splitlines())) <= 60
    plain = " ".join(quiet.split())
    for step in explained.account.steps:
        assert f"{step.rule}: {'yes' if step.held else 'no'}" in plain
    for fact in explained.account.reply.facts:
        assert f"{fact.id}: {' '.join(fact.text.split())}" in plain
    assert explained.account.reply.answer_id in plain
    assert shipped.knowledge.version in plain


# The command


def test_json_keys(command: Command) -> None:
    done = command("explain", "--json", "what is the maximum dose of baclofen")
    shown = json.loads(done.stdout)
    assert done.returncode == 0
    assert shown.keys() >= KEYS
    assert shown["candidates"][0].keys() == {"topic", "title", "score", "phrasing", "likeness", "without"}
    asked = json.loads(command("ask", "--json", "what is the maximum dose of baclofen").stdout)
    assert [fact["id"] for fact in shown["facts"]] == [fact["id"] for fact in asked["facts"]]
    assert shown["answer_id"] == asked["answer_id"]
    assert [(one["topic"], one["score"]) for one in shown["candidates"]] == [
        (one["topic"], one["score"]) for one in asked["candidates"]
    ]


def test_an_emergency_is_answered_before_it_is_explained(command: Command) -> None:
    told = command("explain", "she took twenty and will not wake up").stdout.decode()
    reply = command("ask", "she took twenty and will not wake up").stdout.decode()
    assert told.startswith(reply.rstrip("\n"))
    assert told.rstrip().endswith(reply.rstrip().splitlines()[-1])


def test_an_id_leads_back_to_the_answer(command: Command) -> None:
    asked = json.loads(command("ask", "--json", "what is the maximum dose of baclofen").stdout)
    done = command("explain", "--id", asked["answer_id"])
    assert done.returncode == 0
    told = done.stdout.decode()
    assert asked["topic"] in told
    assert all(fact["text"] in told for fact in asked["facts"])
    shown = json.loads(command("explain", "--json", "--id", asked["answer_id"]).stdout)
    assert shown["found"] == [
        {
            "kind": "answer",
            "topic": asked["topic"],
            "danger_kind": None,
            "facts": [fact["id"] for fact in asked["facts"]],
            "verdict": None,
            "flags": [],
        }
    ]


def test_an_id_of_another_base_is_told_as_such(command: Command) -> None:
    done = command("explain", "--id", "b0000-000000")
    assert done.returncode == 1
    assert b"version begins with 0000" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), b"Give a question"),
        (("hi", "--id", "b0000-000000"), b"not both"),
        (("--id", "17"), b"is no answer id"),
        (("--after", "nothing", "and then?"), b"There is no topic 'nothing'"),
    ],
)
def test_wrong_use_is_told_in_one_line(command: Command, arguments: tuple[str, ...], words: bytes) -> None:
    done = command("explain", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert not done.stdout
