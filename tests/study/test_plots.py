"""Pictures of progress: real PNGs, drawn without a window, and the same figures in words."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from bot.study.cards import CardState, Rating, Review
from bot.study.progress import Standing, progress_lines, progress_of, season_lines

pytest.importorskip("matplotlib", reason="the extra 'plots' is not installed")
pytest.importorskip("fsrs", reason="the extra 'study' is not installed")

from bot.study.plots import learner_picture, season_picture

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def size_of(png: bytes) -> tuple[int, int]:
    """Read width and height from the picture's head, and see that its data is whole."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert png.endswith(b"IEND\xaeB`\x82")
    width, height = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    assert len(zlib.decompress(data)) >= width * height
    return width, height


@pytest.mark.parametrize("days", [0, 1, 30])
def test_a_learners_picture_and_its_words(days: int) -> None:
    reviews = [Review("a", NOW - timedelta(days=day), Rating.GOOD) for day in range(days)]
    cards = {"a": CardState("a", NOW + timedelta(days=2), NOW, 2, None, 4.0, 5.0)} if days else {}
    progress = progress_of(cards, reviews, NOW)
    picture = learner_picture(progress)
    width, height = size_of(picture.png)
    assert width > height > 600
    assert all(line in picture.alt for line in progress_lines(progress))
    assert learner_picture(progress).png == picture.png


@pytest.mark.parametrize(
    "names", [[], ["Ada"], ["$x_1$", "李雷", "a" * 60, "<b>", "Ada\nBob"], list("abcdefghijklmnopqrst")]
)
def test_a_seasons_picture_takes_every_name_and_any_number(names: list[str]) -> None:
    standings = [Standing(name, number, number + 2) for number, name in enumerate(names)]
    picture = season_picture(standings, "Spring $ season")
    size_of(picture.png)
    assert "Spring $ season" in picture.alt
    assert all(line in picture.alt for line in season_lines(standings))
