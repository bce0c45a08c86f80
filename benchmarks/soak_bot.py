"""The bot for the soak: as always, but one command in twenty raises where a handler could."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fake_discord.launch import point_to_fake

if TYPE_CHECKING:
    from bot.answering import Reply
    from bot.surfaces.discord_app.desk import Visitor

EVERY = 20


def break_some() -> None:
    """Let the desk raise, with what was asked in the exception: it must not come out anywhere."""
    from bot.surfaces.discord_app.desk import Desk

    plain, count = Desk.ask, itertools.count(1)

    def ask(desk: Desk, text: str, visitor: Visitor) -> Reply:
        if next(count) % EVERY == 0:
            message = f"broken while answering {text!r} of {visitor.user}"
            raise RuntimeError(message)
        return plain(desk, text, visitor)

    Desk.ask = ask  # type: ignore[method-assign]


if __name__ == "__main__":
    point_to_fake()
    break_some()
    from bot.cli import main

    main(sys.argv[1:])
