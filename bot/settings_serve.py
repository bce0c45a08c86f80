"""What the operator of ``baclobot serve`` may set, besides what holds for the gateway bot too."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.errors import SettingsError
from bot.settings import DiscordSettings, read_settings, variable_of

PUBLIC_KEY = "DISCORD_PUBLIC_KEY"
PUBLIC_KEY_HELP = "Copy it from the Developer Portal (your application, 'General Information', 'Public Key')."
Port = Annotated[int, Field(ge=1, le=65535)]


class ServeSettings(DiscordSettings):
    """The settings of ``baclobot serve``, which needs no token; times are in seconds."""

    public_key: str | None = Field(
        None,
        validation_alias=PUBLIC_KEY,
        pattern=r"^[0-9a-fA-F]{64}$",
        description="the application's public key, 64 hexadecimal digits; needed",
    )
    http_host: str = Field("127.0.0.1", min_length=1, description="address at which interactions are taken")
    http_port: Port = Field(8080, description="port at which interactions are taken")
    http_path: str = Field(
        "/interactions",
        max_length=200,
        pattern=r"^/[A-Za-z0-9_./-]*$",
        description="path of the interactions endpoint",
    )
    status_host: str = Field(
        "127.0.0.1", min_length=1, description="address of /healthz, /readyz and /metrics; keep it from the public"
    )
    status_port: Port = Field(8081, description="port of /healthz, /readyz and /metrics")
    body_limit: int = Field(131_072, ge=4096, le=1_048_576, description="largest body that is read, in bytes")
    defer_seconds: float = Field(
        0.8, gt=0, le=2.5, description="after so long without a reply the reader is shown that one is coming"
    )
    drain_seconds: float = Field(
        3.0, ge=0, le=60, description="after SIGTERM, how long requests are still taken while /readyz says 503"
    )


NOT_SERVED = frozenset(
    (
        "token",
        "token_file",
        "metrics_port",
        "metrics_address",
        "give_up_seconds",
        "sync",
        "lease",
        "connect_seconds",
        "reconnect_first",
        "reconnect_longest",
        "steady_seconds",
        "ack_margin",
        "identifies_per_hour",
        "identify_reserve",
        "blocked_seconds",
        "requests_per_second",
        "shard_count",
        "shard_ids",
    )
)
"""What ``serve`` does not look at: it has no connection to the gateway and needs no token."""


def load_serve_settings(env_file: Path | None = Path(".env")) -> ServeSettings:
    """Read the settings of ``serve``; raises SettingsError for the first fault."""
    settings = read_settings(ServeSettings, env_file, "serve")
    if not settings.public_key:
        what = f"There is no public key: {PUBLIC_KEY} is not set."
        raise SettingsError(what, PUBLIC_KEY_HELP)
    if (settings.http_host, settings.http_port) == (settings.status_host, settings.status_port):
        what = f"{variable_of('http_port')} and {variable_of('status_port')} are the same."
        raise SettingsError(what, "Give /readyz and /metrics a port of their own, which the public does not reach.")
    return settings
