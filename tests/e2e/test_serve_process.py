"""How a replica starts, says what is wrong, and leaves without losing anything."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from fake_discord import payloads
from fake_discord.endpoint import LOOPBACK, PATH, Signer, deliver, free_port, serve_settings
from fake_discord.process import BotProcess, stretched
from fake_discord.server import FakeDiscord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.answering import Answerer

    Json = Any

KEY = "ab" * 32


def asked() -> Json:
    return payloads.interaction(2, {"id": "1", "name": "help", "type": 1, "options": []})


async def status(session: aiohttp.ClientSession, port: int, path: str) -> tuple[int, str]:
    async with session.get(f"http://{LOOPBACK}:{port}{path}") as response:
        return response.status, await response.text()


@asynccontextmanager
async def started(folder: Path, *arguments: str, **settings: str) -> AsyncIterator[BotProcess]:
    async with FakeDiscord() as fake:
        process = await BotProcess.start(fake, folder, *(arguments or ("serve",)), settings=settings)
        try:
            yield process
        finally:
            await process.end()


async def test_it_drains_before_it_leaves(tmp_path: Path, shipped: Answerer) -> None:
    signer, port, status_port = Signer(), free_port(), free_port()
    url = f"http://{LOOPBACK}:{port}{PATH}"
    settings = serve_settings(signer, port, status_port, BACLOBOT_DRAIN_SECONDS="1.5")
    async with started(tmp_path, **settings) as process, aiohttp.ClientSession() as session:
        await process.wait_for_line("taking interactions")
        assert await status(session, status_port, "/healthz") == (200, "alive\n")
        assert await status(session, status_port, "/readyz") == (200, "ready\n")
        assert (await deliver(session, url, signer, asked())).status == 200
        began = time.monotonic()
        process.process.send_signal(signal.SIGTERM)
        await process.wait_for_line("draining")
        assert (await status(session, status_port, "/readyz"))[0] == 503
        assert (await status(session, status_port, "/healthz"))[0] == 200
        body = await deliver(session, url, signer, asked())
        assert body.status == 200, "what still comes is answered"
        assert await process.wait(20) == 0
        assert 1.4 < time.monotonic() - began < stretched(5)
        with pytest.raises(aiohttp.ClientConnectionError):
            await deliver(session, url, signer, asked())
    assert not process.errors


async def test_a_second_signal_ends_at_once(tmp_path: Path, shipped: Answerer) -> None:
    settings = serve_settings(Signer(), free_port(), free_port(), BACLOBOT_DRAIN_SECONDS="30")
    async with started(tmp_path, **settings) as process:
        await process.wait_for_line("taking interactions")
        process.process.send_signal(signal.SIGTERM)
        await process.wait_for_line("draining")
        began = time.monotonic()
        process.process.send_signal(signal.SIGTERM)
        assert await process.wait(20) == 0
        assert time.monotonic() - began < stretched(3)


async def test_it_needs_no_home_no_token_and_no_discord(tmp_path: Path, shipped: Answerer) -> None:
    signer, port = Signer(), free_port()
    settings = serve_settings(signer, port, free_port()) | {"HOME": "", "TMPDIR": "/proc/nowhere"}
    settings |= {"FAKE_DISCORD_REST": f"http://{LOOPBACK}:9/api"}
    async with started(tmp_path, **settings) as process, aiohttp.ClientSession() as session:
        await process.wait_for_line("taking interactions")
        assert (await deliver(session, f"http://{LOOPBACK}:{port}{PATH}", signer, asked())).status == 200
        assert await process.stop() == 0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"DISCORD_PUBLIC_KEY": ""}, "DISCORD_PUBLIC_KEY is not set"),
        ({"DISCORD_PUBLIC_KEY": "ab"}, "64 hexadecimal digits"),
        ({"DISCORD_PUBLIC_KEY": "g" * 64}, "64 hexadecimal digits"),
        ({"BACLOBOT_HTTP_PORT": "70000"}, "BACLOBOT_HTTP_PORT is wrong"),
        ({"BACLOBOT_HTTP_PORT": "8081"}, "are the same"),
        ({"BACLOBOT_HTTP_PATH": "interactions"}, "BACLOBOT_HTTP_PATH is wrong"),
        ({"BACLOBOT_DRAIN_SECONDS": "nan"}, "BACLOBOT_DRAIN_SECONDS is wrong"),
        ({"BACLOBOT_HTTP_HOST": "192.0.2.1"}, "BACLOBOT_HTTP_HOST"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_wrong_setting_is_one_line_and_exit_2(
    tmp_path: Path, shipped: Answerer, settings: dict[str, str], words: str
) -> None:
    async with started(tmp_path, **{"DISCORD_TOKEN": "", "DISCORD_PUBLIC_KEY": KEY, **settings}) as process:
        assert await process.wait(30) == 2
    assert len(process.errors) == 1
    assert words in process.errors[0]


async def test_a_port_in_use_is_one_line_and_exit_2(tmp_path: Path, shipped: Answerer) -> None:
    taken = await asyncio.start_server(lambda *_: None, LOOPBACK, 0)
    port = taken.sockets[0].getsockname()[1]
    async with taken, started(tmp_path, **serve_settings(Signer(), port, free_port())) as process:
        assert await process.wait(30) == 2
    assert len(process.errors) == 1
    assert str(port) in process.errors[0]


async def test_without_its_package_it_says_what_to_install(tmp_path: Path, shipped: Answerer) -> None:
    (tmp_path / "nacl.py").write_text("raise ImportError\n")
    program = "import sys; sys.path.insert(0, sys.argv[1]); from bot.cli import main; main(['serve'])"
    settings = {
        "DISCORD_TOKEN": "",
        "DISCORD_PUBLIC_KEY": KEY,
        "PYTHONPATH": ":".join(path for path in sys.path if path),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, str(tmp_path), env=settings, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2
    assert b"pip install 'baclobot[http]'" in errors
    assert errors.count(b"\n") == 1


async def test_its_help_explains_its_settings_and_no_others(tmp_path: Path) -> None:
    async with started(tmp_path, "serve", "--help") as process:
        assert await process.wait(30) == 0
    for name in ("DISCORD_PUBLIC_KEY", "BACLOBOT_HTTP_PORT", "BACLOBOT_STATUS_PORT", "BACLOBOT_DRAIN_SECONDS"):
        assert name in process.said
    assert "BACLOBOT_RECONNECT_FIRST" not in process.said
