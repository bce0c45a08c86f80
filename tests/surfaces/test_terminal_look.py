from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.surfaces.terminal import PLAIN, Look, makes_links, show_reply
from bot.surfaces.terminal_rich import render_reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from bot.answering import Answerer

COLORED = Look(is_terminal=True, width=40, color=True, links=True)
QUIET = Look(is_terminal=True, width=40, color=False, links=False)
LINK = re.compile(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b\\")
ESCAPES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")
ASKED = [
    "maximum daily dose",
    "she took twenty and will not wake up",
    "baclofen",
    "",
    "puedo tomar alcohol con la",
]


def words_of(text: str) -> list[str]:
    return ESCAPES.sub("", text).split()


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("width", [20, 40, 57, 100])
@pytest.mark.parametrize("look", [COLORED, QUIET])
def test_every_word_is_shown_and_nothing_is_too_wide(tiny: Answerer, asked: str, width: int, look: Look) -> None:
    reply = tiny.ask(asked)
    shown = render_reply(reply, replace(look, width=width))
    assert words_of(shown) == reply.text.split()
    assert max(len(line) for line in ESCAPES.sub("", shown).splitlines()) <= width


@pytest.mark.parametrize("asked", ASKED)
def test_without_color_nothing_but_characters_is_written(tiny: Answerer, asked: str) -> None:
    assert "\x1b" not in render_reply(tiny.ask(asked), QUIET)


def test_titles_of_sources_are_links(tiny: Answerer) -> None:
    shown = render_reply(tiny.ask("maximum daily dose"), COLORED)
    assert set(LINK.findall(shown)) - {""} == {"https://doi.org/10.1000/tiny", "https://example.org/uk"}


def test_no_links_where_the_terminal_makes_none(tiny: Answerer) -> None:
    shown = render_reply(tiny.ask("maximum daily dose"), replace(COLORED, links=False))
    assert "\x1b[" in shown
    assert not LINK.search(shown)


@pytest.mark.hazard("H19")
def test_a_number_stays_with_its_unit(tiny: Answerer) -> None:
    reply = tiny.ask("maximum daily dose")
    for width in range(24, 60):
        shown = render_reply(reply, replace(QUIET, width=width))
        assert not re.search(r"\d\n\s*mg\b", shown)


def test_further_lines_of_a_point_go_in(tiny: Answerer) -> None:
    lines = render_reply(tiny.ask("maximum daily dose"), QUIET).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("• "))
    assert lines[start + 1].startswith("  ")


@pytest.mark.hazard("H18")
def test_lines_set_in_stand_before_the_disclaimer(tiny: Answerer, capsys: pytest.CaptureFixture[str]) -> None:
    reply = tiny.ask("maximum daily dose")
    show_reply(reply, PLAIN, ["set in"])
    plain = capsys.readouterr().out
    foot = f"{reply.text[reply.text.rindex('Answer') :]}\n"
    assert foot == f"Answer {reply.answer_id}\n\n{reply.disclaimer}\n"
    assert plain == reply.text[: reply.text.rindex("Answer")] + f"\nset in\n\n{foot}"
    assert words_of(render_reply(reply, COLORED, ["set in"])) == plain.split()


@pytest.mark.parametrize(
    ("environment", "links"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM_PROGRAM": "iTerm.app", "TERM": "screen-256color"}, False),
        ({"VTE_VERSION": "6800"}, True),
        ({"VTE_VERSION": "4999"}, False),
        ({"VTE_VERSION": "new"}, False),
        ({"WT_SESSION": "x"}, True),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"FORCE_HYPERLINK": "0", "TERM": "xterm-kitty"}, False),
    ],
)
def test_links_only_where_they_are_known_to_work(environment: Mapping[str, str], links: bool) -> None:
    assert makes_links(environment) is links


# In a real terminal


@pytest.fixture(scope="module")
def at_terminal(base_folder: Path, environment: Mapping[str, str]) -> Callable[..., str]:
    """Run the command at a terminal of its own and return what it wrote there."""
    pty = pytest.importorskip("pty", reason="the system has no pseudo-terminals")

    def run(*arguments: str, typed: bytes = b"", **variables: str) -> str:
        keyboard, terminal = pty.openpty()
        started = subprocess.Popen(
            [sys.executable, "-m", "bot", "--kb", str(base_folder), *arguments],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env={**environment, "TERM": "xterm", "COLUMNS": "40", "LINES": "50", **variables},
            close_fds=True,
        )
        os.close(terminal)
        os.write(keyboard, typed)
        written = b""
        try:
            while part := os.read(keyboard, 65536):
                written += part
        except OSError:
            pass  # the other end is closed: the command has ended
        os.close(keyboard)
        assert started.wait(30) == 0
        return written.decode().replace("\r\n", "\n")

    return run


def test_a_terminal_gets_color_and_its_width(at_terminal: Callable[..., str]) -> None:
    shown = at_terminal("ask", "maximum daily dose")
    assert "\x1b[1m" in shown
    assert max(len(line) for line in ESCAPES.sub("", shown).splitlines()) <= 40


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_color_where_none_is_wanted(at_terminal: Callable[..., str], variables: Mapping[str, str]) -> None:
    shown = at_terminal("ask", "maximum daily dose", **variables)
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 40


def test_lists_keep_to_the_width(at_terminal: Callable[..., str]) -> None:
    for arguments in (("topics",), ("sources",), ("kb", "coverage"), ("kb", "near", "a missed dose")):
        shown = at_terminal(*arguments)
        prose = [line for line in shown.splitlines() if " " in line.strip()]
        assert max(map(len, prose)) <= 40, arguments


def test_a_pipe_gets_no_color_even_when_it_is_forced(command: Callable[..., Any], tiny: Answerer) -> None:
    told = command("ask", "missed a dose", FORCE_COLOR="1", CLICOLOR_FORCE="1", TERM="xterm-kitty")
    assert told.stdout.decode() == tiny.ask("missed a dose").text + "\n"


def test_the_chat_answers_at_a_keyboard(at_terminal: Callable[..., str]) -> None:
    shown = ESCAPES.sub("", at_terminal(typed=b"missed a dose\r/quit\r"))
    assert "never take two at once" in " ".join(shown.split())
