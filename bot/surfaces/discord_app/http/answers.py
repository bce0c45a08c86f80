"""The answers of the last minutes by interaction: what is delivered twice is answered once, with the same bytes.

Held in memory and bounded; the ids are Discord's numbers of questions, not of people.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.surfaces.discord_app.http.authentic import WINDOW_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

KEPT_SECONDS = 2 * WINDOW_SECONDS
"""A signature may come from as far ahead as it may be old."""
MOST_BYTES = 16_777_216


@dataclass(frozen=True, slots=True)
class Answer:
    """The first answer to an interaction."""

    body: bytes | None
    """JSON; None where discord.py sends it by itself, once ``given`` is set."""
    given: asyncio.Event
    """To be set when the response was written."""


class Answers:
    """Makes each answer once and keeps it for a while."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most_bytes: int = MOST_BYTES) -> None:
        self._clock, self._most = clock, most_bytes
        self._made: OrderedDict[int, tuple[float, Answer]] = OrderedDict()
        self._making: dict[int, asyncio.Task[Answer]] = {}
        self._bytes = 0

    async def of(self, interaction_id: int, make: Callable[[], Coroutine[None, None, Answer]]) -> Answer:
        """Return the answer to an interaction, made now or before; raises what making it raises."""
        self._forget()
        if kept := self._made.get(interaction_id):
            return kept[1]
        making = self._making.get(interaction_id)
        if making is None:
            making = self._making[interaction_id] = asyncio.create_task(make())
            making.add_done_callback(lambda task: self._keep(interaction_id, task))
        return await asyncio.shield(making)

    def _keep(self, interaction_id: int, task: asyncio.Task[Answer]) -> None:
        del self._making[interaction_id]
        if not task.cancelled() and not task.exception():
            answer = task.result()
            self._made[interaction_id] = (self._clock(), answer)
            self._bytes += len(answer.body or b"")

    def _forget(self) -> None:
        oldest = self._clock() - KEPT_SECONDS
        while self._made:
            interaction_id, (kept, answer) = next(iter(self._made.items()))
            if kept > oldest and self._bytes <= self._most:
                return
            del self._made[interaction_id]
            self._bytes -= len(answer.body or b"")
