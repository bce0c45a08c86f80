"""Replicas of ``serve`` behind a real HAProxy on loopback, and what can befall them."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from typing import TYPE_CHECKING, Self

import aiohttp

from fake_discord.endpoint import LOOPBACK, PATH, Signer, free_port, serve_settings
from fake_discord.process import ROOT, BotProcess

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from fake_discord.server import FakeDiscord

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"
REPLICAS = 3
START_SECONDS = 60.0


def haproxy_path() -> str | None:
    """Return where HAProxy is, or None where it is not installed."""
    return shutil.which("haproxy", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin")))


class Replica:
    """One replica, which can be started again at the same ports."""

    def __init__(self, fake: FakeDiscord, signer: Signer, folder: Path, drain_seconds: float) -> None:
        self._fake, self._folder = fake, folder
        self.port, self.status_port = free_port(), free_port()
        self.settings = serve_settings(signer, self.port, self.status_port) | {
            "BACLOBOT_DRAIN_SECONDS": str(drain_seconds),
            "BACLOBOT_LOG_LEVEL": "warning",
        }
        self.process: BotProcess | None = None

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}{PATH}"

    @property
    def running(self) -> BotProcess:
        assert self.process is not None
        return self.process

    async def start(self) -> None:
        """Start it, and wait until it is ready."""
        self.process = await BotProcess.start(self._fake, self._folder, "serve", settings=self.settings)
        async with asyncio.timeout(START_SECONDS):
            while not await is_ready(self.status_port):
                await asyncio.sleep(0.05)

    def kill(self) -> None:
        self.running.process.kill()

    async def kill_and_start(self, after: float) -> None:
        """Kill it, and start it again after so many seconds."""
        self.kill()
        await asyncio.sleep(after)
        await self.running.end()
        await self.start()

    async def drain(self) -> None:
        """Ask it to stop, and see it leave in order."""
        assert await self.running.stop(30) == 0

    async def restart(self) -> None:
        """Drain it and start it again."""
        await self.drain()
        await self.start()

    async def hang(self, seconds: float) -> None:
        """Let it hang for so long."""
        self.running.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        self.running.process.send_signal(signal.SIGCONT)

    async def end(self) -> None:
        if self.process is not None:
            await self.process.end()


class Fleet:
    """Three replicas and the balancer before them, with the configuration that is shipped."""

    def __init__(self, fake: FakeDiscord, folder: Path, drain_seconds: float = 3.0) -> None:
        self.fake, self.signer = fake, Signer()
        self._folder = folder
        self.port = free_port()
        self.replicas = []
        for number in range(REPLICAS):
            own = folder / f"replica-{number}"
            own.mkdir(parents=True)
            self.replicas.append(Replica(fake, self.signer, own, drain_seconds))
        self._balancer: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}{PATH}"

    async def __aenter__(self) -> Self:
        try:
            await asyncio.gather(*(replica.start() for replica in self.replicas))
            await self._start_balancer()
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    async def _start_balancer(self) -> None:
        program = haproxy_path()
        assert program is not None
        environment = {"PATH": os.environ.get("PATH", ""), "INTERACTIONS_BIND": f"{LOOPBACK}:{self.port}"}
        for number, replica in enumerate(self.replicas, start=1):
            environment[f"REPLICA_{number}"] = f"{LOOPBACK}:{replica.port}"
            environment[f"REPLICA_{number}_STATUS"] = str(replica.status_port)
        with (self._folder / "haproxy.log").open("wb") as log:
            self._balancer = await asyncio.create_subprocess_exec(
                program, "-db", "-f", str(CONFIGURATION), env=environment, stdout=log, stderr=log
            )
        await asyncio.sleep(0.1)
        async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as session:
            while not await _answers(session, self.url):
                await asyncio.sleep(0.05)

    async def _end(self) -> None:
        if self._balancer is not None and self._balancer.returncode is None:
            self._balancer.kill()
            await self._balancer.wait()
        await asyncio.gather(*(replica.end() for replica in self.replicas))


async def is_ready(status_port: int) -> bool:
    """Ask a replica whether it is ready."""
    async with aiohttp.ClientSession() as session:
        try:
            async with session.get(f"http://{LOOPBACK}:{status_port}/readyz") as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    """Tell whether an unsigned request comes back from a replica, and not from the balancer."""
    try:
        async with session.post(url, data=b"x") as response:
            return response.status == 401
    except aiohttp.ClientError:
        return False
