"""Folding: what people type becomes comparable, whatever they type."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import MATCH_CHARS, SCAN_CHARS, cut_middle, fold, normalize, stem, utter


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Don't STOP!", ["do", "not", "stop"]),
        ("dont stop", ["do", "not", "stop"]),
        ("10mg w/ food", ["10", "mg", "with", "food"]),
        ("50 µg", ["50", "mcg"]),
        ("50 μg", ["50", "mcg"]),
        ("my mum’s pump", ["my", "mum", "pump"]),
        ("café naïve", ["cafe", "naive"]),
        ("ze\u200bro wi\u00addth", ["zero", "width"]),
        ("ｆｕｌｌ ｗｉｄｔｈ", ["full", "width"]),
        ("sооо tired", ["soo", "tired"]),  # Cyrillic letters that look Latin
        ("w\ufe0fo\ufe0fr\ufe0fd", ["word"]),
        ("t½", ["t", "1/2"]),
        ("", []),
        ("…?!", []),
        ("\x00\x07", []),
    ],
)
def test_folding(typed: str, words: list[str]) -> None:
    assert list(fold(typed)) == words


@given(st.text(max_size=400))
def test_folding_is_stable(text: str) -> None:
    once = fold(text)
    assert fold(text) == once
    assert all(word == word.casefold() and " " not in word for word in once)


@given(st.text(max_size=2000))
def test_every_text_has_an_utterance(text: str) -> None:
    utterance = utter(text)
    start, end = utterance.focus
    assert 0 <= start <= end <= len(utterance.words)
    assert len(utterance.raw) <= SCAN_CHARS + 1


@pytest.mark.hazard("H29")
@pytest.mark.parametrize("text", ["a" * 100_000, "1" * 100_000, "é" * 100_000, "? " * 50_000, "🙂" * 50_000])
def test_work_is_bounded(text: str) -> None:
    start = time.perf_counter()
    utterance = utter(text)
    assert time.perf_counter() - start < 0.5
    assert sum(map(len, utterance.words)) <= 4 * MATCH_CHARS


def test_a_long_text_keeps_both_ends() -> None:
    text = "first " + "filler " * 400 + "last"
    words = utter(text).words
    assert words[0] == "first"
    assert words[-1] == "last"
    assert cut_middle("short", 10) == "short"


@pytest.mark.parametrize(
    ("story", "asked"),
    [
        (
            "My neighbor was in hospital with her hip, and we had the vet twice that week. Can it be crushed?",
            "can it be crushed",
        ),
        (
            "Is it fine with milk? I ask because my sister says that nothing at all ever goes with milk.",
            "is it fine with milk",
        ),
    ],
)
def test_the_clause_that_asks_is_found(story: str, asked: str) -> None:
    utterance = utter(story)
    start, end = utterance.focus
    assert " ".join(utterance.words[start:end]) == asked


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tablets", "tablet"),
        ("stopped", "stopping"),
        ("dizziness", "dizzy"),
        ("kidneys", "kidney"),
        ("doses", "dose"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_normalizing_plain_text_changes_nothing_but_case() -> None:
    assert normalize("Plain Text, 5 mg") == "plain text, 5 mg"
