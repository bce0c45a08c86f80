"""Answers the words of a command, or standard input line by line, as text or as JSON."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.errors import ExitCode
from bot.surfaces.terminal import bar_of, look_of_output, show_reply, write, write_json
from bot.surfaces.terminal_errors import Guard
from bot.surfaces.terminal_stream import clean_text, open_input, read_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering import Answerer, Reply
    from bot.surfaces.contract import Json

STREAM = "-"
"""In place of words: read standard input."""


def answer_all(
    answerer: Answerer,
    words: tuple[str, ...],
    answer: Callable[[str], Reply],
    as_object: Callable[[Reply, str], dict[str, Json]] | None,
    inset: Callable[[Reply], list[str]] = lambda _: [],
) -> int:
    """Answer and return the exit code: FAILURE where a question failed, though every line got its reply.

    ``as_object`` makes the JSON object of a reply, None asks for text; ``inset`` gives lines that a text has
    before its disclaimer.
    """
    streamed = words == (STREAM,)
    look, guard = look_of_output(os.environ), Guard(answerer)
    for text in read_lines(open_input()) if streamed else (clean_text(" ".join(words)),):
        reply = guard.answer(answer, text)
        if as_object is not None:
            write_json(as_object(reply, text))
        else:
            show_reply(reply, look, [*inset(reply), *bar_of(reply, look)])
            if streamed:
                write()
    return ExitCode.FAILURE if guard.failures else ExitCode.OK
