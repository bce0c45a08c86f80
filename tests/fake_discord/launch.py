"""Starts the command line as always, but with Discord's two addresses replaced by the fake's.

Some faults need a hand inside the process, and only then: a loop that is blocked (SIGUSR1), a wall clock that jumps
(SIGUSR2, an hour forth and back), and names that are not found for as long as a file exists.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from importlib import import_module
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace

import discord
import yarl

import bot.answering
from bot.surfaces.discord_app import memory


def point_to_fake() -> None:
    """Replace the addresses; nothing else of the program or the library is touched."""
    discord.http.Route.BASE = os.environ["FAKE_DISCORD_REST"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["FAKE_DISCORD_GATEWAY"])


def prepare_faults() -> None:
    """Make the faults possible that a test asks for by environment."""
    # As the fake gives a loaded machine more than three seconds, so does the bot.
    memory.LATE_SECONDS = float(os.environ.get("FAKE_DISCORD_LATE", memory.LATE_SECONDS))
    blocked = float(os.environ.get("FAKE_DISCORD_BLOCK", "0"))
    if blocked:
        signal.signal(signal.SIGUSR1, lambda *_: time.sleep(blocked))
    if os.environ.get("FAKE_DISCORD_CLOCK"):
        _let_the_clock_jump()
    if nameless := os.environ.get("FAKE_DISCORD_NAMELESS"):
        _lose_names_while(Path(nameless))


def _let_the_clock_jump() -> None:
    real, offsets, offset = time.time, cycle((3600.0, -3600.0)), [0.0]
    time.time = lambda: real() + offset[0]
    time.time_ns = lambda: int((real() + offset[0]) * 1e9)
    signal.signal(signal.SIGUSR2, lambda *_: offset.__setitem__(0, next(offsets)))


def _lose_names_while(file: Path) -> None:
    plain = socket.getaddrinfo

    def look_up(*arguments: object, **options: object) -> object:
        if file.exists():
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return plain(*arguments, **options)  # type: ignore[arg-type]

    socket.getaddrinfo = look_up  # type: ignore[assignment]


if __name__ == "__main__":
    point_to_fake()
    prepare_faults()
    if os.environ.get("FAKE_DISCORD_STAND_IN"):
        sys.modules["bot.surfaces.discord_app.client"] = import_module("fake_discord.stand_in")
        stand_in = SimpleNamespace(knowledge=SimpleNamespace(version="stand-in"), prepare=lambda: None)
        bot.answering.load_answerer = lambda _folder: stand_in
    from bot.cli import main

    main(sys.argv[1:])
