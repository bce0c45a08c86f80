"""One process for one token, and an orderly end."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import pytest

from bot.surfaces.discord_app.lease import hold_lease
from bot.surfaces.discord_app.stopping import finish_replies

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


async def hold(token: str, got: asyncio.Event, until: asyncio.Event) -> None:
    async with hold_lease(token):
        got.set()
        await until.wait()


@pytest.mark.hazard("H25")
async def test_the_second_waits_for_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.surfaces.discord_app.lease.LOOK_SECONDS", 0.01)
    first_has, second_has, release, keep = (asyncio.Event() for _ in range(4))
    first = asyncio.create_task(hold("token", first_has, release))
    await first_has.wait()
    second = asyncio.create_task(hold("token", second_has, keep))
    other = asyncio.Event()
    third = asyncio.create_task(hold("another token", other, keep))
    await asyncio.wait_for(other.wait(), 1)
    await asyncio.sleep(0.05)
    assert not second_has.is_set()
    release.set()
    await asyncio.wait_for(second_has.wait(), 1)
    keep.set()
    await asyncio.gather(first, second, third)


@pytest.mark.hazard("H28")
@pytest.mark.hazard("H22")
async def test_the_file_does_not_tell_the_token(tmp_path: Path) -> None:
    async with hold_lease("a-secret-token"):
        (file,) = tmp_path.iterdir()
        assert "secret" not in file.name
        assert file.stat().st_mode & 0o077 == 0
        assert file.read_bytes() == b""


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no links here")
async def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    async with hold_lease("token"):
        (file,) = tmp_path.iterdir()
    target = tmp_path / "target"
    file.unlink()
    file.symlink_to(target)
    async with hold_lease("token"):
        assert not target.exists()


async def test_without_a_folder_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere/at/all")
    async with hold_lease("token"):
        pass


async def test_replies_are_waited_for_others_are_not() -> None:
    sent: list[str] = []

    async def reply(seconds: float) -> None:
        await asyncio.sleep(seconds)
        sent.append("reply")

    tasks = [
        asyncio.create_task(reply(0.05), name="CommandTree-invoker"),
        asyncio.create_task(reply(0.05), name="discord.py: on_message"),
        asyncio.create_task(reply(0.05), name="discord-ui-view-dispatch-1"),
        asyncio.create_task(reply(30), name="something else"),
    ]
    assert await finish_replies(2) == 0
    assert len(sent) == 3
    tasks[-1].cancel()


async def test_replies_are_not_waited_for_longer_than_allowed() -> None:
    slow = asyncio.create_task(asyncio.sleep(30), name="discord.py: on_message")
    assert await finish_replies(0.05) == 1
    slow.cancel()
