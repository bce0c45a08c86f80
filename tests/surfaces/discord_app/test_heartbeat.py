"""The watch over a connection, with a gateway that only keeps times."""

from __future__ import annotations

import asyncio
import logging
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import discord

from bot.surfaces.discord_app.heartbeat import ZOMBIE_CLOSE, answer_age, longest_age, watch
from bot.surfaces.discord_app.journal import Sparing

if TYPE_CHECKING:
    import pytest

INTERVAL, MARGIN = 0.1, 0.05


class Gateway:
    def __init__(self, interval: float | None = INTERVAL) -> None:
        self._keep_alive = SimpleNamespace(interval=interval, _last_ack=time.perf_counter())
        self.closed: list[int] = []

    async def close(self, code: int = 0) -> None:
        self.closed.append(code)

    async def beat(self) -> None:
        while True:
            self._keep_alive._last_ack = time.perf_counter()
            await asyncio.sleep(INTERVAL / 2)


async def watched(gateway: Gateway, seconds: float, *, ready: bool = True, patience: float = 5.0) -> None:
    tell = Sparing(logging.getLogger("test"))
    task = asyncio.create_task(watch(gateway, MARGIN, lambda: ready, patience, tell))
    await asyncio.wait((task,), timeout=seconds)
    task.cancel()


async def test_missing_answers_close_the_connection_so_that_it_can_be_resumed() -> None:
    gateway = Gateway()
    began = time.perf_counter()
    await watched(gateway, 3)
    assert gateway.closed == [ZOMBIE_CLOSE]
    assert 2 * INTERVAL + MARGIN <= time.perf_counter() - began < 1


async def test_answers_keep_it() -> None:
    gateway = Gateway()
    beating = asyncio.create_task(gateway.beat())
    await watched(gateway, 0.8)
    beating.cancel()
    assert not gateway.closed


async def test_a_blocked_loop_gets_a_round_to_read_the_answers(caplog: pytest.LogCaptureFixture) -> None:
    gateway = Gateway()
    beating = asyncio.create_task(gateway.beat())
    watching = asyncio.create_task(watched(gateway, 0.8))
    await asyncio.sleep(0.1)
    time.sleep(0.5)
    await watching
    beating.cancel()
    assert not gateway.closed
    assert "the event loop was blocked" in caplog.text


async def test_a_connection_that_does_not_become_ready_is_closed() -> None:
    gateway = Gateway()
    beating = asyncio.create_task(gateway.beat())
    await watched(gateway, 3, ready=False, patience=0.3)
    beating.cancel()
    assert gateway.closed == [ZOMBIE_CLOSE]


def test_before_the_greeting_there_is_nothing_to_miss() -> None:
    gateway = Gateway()
    gateway._keep_alive = None
    assert answer_age(gateway) == 0
    assert longest_age(gateway, MARGIN) == float("inf")


def test_the_library_still_keeps_the_time_of_the_last_answer_where_we_look() -> None:
    """An upgrade that moves it must fail here, not in production."""
    socket = SimpleNamespace(thread_id=0, _max_heartbeat_timeout=60.0)
    thread = discord.gateway.KeepAliveHandler(ws=socket, interval=41.25, shard_id=None)
    before = thread._last_ack
    thread.ack()
    assert thread._last_ack >= before
    assert thread.interval == 41.25
