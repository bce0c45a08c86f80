"""What belongs to a server: its leaderboard, by choice and under made-up names, and its admins' settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.surfaces.discord_app import study_words as words
from bot.surfaces.discord_app.study_board import Board, Knob, Weight
from bot.surfaces.discord_app.study_ids import Act, StudyPress, press_of
from bot.surfaces.discord_app.study_names import names_of
from bot.surfaces.discord_app.study_pictures import with_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.store.rounds import Place
    from bot.store.servers import ServerSettings
    from bot.surfaces.discord_app.client import Event
    from bot.surfaces.discord_app.study_room import Room

MOST_LISTED = 20


class ServerDesk:
    """Shows and changes what belongs to a server."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def leaderboard(self, event: Event, season: int | None) -> None:
        """Show the leaderboard of a season, the current one unless another is named; raises StoreAwayError."""
        await self._room.show(event, await self._board(event, season))

    async def enlist(self, event: Event, press: StudyPress) -> None:
        """Put who presses on the leaderboard, or take them off; raises StoreAwayError."""
        store = self._room.store
        server = store.names.server(event.guild_id or 0)
        await store.servers.enlist(server, self._room.person(event), listed=press.act is Act.LIST)
        await self._room.replace(event, await self._board(event, None))

    async def change(self, event: Event, changes: dict[str, Any], *, next_season: bool) -> None:
        """Change what was given, and show all settings; raises StoreAwayError."""
        store = self._room.store
        server = store.names.server(event.guild_id or 0)
        settings = await store.servers.change(server) if next_season else await store.servers.certain(server)
        if next_season:
            changes["season"] = settings.season + 1
        if changes:
            settings = await store.servers.change(server, **changes)
        await self._room.tell(event, words.SETTINGS, self._lines(event, settings))

    async def with_channel(self, event: Event, channel_id: int, *, allowed: bool) -> tuple[str, ...]:
        """Return the channels for rounds with one more, or one less; raises StoreAwayError."""
        store = self._room.store
        known = (await store.servers.change(store.names.server(event.guild_id or 0))).channels
        own = store.names.channel(channel_id)
        others = tuple(channel for channel in known if channel != own)
        return (*others, own) if allowed else others

    def _lines(self, event: Event, settings: ServerSettings) -> str:
        here = self._room.store.names.channel(event.channel_id or 0) in settings.channels
        channels = words.ALL_CHANNELS
        if settings.channels:
            channels = words.SOME_CHANNELS.format(number=len(settings.channels), here=words.CHANNEL_HERE[here])
        country = settings.country or words.NO_COUNTRY
        lines = (
            words.SETTING_PUBLIC.format(public=words.PUBLIC[settings.public]),
            words.SETTING_CHANNELS.format(channels=channels),
            words.SETTING_SEASON.format(season=settings.season),
            words.SETTING_COUNTRY.format(country=country),
        )
        return "\n".join(f"- {line}" for line in lines)

    async def _board(self, event: Event, season: int | None) -> Board:
        room, store = self._room, self._room.store
        server, person = store.names.server(event.guild_id or 0), room.person(event)
        shown = season or (await store.servers.certain(server)).season
        places = await store.servers.leaderboard(server, shown)
        listed = await store.servers.is_listed(server, person)
        scope = f"{server}:{shown}"
        names = names_of({*(place.person for place in places), *((person,) if listed else ())}, scope)
        lines = [
            words.BOARD_PLACE.format(rank=place.rank, name=names[place.person], points=place.points)
            for place in places[:MOST_LISTED]
        ]
        own = _own_line(places, person, names.get(person, ""))
        board = room.board(
            words.BOARD.format(season=shown), "\n".join(lines) or words.BOARD_EMPTY, own, words.BOARD_NOTE
        )
        knob = (
            Knob(words.UNLIST_ME, press_of(Act.UNLIST))
            if listed
            else Knob(words.LIST_ME, press_of(Act.LIST), Weight.CHIEF)
        )
        board = Board(board.disclaimer, board.blocks, rows=((knob,),))
        return with_picture(board, "season", shown) if places else board


def _own_line(places: Sequence[Place], person: str, name: str) -> str:
    if not name:
        return words.NOT_LISTED
    own = next((place for place in places if place.person == person), None)
    place = words.LISTED_PLACE.format(rank=own.rank, points=own.points) if own else ""
    return words.LISTED_AS.format(name=name, place=place)
