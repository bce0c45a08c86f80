"""The bot as a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

from fake_discord import payloads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fake_discord.server import FakeDiscord

ROOT = Path(__file__).parents[2]
PASSED_ON = ("PATH", "LANG", "XDG_CACHE_HOME", "COVERAGE_PROCESS_START", "SYSTEMROOT", "BACLOBOT_SECOND_READER")
KNOWLEDGE = {name: os.environ[name] for name in ("BACLOBOT_KB",) if name in os.environ}
"""Taken before the tests put the developer's own settings aside: another base may be chosen for a run."""
LATE_SECONDS = 2.5
QUICK = {
    "BACLOBOT_RECONNECT_FIRST": "0.05",
    "BACLOBOT_RECONNECT_LONGEST": "0.4",
    "BACLOBOT_STEADY_SECONDS": "0.3",
    "BACLOBOT_CONNECT_SECONDS": "20",
    "BACLOBOT_ACK_MARGIN": "0.5",
    "BACLOBOT_BLOCKED_SECONDS": "0.5",
}
"""Times shortened, so that faults that last can be tested in seconds."""


def stretched(seconds: float) -> float:
    """Return a time that holds on an idle machine, stretched by the load of this one."""
    return seconds * max(1.0, 2 * os.getloadavg()[0] / (os.cpu_count() or 1))


class BotProcess:
    """A running ``baclobot``."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.output: list[str] = []
        self.errors: list[str] = []
        self._changed = asyncio.Condition()
        streams = ((process.stdout, self.output), (process.stderr, self.errors))
        self._readers = [asyncio.create_task(self._read(stream, lines)) for stream, lines in streams if stream]

    @classmethod
    async def start(
        cls,
        fake: FakeDiscord,
        folder: Path,
        *arguments: str,
        settings: Mapping[str, str] | None = None,
        module: str = "fake_discord.launch",
        user: int | None = None,
        output: int = asyncio.subprocess.PIPE,
        within: tuple[str, ...] = (),
    ) -> Self:
        """Start the command in a folder, ``within`` another program; without arguments it is ``run``."""
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment |= {
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))),
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
            "FAKE_DISCORD_REST": fake.rest_address,
            "FAKE_DISCORD_GATEWAY": fake.gateway.url,
            "FAKE_DISCORD_LATE": str(stretched(LATE_SECONDS)),
            "DISCORD_TOKEN": payloads.TOKEN,
        }
        environment |= KNOWLEDGE | dict(settings or {})
        process = await asyncio.create_subprocess_exec(
            *within,
            sys.executable,
            "-m",
            module,
            *(arguments or ("run",)),
            cwd=folder,
            env={name: value for name, value in environment.items() if value},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=asyncio.subprocess.PIPE,
            limit=4_000_000,
            user=user,
        )
        return cls(process)

    @property
    def said(self) -> str:
        """Everything that was written so far."""
        return "\n".join([*self.output, *self.errors])

    async def wait_for_line(self, words: str, seconds: float = 30.0) -> str:
        """Wait until a line that holds the words is written, and return it."""

        def find() -> str | None:
            return next((line for line in [*self.output, *self.errors] if words in line), None)

        try:
            async with asyncio.timeout(seconds), self._changed:
                return str(await self._changed.wait_for(find))
        except TimeoutError:
            message = f"never said {words!r}, but:\n{self.said}"
            raise AssertionError(message) from None

    async def wait(self, seconds: float = 30.0) -> int:
        """Wait for the end, and return the exit code."""
        code = await asyncio.wait_for(self.process.wait(), seconds)
        await asyncio.gather(*self._readers)
        return code

    async def stop(self, seconds: float = 20.0) -> int:
        """Ask it to stop, and return the exit code."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await self.wait(seconds)

    async def end(self) -> None:
        """End it whatever it does."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        await self.wait()

    async def _read(self, stream: asyncio.StreamReader, lines: list[str]) -> None:
        while line := await stream.readline():
            async with self._changed:
                lines.append(line.decode(errors="replace").rstrip("\n"))
                self._changed.notify_all()
