"""Scoring labelled sets: the figures, the faults of a set, and the answers that changed between two runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from bot.evaluation import (
    Outcome,
    QuestionRow,
    calibrate,
    compare,
    confusions,
    counted_by_tag,
    figures_of,
    load_run,
    read_set,
    run_set,
    save_run,
)
from bot.evaluation.scoring import outcome_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.answering import Answerer

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

CASES = Path(__file__).parents[1] / "cases" / "questions"
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "a",
        "q": "what is the maximum dose of baclofen",
        "kind": "answer",
        "topics": ["max-oral-dose"],
        "tags": ["x"],
    },
    {"id": "b", "q": "a missed dose", "kind": "answer", "topics": ["with-alcohol"], "tags": ["x", "y"]},
    {"id": "c", "q": "she took twenty and will not wake up", "kind": "small-talk", "topics": [], "tags": ["y"]},
    {"id": "d", "q": "a missed dose of baclofen", "kind": "emergency", "topics": [], "also": []},
    {"id": "e", "q": "baclofen", "kind": "clarify", "topics": []},
]
DOSES: list[dict[str, Any]] = [
    {"id": "1", "q": "20 mg four times a day", "verdict": "within-range", "flags": [], "tags": ["usual"],
     "parsed": {"daily": {"value": 80, "unit": "mg"}}},
    {"id": "2", "q": "30 mg four times a day", "verdict": "within-range", "flags": [], "tags": ["large"]},
    {"id": "3", "q": "10 mg three times a day", "verdict": "above-maximum", "flags": [], "tags": []},
]  # fmt: skip


def written(rows: list[dict[str, Any]], path: Path) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


# Scores


def test_outcomes_and_figures_of_questions(tiny: Answerer, tmp_path: Path) -> None:
    labelled = read_set(written(QUESTIONS, tmp_path / "set.jsonl"))
    run = run_set(tiny, labelled)
    assert [result.outcome for result in run.results] == [
        "right", "wrong", "false-alarm", "missed-emergency", "right",
    ]  # fmt: skip
    tallies = figures_of(labelled, run).tallies
    assert (tallies["answers right"].hits, tallies["answers right"].of) == (1, 2)
    assert (tallies["emergencies noticed"].hits, tallies["emergencies noticed"].of) == (0, 1)
    assert (tallies["false alarms, all other rows"].hits, tallies["false alarms, all other rows"].of) == (1, 4)
    assert (tallies["all rows right"].hits, tallies["all rows right"].of) == (2, 5)
    assert {(one.expected, one.got, one.rows) for one in confusions(run)} == {
        ("with-alcohol", "missed-dose", ("b",)),
        ("small-talk", "emergency", ("c",)),
        ("emergency", "missed-dose", ("d",)),
    }
    tags = counted_by_tag(labelled, run)
    assert tags["x"] == {"right": 1, "wrong": 1}
    assert tags["y"] == {"wrong": 1, "false-alarm": 1}


@pytest.mark.parametrize(
    ("kind", "also", "asked", "outcome"),
    [
        ("answer", (), "baclofen", Outcome.CLARIFIED),
        ("answer", (), "who won the cup", Outcome.REFUSED),
        ("clarify", (), "a missed dose", Outcome.WRONG),
        ("out-of-scope", (), "hello", Outcome.DECLINED_OTHERWISE),
        ("out-of-scope", ("small-talk",), "hello", Outcome.RIGHT),
        ("emergency", ("answer",), "a missed dose", Outcome.RIGHT),
    ],
)
def test_what_became_of_a_row(
    shipped: Answerer, kind: str, also: tuple[str, ...], asked: str, outcome: Outcome
) -> None:
    assert outcome_of(QuestionRow(asked, kind, ("missed-dose",), also), shipped.ask(asked)) is outcome


def test_outcomes_and_figures_of_doses(tiny: Answerer, tmp_path: Path) -> None:
    labelled = read_set(written(DOSES, tmp_path / "doses.jsonl"))
    run = run_set(tiny, labelled)
    assert [result.outcome for result in run.results] == ["right", "wrong-verdict", "grave-called-calm"]
    tallies = figures_of(labelled, run).tallies
    assert (tallies["verdict right"].hits, tallies["grave called calm"].hits) == (1, 1)
    assert tallies["all rows right"].hits == 1


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60))
def test_calibration_is_the_weighted_distance(told: list[tuple[float, bool]]) -> None:
    found = calibrate(told)
    assert sum(one.count for one in found.bins) == len(told)
    assert 0 <= found.error <= 1
    assert all(one.low - 1e-9 <= one.mean <= one.high + 1e-9 for one in found.bins)


def test_scores_that_are_chances_have_no_error() -> None:
    assert calibrate([(0.75, hit) for hit in (True, True, True, False)]).error == 0
    assert calibrate([(0.95, False)]).error == pytest.approx(0.95)


def test_the_shipped_sets_can_be_read() -> None:
    for file in sorted(CASES.parent.glob("*/*.jsonl")):
        if file.parent.name in {"questions", "languages"}:
            assert read_set(file).questions


# Faults of a set


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["{"], "line 1: this is no JSON"),
        (["", "[]"], "line 2: this is no JSON object"),
        (['{"q": "x", "kind": "answr", "topics": []}'], "line 1: 'kind' holds 'answr'"),
        (['{"q": "x", "kind": "answer", "topics": []}'], "line 1: an answer is expected, but 'topics' names none"),
        (['{"q": 3, "kind": "clarify"}'], "line 1: 'q' is no text"),
        (['{"kind": "clarify"}'], "line 1: 'q' is missing"),
        (['{"q": "x", "kind": "clarify", "tags": "a"}'], "line 1: 'tags' is no list of texts"),
        (['{"q": "x"}'], "neither a 'kind'"),
        (['{"q": "x", "verdict": "fine"}'], "'verdict' holds 'fine'"),
        (['{"q": "x", "verdict": "caution", "flags": ["odd"]}'], "'flags' holds 'odd'"),
        (['{"q": "x", "verdict": "caution", "parsed": 7}'], "'parsed' is no object"),
        (['{"id": "a", "q": "x", "kind": "clarify"}'] * 2, "line 2: the id 'a' stands in line 1 already"),
        (
            ['{"q": "x", "kind": "clarify"}', '{"q": "x", "verdict": "caution"}'],
            "line 2: questions and doses are mixed",
        ),
        (['{"q": NaN, "kind": "clarify"}'], "line 1: this is no JSON"),
        ([], "holds no row"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, lines: list[str], words: str) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    with pytest.raises(InputError) as error:
        read_set(file)
    assert words in str(error.value)
    assert str(file) in str(error.value)


def test_a_set_that_is_no_utf8_is_named_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_bytes(b'{"q": "x", "kind": "clarify"}\n{"q": "\xff", "kind": "clarify"}\n')
    with pytest.raises(InputError, match="line 2: this is no UTF-8"):
        read_set(file)


# Two runs


@pytest.fixture
def changed(own_base: Path) -> Path:
    """A base in which one fact is worded otherwise."""
    file = own_base / "topics" / "dosing" / "missed-dose.yaml"
    text = file.read_text("utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("text:"))
    file.write_text(text.replace(line, line.replace('text: "', 'text: "Now. ')), "utf-8")
    assert file.read_text("utf-8") != text
    return own_base


def test_a_saved_run_holds_no_words_and_reads_back(tiny: Answerer, tmp_path: Path) -> None:
    run = run_set(tiny, read_set(written(QUESTIONS, tmp_path / "set.jsonl")))
    save_run(run, tmp_path / "run.json")
    kept = (tmp_path / "run.json").read_text("utf-8")
    assert not any(row["q"] in kept for row in QUESTIONS)
    assert load_run(tmp_path / "run.json") == run
    assert [*tmp_path.glob("tmp*")] == []


def test_the_same_run_has_no_changes(tiny: Answerer, tmp_path: Path) -> None:
    labelled = read_set(written(QUESTIONS, tmp_path / "set.jsonl"))
    comparison = compare(run_set(tiny, labelled), run_set(tiny, labelled))
    assert comparison.same_set
    assert (comparison.changes, comparison.compared) == ((), 5)


def test_rows_of_only_one_run_are_named(tiny: Answerer, tmp_path: Path) -> None:
    before = run_set(tiny, read_set(written(QUESTIONS[1:], tmp_path / "before.jsonl")))
    after = run_set(tiny, read_set(written(QUESTIONS[:-1], tmp_path / "after.jsonl")))
    comparison = compare(before, after)
    assert not comparison.same_set
    assert (comparison.only_before, comparison.only_after, comparison.compared) == (("e",), ("a",), 3)


@pytest.mark.parametrize("content", ["", "[]", '{"format": 9}', '{"format": 1}', "\xff", '{"format": 1, "rows": [3]}'])
def test_a_file_that_is_no_run_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content, "latin-1")
    with pytest.raises(InputError, match="run"):
        load_run(tmp_path / "run.json")


# The command


def test_the_command_prints_and_compares(command: Command, tmp_path: Path, changed: Path) -> None:
    labelled, run = written(QUESTIONS, tmp_path / "set.jsonl"), tmp_path / "run.json"
    done = command("eval", str(labelled), "--save", str(run))
    assert (done.returncode, done.stderr) == (0, b"")
    told = done.stdout.decode()
    for words in (
        "missed-emergency: 1 of 5 (20.0 %)", "with-alcohol taken for missed-dose, 1: b", "Expected calibration error",
        "Milliseconds a reply",
    ):  # fmt: skip
        assert words in told
    assert "a missed dose" not in told
    same = command("eval", str(labelled), "--against", str(run)).stdout.decode()
    assert "0 of 5 answers changed" in same
    other = command("eval", str(labelled), "--against", str(run), "--words", kb=changed).stdout.decode()
    assert "2 of 5 answers changed; 0 became right, 0 are no longer right" in other
    assert "reworded, or cited otherwise: missed-dose/" in other
    assert "“a missed dose of baclofen”" in other


def test_json(command: Command, tmp_path: Path) -> None:
    labelled, run = written(QUESTIONS, tmp_path / "set.jsonl"), tmp_path / "run.json"
    command("eval", str(labelled), "--save", str(run))
    shown = json.loads(command("eval", str(labelled), "--json", "--against", str(run)).stdout)
    assert shown.keys() >= {
        "set", "rows", "sort", "program_version", "base_version", "figures", "outcomes", "topics", "tags",
        "confusions", "calibration", "milliseconds", "against",
    }  # fmt: skip
    assert shown["outcomes"]["missed-emergency"] == 1
    assert shown["topics"]["with-alcohol"]["wrong"] == 1
    assert shown["against"]["changes"] == []
    doses = json.loads(command("eval", str(written(DOSES, tmp_path / "doses.jsonl")), "--json").stdout)
    assert doses["sort"] == "doses"
    assert doses["tags"]["large"]["wrong-verdict"] == 1


def test_topics_that_the_base_lacks_are_told(command: Command, tmp_path: Path) -> None:
    rows = [{"q": "x", "kind": "answer", "topics": ["pets"]}]
    done = command("eval", str(written(rows, tmp_path / "set.jsonl")))
    assert done.returncode == 0
    assert b"topics that this knowledge base lacks: pets" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("none.jsonl",), b"'none.jsonl' cannot be read"),
        (("SET", "--against", "none.json"), b"'none.json' cannot be read"),
        (("SET", "--save", "nowhere/run.json"), b"no such folder"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(
    command: Command, tmp_path: Path, arguments: tuple[str, ...], words: bytes
) -> None:
    labelled = str(written(QUESTIONS, tmp_path / "set.jsonl"))
    done = command("eval", *(labelled if name == "SET" else name for name in arguments))
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert not done.stdout


def test_a_long_set_shows_how_far_it_is_only_on_a_terminal(
    base_folder: Path, environment: Mapping[str, str], tmp_path: Path
) -> None:
    pty = pytest.importorskip("pty", reason="the system has no pseudo-terminals")
    rows = [{"q": "a missed dose", "kind": "answer", "topics": ["missed-dose"]}] * 200
    labelled = written(rows, tmp_path / "set.jsonl")
    keyboard, terminal = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--kb", str(base_folder), "eval", str(labelled)],
        stdout=subprocess.PIPE,
        stderr=terminal,
        env={**environment, "TERM": "xterm", "COLUMNS": "80"},
        timeout=60,
        check=False,
    )
    os.close(terminal)
    shown = os.read(keyboard, 100_000).decode()
    os.close(keyboard)
    assert done.returncode == 0
    assert "Asking" in shown
    assert "200/200" in shown
    assert b"Asking" not in done.stdout
    assert b"right: 200 of 200" in done.stdout
