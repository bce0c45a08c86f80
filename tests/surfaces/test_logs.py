"""What is written, and what never is."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import threading
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent / "discord_app"))

from virtual_time import run_virtually

from bot.surfaces.discord_app.journal import Sparing
from bot.surfaces.sight.lines import LineHandler
from bot.surfaces.sight.logs import LIBRARIES, keep_logs, make_formatter, write_as_is
from bot.surfaces.sight.redaction import describe_error, redact

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "ODEwMDAwMDAwMDAwMDAwMDAx.GfAkE1.canary-canary-canary-canary-canary-00"  # noqa: S105 -- opens nothing
PERSON = "840000000000000001"


class Log:
    """A pipe that a log is written to, and its reader."""

    def __init__(self) -> None:
        self._reader, self.writer = os.pipe()
        os.set_blocking(self._reader, False)

    def getvalue(self) -> str:
        return os.read(self._reader, 1_000_000).decode()

    def close(self) -> None:
        os.close(self._reader)


@contextmanager
def kept(form: str) -> Iterator[Log]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.raiseExceptions)
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    levels = {name: logging.getLogger(name).level for name in LIBRARIES}
    log = Log()
    keep_logs("debug", form, log.writer)
    try:
        yield log
    finally:
        os.close(log.writer)
        with suppress(OSError):
            log.close()
        logging.captureWarnings(capture=False)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        root.handlers[:], root.level, logging.raiseExceptions = before
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


@pytest.fixture
def stream() -> Iterator[Log]:
    with kept("human") as log:
        yield log


@pytest.fixture
def as_json() -> Iterator[Log]:
    with kept("json") as log:
        yield log


@pytest.mark.hazard("H22")
@pytest.mark.hazard("H28")
@pytest.mark.parametrize(
    "text",
    [
        f"token {TOKEN}",
        f"Authorization: Bot {TOKEN}",
        f"POST https://discord.com/api/v10/webhooks/{PERSON}/aW50ZXJhY3Rpb246canary/messages/@original",
        f"https://discord.com/api/v10/interactions/{PERSON}/aW50ZXJhY3Rpb246canary/callback",
        f"/channels/{PERSON}/messages",
        f"<@{PERSON}>",
    ],
)
def test_secrets_and_ids_are_redacted_by_their_shape(text: str) -> None:
    shown = redact(text)
    assert "canary" not in shown
    assert PERSON not in shown


@given(st.text(max_size=300))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    assert redact(redact(text)) == redact(text)


def test_redacting_takes_no_longer_for_hostile_text() -> None:
    for text in (
        "1" * 20_000,
        "a." * 10_000,
        "/webhooks/" * 2_000,
        "a" * 20_000,
        f"{'a' * 32}.{'b' * 8}." * 500,
    ):
        redact(text)


@pytest.mark.hazard("H22")
def test_an_exception_is_told_by_type_and_place_only(stream: Log) -> None:
    try:
        int("canary")
    except ValueError:
        logging.getLogger("bot.some").exception("it failed")
    line = stream.getvalue()
    assert "ValueError" in line
    assert "test_logs" in line
    assert "canary" not in line
    assert line.count("\n") == 1


def test_the_cause_is_told() -> None:
    def fail() -> None:
        try:
            int("canary")
        except ValueError as error:
            message = "canary"
            raise KeyError(message) from error

    with pytest.raises(KeyError) as caught:
        fail()
    told = describe_error(caught.value)
    assert told.startswith("KeyError from ValueError")
    assert "canary" not in told


def test_a_line_stays_a_line(stream: Log) -> None:
    logging.getLogger("bot.some").warning("two\nlines\r\nor %s", "three\n")
    assert stream.getvalue().count("\n") == 1


@pytest.mark.parametrize("library", ["discord.gateway", "discord.http", "aiohttp.client", "asyncio"])
def test_libraries_never_tell_details(stream: Log, library: str) -> None:
    logging.getLogger(library).debug("canary")
    logging.getLogger(library).info("canary")
    logging.getLogger(library).warning("a warning")
    written = stream.getvalue()
    assert "canary" not in written
    assert "a warning" in written


def test_a_broken_stream_is_no_failure(stream: Log, capsys: pytest.CaptureFixture[str]) -> None:
    stream.close()
    logging.getLogger("bot.some").warning("nobody reads this")
    assert capsys.readouterr().err == ""


def test_a_reader_that_hangs_holds_nothing_up(stream: Log) -> None:
    logger = logging.getLogger("bot.some")
    for number in range(5000):
        logger.warning("line %d: %s", number, "x" * 200)
    assert "line 0:" in stream.getvalue()
    logger.warning("read again")
    told = stream.getvalue()
    assert "lines were left out" in told
    assert "read again" in told


def test_a_full_disk_is_no_failure() -> None:
    descriptor = os.open("/dev/full", os.O_WRONLY)
    handler = LineHandler(descriptor)
    handler.write_line("nobody keeps this")
    os.close(descriptor)


def test_the_time_is_utc() -> None:
    record = logging.LogRecord("bot.a", logging.INFO, "", 0, "hello", None, None)
    record.created = 0.0
    assert make_formatter("human").format(record) == "1970-01-01T00:00:00.000+00:00 INFO a: hello"


def test_a_repeated_fault_is_told_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    async def fail_for_three_minutes() -> None:
        tell = Sparing(logging.getLogger("test"))
        for _ in range(180):
            tell.warn("it broke", "here")
            tell.warn("another")
            await asyncio.sleep(1)

    run_virtually(fail_for_three_minutes())
    told = [record.getMessage() for record in caplog.records if "it broke" in record.getMessage()]
    assert told == ["it broke: here", *["it broke: here (59 times more since)"] * 2]


def test_an_event_is_one_object_with_its_values(as_json: Log) -> None:
    told = {"kind": "answer", "topic": "a-topic", "outcome": "sent", "ms": 1.5, "request": "0f0f0f0f"}
    logging.getLogger("bot.some").info("reply", extra=told)
    line = json.loads(as_json.getvalue())
    assert line.pop("timestamp").endswith("+00:00")
    assert line == {"level": "info", "logger": "some", "event": "reply", **told}


def test_values_are_told_for_people_too(stream: Log) -> None:
    logging.getLogger("bot.some").info("reply", extra={"kind": "answer", "ms": 1.5})
    assert stream.getvalue().endswith("INFO some: reply kind=answer ms=1.5\n")


@pytest.mark.parametrize(
    "value",
    [TOKEN, int(PERSON), [TOKEN], {"text": "canary"}, ValueError("canary"), f"/webhooks/{PERSON}/canary", b"canary"],
)
@pytest.mark.parametrize("form", ["human", "json"])
def test_no_value_can_carry_a_secret_out(form: str, value: object) -> None:
    with kept(form) as log:
        logging.getLogger("bot.some").info("told %s", "so", extra={"value": value})
        line = log.getvalue()
    assert "canary" not in line
    assert PERSON not in line
    assert line.count("\n") == 1
    assert form == "human" or json.loads(line)["value"]


def test_an_exception_in_json_is_told_by_type_and_place(as_json: Log) -> None:
    try:
        int("canary")
    except ValueError:
        logging.getLogger("bot.some").exception("it failed", stack_info=True)
    line = as_json.getvalue()
    assert json.loads(line)["error"].startswith("ValueError (")
    assert "canary" not in line


def test_what_nobody_caught_is_a_line_too(stream: Log) -> None:
    """Python itself would write a traceback that ends with the message."""

    def fail() -> None:
        message = f"canary {TOKEN}"
        raise RuntimeError(message)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    try:
        fail()
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    told = stream.getvalue()
    assert "a thread failed: RuntimeError" in told
    assert "the process failed: RuntimeError" in told
    assert "canary" not in told


def test_a_warning_of_a_library_is_a_line(stream: Log) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)  # the context above had put its own in the place
        warnings.warn(f"outdated {TOKEN}", DeprecationWarning, stacklevel=1)
    told = stream.getvalue()
    assert "outdated (token)" in told
    assert "canary" not in told


def test_what_is_shown_as_it_is_stays_json(as_json: Log) -> None:
    write_as_is(logging.getLogger().handlers[0], "json", f"Add the bot: {PERSON}")  # type: ignore[arg-type]
    assert json.loads(as_json.getvalue()) == {"event": f"Add the bot: {PERSON}"}


@given(st.dictionaries(st.text(max_size=9), st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.none())))
def test_whatever_is_logged_is_one_line_of_json(values: dict[str, object]) -> None:
    record = logging.LogRecord("bot.a", logging.INFO, "", 0, "hello", None, None)
    record.__dict__.update({f"x{name}": value for name, value in values.items()})
    line = make_formatter("json").format(record)
    assert "\n" not in line
    assert json.loads(line)["event"] == "hello"
