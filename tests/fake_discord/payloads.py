"""What Discord sends, built as its documentation describes it."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field, replace
from typing import Any

Json = dict[str, Any]

EPOCH_MS = 1_420_070_400_000
APPLICATION = "810000000000000001"
BOT_USER = APPLICATION
GUILD = "820000000000000001"
CHANNEL = "830000000000000001"
DM_CHANNEL = "830000000000000002"
PERSON = "840000000000000001"
RIGHTS = str(0x800 | 0x4000 | 0x80000000 | 0x400)
TOKEN = "ODEwMDAwMDAwMDAwMDAwMDAx.GfAkE1.canary-canary-canary-canary-canary-00"  # noqa: S105 -- opens nothing

_counter = itertools.count(1)


def snowflake(age_seconds: float = 0.0) -> str:
    """Make an id that was born so many seconds ago."""
    born = int((time.time() - age_seconds) * 1000) - EPOCH_MS
    return str((born << 22) | (next(_counter) & 0x3FFFFF))


def user(user_id: str = PERSON, *, name: str = "Ada", bot: bool = False) -> Json:
    return {
        "id": user_id,
        "username": name.lower(),
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
    }


def bot_user() -> Json:
    return user(BOT_USER, name="Baclobot", bot=True)


def application() -> Json:
    return {
        "id": APPLICATION,
        "name": "Baclobot",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "00" * 32,
        "flags": 0,
        "summary": "",
        "rpc_origins": None,
        "owner": user("840000000000000099", name="Owner"),
        "team": None,
        "interactions_endpoint_url": None,
    }


def member(who: Json) -> Json:
    return {
        "user": who,
        "roles": [],
        "joined_at": "2024-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": RIGHTS,
    }


def channel(channel_id: str = CHANNEL, kind: int = 0, guild_id: str = GUILD) -> Json:
    described: Json = {"id": channel_id, "type": kind, "name": "general", "last_message_id": None, "flags": 0}
    if kind == 1:
        return {"id": channel_id, "type": 1, "recipients": [user()], "last_message_id": None, "flags": 0}
    described |= {
        "guild_id": guild_id,
        "position": 0,
        "nsfw": False,
        "permission_overwrites": [],
        "topic": None,
    }
    if kind in {10, 11, 12}:
        described |= {
            "parent_id": CHANNEL,
            "owner_id": PERSON,
            "message_count": 0,
            "member_count": 1,
            "rate_limit_per_user": 0,
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": 60,
                "archive_timestamp": "2026-01-01T00:00:00+00:00",
                "locked": False,
            },
        }
    return described


def guild(guild_id: str = GUILD, channels: int = 1) -> Json:
    """Describe a server as GUILD_CREATE does."""
    first = int(guild_id) + 10_000_000
    rooms = [channel(str(first + number), guild_id=guild_id) for number in range(channels)]
    everyone = {
        "id": guild_id,
        "name": "@everyone",
        "color": 0,
        "hoist": False,
        "position": 0,
        "permissions": RIGHTS,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": guild_id,
        "name": f"Server {guild_id[-4:]}",
        "owner_id": PERSON,
        "unavailable": False,
        "preferred_locale": "en-US",
        "features": [],
        "member_count": 120,
        "large": False,
        "roles": [everyone],
        "emojis": [],
        "stickers": [],
        "channels": rooms,
        "threads": [],
        "members": [],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "verification_level": 1,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "system_channel_flags": 0,
        "afk_timeout": 300,
        "joined_at": "2024-01-01T00:00:00+00:00",
    }


def message(content: str, *, author: Json | None = None, channel_id: str = CHANNEL, age: float = 0.0) -> Json:
    """Describe a message as MESSAGE_CREATE does, in a direct channel."""
    return {
        "id": snowflake(age),
        "type": 0,
        "content": content,
        "channel_id": channel_id,
        "author": author or user(),
        "attachments": [],
        "embeds": [],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "flags": 0,
        "components": [],
    }


def direct(content: str, **options: Any) -> Json:
    return message(content, channel_id=DM_CHANNEL, **options) | {"channel_type": 1}


def mention(question: str, *, channel_type: int = 0, **options: Any) -> Json:
    """Describe a message in a server that mentions the bot."""
    told = message(f"<@{BOT_USER}> {question}", **options)
    who = {key: value for key, value in member(told["author"]).items() if key not in {"user", "permissions"}}
    return told | {
        "guild_id": GUILD,
        "channel_type": channel_type,
        "member": who,
        "mentions": [bot_user() | {"member": who}],
    }


@dataclass(frozen=True, slots=True)
class Place:
    """Where an interaction happens: in a server, with the bot, or among others with a user-installed app."""

    context: int = 0
    channel_id: str = CHANNEL
    channel_type: int = 0
    installed_for_user: bool = False

    @property
    def in_guild(self) -> bool:
        return self.context == 0


SERVER = Place()
WITH_BOT = Place(1, DM_CHANNEL, 1)
AMONG_OTHERS = Place(2, "830000000000000003", 1, installed_for_user=True)
FOREIGN_SERVER = replace(SERVER, channel_id="830000000000000004", installed_for_user=True)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, where, and in which language."""

    place: Place = SERVER
    locale: str = "en-US"
    who: Json = field(default_factory=user)


def interaction(kind: int, data: Json, asking: Asking | None = None) -> Json:
    """Describe an interaction of a kind: 2 a command, 3 a component, 4 an autocompletion, 5 a modal."""
    asking = asking or Asking()
    place = asking.place
    built: Json = {
        "id": snowflake(),
        "application_id": APPLICATION,
        "type": kind,
        "data": data,
        "token": f"aW50ZXJhY3Rpb246{next(_counter):08d}canary",
        "version": 1,
        "channel_id": place.channel_id,
        "channel": channel(place.channel_id, place.channel_type) | {"permissions": RIGHTS},
        "locale": asking.locale,
        "app_permissions": RIGHTS,
        "entitlements": [],
        "context": place.context,
        "attachment_size_limit": 10_485_760,
        "authorizing_integration_owners": {"1": asking.who["id"]} if place.installed_for_user else {"0": GUILD},
    }
    if place.in_guild:
        built |= {
            "guild_id": GUILD,
            "guild": {"id": GUILD, "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": member(asking.who),
        }
    else:
        built["user"] = asking.who
    return built
