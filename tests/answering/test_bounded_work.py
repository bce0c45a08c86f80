"""No text takes long, whatever it is made of; measured as CPU time, so that the machine's load is no matter."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering import Answerer, Reply

LENGTH = 6000
CPU_SECONDS = 0.3
"""The promise is 0.1 on an idle machine; a busy one's caches are cold."""
GROWTH = 2.6
"""Twice the text takes at most so many times as long."""
ALPHABETS = (
    "a", "1", " ", "(", ")", "[a](", "1 ", "1,", "1.", "1/", "20mg ", "mg ", "x4 ", "ab ", "é", "e\u0301", "\u0301",
    "\ufdfa", "\u200b", "\u202e", "ａ", "а", "²", "½", "٢", "二", "🙂", "👩\u200d👩", "\U000e0061", "\ufe0f", "<@1>",
    "@everyone ", "```", "|", "*", "_", "~", "`", "\\", "/", "-", "--", "#", "\n", "\t", "\r\n", "\x00", "?", "!", ".",
    "..", "…", "and ", "not ", "overdose ", "baclofen ", "baclofin ", "20 mg four times a day ", "twenty ", "1e9 ",
    "half a tablet ",
)  # fmt: skip


def spent(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


@pytest.mark.parametrize("doing", ["ask", "check_dose"])
@pytest.mark.parametrize("piece", ALPHABETS, ids=ascii)
def test_hostile_text_takes_little(shipped: Answerer, piece: str, doing: str) -> None:
    act: Callable[[str], Reply] = getattr(shipped, doing)
    text = (piece * LENGTH)[:LENGTH]
    assert min(spent(lambda: act(text)) for _ in range(2)) < CPU_SECONDS


@pytest.mark.parametrize("doing", ["ask", "check_dose"])
def test_time_grows_no_faster_than_the_text(shipped: Answerer, doing: str) -> None:
    """Over all of them together: a single one takes too little to be measured."""
    act: Callable[[str], Reply] = getattr(shipped, doing)

    def all_of(length: int) -> float:
        texts = [(piece * length)[:length] for piece in ALPHABETS]
        return spent(lambda: [act(text) for text in texts])

    all_of(500)
    assert min(all_of(4000) for _ in range(2)) < GROWTH * max(all_of(2000) for _ in range(2)) + 0.05


def test_an_emergency_takes_less_than_a_blink(shipped: Answerer) -> None:
    for text in ("I took 60 baclofen tablets", "my pump is beeping and I am shaking", "he cannot be woken up"):
        assert min(spent(lambda text=text: shipped.ask(text)) for _ in range(3)) < 0.05  # type: ignore[misc]
