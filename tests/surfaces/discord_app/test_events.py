"""What of Discord's events reaches the library, and what a broken one does."""

from __future__ import annotations

import logging
from typing import Any

import discord
import pytest

from bot.surfaces.discord_app.events import OPENING, WANTED, EventGate
from bot.surfaces.discord_app.journal import Sparing


def gate(parsers: dict[str, Any], opened: list[str] | None = None) -> None:
    EventGate(parsers, Sparing(logging.getLogger("test")), (opened if opened is not None else []).append)


def test_only_what_the_bot_lives_on_is_parsed() -> None:
    client = discord.Client(intents=discord.Intents.none())
    parsers = dict(client._connection.parsers)
    assert set(parsers) >= WANTED
    gate(parsers)
    assert set(parsers) == WANTED


async def test_no_server_is_kept() -> None:
    client = discord.Client(intents=discord.Intents(guilds=True))
    parsers = client._connection.parsers
    gate(parsers)
    user = {"id": "7", "username": "bot", "discriminator": "0", "avatar": None, "bot": True}
    parsers["READY"]({"user": user, "guilds": [{"id": str(number), "unavailable": True} for number in range(1, 99)]})
    assert client.user is not None
    assert not client.guilds
    assert "GUILD_CREATE" not in parsers


async def test_a_broken_event_is_skipped_and_told_without_its_content(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def parse(data: dict[str, str]) -> None:
        raise KeyError(data["content"])

    parsers = {"MESSAGE_CREATE": parse}
    gate(parsers)
    for _ in range(100):
        parsers["MESSAGE_CREATE"]({"content": "canary"})
    assert len(caplog.records) == 1
    assert "MESSAGE_CREATE" in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.parametrize("event", sorted(OPENING))
def test_without_an_opening_there_is_no_session(event: str) -> None:
    def parse(_data: object) -> None:
        raise KeyError

    opened: list[str] = []
    parsers = {event: parse}
    gate(parsers, opened)
    with pytest.raises(KeyError):
        parsers[event]({})
    assert not opened
    parsers = {event: lambda _data: None}
    gate(parsers, opened)
    parsers[event]({})
    assert opened == [event]
