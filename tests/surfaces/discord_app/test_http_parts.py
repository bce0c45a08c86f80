"""The parts of the HTTP mode by themselves: who is let through, and what is remembered of answers."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from nacl.signing import SigningKey

from bot.surfaces.discord_app.http.answers import KEPT_SECONDS, Answer, Answers
from bot.surfaces.discord_app.http.authentic import WINDOW_SECONDS, Authentication

KEY = SigningKey(b"k" * 32)
NOW = 1_700_000_000
AUTHENTICATION = Authentication(bytes(KEY.verify_key).hex(), clock=lambda: NOW)


def signed(body: bytes, timestamp: str) -> str:
    return KEY.sign(timestamp.encode() + body).signature.hex()


@given(some.binary(max_size=500), some.integers(-int(WINDOW_SECONDS), int(WINDOW_SECONDS)))
def test_what_was_signed_just_now_is_let_through(body: bytes, age: int) -> None:
    timestamp = str(NOW - age)
    assert AUTHENTICATION.is_authentic([signed(body, timestamp)], [timestamp], body)


@settings(max_examples=300)
@given(some.data(), some.binary(min_size=1, max_size=200))
def test_one_bit_of_difference_is_refused(data: some.DataObject, body: bytes) -> None:
    timestamp = str(NOW)
    signature = signed(body, timestamp)
    part = data.draw(some.sampled_from(("body", "signature", "time")))
    if part == "body":
        bit = data.draw(some.integers(0, 8 * len(body) - 1))
        body = bytes(byte ^ (1 << bit % 8 if place == bit // 8 else 0) for place, byte in enumerate(body))
    elif part == "signature":
        bit = data.draw(some.integers(0, 511))
        signature = f"{int(signature, 16) ^ (1 << bit):0128x}"
    else:
        timestamp = str(NOW + data.draw(some.integers(-300, 300).filter(bool)))
    assert not AUTHENTICATION.is_authentic([signature], [timestamp], body)


@given(some.lists(some.text(), max_size=3), some.lists(some.text(), max_size=3), some.binary(max_size=50))
def test_headers_of_any_shape_are_refused_and_never_raise(
    signatures: list[str], timestamps: list[str], body: bytes
) -> None:
    assert not AUTHENTICATION.is_authentic(signatures, timestamps, body)


@pytest.mark.parametrize("age", [WINDOW_SECONDS + 1, -WINDOW_SECONDS - 1, 86_400, float(NOW)])
def test_a_recording_is_refused(age: float) -> None:
    timestamp = str(int(NOW - age))
    assert not AUTHENTICATION.is_authentic([signed(b"{}", timestamp)], [timestamp], b"{}")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def answer_of(answers: Answers, number: int, made: list[int], body: bytes = b"x") -> Answer:
    async def make() -> Answer:
        made.append(number)
        await asyncio.sleep(0)
        return Answer(body, asyncio.Event())

    return await answers.of(number, make)


async def test_an_answer_is_made_once_while_it_is_made_and_after() -> None:
    answers, made = Answers(), list[int]()
    first = await asyncio.gather(*(answer_of(answers, 1, made) for _ in range(5)))
    again = await answer_of(answers, 1, made)
    assert made == [1]
    assert all(answer is again for answer in first)


async def test_answers_are_forgotten_when_no_recording_could_be_let_through_any_more() -> None:
    clock, made = Clock(), list[int]()
    answers = Answers(clock)
    await answer_of(answers, 1, made)
    clock.now = KEPT_SECONDS - 1
    await answer_of(answers, 1, made)
    assert made == [1]
    clock.now = KEPT_SECONDS + 1
    await answer_of(answers, 1, made)
    assert made == [1, 1]


async def test_the_oldest_answers_go_when_there_are_too_many() -> None:
    answers, made = Answers(most_bytes=1000), list[int]()
    for number in range(200):
        await answer_of(answers, number, made, b"x" * 100)
        assert answers._bytes <= 1100
    await answer_of(answers, 199, made)
    assert made == [*range(200)]


async def test_what_could_not_be_answered_is_tried_again() -> None:
    answers, made = Answers(), list[int]()

    async def fail() -> Answer:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 -- just this one
        await answers.of(1, fail)
    await answer_of(answers, 1, made)
    assert made == [1]
