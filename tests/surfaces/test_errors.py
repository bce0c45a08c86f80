from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("ask",), 2, "There is no question. Try: baclobot ask \"what is it used for?\", or '-'"),
        (("dose",), 2, "There is no dose. Try: baclobot dose"),
        (("ask", "--jsn", "hi"), 2, "--json"),
        (("aks", "hi"), 2, "No such command 'aks'."),
        (("kb",), 2, "Missing command."),
        (("kb", "show"), 2, "Missing argument 'TOPIC'."),
        (("kb", "near"), 2, "Missing argument"),
        (("ask", "--country", "england", "hi"), 2, "'england' is no country code. Give its two letters"),
        (
            ("dose", "--liquid", "5mg", "15 mg tid"),
            2,
            "'5mg' is not the strength of a liquid. Write it as on the bottle",
        ),
        (("kb", "show", "max-dose"), 2, "There is no topic 'max-dose'. Did you mean max-oral-dose"),
        (("kb", "show", "qqq"), 2, "There is no topic 'qqq'. Run 'baclobot topics' to see them all."),
        (("sources", "tiny-label"), 2, "There is no source 'tiny-label'. Did you mean tiny-label-u"),
    ],
)
def test_wrong_usage_is_one_line_and_2(
    cli: Callable[..., Any], arguments: tuple[str, ...], code: int, says: str
) -> None:
    told = cli(*arguments)
    assert told.code == code
    assert told.err.startswith("baclobot: ")
    assert says in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


def test_a_missing_folder_is_wrong_usage(cli: Callable[..., Any], tmp_path: Path) -> None:
    told = cli("ask", "hi", kb=tmp_path / "nowhere")
    assert told.code == 2
    assert "it is not a folder. Give --kb (or BACLOBOT_KB) a folder" in told.err
    assert told.err.count("\n") == 1


@pytest.mark.hazard("H17")
@pytest.mark.parametrize("command", [("ask", "hi"), ("topics",), ("sources",), ("kb", "export"), ("kb", "near", "x")])
def test_a_broken_base_is_a_failure(cli: Callable[..., Any], own_base: Path, command: tuple[str, ...]) -> None:
    (own_base / "lexicon.yaml").write_text("drug: '", "utf-8")
    told = cli(*command, kb=own_base)
    assert told.code == 1
    assert "lexicon.yaml:1: This is not YAML" in told.err
    assert told.err.rstrip().endswith("Run 'baclobot kb check' to see them all.")
    assert told.err.count("\n") == 1


def test_an_error_line_holds_no_control_characters(cli: Callable[..., Any]) -> None:
    told = cli("ask", "--\x1b[31mred\nline", "hi")
    assert told.code == 2
    assert "\x1b" not in told.err
    assert told.err.count("\n") == 1


def test_an_unforeseen_error_is_one_line(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        message = "unheard of"
        raise RuntimeError(message)

    monkeypatch.setattr("bot.surfaces.listing.topic_lines", fails)
    told = cli("topics")
    assert told.code == 1
    assert told.err.startswith("baclobot: Something went wrong inside (RuntimeError: unheard of). Please report it")
    assert told.err.count("\n") == 1


def test_details_only_for_those_who_ask(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        message = "unheard of"
        raise RuntimeError(message)

    monkeypatch.setattr("bot.surfaces.listing.topic_lines", fails)
    monkeypatch.setenv("BACLOBOT_DEBUG", "1")
    assert "Traceback" in cli("topics").err


def test_the_base_may_come_from_the_environment(command: Callable[..., Any], base_folder: Path, tmp_path: Path) -> None:
    assert b"with-alcohol: With alcohol" in command("topics", kb=None, BACLOBOT_KB=str(base_folder)).stdout
    wrong = command("topics", kb=None, BACLOBOT_KB=str(tmp_path / "nowhere"))
    assert (wrong.returncode, wrong.stderr.count(b"\n")) == (2, 1)


def test_help_and_version_need_no_base(cli: Callable[..., Any]) -> None:
    helped, told = cli("--help", kb=None), cli("--version", kb=None)
    assert helped.code == told.code == 0
    assert all(name in helped.out for name in ("ask", "chat", "dose", "kb", "sources", "topics"))
    assert told.out.startswith("baclobot 0.")


def test_a_shell_can_complete_commands(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_BACLOBOT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "baclobot kb c")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert cli(kb=None).out.split() == ["plain,check", "plain,coverage"]


# What only a real process shows


def start(base: Path, environment: Mapping[str, str], *arguments: str, **pipes: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "--kb", str(base), *arguments], env=dict(environment), **pipes
    )


def test_a_reader_that_leaves_early_is_no_failure(base_folder: Path, environment: Mapping[str, str]) -> None:
    started = start(
        base_folder,
        environment,
        "ask",
        "--json",
        "-",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert started.stdout is not None
    started.stdout.close()
    _, complaint = started.communicate(b"missed a dose\n" * 2000, timeout=30)
    assert (started.returncode, complaint) == (0, b"")


def test_ctrl_c_ends_quietly(base_folder: Path, environment: Mapping[str, str]) -> None:
    started = start(
        base_folder,
        environment,
        "ask",
        "-",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert started.stdin is not None
    assert started.stdout is not None
    started.stdin.write(b"missed a dose\n")
    started.stdin.flush()
    started.stdout.readline()
    time.sleep(0.05)
    started.send_signal(signal.SIGINT)
    _, complaint = started.communicate(timeout=10)
    assert (started.returncode, complaint) == (130, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_full_disk_is_one_line(base_folder: Path, environment: Mapping[str, str]) -> None:
    with Path("/dev/full").open("wb") as full:
        started = start(base_folder, environment, "ask", "missed a dose", stdout=full, stderr=subprocess.PIPE)
        _, complaint = started.communicate(timeout=30)
    assert started.returncode == 1
    assert complaint.startswith(b"baclobot: The output cannot be used: No space left on device.")
    assert complaint.count(b"\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="closes a file descriptor as a shell does")
@pytest.mark.parametrize(
    ("closed", "arguments", "code", "says"),
    [
        (1, ("ask", "missed a dose"), 1, b"standard output is closed"),
        (0, ("ask", "-"), 2, b"Standard input is closed."),
    ],
)
def test_a_closed_stream_is_one_line(
    base_folder: Path,
    environment: Mapping[str, str],
    closed: int,
    arguments: tuple[str, ...],
    code: int,
    says: bytes,
) -> None:
    words = " ".join(f"'{word}'" for word in (sys.executable, "-m", "bot", "--kb", str(base_folder), *arguments))
    told = subprocess.run(["sh", "-c", f"{words} {closed}>&-"], capture_output=True, env=dict(environment), check=False)
    assert told.returncode == code
    assert says in told.stderr
    assert told.stderr.count(b"\n") == 1


def test_a_narrow_encoding_ends_nothing(command: Callable[..., Any]) -> None:
    told = command("ask", "missed a dose", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (told.returncode, told.stderr) == (0, b"")
    assert told.stdout.isascii()
