"""Lets into the library only the events that the bot lives on, and survives malformed ones.

The library keeps every server with its channels, roles and emoji, which the bot never looks at: an interaction and a
message tell all that a reply needs. At 2,500 servers that would be most of its memory. And an exception in one of
the library's parsers would end the connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.surfaces.discord_app.journal import Sparing, describe_error
from bot.surfaces.sight import vitals
from bot.surfaces.sight.passage import begin

if TYPE_CHECKING:
    from collections.abc import Callable

    Parser = Callable[[Any], None]

OPENING = frozenset(("READY", "RESUMED"))
WANTED = OPENING | {"INTERACTION_CREATE", "MESSAGE_CREATE", "MESSAGE_UPDATE", "USER_UPDATE"}
"""Everything else is left unread."""
ASKING = frozenset(("INTERACTION_CREATE", "MESSAGE_CREATE", "MESSAGE_UPDATE"))
"""What a person may have asked something with."""


def without_servers(ready: dict[str, Any]) -> dict[str, Any]:
    """Leave the list of servers out of what Discord opens a session with."""
    return {**ready, "guilds": []}


class EventGate:
    """Stands in front of the library's parsers.

    ``on_open`` is called when Discord has accepted or resumed the session.
    """

    def __init__(self, parsers: dict[str, Parser], tell: Sparing, on_open: Callable[[str], None]) -> None:
        self._tell, self._on_open = tell, on_open
        for event in [*parsers]:
            if event in WANTED:
                parsers[event] = self._guarded(event, parsers[event])
            else:
                del parsers[event]

    def _guarded(self, event: str, parse: Parser) -> Parser:
        def parse_safely(data: Any) -> None:
            vitals().dispatch()
            if event in ASKING:
                begin()
            try:
                parse(without_servers(data) if event == "READY" else data)
            except Exception as error:
                if event in OPENING:
                    raise  # without it there is no session: the connection has to be made anew
                self._tell.warn(f"an event {event} could not be read", describe_error(error))
                return
            if event in OPENING:
                self._on_open(event)

        return parse_safely
