"""Lets into the library only the events that the bot lives on, made small, and survives malformed ones.

The library keeps every channel, role and emoji of every server, which the bot never looks at: at 2,500
servers that is most of its memory. And an exception in one of its parsers would end the connection.
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
WANTED = OPENING | {
    "GUILD_CREATE",
    "GUILD_UPDATE",
    "GUILD_DELETE",
    "INTERACTION_CREATE",
    "MESSAGE_CREATE",
    "MESSAGE_UPDATE",
    "USER_UPDATE",
}
"""Everything else is left unread."""
ASKING = frozenset(("INTERACTION_CREATE", "MESSAGE_CREATE", "MESSAGE_UPDATE"))
"""What a person may have asked something with."""
GUILD_FIELDS = ("id", "name", "unavailable", "owner_id", "preferred_locale", "features", "member_count")
"""What is kept of a server."""


def thin_guild(data: dict[str, Any]) -> dict[str, Any]:
    """Keep of a server's description what the bot uses."""
    return {field: data[field] for field in GUILD_FIELDS if field in data}


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
        thin = event in {"GUILD_CREATE", "GUILD_UPDATE"}

        def parse_safely(data: Any) -> None:
            vitals().dispatch()
            if event in ASKING:
                begin()
            try:
                parse(thin_guild(data) if thin else data)
            except Exception as error:
                if event in OPENING:
                    raise  # without it there is no session: the connection has to be made anew
                self._tell.warn(f"an event {event} could not be read", describe_error(error))
                return
            if event in OPENING:
                self._on_open(event)

        return parse_safely
