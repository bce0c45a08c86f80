"""Whatever is typed while practicing is first of all something a person says: danger is answered at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering import Kind
from bot.surfaces.terminal import show_reply, write

if TYPE_CHECKING:
    from bot.answering import Answerer
    from bot.surfaces.terminal import Look


class Alarm:
    """Looks at what was no answer to the question."""

    def __init__(self, answerer: Answerer, look: Look) -> None:
        self._answerer, self._look = answerer, look

    def heard(self, said: str) -> bool:
        """Show whom to call where the words tell of danger, and tell whether they did."""
        reply = self._answerer.ask(said)
        if reply.kind is not Kind.EMERGENCY:
            return False
        show_reply(reply, self._look)
        write()
        return True
