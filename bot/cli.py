"""The command line: arguments, wiring, and the one place where an error becomes a line and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

import bot
from bot.errors import BaclobotError, ExitCode, InputError
from bot.surfaces.curator_commands import kb
from bot.surfaces.discord_app.cli import run_command, serve_command, sync_command
from bot.surfaces.eval_command import eval_command
from bot.surfaces.explain_command import explain_command
from bot.surfaces.operator_commands import doctor_command, health_command
from bot.surfaces.selftest_command import selftest
from bot.surfaces.store_commands import store
from bot.surfaces.study.commands import cards, quiz, study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering import Answerer, Reply
    from bot.surfaces.contract import Json

INTERRUPTED = 130
_LOADED: list[Answerer] = []
COMPLETION_VARIABLE = "_BACLOBOT_COMPLETE"


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--kb", "folder", envvar="BACLOBOT_KB", metavar="FOLDER", help="Use the knowledge base in FOLDER.")
@click.version_option(bot.__version__, prog_name=bot.APP_NAME, message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context, folder: str | None) -> int:
    """Answer questions about one medicine from a curated, cited knowledge base; without a command: chat."""
    context.obj = None if folder is None else _knowledge_folder(folder)
    if context.invoked_subcommand is None:
        return int(context.invoke(chat))
    return ExitCode.OK


@program.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on one line.")
@click.option("--more", is_flag=True, help="All that is known on the topic.")
@click.option("--country", metavar="CC", help="Two letters: whose emergency numbers to give, for example GB.")
@click.pass_obj
def ask(folder: Path | None, question: tuple[str, ...], as_json: bool, more: bool, country: str | None) -> int:
    """Answer QUESTION, or with '-' each line of standard input."""
    from bot.answering import Asker
    from bot.surfaces.contract import reply_object
    from bot.surfaces.terminal import in_detail
    from bot.surfaces.terminal_answers import answer_all

    if not question:
        raise _none_given(what="question", example='ask "what is it used for?"')
    asker = Asker(country=_country(country))
    answerer = _load(folder)

    def answer(text: str) -> Reply:
        reply = answerer.ask(text, asker)
        return in_detail(answerer, reply) if more else reply

    return answer_all(answerer, question, answer, reply_object if as_json else None)


@program.command()
@click.argument("dose", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on one line.")
@click.option("--liquid", metavar="STRENGTH", help="Also in mL of a liquid, for example 5mg/5ml.")
@click.option("--tablets", is_flag=True, help="Also in tablets that exist.")
@click.option("--country", metavar="CC", help="Two letters: whose emergency numbers to give, for example GB.")
@click.pass_obj
def dose(
    folder: Path | None,
    dose: tuple[str, ...],
    as_json: bool,
    liquid: str | None,
    tablets: bool,
    country: str | None,
) -> int:
    """Compare DOSE with the published labels, or with '-' each line of standard input."""
    from bot.answering import Asker
    from bot.dosing import read_strength
    from bot.surfaces.contract import dose_object
    from bot.surfaces.terminal_answers import answer_all
    from bot.surfaces.terminal_dose import Calculator, with_strength

    if not dose:
        raise _none_given(what="dose", example='dose "10 mg three times a day"')
    strength = None if liquid is None else read_strength(liquid)
    asker = Asker(country=_country(country))
    answerer = _load(folder)
    calculator = Calculator(answerer.knowledge.figures, strength, tablets=tablets)

    def answer(text: str) -> Reply:
        reply = answerer.check_dose(text, asker)
        completed = with_strength(text, reply, liquid)
        return reply if completed == text else answerer.check_dose(completed, asker)

    def as_object(reply: Reply, text: str) -> dict[str, Json]:
        return {**dose_object(reply, text), **dict(calculator.objects(reply)), "reply": reply.text}

    return answer_all(answerer, dose, answer, as_object if as_json else None, calculator.lines)


@program.command()
@click.option("--country", metavar="CC", help="Two letters: whose emergency numbers to give, for example GB.")
@click.pass_obj
def chat(folder: Path | None, country: str | None = None) -> int:
    """Hold a conversation; questions are completed while you type."""
    from bot.surfaces.chat import Conversation, chat_with_lines
    from bot.surfaces.terminal import look_of_output
    from bot.surfaces.terminal_stream import open_input, read_lines

    look = look_of_output(os.environ)
    conversation = Conversation(_load(folder), _country(country))
    if look.is_terminal and sys.stdin is not None and sys.stdin.isatty():
        from bot.surfaces.chat_prompt import chat_at_keyboard

        conversation.answerer.prepare()
        chat_at_keyboard(conversation, look, os.environ)
    else:
        chat_with_lines(conversation, read_lines(open_input()), look)
    return ExitCode.OK


@program.command()
@click.pass_obj
def topics(folder: Path | None) -> int:
    """List what can be answered."""
    from bot.surfaces.listing import topic_lines

    return _show_lines(topic_lines(_load(folder).knowledge))


@program.command()
@click.argument("source_id", metavar="[ID]", required=False)
@click.pass_obj
def sources(folder: Path | None, source_id: str | None) -> int:
    """List the cited works, or describe the one with ID and what cites it."""
    from bot.surfaces.listing import source_of, sources_lines

    knowledge = _load(folder).knowledge
    return _show_lines(source_of(knowledge, source_id) if source_id else sources_lines(knowledge))


program.add_command(eval_command)
program.add_command(explain_command)
program.add_command(kb)
program.add_command(quiz)
program.add_command(cards)
program.add_command(study)
program.add_command(run_command)
program.add_command(serve_command)
program.add_command(sync_command)
program.add_command(store)
program.add_command(health_command)
program.add_command(doctor_command)
program.add_command(selftest)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit code, at once: everything written has been flushed by then.

    The usual way out would take a million loaded objects apart one by one, which lasts longer than answering.
    """
    code = run(sys.argv[1:] if arguments is None else arguments)
    if os.environ.get("BACLOBOT_DEBUG"):
        sys.exit(code)
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code; whatever fails becomes one line on standard error."""
    _ready_streams()
    try:
        code = _invoke(list(arguments))
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough: no failure
        return ExitCode.OK
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 -- the one place where an error becomes a line
        return _told(error)
    return code


def _invoke(arguments: list[str]) -> int:
    instruction = os.environ.get(COMPLETION_VARIABLE)
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(program, {}, bot.APP_NAME, COMPLETION_VARIABLE, instruction)
    try:
        with program.make_context(bot.APP_NAME, arguments) as context:
            return int(program.invoke(context) or 0)
    except click.exceptions.Exit as done:
        return done.exit_code


def _told(error: Exception) -> int:
    """Tell of an error in one line and return its exit code."""
    from bot.surfaces.terminal_errors import complain, complain_of

    if isinstance(error, BaclobotError):
        complain(str(error))
        return error.exit_code
    if isinstance(error, click.ClickException):
        complain(_usage_line(error))
        return ExitCode.USAGE
    if isinstance(error, click.Abort):
        return INTERRUPTED
    if isinstance(error, OSError):
        place = f"'{error.filename}'" if error.filename else "The output"
        mend = "Check that it exists, has room and is yours."
        complain(f"{place} cannot be used: {error.strerror or error}. {mend}")
        return ExitCode.FAILURE
    complain_of(error)
    return ExitCode.FAILURE


def _usage_line(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else bot.APP_NAME
    what = error.format_message().rstrip()
    end = "" if what.endswith((".", "?")) else "."
    return f"{what}{end} Run '{command} --help' to see what it takes."


def _load(folder: Path | None) -> Answerer:
    """Load an answerer and keep it to the end, out of sight of the garbage collector: it never is garbage."""
    from bot.answering import load_answerer
    from bot.surfaces.terminal_errors import complain_of_warnings

    complain_of_warnings()
    _LOADED[:] = [load_answerer(folder)]
    gc.freeze()
    return _LOADED[0]


def _show_lines(lines: Sequence[str]) -> int:
    from bot.surfaces.terminal import look_of_output, write_wrapped

    write_wrapped(lines, look_of_output(os.environ))
    return ExitCode.OK


def _none_given(*, what: str, example: str) -> InputError:
    mend = f"Try: {bot.APP_NAME} {example}, or '-' to read standard input, one {what} a line."
    return InputError(f"There is no {what}.", mend)


def _knowledge_folder(name: str) -> Path:
    folder = Path(name)
    if not folder.is_dir():
        what = f"There is no knowledge base at '{name}': it is not a folder."
        mend = "Give --kb (or BACLOBOT_KB) a folder that holds topics/, sources.yaml and so on, or leave it out."
        raise InputError(what, mend)
    return folder


def _country(code: str | None) -> str | None:
    if code is None:
        return None
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        what = f"'{code}' is no country code."
        raise InputError(what, "Give its two letters, for example --country GB.")
    return {"UK": "GB"}.get(code.upper(), code.upper())  # what Britons type


def _ready_streams() -> None:
    """Let a character that the terminal's encoding lacks be replaced: it must not end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
