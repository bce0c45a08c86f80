"""The other side of Discord's interactions endpoint: signs what it delivers, and books what it gets back."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nacl.signing import SigningKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    import aiohttp

    Json = Any

LOOPBACK = "127.0.0.1"
PATH = "/interactions"
SIGNATURE, TIMESTAMP = "X-Signature-Ed25519", "X-Signature-Timestamp"


@dataclass(frozen=True, slots=True)
class Signer:
    """Holds an application's key pair."""

    key: SigningKey = field(default_factory=SigningKey.generate)

    @property
    def public_key(self) -> str:
        return bytes(self.key.verify_key).hex()

    def sign(self, body: bytes, timestamp: str) -> str:
        return self.key.sign(timestamp.encode() + body).signature.hex()

    def headers(self, body: bytes, *, age: float = 0.0) -> dict[str, str]:
        """Return the headers that Discord sends with a body, as if it had been sent so long ago."""
        timestamp = str(int(time.time() - age))
        return {
            SIGNATURE: self.sign(body, timestamp),
            TIMESTAMP: timestamp,
            "Content-Type": "application/json",
            "User-Agent": "Discord-Interactions/1.0 (+https://discord.com)",
        }


@dataclass(frozen=True, slots=True)
class Response:
    """What came back."""

    status: int
    content_type: str
    raw: bytes

    @property
    def body(self) -> Json:
        return json.loads(self.raw)


def written(payload: Json) -> bytes:
    """Write a payload in UTF-8; half a character, which UTF-8 does not have, by its number."""
    try:
        return json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(payload, separators=(",", ":")).encode()


async def post(
    session: aiohttp.ClientSession, url: str, body: bytes, headers: Mapping[str, str] | list[tuple[str, str]]
) -> Response:
    """Deliver a body."""
    async with session.post(url, data=body, headers=headers) as response:
        return Response(response.status, response.content_type, await response.read())


async def deliver(session: aiohttp.ClientSession, url: str, signer: Signer, payload: Json) -> Response:
    """Sign and deliver an interaction."""
    body = written(payload)
    return await post(session, url, body, signer.headers(body))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def serve_settings(signer: Signer, port: int, status_port: int, **others: str) -> dict[str, str]:
    """Return what ``serve`` is told: no token."""
    return {
        "DISCORD_TOKEN": "",
        "DISCORD_PUBLIC_KEY": signer.public_key,
        "BACLOBOT_HTTP_PORT": str(port),
        "BACLOBOT_STATUS_PORT": str(status_port),
        "BACLOBOT_DRAIN_SECONDS": "0.5",
        **others,
    }
