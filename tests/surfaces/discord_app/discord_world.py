"""What the tests of the Discord surface share: a server with people in it, and eyes for messages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

from fake_discord.openapi import faults_of, walk

from bot.answering import Kind
from bot.settings import DiscordSettings
from bot.surfaces.discord_app.client import BaclobotClient

if TYPE_CHECKING:
    from simcord import ChannelHandle, Env, GuildHandle, MemberActor

    from bot.answering import Answerer

TEXT = 10
_CHECKED: set[str] = set()
"""Bodies held against Discord's description already: the commands, for one, are the same in each test."""


@dataclass(frozen=True, slots=True)
class Body:
    """A request as the check of bodies wants it."""

    method: str
    path: str
    body: Any


@dataclass(slots=True)
class Clock:
    """A clock that tests move."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass(slots=True)
class World:
    """A server with two people, and the bot in it."""

    env: Env
    bot: BaclobotClient
    clock: Clock
    guild: GuildHandle
    channel: ChannelHandle
    alice: MemberActor
    bob: MemberActor

    @property
    def mention(self) -> str:
        assert self.bot.user is not None
        return self.bot.user.mention

    @property
    def most(self) -> str:
        """A question on the highest dose by mouth."""
        return question_on(self.bot.answerer, "max-oral-dose")

    def sent(self) -> list[dict[str, Any]]:
        """Every message body of the bot so far, oldest first."""
        return [message for request in self.env.http_requests if (message := message_of(request)) is not None]

    async def restart(self) -> None:
        """End the bot and start another process on the same Discord."""
        self.bot = new_bot(self.bot.answerer, self.clock)
        await self.env.restart_bot(self.bot)


@cache
def question_on(answerer: Answerer, topic: str) -> str:
    """Return a short way to ask for a topic that is answered with it."""
    asked = sorted(answerer.knowledge.topics[topic].phrasings, key=len)
    return next(text for text in asked if answerer.ask(text).topic == topic)


@cache
def unclear_question(answerer: Answerer) -> str:
    """Return words that the bot asks back on: two topics in one breath."""
    titles = [topic.title for topic in answerer.knowledge.topics.values()]
    asked = (f"{one} or {other}" for one, other in combinations(titles, 2))
    return next(text for text in asked if answerer.ask(text).kind is Kind.CLARIFY)


def new_bot(answerer: Answerer, clock: Clock) -> BaclobotClient:
    return BaclobotClient(answerer, DiscordSettings(_env_file=None), clock)


def message_of(request: Any) -> dict[str, Any] | None:
    """Return the message that a request sends, if it does."""
    body = request.json
    if not isinstance(body, dict):
        return None
    data = body.get("data") if request.path.endswith("/callback") else body
    return data if isinstance(data, dict) and "components" in data else None


def parts(message: Any) -> list[dict[str, Any]]:
    """Return all components of a message, or of a message's body."""
    components = message["components"] if isinstance(message, dict) else message.components
    return [*walk([part if isinstance(part, dict) else part.to_dict() for part in components])]


def texts(message: Any) -> list[str]:
    return [part["content"] for part in parts(message) if part["type"] == TEXT]


def labels(message: Any) -> list[str]:
    return [part["label"] for part in parts(message) if part["type"] == 2]


def choices(message: Any) -> list[str]:
    return [option["value"] for part in parts(message) if part["type"] == 3 for option in part["options"]]


def shown(message: Any) -> str:
    return "\n".join(texts(message))


def hold_to_the_rules(world: World) -> None:
    """Check what must be true of everything that the bot ever sends."""
    for request in world.env.http_requests:
        body = json.dumps(request.json)
        if body not in _CHECKED:
            faults = faults_of(Body(request.method, request.path, request.json))
            assert not faults, faults
            _CHECKED.add(body)
    for message in world.sent():
        assert message["allowed_mentions"]["parse"] == []
        assert not message["allowed_mentions"].get("replied_user")
        assert texts(message)[-1].startswith("-# ")
        assert texts(message)[-1].removeprefix("-# ") == world.bot.answerer.disclaimer
