"""The study room's commands: each takes its options, hears dangers in what was typed, and hands over.

Translated by `translator`, as all others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.answering import Kind
from bot.surfaces.discord_app import study_words as words
from bot.surfaces.discord_app.autocomplete import complete_country
from bot.surfaces.discord_app.study_alone import Alone
from bot.surfaces.discord_app.study_draw import ANY, draw_items, group_named
from bot.surfaces.discord_app.study_rounds import counted
from bot.surfaces.discord_app.texts import escape

if TYPE_CHECKING:
    from bot.surfaces.discord_app.client import Event
    from bot.surfaces.discord_app.study_room import Room

GROUP = "A group of topics: begin to type and choose; all without it"
USUAL_NUMBER, MOST_QUESTIONS = 10, 25
MOST_CHOICES = 25
IN_SERVERS = 0
"""Discord's number for where such a command is offered."""
SEED_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
JUST_ME, EVERYBODY = "just me", "everybody here"
PLAYERS = [app_commands.Choice(name=name, value=name) for name in (JUST_ME, EVERYBODY)]
DIFFICULTIES = [app_commands.Choice(name=name, value=name) for name in ("easy", "medium", "hard")]
YES_NO = [app_commands.Choice(name=name, value=name) for name in ("yes", "no")]
NEXT_SEASON = [app_commands.Choice(name="begin the next season", value="next")]
Number = app_commands.Range[int, 1, MOST_QUESTIONS]
Typed = app_commands.Range[str, 1, 100]


class RoundChannel(app_commands.Transformer):
    """A channel that people write in: of the library's own choice Discord's description lacks some."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Tell Discord that a channel is chosen."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Name the kinds of channel that are offered."""
        kinds = discord.ChannelType
        return [kinds.text, kinds.news, kinds.voice, kinds.stage_voice, kinds.forum]

    async def transform(
        self, _: discord.Interaction, value: app_commands.AppCommandChannel, /
    ) -> app_commands.AppCommandChannel:
        """Take the channel as it is."""
        return value


class ServersOwn:
    """What only servers have; the tree offers all other commands everywhere, and would these too."""

    def to_dict(self, tree: Any) -> dict[str, Any]:
        """Describe it to Discord."""
        described: dict[str, Any] = super().to_dict(tree)  # type: ignore[misc]  # whatever it is mixed into
        return described | {"contexts": [IN_SERVERS]}


class ServerGroup(ServersOwn, app_commands.Group):
    """A group of such commands."""


class ServerCommand(ServersOwn, app_commands.Command[Any, ..., None]):
    """Such a command."""


quiz = app_commands.Group(name="quiz", description="Questions made from the cited facts")
cards = app_commands.Group(name="cards", description="Cards that come back when you are about to forget them")
study = ServerGroup(
    name="study",
    description="The study room of this server",
    default_permissions=discord.Permissions(manage_guild=True),
)


async def complete_group(event: Event, typed: str) -> list[app_commands.Choice[str]]:
    """Complete to groups of topics that have questions."""
    told = typed.strip().casefold()
    groups = event.client.room.bank.groups if event.client.room else ()
    fitting = [group for group in groups if told in group.replace("-", " ")]
    return [app_commands.Choice(name=group.replace("-", " "), value=group) for group in fitting[:MOST_CHOICES]]


@quiz.command(name="start", description="Begin a quiz, alone or for everybody in this channel")
@app_commands.describe(
    group=GROUP,
    number="How many questions; ten without it",
    difficulty="How hard; all without it",
    players="Who plays; just you without it",
)
@app_commands.choices(players=PLAYERS, difficulty=DIFFICULTIES)
@app_commands.autocomplete(group=complete_group)
async def start(
    event: Event,
    group: Typed | None = None,
    number: Number = USUAL_NUMBER,
    difficulty: app_commands.Choice[str] | None = None,
    players: app_commands.Choice[str] | None = None,
) -> None:
    """Begin a quiz."""
    room, chosen = _room(event), ANY
    if group is not None:
        found = await _group(event, room, group)
        if found is None:
            return
        chosen = found
    hard = difficulty.value if difficulty else ANY
    seed = _seed(event.id)
    items = draw_items(room.bank, seed, chosen, hard, number)
    if not items:
        await room.tell(event, words.NO_ITEMS)
    elif players is not None and players.value == EVERYBODY:
        what = ", ".join(part for part in (counted(len(items)), chosen.replace("-", " "), hard) if part)
        await room.guarded(event, words.NEEDS_STORE, room.rounds.start(event, items, escape(what)))
    else:
        await room.alone.start(event, Alone(seed, chosen, hard, len(items)))


@cards.command(name="review", description="Go through the cards that are due; only you see them")
@app_commands.describe(group=GROUP)
@app_commands.autocomplete(group=complete_group)
async def review(event: Event, group: Typed | None = None) -> None:
    """Review cards."""
    room, chosen = _room(event), ANY
    if group is not None:
        found = await _group(event, room, group)
        if found is None:
            return
        chosen = found
    await room.guarded(event, words.CARDS_NEED_STORE, room.cards.review(event, chosen))


@cards.command(name="stats", description="How your cards and quizzes are going; only you see it")
async def stats(event: Event) -> None:
    """Tell how it goes."""
    room = _room(event)
    await room.guarded(event, words.CARDS_NEED_STORE, room.cards.stats(event))


@app_commands.describe(season="An earlier season, by its number")
async def show_leaderboard(event: Event, season: app_commands.Range[int, 1, 9999] | None = None) -> None:
    """Show the leaderboard."""
    room = _room(event)
    await room.guarded(event, words.NOT_KEPT, room.servers.leaderboard(event, season))


@study.command(name="settings", description="See and change how the study room works on this server")
@app_commands.describe(
    rounds="May rounds be held for everybody, or does everybody play alone?",
    channel="A channel for rounds; without any they may be held everywhere",
    allowed="Whether rounds may be held in that channel; yes without it",
    season="Begin the next season: the leaderboard starts anew",
    country="Whose emergency numbers to give where a reader's language does not tell",
)
@app_commands.choices(rounds=[*PLAYERS[::-1]], allowed=YES_NO, season=NEXT_SEASON)
@app_commands.autocomplete(country=complete_country)
async def settings(
    event: Event,
    rounds: app_commands.Choice[str] | None = None,
    channel: app_commands.Transform[app_commands.AppCommandChannel, RoundChannel] | None = None,
    allowed: app_commands.Choice[str] | None = None,
    season: app_commands.Choice[str] | None = None,
    country: Typed | None = None,
) -> None:
    """Change a server's settings."""
    room, changes = _room(event), dict[str, Any]()
    if rounds is not None:
        changes["public"] = rounds.value == EVERYBODY
    if country is not None:
        if await _is_danger(event, country):
            return
        found = event.client.desk.suggestions.find_country(country)
        if found is None:
            await room.tell(event, words.NO_SUCH_COUNTRY)
            return
        changes["country"] = found

    async def change() -> None:
        if channel is not None:
            may = allowed is None or allowed.value == "yes"
            changes["channels"] = await room.servers.with_channel(event, channel.id, allowed=may)
        await room.servers.change(event, changes, next_season=season is not None)

    await room.guarded(event, words.NOT_SAVED, change())


leaderboard = ServerCommand(
    name="leaderboard", description="Who leads on this server, under made-up names", callback=show_leaderboard
)
STUDY_COMMANDS: tuple[app_commands.Group | app_commands.Command[Any, ..., Any], ...] = (
    quiz,
    cards,
    leaderboard,
    study,
)


def _room(event: Event) -> Room:
    room = event.client.room
    assert room is not None  # noqa: S101 -- the commands are offered only where there is a room
    return room


async def _group(event: Event, room: Room, typed: str) -> str | None:
    """Return the group that was typed; None where something else was answered instead."""
    found = group_named(room.bank, typed)
    if found is None and not await _is_danger(event, typed):
        groups = ", ".join(group.replace("-", " ") for group in room.bank.groups)
        await room.tell(event, words.NO_GROUP.format(groups=groups))
    return found


async def _is_danger(event: Event, typed: str) -> bool:
    """Answer words that tell of somebody in danger, wherever they were typed; tell whether they did."""
    client = event.client
    reply = client.desk.ask(typed, client.visitor(event))
    if reply.kind is not Kind.EMERGENCY:
        return False
    await client.respond(event, reply)
    return True


def _seed(number: int) -> str:
    """Write a number short."""
    digits = ""
    while number:
        number, digit = divmod(number, len(SEED_DIGITS))
        digits = SEED_DIGITS[digit] + digits
    return digits
