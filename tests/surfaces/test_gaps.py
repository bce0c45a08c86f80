"""Gaps are counted without words, survive a disk that takes nothing, and are told to a curator."""

from __future__ import annotations

import asyncio
import json
import logging
import resource
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError, SettingsError
from bot.surfaces.gaps import NO_TOPIC, NONE_OF_THESE, Closeness, GapKeeper, Gaps, GapTally, counting
from bot.surfaces.gaps.gap_file import add_to_file, read_gaps, write_gaps
from bot.surfaces.gaps.tally import closeness_of

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from bot.answering import Answerer

    Command = Callable[..., subprocess.CompletedProcess[bytes]]

DAY = date(2026, 3, 14)
TOPICS = st.sampled_from(["max-oral-dose", "with-alcohol", "missed-dose", NO_TOPIC])
KINDS = st.sampled_from(["answer", "clarify", "out-of-scope", "emergency"])
COUNTS = st.integers(1, 1000)
SOME = st.builds(
    Gaps,
    st.dictionaries(st.tuples(KINDS, TOPICS), COUNTS, min_size=1).map(Counter),
    st.dictionaries(st.tuples(KINDS, TOPICS, st.sampled_from(list(map(str, Closeness)))), COUNTS).map(Counter),
    st.dictionaries(st.tuples(TOPICS, TOPICS), COUNTS).map(Counter),
    st.dates(),
    st.dates(),
)


def counted(answerer: Answerer, *asked: str) -> GapTally:
    tally = GapTally(lambda: DAY)
    for text in asked:
        tally.count(answerer.ask(text))
    return tally


# What is counted


def test_kinds_topics_and_how_near_a_miss_was(shipped: Answerer) -> None:
    gaps = counted(
        shipped, "max dose of baclofen", "maximum baclofen dose", "I took 60 tablets", "who won the cup", "baclofen"
    ).take()
    assert gaps.replies == {
        ("answer", "max-oral-dose"): 2,
        ("emergency", NO_TOPIC): 1,
        ("out-of-scope", NO_TOPIC): 1,
        ("clarify", NO_TOPIC): 1,
    }
    assert sorted(kind for kind, *_ in gaps.misses) == ["clarify", "out-of-scope"]
    assert {topic for _, topic, _ in gaps.misses} <= shipped.knowledge.topics.keys()
    assert (gaps.since, gaps.until) == (DAY, DAY)


@pytest.mark.parametrize(
    ("score", "closeness"),
    [(0, Closeness.FAR), (0.119, Closeness.FAR), (0.12, Closeness.NEAR), (0.5, Closeness.CLOSE), (1, Closeness.CLOSE)],
)
def test_scores_are_put_into_buckets(score: float, closeness: Closeness) -> None:
    assert closeness_of(score) is closeness


def test_only_topics_of_the_base_are_counted_as_wanted(shipped: Answerer) -> None:
    """The names come from buttons, which somebody may forge."""
    tally, topics = GapTally(lambda: DAY), shipped.knowledge.topics
    tally.count_instead("max-oral-dose", "usual-dose", topics)
    tally.count_instead("max-oral-dose", "", topics)
    tally.count_instead("", "usual-dose", topics)
    tally.count_instead("my-name-is-alice", "usual-dose", topics)
    tally.count_instead("max-oral-dose", "my-name-is-alice", topics)
    assert tally.take().instead == {
        ("max-oral-dose", "usual-dose"): 1,
        ("max-oral-dose", NONE_OF_THESE): 1,
        (NO_TOPIC, "usual-dose"): 1,
    }


def test_what_is_taken_is_gone_and_what_is_put_back_is_there(shipped: Answerer) -> None:
    tally = counted(shipped, "max dose of baclofen")
    taken = tally.take()
    assert not tally.take()
    tally.count(shipped.ask("max dose of baclofen"))
    tally.put_back(taken)
    assert tally.take().replies == {("answer", "max-oral-dose"): 2}


# The file


@given(SOME, SOME)
def test_counts_are_added_to_those_that_are_there(
    tmp_path_factory: pytest.TempPathFactory, one: Gaps, two: Gaps
) -> None:
    file = tmp_path_factory.mktemp("gaps") / "gaps.json"
    write_gaps(one, file)
    first = read_gaps(file)
    assert (first.replies, first.misses, first.instead) == (one.replies, one.misses, one.instead)
    add_to_file(two, file)
    both = read_gaps(file)
    assert both.replies == one.replies + two.replies
    assert both.misses == one.misses + two.misses
    assert both.instead == one.instead + two.instead
    days = [day for day in (one.since, one.until, two.since, two.until) if day]
    assert (both.since, both.until) == (min(days), max(days))


def test_the_file_holds_no_word_of_what_was_asked(shipped: Answerer, tmp_path: Path) -> None:
    asked = [f"zanzibar{i} {text}" for i, text in enumerate(["max baclofen dose", "who won", "I took 60 pills", "hm"])]
    write_gaps(counted(shipped, *asked).take(), tmp_path / "gaps.json")
    text = (tmp_path / "gaps.json").read_text("utf-8")
    assert "zanzibar" not in text
    names = set(shipped.knowledge.topics) | {
        "format", "about", "since", "until", "replies", "misses", "instead", NO_TOPIC, NONE_OF_THESE,
        "answer", "emergency", "dose-check", "clarify", "other-drug", "out-of-scope", "small-talk",
        *map(str, Closeness),
    }  # fmt: skip

    def keys(tree: Any) -> set[str]:
        return {*tree, *(key for below in tree.values() for key in keys(below))} if isinstance(tree, dict) else set()

    assert keys(json.loads(text)) <= names


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"format": 2}', '{"format": 1, "replies": 3}', "\x00", "[" * 100_000,
     '{"format": 1, "replies": {"answer": {"x": "many"}}, "misses": {}, "instead": {}, "since": "", "until": ""}',
     '{"format": 1, "replies": {"answer": {"x": -1}}, "misses": {}, "instead": {}, "since": "", "until": ""}'],
)  # fmt: skip
def test_a_file_that_holds_something_else_is_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    file = tmp_path / "gaps.json"
    file.write_text(content, "utf-8")
    with pytest.raises(InputError):
        read_gaps(file)
    with pytest.raises(SettingsError):
        GapKeeper(file)
    assert file.read_text("utf-8") == content


def test_a_folder_or_a_device_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, *(path for path in [tmp_path / "null"] if not path.symlink_to("/dev/null"))):
        with pytest.raises(SettingsError, match="no regular file"):
            GapKeeper(place)


# Keeping


def keeper_with(path: Path, shipped: Answerer, **options: Any) -> GapKeeper:
    keeper = GapKeeper(path, **options)
    keeper.tally.count(shipped.ask("max dose of baclofen"))
    return keeper


def test_counts_go_on_after_a_restart(shipped: Answerer, tmp_path: Path) -> None:
    for _ in range(3):
        keeper_with(tmp_path / "gaps.json", shipped).write()
    assert read_gaps(tmp_path / "gaps.json").replies == {("answer", "max-oral-dose"): 3}


def test_nothing_is_written_where_nothing_was_counted(tmp_path: Path) -> None:
    GapKeeper(tmp_path / "gaps.json").write()
    assert [*tmp_path.iterdir()] == []


def test_a_place_that_cannot_be_written_is_told_once_and_nothing_is_lost(
    shipped: Answerer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    keeper = keeper_with(tmp_path / "later" / "gaps.json", shipped)
    for _ in range(3):
        keeper.write()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "cannot be written (No such file or directory)" in caplog.text
    (tmp_path / "later").mkdir()
    keeper.write()
    assert "written again" in caplog.text
    assert read_gaps(tmp_path / "later" / "gaps.json").replies == {("answer", "max-oral-dose"): 1}


def test_a_full_disk_keeps_the_old_file_whole(
    shipped: Answerer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "gaps.json"
    keeper_with(file, shipped).write()
    before = file.read_bytes()
    keeper = keeper_with(file, shipped)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, limits[1]))
    try:
        keeper.write()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert file.read_bytes() == before
    assert [*tmp_path.iterdir()] == [file]
    assert "cannot be written" in caplog.text
    keeper.write()
    assert read_gaps(file).replies == {("answer", "max-oral-dose"): 2}


def test_a_file_that_was_replaced_meanwhile_is_not_overwritten(
    shipped: Answerer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "gaps.json"
    keeper = keeper_with(file, shipped)
    file.write_text("my diary", "utf-8")
    keeper.write()
    assert file.read_text("utf-8") == "my diary"
    assert "it holds something else" in caplog.text


async def test_it_is_written_while_running_and_at_the_end(shipped: Answerer, tmp_path: Path) -> None:
    file = tmp_path / "gaps.json"
    keeper = keeper_with(file, shipped, every=0.01)
    async with counting(keeper), asyncio.timeout(30):
        while not file.exists():
            await asyncio.sleep(0.01)
        keeper.tally.count(shipped.ask("I took 60 tablets"))
    assert read_gaps(file).replies == {("answer", "max-oral-dose"): 1, ("emergency", NO_TOPIC): 1}


# The curator's view


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    gaps = Gaps(
        Counter({("answer", "missed-dose"): 40, ("answer", "with-alcohol"): 7, ("out-of-scope", NO_TOPIC): 9}),
        Counter({("out-of-scope", "with-alcohol", "close"): 5, ("out-of-scope", "missed-dose", "far"): 4,
                 ("clarify", "missed-dose", "near"): 3}),
        Counter({("missed-dose", "max-oral-dose"): 6, ("missed-dose", NONE_OF_THESE): 4, (NO_TOPIC, "gone-topic"): 1}),
        date(2026, 3, 1),
        DAY,
    )  # fmt: skip
    write_gaps(gaps, tmp_path / "gaps.json")
    return tmp_path / "gaps.json"


def test_gaps_are_told_in_words_and_as_a_table(command: Command, counts: Path) -> None:
    done = command("kb", "gaps", str(counts))
    assert (done.returncode, done.stderr) == (0, b"")
    told = done.stdout.decode()
    for words in (
        "from 2026-03-01 to 2026-03-14",
        "56 replies to people's own words: 47 answer, 9 out-of-scope",
        "4 of those declined or asked back on lay far from every topic",
        "(missed-dose) was shown 6 times where",
        "5 questions near",
        "Not in this knowledge base: gone-topic",
    ):
        assert words in told
    rows = {line.split()[0]: line.split()[1:] for line in told.splitlines() if line.startswith("  ") and line.split()}
    assert rows["missed-dose"] == ["40", "10", "-", "3", "-"]
    assert rows["with-alcohol"] == ["7", "-", "-", "-", "5"]
    assert rows["max-oral-dose"] == ["-", "-", "6", "-", "-"]


def test_gaps_as_json(command: Command, counts: Path) -> None:
    shown = json.loads(command("kb", "gaps", "--json", str(counts)).stdout)
    assert (shown["since"], shown["until"]) == ("2026-03-01", "2026-03-14")
    assert {"shown": "missed-dose", "chosen": "max-oral-dose", "count": 6} in shown["instead"]
    assert shown["topics"][0]["topic"] == "missed-dose"


@pytest.mark.parametrize(("name", "words"), [("none.json", b"there is no such file"), (".", b"no regular file")])
def test_a_file_that_cannot_be_read_is_told_in_one_line(command: Command, name: str, words: bytes) -> None:
    done = command("kb", "gaps", name)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count(b"\n") == 1
