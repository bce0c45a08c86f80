from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from bot.kb import open_folder
from bot.surfaces.curator import shown_root
from bot.surfaces.curator_grade import load_grader
from bot.surfaces.curator_schema import schema_files, schema_text
from bot.surfaces.curator_strict import find_astray, find_strictly

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.answering import Answerer

MAXIMUM = "topics/dosing/max-oral-dose.yaml"


def alter(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


# check


def test_a_sound_base_has_no_fault(cli: Callable[..., Any]) -> None:
    told = cli("kb", "check")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[-1].startswith("5 topics, 21 facts, 30 phrasings, ")
    assert told.out.endswith(": no faults, no warnings.\n")


def test_every_fault_of_every_file_is_listed(cli: Callable[..., Any], own_base: Path) -> None:
    alter(own_base, MAXIMUM, "title:", "titel:")
    alter(own_base, "lexicon.yaml", "stems:", "stem:")
    (own_base / "messages.yaml").unlink()
    told = cli("kb", "check", kb=own_base)
    assert told.code == 1
    lines = told.out.splitlines()
    assert f"base/{MAXIMUM}:2: The key 'titel' is unknown. Check its spelling; the file's keys" in told.out
    assert f"base/{MAXIMUM}:2: 'title' is missing. Add it." in lines
    assert "base/lexicon.yaml:1: 'stems' is missing. Add it." in lines
    assert "base/messages.yaml: The file is missing. Put it back: every base needs it." in lines
    assert lines[-1] == "5 faults, no warnings. The rules across files are checked once every file can be read."


def test_a_warning_stands_apart_and_fails_nothing(cli: Callable[..., Any], own_base: Path) -> None:
    with (own_base / "sources.yaml").open("a", encoding="utf-8") as sources:
        sources.write('zebra: {title: "Z", publisher: "Z", kind: page}\n')
    told = cli("kb", "check", kb=own_base)
    assert told.code == 0
    first, last = told.out.splitlines()
    assert first.startswith("warning: base/sources.yaml:")
    assert first.endswith("Nothing cites 'zebra'. Delete it, or cite it.")
    assert last.endswith(": no faults, 1 warning.")


def test_an_answer_must_fit_one_message(cli: Callable[..., Any], own_base: Path) -> None:
    long = " ".join(["muscles"] * 38)
    facts = "".join(
        f'  - id: long-{i}\n    text: "{long}."\n    citations:\n'
        f'      - {{source: tiny-label-us, locator: "Section {i} {"x" * 40}"}}\n'
        for i in range(4)
    )
    alter(own_base, MAXIMUM, "facts:\n", f"facts:\n{facts}")
    told = cli("kb", "check", kb=own_base)
    assert told.code == 1
    assert f"{MAXIMUM}:1: The reply has 2," in told.out
    assert "a message holds 2,000. Shorten its facts, cite fewer sources, or move facts to 'more'." in told.out


def test_an_emergency_must_fit_too_in_every_language(cli: Callable[..., Any], own_base: Path) -> None:
    alter(own_base, "emergencies/languages.yaml", "Llame ahora", "Llame ahora " + "muy " * 400)
    told = cli("kb", "check", kb=own_base)
    assert told.code == 1
    assert "emergencies/overdose.yaml:1: The reply has " in told.out
    assert "or leave a step out." in told.out


def test_paths_can_be_opened_from_where_one_is(base_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown_root(base_folder) == f"{base_folder}/"
    monkeypatch.chdir(base_folder.parent)
    assert shown_root(base_folder) == "base/"
    assert shown_root(None).endswith("knowledge/")


# check --strict


def test_strict_finds_what_is_too_long_or_too_few(cli: Callable[..., Any], own_base: Path) -> None:
    alter(own_base, MAXIMUM, "The limit is no goal", "The limit is no goal " + "and " * 30)
    told = cli("kb", "check", "--strict", kb=own_base)
    assert told.code == 1
    assert f"{MAXIMUM}:18: The text has 45 words. Cut it to 35 or fewer." in told.out
    assert f"{MAXIMUM}:28: The topic has 6 phrasings. Add more, in other voices, up to 24 or over." in told.out
    assert "Reading grade" in told.out


def test_strict_finds_figures_that_nothing_uses(own_base: Path) -> None:
    with (own_base / "posology.yaml").open("a", encoding="utf-8") as posology:
        posology.write(
            '\nzebra-dose: {route: oral, population: zebra, purpose: usual, per: day, amount: "1", unit: mg, '
            'policy: "A test."}\n'
        )
    found = [fault for fault in find_strictly(open_folder(own_base), "").faults if "zebra" in fault.what]
    assert [fault.what for fault in found] == ["Nothing uses the figure 'zebra-dose'."]
    assert found[0].warning
    used = {fault.what for fault in find_strictly(open_folder(own_base), "").faults}
    assert "Nothing uses the figure 'oral-adult-maximum-day'." not in used


def test_strict_finds_phrasings_that_lead_astray(own_base: Path) -> None:
    alter(own_base, MAXIMUM, '"maximum daily dose"', '"a glass of beer or wine"')
    knowledge = open_folder(own_base).knowledge
    assert knowledge is not None
    found = {(item.topic, item.number): item for item in find_astray(knowledge)}
    assert found["max-oral-dose", 2].other == "with-alcohol"
    assert found["max-oral-dose", 2].lead > 0
    assert ("missed-dose", 1) not in found


@pytest.fixture
def graded() -> Callable[[str], float]:
    grade = load_grader()
    if grade is None:
        pytest.skip("textstat or its word list is not installed")
    return grade


def test_strict_grades_what_is_read(graded: Callable[[str], float], cli: Callable[..., Any], own_base: Path) -> None:
    hard = "Intrathecal administration necessitates individualized neuropharmacological reevaluation"
    alter(own_base, MAXIMUM, "The limit is no goal: the lowest dose that works is the right one", hard)
    told = cli("kb", "check", "--strict", kb=own_base).out
    assert "Hardest to read:\n" in told
    hardest = told.split("Hardest to read:\n")[1].splitlines()[0]
    assert hardest.startswith(f"  base/{MAXIMUM}:18: grade ")
    assert hardest.endswith(f": {hard}.")


def test_without_textstat_the_grade_is_skipped(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "textstat", None)
    told = cli("kb", "check", "--strict")
    assert "Reading grade: skipped, textstat or its word list is not installed" in told.out


# export, show, near, coverage


def test_export_gives_every_topic(cli: Callable[..., Any]) -> None:
    told = cli("kb", "export", "--json")
    exported = json.loads(told.out)
    assert told.out.count("\n") == 1
    assert exported.keys() == {
        "what-is-baclofen", "max-oral-dose", "missed-dose", "with-alcohol", "interactions-overview",
    }  # fmt: skip
    topic = exported["max-oral-dose"]
    assert topic["title"] == "Highest dose by mouth"
    assert topic["phrasings"][1] == "is there an upper limit for the tablets"
    assert [fact["id"] for fact in topic["facts"]] == [
        "max-oral-dose/short", "max-oral-dose/four-doses", "max-oral-dose/uk", "max-oral-dose/no-goal",
        "max-oral-dose/pump",
    ]  # fmt: skip
    assert topic["facts"][0]["citations"] == [{"source": "tiny-label-us", "locator": "Dosage and Administration"}]
    assert cli("kb", "export").out == told.out


def test_show_gives_the_reply_and_each_citation(cli: Callable[..., Any], tiny: Answerer) -> None:
    told = cli("kb", "show", "max-oral-dose").out
    assert told.startswith(tiny.topic("max-oral-dose", detail=True).text + "\n\nFact by fact\n")
    assert (
        "max-oral-dose/uk: UK labels stop at 100 mg a day.\n"
        "  tiny-label-uk: 4.2 Posology\n"
        "  figures: oral-adult-maximum-day-uk\n"
    ) in told


def test_near_shows_a_collision_before_it_is_made(cli: Callable[..., Any]) -> None:
    lines = cli("kb", "near", "Missed a dose!").out.splitlines()
    assert lines[0] == "Asked now, it gets: answer missed-dose"
    assert lines[1].endswith(" missed-dose: A missed dose")
    assert lines[2] == "     1.00 missed a dose (the same)"
    assert len([line for line in lines if not line.startswith(" ")]) > 3


def test_coverage_counts(cli: Callable[..., Any]) -> None:
    counted = json.loads(cli("kb", "coverage", "--json").out)
    row = counted["max-oral-dose"]
    assert {key: row[key] for key in row if key != "grade"} == {
        "group": "dosing", "facts": 4, "more": 1, "citations": 6, "sources": 3, "phrasings": 6, "age_days": 0,
    }  # fmt: skip


def test_coverage_is_a_table_that_lines_up(cli: Callable[..., Any]) -> None:
    lines = cli("kb", "coverage").out.splitlines()
    assert lines[0].split() == ["topic", "facts", "more", "cites", "sources", "phrasings", "days", "grade"]
    assert len({len(line) for line in lines[:7]}) == 1
    assert lines[6].startswith("all 5 topics")
    assert lines[6].split()[3:5] == ["20", "1"]


# schema


def test_the_committed_schemas_are_current(request: pytest.FixtureRequest) -> None:
    folder = request.config.rootpath / "docs" / "schema"
    committed = {file.stem: file.read_text("utf-8") for file in folder.glob("*.json")}
    assert committed == {name: schema_text(name) for name in schema_files()}, "run 'baclobot kb schema'"


def test_schemas_are_written_where_one_says(cli: Callable[..., Any], tmp_path: Path) -> None:
    told = cli("kb", "schema", str(tmp_path / "here"), kb=None)
    assert (told.code, told.err) == (0, "")
    assert (tmp_path / "here" / "topic.json").read_text("utf-8") == schema_text("topic")
    assert len(told.out.splitlines()) == len(schema_files())


def test_a_folder_that_cannot_be_written_is_told(cli: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    told = cli("kb", "schema", str(tmp_path / "file"), kb=None)
    assert told.code == 2
    assert "cannot be written" in told.err
    assert told.err.count("\n") == 1


def test_an_editor_sees_what_the_reader_sees() -> None:
    checks = jsonschema.Draft202012Validator(json.loads(schema_text("topic")))
    cited = [{"source": "x", "locator": 4.2}]
    fact = {"id": "a", "text": "Yes.", "citations": cited}
    short = {"text": "Yes.", "citations": cited}
    good = {
        "title": "T",
        "reviewed": "2026-01-01",
        "short": short,
        "facts": [fact],
        "phrasings": ["why", 911],
    }
    assert list(checks.iter_errors(good)) == []
    assert [error.validator for error in checks.iter_errors({**good, "titel": "T"})] == ["additionalProperties"]
    assert [error.validator for error in checks.iter_errors({**good, "facts": []})] == ["minItems"]
    assert [error.validator for error in checks.iter_errors({**good, "title": None})] == ["type"]


def test_schemas_are_schemas() -> None:
    for name in schema_files():
        jsonschema.Draft202012Validator.check_schema(json.loads(schema_text(name)))


def test_topic_files_point_to_their_schema(request: pytest.FixtureRequest) -> None:
    root = request.config.rootpath
    files = sorted((root / "knowledge" / "topics").glob("*/*.yaml"))
    assert files
    for file in files:
        first = file.read_text("utf-8").partition("\n")[0]
        told, _, path = first.partition("$schema=")
        assert told == "# yaml-language-server: ", file
        assert (file.parent / path).resolve() == root / "docs" / "schema" / "topic.json", file
