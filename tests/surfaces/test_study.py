"""The study room's commands as scripts and pipes use them."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest

Cli = "Callable[..., Ran]"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where progress is kept in this test."""
    folder = tmp_path / "data"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder / "baclobot" / "cards.json"


def letters_of(out: str) -> list[str]:
    return re.findall(r"^Answer: ([a-h])\)", out, re.MULTILINE)


# quiz


def test_a_round_line_by_line_counts_and_names_what_to_read_again(cli: Cli) -> None:
    looked_up = cli("quiz", "--seed", "4", "--number", "3", given=b"\n\n\n")
    assert looked_up.code == 0
    assert "Score: 0 of 3." in looked_up.out
    answers = re.findall(r"^Answer: (?:([a-h])\) )?(.*)$", looked_up.out, re.MULTILINE)
    given = "\n".join(letter or words for letter, words in answers).encode()
    known = cli("quiz", "--seed", "4", "--number", "3", given=given)
    assert "Score: 3 of 3." in known.out
    assert "To read again" not in known.out
    assert known.out.count("Right.") == 3
    again = looked_up.out.split("To read again")[1]
    assert "kb show" in again
    assert re.search(r"^  (max-oral-dose|missed-dose): ", again, re.MULTILINE)


def test_the_disclaimer_ends_every_solution(cli: Cli, tiny_disclaimer: str) -> None:
    out = cli("quiz", "--seed", "1", "--number", "5", given=b"a\n" * 12).out
    assert out.count(tiny_disclaimer) == 5


def test_the_round_ends_with_the_input_and_with_q(cli: Cli) -> None:
    for given in (b"", b"q\n"):
        out = cli("quiz", "--seed", "1", given=given).out
        assert out.rstrip().endswith("No question was answered.")
    assert "Score: 0 of 1." in cli("quiz", "--seed", "1", given=b"\nq\n").out


def test_what_cannot_be_read_is_asked_again(cli: Cli) -> None:
    out = cli("quiz", "--seed", "1", "--number", "1", given="zebra\n\x00\n🦓\n\n".encode()).out
    assert out.count("Answer with a") == 4  # the heading says it once
    assert "Score: 0 of 1." in out


def test_the_command_to_repeat_a_round_repeats_it(cli: Cli) -> None:
    first = cli("quiz", "--number", "4", "--group", "dosing", given=b"\n" * 4).out
    found = re.search(r"baclobot (quiz .*--seed \d+)", first)
    assert found
    assert cli(*found[1].split(), given=b"\n" * 4).out == first


def test_items_as_json_lines(cli: Cli) -> None:
    ran = cli("quiz", "--json", "--number", "6", "--seed", "2")
    items = [json.loads(line) for line in ran.out.splitlines()]
    assert len(items) == 6
    for item in items:
        assert item.keys() >= {
            "id", "kind", "topic", "group", "difficulty", "question", "choices", "unit", "answer", "working", "facts",
            "sources", "disclaimer",
        }  # fmt: skip
        assert item["facts"]
        assert item["sources"]
        assert item["disclaimer"]
        assert sum(choice["right"] for choice in item["choices"]) == (0 if item["kind"] == "fill-in" else 1)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("quiz", "--group", "zebra"), "There are no questions on 'zebra'. The topic groups are: dosing."),
        (("cards", "--group", "zebra"), "There are no questions on 'zebra'."),
        (("study", "export", "--csv", "-", "--group", "zebra"), "There are no questions on 'zebra'."),
        (("quiz", "--difficulty", "zebra"), "zebra"),
        (("quiz", "--number", "0"), "0"),
        (("study", "export"), "No file is named. Give one or more of --anki, --csv, --json and --html with a file."),
        (("study", "export", "--anki", "-"), "A deck cannot be printed."),
        (("study", "export", "--csv", "x", "--json", "x"), "Two formats have the same file."),
    ],
)
def test_wrong_wishes_get_a_sentence(cli: Cli, data: Path, arguments: tuple[str, ...], says: str) -> None:
    ran = cli(*arguments)
    assert ran.code == 2
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_a_base_without_a_study_file_says_so(cli: Cli, own_base: Path, data: Path) -> None:
    (own_base / "study.yaml").unlink()
    for arguments in (("quiz",), ("cards",), ("study", "export", "--json", "-")):
        ran = cli(*arguments, kb=own_base)
        assert ran.code == 2
        assert "nothing to practice with" in ran.err
    assert cli("kb", "check", kb=own_base).code == 0


@pytest.mark.parametrize("command", [("quiz", "--seed", "1"), ("cards",)])
def test_words_of_danger_are_answered_before_the_question(cli: Cli, data: Path, command: tuple[str, ...]) -> None:
    out = cli(*command, given=b"she took all her pills and will not wake up\nq\n", kb=None).out
    assert "Your answer" in out
    assert "911" in out.split("Your answer")[1]
    assert "911" not in cli(*command, given=b"zebra\nq\n", kb=None).out


# cards


def test_ratings_are_kept_and_what_was_not_known_comes_again(cli: Cli, data: Path) -> None:
    first = cli("cards", "--new", "2", given=b"\n4\n\n1\n\nx\n4\n")
    assert first.code == 0
    assert "0 due, 2 new." in first.out
    assert "Answer with a number: 1 again, 2 hard, 3 good, 4 easy." in first.out
    assert "Rated: 3." in first.out
    kept = json.loads(data.read_text("utf-8"))
    assert len(kept["cards"]) == 2
    assert [rating for _, _, rating in kept["reviews"]] == [4, 1, 4]
    assert stat.S_IMODE(data.stat().st_mode) == 0o600
    assert cli("cards", "--new", "0").out.startswith("Nothing is due.")


def test_leaving_in_the_middle_keeps_what_was_rated(cli: Cli, data: Path) -> None:
    assert "Rated: 1." in cli("cards", "--new", "3", given=b"\n4\n\n").out
    assert len(json.loads(data.read_text("utf-8"))["cards"]) == 1
    assert "0 due, 2 new." in cli("cards", "--new", "2", given=b"q\n").out


def test_nothing_is_kept_before_a_card_is_rated(cli: Cli, data: Path) -> None:
    cli("cards", given=b"\nq\n")
    cli("quiz", "--number", "2", given=b"a\na\n")
    cli("cards", "--where")
    assert not data.parent.exists()


def test_where_and_forget(cli: Cli, data: Path) -> None:
    assert cli("cards", "--where").out == f"{data}\n"
    assert cli("cards", "--forget").out == f"There was nothing at {data}.\n"
    cli("cards", "--new", "1", given=b"\n4\n")
    assert data.exists()
    assert cli("cards", "--forget").out == f"Removed: {data}\n"
    assert list(data.parent.iterdir()) == []
    assert cli("cards", "stats").out == "No card has been reviewed yet.\n"


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": 9}', '{"version": 1, "cards": 3, "reviews": []}', "\x00"]
)
def test_damaged_progress_is_told_and_left_alone(cli: Cli, data: Path, content: str) -> None:
    data.parent.mkdir(parents=True)
    data.write_text(content, "utf-8")
    ran = cli("cards", given=b"\n4\n")
    assert ran.code == 2
    assert "is damaged" in ran.err
    assert "--forget" in ran.err
    assert data.read_text("utf-8") == content


def test_stats_in_words_and_as_a_picture(cli: Cli, data: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the extra 'plots' is not installed")
    picture = tmp_path / "mine.png"
    refused = cli("cards", "stats", "--plot", str(picture))
    assert refused.code == 2
    assert "There is nothing to draw yet." in refused.err
    cli("cards", "--new", "2", given=b"\n4\n\n4\n")
    ran = cli("cards", "stats", "--plot", str(picture))
    assert ran.code == 0
    assert "Cards seen: 2, of these learned: 2, due now: 0." in ran.out
    assert picture.read_bytes().startswith(b"\x89PNG")
    before = picture.read_bytes()
    assert cli("cards", "stats", "--plot", str(picture)).code == 2
    assert picture.read_bytes() == before
    assert cli("cards", "stats", "--plot", str(picture), "--force").code == 0


# export


@pytest.mark.parametrize("kind", ["csv", "json", "html"])
def test_export_prints_where_a_dash_is_given(cli: Cli, kind: str) -> None:
    ran = cli("study", "export", f"--{kind}", "-", "--number", "3")
    assert ran.code == 0
    assert "the day" in ran.out
    assert cli("study", "export", f"--{kind}", "-", "--number", "3").out == ran.out


def test_export_never_replaces_a_file_unasked(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "mine.csv"
    target.write_text("precious", "utf-8")
    ran = cli("study", "export", "--json", str(tmp_path / "new.json"), "--csv", str(target))
    assert ran.code == 2
    assert "exists. Give --force to replace it, or another name." in ran.err
    assert target.read_text("utf-8") == "precious"
    assert not (tmp_path / "new.json").exists()
    assert cli("study", "export", "--csv", str(target), "--force").code == 0
    assert target.read_text("utf-8").startswith("id,kind,")


def test_export_to_where_nothing_can_be_written(cli: Cli, tmp_path: Path) -> None:
    for target, says in ((tmp_path / "no" / "deck.csv", "cannot be written"), (tmp_path, "is a folder")):
        ran = cli("study", "export", "--csv", str(target))
        assert ran.code == 2
        assert says in ran.err
        assert "Traceback" not in ran.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A draft on a full device stands for a full disk: writing to it fails in the same way."""
    from bot.errors import SettingsError
    from bot.surfaces.study import files

    target = tmp_path / "deck.apkg"
    target.write_bytes(b"the old one")
    real = files.tempfile.NamedTemporaryFile

    def on_full(**options: object) -> object:
        opened = real(**options)  # type: ignore[call-overload]
        import os

        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, opened.fileno())
        os.close(full)
        return opened

    monkeypatch.setattr(files.tempfile, "NamedTemporaryFile", on_full)
    with pytest.raises(SettingsError, match="cannot be written: No space left on device"):
        files.write_file(target, b"x" * 1_000_000)
    assert target.read_bytes() == b"the old one"
    assert [file.name for file in tmp_path.iterdir()] == ["deck.apkg"]


@pytest.fixture
def tiny_disclaimer() -> str:
    from bot.kb import load_knowledge

    return load_knowledge().wording.disclaimer
