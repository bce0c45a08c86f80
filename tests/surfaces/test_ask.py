from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from bot.answering import Answerer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

QUESTIONS = [
    b"most baclofen in a day",
    b"",
    b"   ",
    b"\xff\xfe\x80 alcohol",
    b"beer\x00and baclofen",
    b"a" * 10_000_000,
    "half a tablet \u00bd, \u202e hidden".encode(),
    b'{"kind": "answer"}',
    b"missed a dose",
]


@pytest.fixture(scope="module")
def streamed(
    command: Callable[..., subprocess.CompletedProcess[bytes]],
) -> subprocess.CompletedProcess[bytes]:
    """One real process that gets every kind of line, the last one without its line end."""
    return command("ask", "--json", "-", given=b"\n".join(QUESTIONS))


def test_a_stream_answers_every_line_in_order(streamed: subprocess.CompletedProcess[bytes]) -> None:
    objects = [json.loads(line) for line in streamed.stdout.splitlines()]
    assert (streamed.returncode, streamed.stderr) == (0, b"")
    assert len(objects) == len(QUESTIONS)
    assert objects[0]["topic"] == "max-oral-dose"
    assert objects[1]["text"] == objects[2]["text"]
    assert objects[4]["topic"] == "with-alcohol"
    assert objects[-1]["topic"] == "missed-dose"


def test_a_stream_is_plain_ascii(streamed: subprocess.CompletedProcess[bytes]) -> None:
    assert streamed.stdout.isascii()


def test_a_pipe_may_stay_open(base_folder: Path, environment: Mapping[str, str]) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "bot", "--kb", str(base_folder), "ask", "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(environment),
    )
    assert started.stdin is not None
    assert started.stdout is not None
    for question, topic in ((b"missed a dose\n", "missed-dose"), (b"beer with it\n", "with-alcohol")):
        started.stdin.write(question)
        started.stdin.flush()
        assert json.loads(started.stdout.readline())["topic"] == topic
    started.stdin.close()
    assert started.wait(10) == 0
    started.stdout.close()


def test_text_is_exactly_the_reply(cli: Callable[..., Any], tiny: Answerer) -> None:
    assert cli("ask", "missed a dose").out == tiny.ask("missed a dose").text + "\n"


def test_words_need_no_quotes(cli: Callable[..., Any], tiny: Answerer) -> None:
    assert cli("ask", "missed", "a", "dose").out == tiny.ask("missed a dose").text + "\n"


def test_a_stream_of_text_keeps_its_order(cli: Callable[..., Any], tiny: Answerer) -> None:
    asked = ["missed a dose", "", "beer with it"]
    told = cli("ask", "-", given="\n".join(asked).encode())
    assert told.out == "".join(f"{tiny.ask(question).text}\n\n" for question in asked)


def test_more_tells_the_whole_topic(cli: Callable[..., Any]) -> None:
    short, whole = cli("ask", "maximum daily dose").out, cli("ask", "--more", "maximum daily dose").out
    assert "counted in mcg" not in short
    assert "counted in mcg" in whole
    assert json.loads(cli("ask", "--more", "--json", "maximum daily dose").out)["facts"][-1]["id"].endswith("/pump")


def test_more_changes_no_other_reply(cli: Callable[..., Any]) -> None:
    assert cli("ask", "--more", "").out == cli("ask", "").out


def test_the_country_decides_whom_to_call(cli: Callable[..., Any]) -> None:
    asked = "she took twenty and will not wake up"
    assert "Emergency services (United Kingdom): 999" in cli("ask", "--country", "gb", asked).out
    assert "(United Kingdom)" not in cli("ask", asked).out


def test_an_empty_question_gets_a_reply(cli: Callable[..., Any], tiny: Answerer) -> None:
    told = cli("ask", "")
    assert (told.code, told.out) == (0, tiny.ask("").text + "\n")


def test_a_question_that_fails_loses_no_line(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Answerer.ask

    def fails(self: Answerer, text: str, *others: Any) -> Any:
        if "boom" in text:
            raise ValueError(text)
        return asked(self, text, *others)

    monkeypatch.setattr(Answerer, "ask", fails)
    told = cli("ask", "--json", "-", given=b"missed a dose\nboom\nbeer with it\n")
    objects = [json.loads(line) for line in told.out.splitlines()]
    assert [shown["topic"] for shown in objects] == ["missed-dose", None, "with-alcohol"]
    assert "Something went wrong on my side" in objects[1]["text"]
    assert told.code == 1
    assert told.err.startswith("baclobot: Something went wrong inside (ValueError: boom).")
    assert told.err.count("\n") == 1


@pytest.mark.hazard("H30")
def test_asking_loads_no_more_than_it_needs(base_folder: Path, environment: Mapping[str, str]) -> None:
    looked = (
        "import sys; from bot.cli import run; run(['--kb', sys.argv[1], 'ask', '--json', 'missed a dose']); "
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    told = subprocess.run(
        [sys.executable, "-c", looked, str(base_folder)],
        capture_output=True,
        env=dict(environment),
        check=True,
    )
    loaded = set(told.stdout.decode().splitlines()[-1].split())
    assert "click" in loaded
    assert not loaded & {"rich", "prompt_toolkit", "discord", "aiohttp", "textstat"}
