"""A fake Discord, and bots that are started against it and always ended."""

from __future__ import annotations

import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from fake_discord.openapi import faults_of
from fake_discord.process import QUICK, BotProcess
from fake_discord.server import FakeDiscord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    Start = Callable[..., Awaitable[BotProcess]]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "e2e: starts the bot as a process against the fake Discord")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture
async def make_fake() -> AsyncIterator[Callable[[], Awaitable[FakeDiscord]]]:
    """Makes Discords; whatever is sent to them, every body must have been one that Discord takes."""
    async with AsyncExitStack() as stack:
        made: list[FakeDiscord] = []

        async def make() -> FakeDiscord:
            made.append(await stack.enter_async_context(FakeDiscord()))
            return made[-1]

        yield make
    wrong = [fault for fake in made for request in fake.rest.requests for fault in faults_of(request)]
    assert not wrong


@pytest.fixture
async def fake(make_fake: Callable[[], Awaitable[FakeDiscord]]) -> FakeDiscord:
    """One Discord."""
    return await make_fake()


@pytest.fixture
async def start(fake: FakeDiscord, tmp_path: Path) -> AsyncIterator[Start]:
    """Starts bots with shortened times; with ``stand_in`` the least client there is, and no knowledge."""
    bots: list[BotProcess] = []

    async def start_one(
        *arguments: str,
        at: FakeDiscord = fake,
        stand_in: bool = True,
        settings: Mapping[str, str] | None = None,
        **options: int,
    ) -> BotProcess:
        given = {**QUICK, "FAKE_DISCORD_STAND_IN": "1" if stand_in else "", **(settings or {})}
        folder = tmp_path if at is fake else tmp_path / str(at.rest_listener.port)  # a lease for each Discord
        folder.mkdir(exist_ok=True)
        bot = await BotProcess.start(at, folder, *arguments, settings=given, **options)
        bots.append(bot)
        return bot

    yield start_one
    for bot in bots:
        await bot.end()
