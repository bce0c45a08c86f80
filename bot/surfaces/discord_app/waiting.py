"""Counts the replies that are on their way to Discord, and keeps them few.

Where Discord takes replies slower than people ask, they would pile up and come out of context. So beyond a number
of them the next ones are told shortly that the bot is busy; whoever may be in danger is answered all the same.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.surfaces.discord_app.privacy import is_urgent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering import Reply

MOST_WAITING = 200
"""So many replies wait for Discord at a time."""
MOST_NOTICES = 20
"""So many messages are told beyond that; further ones stay without a word, or the notices would pile up in turn."""


class Waiting:
    """The replies of one client that Discord has not taken yet."""

    def __init__(self) -> None:
        self._count = 0

    def __len__(self) -> int:
        """Count them."""
        return self._count

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count a reply for as long as it is being sent."""
        self._count += 1
        try:
            yield
        finally:
            self._count -= 1

    def admit(self, reply: Reply, busy: Reply, *, owed: bool) -> Reply | None:
        """Return the reply, the notice that the bot is busy, or None for silence.

        A command or a button is always owed an answer: without one Discord shows it as broken.
        """
        if is_urgent(reply) or self._count < MOST_WAITING:
            return reply
        return busy if owed or self._count < MOST_WAITING + MOST_NOTICES else None
