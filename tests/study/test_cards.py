"""The schedule of the cards, and the file that keeps them."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import InputError, SettingsError
from bot.study.cards import CardState, Rating, Review, next_items, rate, recall
from bot.study.progress import Standing, progress_lines, progress_of, ranked_standings, season_lines
from bot.study.shelf import FileShelf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.study import ItemBank

pytest.importorskip("fsrs", reason="the extra 'study' is not installed")

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RATINGS = st.lists(st.sampled_from(list(Rating)), min_size=1, max_size=8)


def reviewed(ratings: list[Rating], start: datetime = NOON) -> CardState:
    """Review a card again each time it comes due."""
    card, now = None, start
    for rating in ratings:
        card = rate(card, "mc-1", rating, now)
        now = card.due
    assert card
    return card


@settings(max_examples=60, deadline=None)
@given(ratings=RATINGS)
def test_the_same_reviews_give_the_same_day_everywhere(ratings: list[Rating]) -> None:
    assert reviewed(ratings) == reviewed(ratings)


@settings(max_examples=60, deadline=None)
@given(ratings=RATINGS, last=st.sampled_from([Rating.HARD, Rating.GOOD, Rating.EASY]))
def test_knowing_a_card_better_lets_it_rest_longer(ratings: list[Rating], last: Rating) -> None:
    card = reviewed(ratings)
    again, known = rate(card, card.item, Rating.AGAIN, card.due), rate(card, card.item, last, card.due)
    assert again.due <= known.due
    assert known.due > card.due
    assert rate(card, card.item, Rating.EASY, card.due).due >= known.due


def test_a_learned_card_comes_back_when_it_is_about_to_be_forgotten() -> None:
    card = reviewed([Rating.GOOD] * 4)
    assert card.due - NOON > timedelta(days=2)
    assert recall(card, card.due) == pytest.approx(0.9, abs=0.02)
    assert recall(card, card.due + timedelta(days=60)) < recall(card, card.due) < recall(card, card.last or NOON)


def test_what_waited_longest_comes_first_then_new_ones(bank: ItemBank) -> None:
    items = bank.draw(1, number=6)
    cards = {
        items[2].id: CardState(items[2].id, NOON - timedelta(days=1)),
        items[4].id: CardState(items[4].id, NOON - timedelta(days=3)),
        items[5].id: CardState(items[5].id, NOON + timedelta(seconds=1)),
        "mc-gone": CardState("mc-gone", NOON - timedelta(days=9)),
    }
    queue, due = next_items(items, cards, NOON, new=2)
    assert due == 2
    assert queue == (items[4], items[2], items[0], items[1])
    assert next_items(items, cards, NOON, new=0)[0] == (items[4], items[2])


# The file


@settings(max_examples=30, deadline=None)
@given(ratings=RATINGS)
def test_what_is_kept_is_what_was_rated(tmp_path_factory: pytest.TempPathFactory, ratings: list[Rating]) -> None:
    shelf = FileShelf(tmp_path_factory.mktemp("shelf") / "a" / "cards.json")
    card, now = None, NOON
    for rating in ratings:
        card = rate(card, "mc-1", rating, now)
        shelf.record(card, Review("mc-1", now, rating))
        now = card.due
    read = FileShelf(shelf.file)
    assert read.cards() == {"mc-1": card}
    assert [review.rating for review in read.reviews()] == ratings
    assert [file.name for file in shelf.file.parent.iterdir() if file.name.startswith("tmp")] == []


def test_two_sessions_at_once_lose_nothing(tmp_path: Path, environment: Mapping[str, str]) -> None:
    script = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from bot.study.cards import CardState, Rating, Review
from bot.study.shelf import FileShelf
shelf = FileShelf(Path(sys.argv[1]))
for number in range(40):
    name, now = f"mc-{sys.argv[2]}-{number}", datetime.now(UTC)
    shelf.record(CardState(name, now, now), Review(name, now, Rating.GOOD))
"""
    file = tmp_path / "cards.json"
    started = [
        subprocess.Popen([sys.executable, "-c", script, str(file), name], env=dict(environment)) for name in "ab"
    ]
    assert [process.wait(60) for process in started] == [0, 0]
    assert len(FileShelf(file).cards()) == 80
    assert len(FileShelf(file).reviews()) == 80


def test_a_folder_in_the_way_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "cards.json").mkdir()
    shelf = FileShelf(tmp_path / "cards.json")
    with pytest.raises(SettingsError, match="cannot be read"):
        shelf.cards()
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="cannot be kept"):
        FileShelf(tmp_path / "file" / "cards.json").record(CardState("a", NOON), Review("a", NOON, Rating.GOOD))


def test_a_time_without_its_zone_is_damage(tmp_path: Path) -> None:
    file = tmp_path / "cards.json"
    file.write_text('{"version": 1, "cards": [], "reviews": [["a", "2026-01-01T00:00:00", 3]]}', "utf-8")
    with pytest.raises(InputError, match="damaged"):
        FileShelf(file).reviews()


# Figures


def test_progress_counts_by_the_learners_own_day() -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    reviews = [Review("a", late, Rating.GOOD), Review("b", late, Rating.AGAIN), Review("a", NOON, Rating.EASY)]
    cards = {"a": CardState("a", NOON + timedelta(days=3), NOON, 2, None, 5.0, 5.0), "b": CardState("b", NOON)}
    here = progress_of(cards, reviews, late + timedelta(minutes=5))
    assert (here.cards, here.learned, here.due, here.reviews, here.known) == (2, 1, 1, 3, 2)
    assert (here.past[-1].reviews, here.past[-1].known) == (3, 2)
    east = progress_of(cards, reviews, (late + timedelta(minutes=5)).astimezone(_zone(2)))
    assert (east.past[-1].reviews, east.past[-2].reviews) == (2, 1)
    assert [day.due for day in here.ahead[:4]] == [1, 0, 0, 1]
    said = " ".join(progress_lines(here))
    assert "Cards seen: 2, of these learned: 1, due now: 1." in said
    assert "known in 2 of them (67%)" in said
    assert "2026-03-01: 3 (2 known)" in said
    assert "2026-03-04: 1" in said


def _zone(hours: int) -> object:
    from datetime import timezone

    return timezone(timedelta(hours=hours))


def test_equal_scores_share_a_place() -> None:
    table = [Standing("Zed", 3, 9), Standing("Ada", 5, 6), Standing("Bob", 5, 6), Standing("Eve", 5, 9)]
    assert [(place, one.name) for place, one in ranked_standings(table)] == [
        (1, "Ada"), (1, "Bob"), (3, "Eve"), (4, "Zed"),
    ]  # fmt: skip
    assert season_lines(table)[0] == "1. Ada: 5 right of 6 (83%)"
    assert season_lines([]) == ["Nobody has answered yet."]
