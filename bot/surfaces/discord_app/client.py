"""The bot as a Discord client: what it listens to, and how a question becomes a reply that is sent."""

from __future__ import annotations

import logging
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import discord

from bot.surfaces.discord_app.commands import COMMANDS
from bot.surfaces.discord_app.controls import Control
from bot.surfaces.discord_app.custom_ids import State, read_state
from bot.surfaces.discord_app.delivery import Outcome, deliver, to_interaction
from bot.surfaces.discord_app.desk import Desk, Visitor
from bot.surfaces.discord_app.failures import Tree, answer_failure, log_failure
from bot.surfaces.discord_app.locales import country_of, language_of
from bot.surfaces.discord_app.memory import HANDLED_SECONDS, LATE_SECONDS, Freshness, Memory
from bot.surfaces.discord_app.messages import Listener
from bot.surfaces.discord_app.presses import press
from bot.surfaces.discord_app.privacy import is_private, is_urgent
from bot.surfaces.discord_app.requests import at_once
from bot.surfaces.discord_app.study_door import open_room
from bot.surfaces.discord_app.study_ids import read_press
from bot.surfaces.discord_app.study_render import StudyControl
from bot.surfaces.discord_app.texts import PLAIN, Look
from bot.surfaces.discord_app.translator import Translations
from bot.surfaces.discord_app.waiting import Waiting
from bot.surfaces.sight.passage import current
from bot.surfaces.sight.replies import note_reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.answering import Answerer, Reply
    from bot.settings import DiscordSettings
    from bot.surfaces.discord_app.delivery import Send
    from bot.surfaces.gaps import GapTally
    from bot.surfaces.holder import Holder

log = logging.getLogger(__name__)

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""None of them needs Discord's approval: mentions and direct messages bring their words with them."""
PRESENCE = "/ask"
LONGEST_WAIT = 30.0
"""Seconds; a reply that Discord would hold back for longer is dropped: it would come out of context."""


class BaclobotClient(discord.Client):
    """Answers commands, buttons, mentions and direct messages; keeps no cache that it does not need."""

    opens_room = True
    """Off for who needs the commands only, not what the study room keeps."""

    def __init__(
        self,
        answerer: Answerer | Holder,
        settings: DiscordSettings,
        clock: Callable[[], float] = time.monotonic,
        gaps: GapTally | None = None,
    ) -> None:
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.CustomActivity(PRESENCE),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=LONGEST_WAIT,
        )
        self.settings = settings
        self.desk = Desk(answerer, clock, gaps)
        self.waiting = Waiting()
        self.tree = Tree(self)
        self.freshness = Freshness(clock)
        self._listener = Listener(self, clock)
        self._handled: Memory[int, bool] = Memory(HANDLED_SECONDS, clock)
        self.room = open_room(self)
        """The study room, where there is one."""
        # Servers are not kept, so the library's own reading of this event would find nothing to tell of.
        self._connection.parsers["GUILD_DELETE"] = self._server_left
        for command in (*COMMANDS, *(study_commands() if self.room else ())):
            self.tree.add_command(command)

    @property
    def answerer(self) -> Answerer:
        """The knowledge base that answers."""
        return self.desk.answerer

    async def setup_hook(self) -> None:
        """Make the commands speak other languages, and buttons of any age work."""
        await self.tree.set_translator(Translations())
        self.add_dynamic_items(Control, StudyControl)
        if self.room and self.opens_room:
            await self.room.open()

    async def close(self) -> None:
        """Close the connection, and the study room."""
        await super().close()
        if self.room:
            await self.room.close()

    def is_new(self, event_id: int) -> bool:
        """Tell whether a message or an interaction has not been handled yet, and note that it is now."""
        return self._handled.add(event_id, value=True)

    def takes(self, event: Event) -> bool:
        """Tell whether an interaction is to be answered: once, and while Discord still takes the answer."""
        late = self.freshness.delay_of(event.created_at.timestamp())
        if late > LATE_SECONDS:
            log.warning("an interaction came %.1f s too late to be answered", late)
            return False
        return self.is_new(event.id)

    def wrote(self, message: discord.Message) -> bool:
        """Tell whether a message is the bot's own."""
        return message.author == self.user

    def visitor(self, event: Event) -> Visitor:
        """Return who asks, with the country and language that their Discord suggests."""
        country, language = country_of(event.locale), language_of(event.locale)
        if country is None and self.room:
            country = self.room.country(event.guild_id)
        return Visitor(event.user.id, event.channel_id or 0, country, language)

    async def respond(
        self,
        event: Event,
        reply: Reply,
        *,
        share: bool = False,
        start: int = 0,
        works_of: str = "",
        paced: bool = True,
    ) -> None:
        """Answer an interaction, always, and privately where it is private."""
        visitor = self.visitor(event)
        if paced:
            reply = self.desk.pace(reply, visitor.user) or self.desk.extras.say("cooldown")
            reply = self.admit(reply, owed=True) or reply
        private = is_private(reply, share=share, alone=is_alone(event))
        look = replace(self.desk.look(reply, visitor, private=private, start=start), works_of=works_of)
        await self.hand_over(to_interaction(event, private=private), reply, look)

    def admit(self, reply: Reply, *, owed: bool) -> Reply | None:
        """Return the reply; where too many wait for Discord, a notice of that or None."""
        return self.waiting.admit(reply, self.desk.extras.say("busy"), owed=owed)

    async def hand_over(self, send: Send, reply: Reply, look: Look = PLAIN) -> Outcome:
        """Send a reply and note what became of it; its words, and who asked, are not noted."""
        passage = current()
        with self.waiting.one(), at_once(is_urgent(reply)):
            outcome = await deliver(send, reply, look)
        note_reply(log, passage, reply, str(outcome))
        return outcome

    async def pressed(self, event: Event, state: State | None, chosen: str | None) -> None:
        """Answer a button or a select, whatever happens."""
        if not self.takes(event):
            return
        try:
            await press(event, state, chosen)
        except Exception as error:  # noqa: BLE001 whoever pressed gets an answer, whatever went wrong
            await answer_failure(event, error)

    def _server_left(self, told: Mapping[str, Any]) -> None:
        """Delete what was kept of a server that has removed the bot; an outage of Discord's is no removal."""
        if self.room and not told.get("unavailable"):
            self.room.forget_server(int(told["id"]))

    async def on_interaction(self, event: Event) -> None:
        """Answer presses of buttons that no control knows: older than this version, or made up."""
        if event.type is not discord.InteractionType.component:
            return
        if _is_known(event):
            return
        await self.press_unknown(event)

    async def press_unknown(self, event: Event) -> None:
        """Answer a press that no control takes."""
        press = read_press(_custom_id(event))
        if press and self.room:  # its message has changed since, as a round's does with every step
            await self.room.pressed(event, press)
        else:
            await self.pressed(event, None, None)

    async def on_message(self, message: discord.Message) -> None:
        """Answer mentions and direct messages."""
        await self._listener.hear(message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer a message that became a question by being edited."""
        await self._listener.hear(payload.message)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log a failure in an event without what somebody wrote."""
        error = sys.exc_info()[1]
        if isinstance(error, Exception):
            log_failure(error, event_method)


Event: TypeAlias = discord.Interaction[BaclobotClient]


def study_commands() -> tuple[discord.app_commands.Group | discord.app_commands.Command[Any, ..., Any], ...]:
    """Return the commands of the study room, which need its extra."""
    from bot.surfaces.discord_app.study_commands import STUDY_COMMANDS

    return STUDY_COMMANDS


def is_alone(event: Event) -> bool:
    """Tell whether an interaction comes from a direct message with the bot."""
    return event.guild_id is None and not event.context.private_channel


def _is_known(event: Event) -> bool:
    """Tell whether a press has an id of ours and stands on its message: then a control takes it."""
    data: Mapping[str, Any] = event.data or {}
    custom_id = _custom_id(event)
    if event.message is None or (read_state(custom_id) is None and read_press(custom_id) is None):
        return False
    shown = event.message.components
    boxed = [part for box in shown if isinstance(box, discord.Container) for part in box.children]
    rows = (row for row in (*shown, *boxed) if isinstance(row, discord.ActionRow))
    parts = ((part.type.value, part.custom_id) for row in rows for part in row.children)
    return (data.get("component_type"), data["custom_id"]) in parts


def _custom_id(event: Event) -> str:
    data: Mapping[str, Any] = event.data or {}
    return str(data.get("custom_id", ""))
