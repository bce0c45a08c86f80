"""Mentions and direct messages: which of them are questions, and what is said to each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.surfaces.discord_app.delivery import Outcome, to_message
from bot.surfaces.discord_app.desk import Visitor
from bot.surfaces.discord_app.memory import CLOSED_SECONDS, STALE_SECONDS, Memory
from bot.surfaces.discord_app.privacy import for_public
from bot.surfaces.discord_app.render import topic_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering import Reply
    from bot.surfaces.discord_app.client import BaclobotClient
    from bot.surfaces.discord_app.texts import Look

_MENTION = re.compile(r"<@[!&]?\d{1,20}>[,:]?")
_ASKING = frozenset((discord.MessageType.default, discord.MessageType.reply))
"""Joins, pins, boosts and the like ask nothing."""


class Listener:
    """Answers messages that are meant for the bot, each once."""

    def __init__(self, client: BaclobotClient, clock: Callable[[], float]) -> None:
        self._client = client
        self._closed: Memory[int, bool] = Memory(CLOSED_SECONDS, clock)

    async def hear(self, message: discord.Message) -> None:
        """Answer a message, or leave it alone."""
        direct = message.guild is None and isinstance(message.channel, discord.DMChannel)
        if not self._is_for_us(message, direct=direct):
            return
        visitor = Visitor(message.author.id, message.channel.id)
        reply = self._reply_to(message, visitor)
        public = not direct
        shown = for_public(reply, self._client.desk.extras) if public else reply
        paced = self._client.desk.pace(shown, visitor.user, visitor.channel if public else None)
        admitted = self._client.admit(paced, owed=False) if paced is not None else None
        if admitted is None:
            return
        look = self._look(admitted, public=public)
        outcome = await self._client.hand_over(to_message(message), admitted, look)
        if outcome is Outcome.REFUSED:
            self._closed.keep(message.channel.id, value=True)

    def _is_for_us(self, message: discord.Message, *, direct: bool) -> bool:
        me = self._client.user
        if me is None or message.author.bot or message.webhook_id or message.type not in _ASKING:
            return False
        if not direct and me.id not in {user.id for user in message.mentions}:
            return False
        # A message is counted as heard only here: an edit may turn one into a question.
        late = self._client.freshness.delay_of(message.created_at.timestamp())
        if late > STALE_SECONDS or self._closed.get(message.channel.id):
            return False
        return self._client.is_new(message.id)

    def _reply_to(self, message: discord.Message, visitor: Visitor) -> Reply:
        desk = self._client.desk
        text = _MENTION.sub(" ", message.content).strip()
        if text:
            return desk.converse(text, visitor, self._topic_replied_to(message))
        if message.attachments or message.stickers:
            return desk.extras.say("not-text")
        return desk.extras.say("help")

    def _topic_replied_to(self, message: discord.Message) -> str | None:
        """Return the topic of the bot's own message that this one replies to."""
        replied = message.reference.resolved if message.reference else None
        if not isinstance(replied, discord.Message) or replied.author != self._client.user:
            return None
        return topic_of(replied)

    def _look(self, reply: Reply, *, public: bool) -> Look:
        details = public and reply.danger is not None
        nearest = () if details else self._client.desk.extras.nearest(reply)
        return replace(self._client.desk.choice(reply), details=details, nearest=nearest)
