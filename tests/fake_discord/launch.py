"""Starts the command line as always, but with Discord's two addresses replaced by the fake's."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import SimpleNamespace

import discord
import yarl

import bot.answering


def point_to_fake() -> None:
    """Replace the addresses; nothing else of the program or the library is touched."""
    discord.http.Route.BASE = os.environ["FAKE_DISCORD_REST"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["FAKE_DISCORD_GATEWAY"])


if __name__ == "__main__":
    point_to_fake()
    if os.environ.get("FAKE_DISCORD_STAND_IN"):
        sys.modules["bot.surfaces.discord_app.client"] = import_module("fake_discord.stand_in")
        stand_in = SimpleNamespace(knowledge=SimpleNamespace(version="stand-in"), prepare=lambda: None)
        bot.answering.load_answerer = lambda _folder: stand_in
    from bot.cli import main

    main(sys.argv[1:])
