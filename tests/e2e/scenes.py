"""Scenes that are played at the same time: each has its own Discord and its own bots, and mostly waits."""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fake_discord.openapi import faults_of
from fake_discord.process import QUICK, BotProcess
from fake_discord.server import FakeDiscord, free_port

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    Scene = Callable[..., Awaitable[None]]

RELAY = Path(__file__).parents[1] / "fake_discord" / "relay.py"
AT_A_TIME = 4
"""More would make the short times of the scenes depend on a small machine's load."""


async def answers(fake: FakeDiscord) -> bool:
    """Tell whether the bot answers a command now."""
    return bool(await fake.ask(fake.command("ask", question="still there?")))


class Stage:
    """What a scene has: a Discord, a folder, and bots that are always ended."""

    def __init__(self, stack: AsyncExitStack, folder: Path) -> None:
        self._stack, self.folder = stack, folder
        self._fakes: list[FakeDiscord] = []
        self._bots: list[BotProcess] = []
        self._relays: list[asyncio.subprocess.Process] = []

    @property
    def fake(self) -> FakeDiscord:
        """The first Discord."""
        return self._fakes[0]

    async def make_fake(self) -> FakeDiscord:
        """Make another Discord."""
        self._fakes.append(await self._stack.enter_async_context(FakeDiscord()))
        return self._fakes[-1]

    async def start(
        self,
        *arguments: str,
        at: FakeDiscord | None = None,
        stand_in: bool = True,
        settings: Mapping[str, str] | None = None,
        **options: Any,
    ) -> BotProcess:
        """Start a bot with shortened times; with ``stand_in`` the least client there is, and no knowledge."""
        fake = at or self.fake
        given = {**QUICK, "FAKE_DISCORD_STAND_IN": "1" if stand_in else "", **(settings or {})}
        folder = self.folder if fake is self.fake else self.folder / str(fake.rest_listener.port)
        folder.mkdir(exist_ok=True)  # each Discord has a lease of its own
        self._bots.append(await BotProcess.start(fake, folder, *arguments, settings=given, **options))
        return self._bots[-1]

    async def relay(self, fake: FakeDiscord) -> asyncio.subprocess.Process:
        """Put a process between the bots and the gateway of a Discord."""
        port, target = free_port(), fake.gateway_listener.port
        command = [sys.executable, str(RELAY), str(port), str(target)]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        self._relays.append(process)
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readline(), 30)
        fake.rest.gateway_url = fake.gateway.url = f"ws://127.0.0.1:{port}/"
        return process

    async def clear(self) -> None:
        """End the bots; every body that was sent must have been one that Discord takes."""
        for relay in self._relays:
            relay.kill()
            await relay.wait()
        for bot in self._bots:
            await bot.end()
        wrong = [fault for fake in self._fakes for request in fake.rest.requests for fault in faults_of(request)]
        assert not wrong


class Play:
    """The scenes of a module."""

    def __init__(self) -> None:
        self.scenes: dict[str, Scene] = {}

    def scene(self, function: Scene | None = None, **cases: Iterable[Any]) -> Any:
        """Add a scene, or one for each case."""
        if function is None:
            return partial(self.scene, **cases)
        name = function.__name__.replace("_", " ")
        for number, values in enumerate(itertools.product(*cases.values())):
            given = dict(zip(cases, values, strict=True))
            self.scenes[f"{name} {number}" if cases else name] = partial(function, **given)
        return function

    async def run(self, names: Iterable[str]) -> dict[str, BaseException | None]:
        """Play the scenes; return what each of them ended with."""
        turn = asyncio.Semaphore(AT_A_TIME)

        async def perform(scene: Scene) -> None:
            async with turn, AsyncExitStack() as stack:
                folder = stack.enter_context(tempfile.TemporaryDirectory())
                stage = Stage(stack, Path(folder))
                await stage.make_fake()
                try:
                    await scene(stage)
                finally:
                    await stage.clear()

        chosen = list(names)
        ended = await asyncio.gather(*(perform(self.scenes[name]) for name in chosen), return_exceptions=True)
        return dict(zip(chosen, ended, strict=True))
