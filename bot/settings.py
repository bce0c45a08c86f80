"""What the operator of the Discord bot may set, by environment or by a ``.env`` file in the working folder.

Nothing is read at import: :func:`load_settings` reads, and turns every fault into one SettingsError.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

PREFIX = "BACLOBOT_"
TOKEN, TOKEN_FILE = "DISCORD_TOKEN", "DISCORD_TOKEN_FILE"
SHARD_IDS, SHARD_COUNT = "SHARD_IDS", "SHARD_COUNT"
TOKEN_BYTES = 4096
"""No token is longer; a larger file is not a token file."""
TOKEN_SHAPE = re.compile(r"[\w-]{20,32}\.[\w-]{5,8}\.[\w-]{20,120}", re.ASCII)
"""How a bot's token looks; whatever looks so is never shown."""
QUOTES = "'\""
PORTAL = "Copy it from the Developer Portal (your application, 'Bot', 'Reset Token')."

MOST_SHARDS = 1024

# Patterns count nothing up to large numbers: the engine writes such a count out, which once took 25 MiB.
Seconds = Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]


class DiscordSettings(BaseSettings):
    """The settings of ``baclobot run`` and ``baclobot sync``; times are in seconds."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    token: SecretStr = Field(
        SecretStr(""), validation_alias=TOKEN, description="the bot's token (this or the next one is needed)"
    )
    token_file: Path | None = Field(
        None, validation_alias=TOKEN_FILE, description="file that holds the token, a container's secret, say"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="how much is written to standard output: debug, info, warning or error"
    )
    log_format: Literal["human", "json"] = Field("human", description="lines for people (human), or json for machines")
    metrics_port: int | None = Field(
        None, ge=1, le=65535, description="offer metrics for Prometheus at this port (needs the extra 'metrics')"
    )
    metrics_address: str = Field("127.0.0.1", description="the address at which metrics are offered")
    runtime_folder: Path | None = Field(
        None, description="folder of the health file; else systemd's, the session's or one under the temporary files"
    )
    reload: bool = Field(
        default=False, description="read the knowledge base anew when its folder changes (needs the extra 'reload')"
    )
    give_up_seconds: float = Field(
        600.0, ge=1, allow_inf_nan=False, description="end with 1 when Discord has answered nothing for so long"
    )
    sync: bool = Field(default=True, description="at start, register the commands with Discord where they have changed")
    lease: bool = Field(default=True, description="wait while another process on this machine runs with the same token")
    stop_seconds: float = Field(
        4.0, gt=0, le=4.5, description="how long running replies may still take after SIGTERM or SIGINT"
    )
    connect_seconds: Seconds = Field(60.0, description="how long a connection may take to be greeted and ready")
    reconnect_first: Seconds = Field(1.0, description="pause before the second attempt to connect; it doubles")
    reconnect_longest: Seconds = Field(60.0, description="longest pause between two attempts to connect")
    steady_seconds: Seconds = Field(
        60.0, description="a connection that lasted so long was a good one: pauses start small again"
    )
    ack_margin: Seconds = Field(
        5.0, description="grace beyond two heartbeats without an answer before the connection is given up"
    )
    identifies_per_hour: int = Field(
        20, ge=1, le=40, description="most new sessions an hour (Discord allows 1,000 a day)"
    )
    identify_reserve: int = Field(
        50, ge=0, le=900, description="start no session while Discord leaves fewer than these for the day"
    )
    blocked_seconds: Seconds = Field(300.0, description="wait after Discord's edge refused this address for a while")
    requests_per_second: int = Field(40, ge=1, le=45, description="most messages sent in a second (Discord: 50)")
    shard_count: int | None = Field(
        None,
        validation_alias=SHARD_COUNT,
        ge=1,
        le=MOST_SHARDS,
        description="connections that share the servers, over all processes; needed from 2,500 servers on",
    )
    shard_ids: str | None = Field(
        None,
        validation_alias=SHARD_IDS,
        max_length=1000,
        pattern=r"^[0-9]{1,4}(-[0-9]{1,4})?(,[0-9]{1,4}(-[0-9]{1,4})?)*$",
        description="which of them this process holds, such as 0-3,8; all of them where it is left out",
    )

    @property
    def shards(self) -> tuple[int, ...] | None:
        """The connections that this process holds; None where the servers are not shared out."""
        if self.shard_count is None:
            return None
        if not self.shard_ids:
            return tuple(range(self.shard_count))
        held: set[int] = set()
        for part in self.shard_ids.split(","):
            first, _, last = part.partition("-")
            held.update(range(int(first), int(last or first) + 1))
        return tuple(sorted(held))


Kind = TypeVar("Kind", bound=DiscordSettings)


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as help and documentation name it."""

    name: str
    default: str
    description: str


def describe_settings(
    kind: type[DiscordSettings] = DiscordSettings, unused: frozenset[str] = frozenset()
) -> tuple[Setting, ...]:
    """List every setting of a kind by the name of its variable, but for those that are unused."""
    return tuple(
        Setting(variable_of(name, kind), _shown(field.default), field.description or "")
        for name, field in kind.model_fields.items()
        if name not in unused
    )


def variable_of(field_name: str, kind: type[DiscordSettings] = DiscordSettings) -> str:
    """Return the variable that sets a field."""
    field = kind.model_fields.get(field_name)
    alias = field.validation_alias if field else None
    return alias if isinstance(alias, str) else PREFIX + field_name.upper()


def load_settings(env_file: Path | None = Path(".env")) -> DiscordSettings:
    """Read environment and file; raises SettingsError for the first fault."""
    settings = read_settings(DiscordSettings, env_file, "run")
    shards, count = settings.shards, settings.shard_count
    if count is None and settings.shard_ids:
        what = f"{SHARD_IDS} is set without {SHARD_COUNT}."
        raise SettingsError(what, "Set both: how many connections there are in all, and which this process holds.")
    if shards is not None and (not shards or max(shards) >= (count or 0)):
        what = f"{SHARD_IDS} names a connection that {SHARD_COUNT}={count} does not have."
        raise SettingsError(what, f"They are numbered from 0 to {(count or 1) - 1}.")
    return settings.model_copy(update={"token": SecretStr(_find_token(settings))})


def read_settings(kind: type[Kind], env_file: Path | None, command: str) -> Kind:
    """Read the settings of a kind for a command; raises SettingsError for the first fault."""
    try:
        return kind(_env_file=env_file)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "A setting"
        field = next((field for field in kind.model_fields if name in {field, variable_of(field, kind)}), None)
        name, told = (variable_of(field, kind), kind.model_fields[field].description) if field else (name, None)
        said = f"it should be {told}" if told and first["type"] == "string_pattern_mismatch" else first["msg"]
        what = f"{name} is wrong: {_lowered(said)}."
        raise SettingsError(what, f"'baclobot {command} --help' lists every setting.") from None
    except (OSError, UnicodeError) as error:
        what = f"The file '{env_file}' cannot be read ({type(error).__name__})."
        raise SettingsError(what, "Make it readable UTF-8, or remove it.") from None


def warn_of(settings: DiscordSettings) -> tuple[str, ...]:
    """Return what is unwise, though it works."""
    if settings.token_file and settings.token_file.stat().st_mode & stat.S_IROTH:
        return (f"Everybody on this machine can read {TOKEN_FILE}. Run 'chmod o-r' on it.",)
    return ()


def _find_token(settings: DiscordSettings) -> str:
    given = settings.token.get_secret_value()
    if given and settings.token_file:
        what = f"Both {TOKEN} and {TOKEN_FILE} are set."
        raise SettingsError(what, "Keep one of them.")
    if given:
        return _checked(given, TOKEN)
    if settings.token_file:
        return _checked(_read_token(settings.token_file).strip(), TOKEN_FILE)
    what = f"There is no token: neither {TOKEN} nor {TOKEN_FILE} is set."
    raise SettingsError(what, PORTAL)


def _read_token(path: Path) -> str:
    fault, mend, raw = "", "Name the file that holds the token.", b""
    try:
        if path.is_dir():
            fault = "is a folder"
        elif not path.is_file():
            fault = "is no regular file" if path.exists() else "does not exist"
        else:
            with path.open("rb") as file:
                raw = file.read(TOKEN_BYTES + 1)
            fault = "is too large to be a token" if len(raw) > TOKEN_BYTES else ""
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else type(error).__name__
        fault, mend = f"cannot be read ({reason})", "Give this user the right to read it."
    if fault:
        shown = TOKEN_SHAPE.sub("(a token)", repr(str(path)))
        what = f"{TOKEN_FILE} names {shown}, which {fault}."
        raise SettingsError(what, mend)
    return raw.decode("utf-8", "replace")


def _checked(token: str, name: str) -> str:
    """Refuse what cannot be a token; never show it."""
    fault, mend = "", "Write the token alone, on one line."
    if not token:
        fault, mend = "no token: it is empty", PORTAL
    elif token[0] in QUOTES or token[-1] in QUOTES:
        fault = "quotation marks"
    elif token.lower().startswith(("bot ", "bearer ")):
        fault = "a word before the token"
    elif any(character.isspace() for character in token):
        fault = "a blank or a line break"
    elif not (token.isascii() and token.isprintable()):
        fault, mend = "characters that no token has", PORTAL
    if fault:
        what = f"{name} holds {fault}."
        raise SettingsError(what, mend)
    return token


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]


def _shown(default: object) -> str:
    if isinstance(default, SecretStr) or default is None:
        return ""
    return f"{default:g}" if isinstance(default, float) else str(default).lower()
