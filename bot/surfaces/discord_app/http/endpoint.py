"""The interactions endpoint: what comes in over HTTP, who is let through, and what goes out.

Nothing is parsed before its signature is found good, and whatever is refused is refused in constant words.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.surfaces.discord_app.http.answers import Answer, Answers
from bot.surfaces.discord_app.http.authentic import SIGNATURE, TIMESTAMP
from bot.surfaces.discord_app.http.client import UnreadableError

if TYPE_CHECKING:
    from bot.settings import ServeSettings
    from bot.surfaces.discord_app.http.authentic import Authentication
    from bot.surfaces.discord_app.http.client import HttpClient

    Json = dict[str, Any]

PING, PONG = 1, b'{"type":1}'
READ_SECONDS = 5.0
"""Whoever sends a body more slowly is not waited for."""
ID_DIGITS = 20
REFUSALS = {
    400: b"this is no interaction\n",
    401: b"invalid request signature\n",
    404: b"nothing here\n",
    405: b"only POST\n",
    408: b"too slow\n",
    413: b"too large\n",
}


class Refusal(Exception):  # noqa: N818 -- it is no error of ours
    """A request that is turned away, with its status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Endpoint:
    """Answers requests; any replica may answer any of them."""

    def __init__(self, client: HttpClient, authentication: Authentication, settings: ServeSettings) -> None:
        self._client, self._authentication, self._settings = client, authentication, settings
        self._answers = Answers()
        self.draining = False
        """Whether connections are to be closed after the next response."""

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        try:
            payload = _parsed(await self._authentic_body(request))
            if payload.get("type") == PING:
                return await self._write(request, 200, PONG)
            answer = await self._answers.of(_id_of(payload), lambda: self._make(payload))
        except Refusal as refusal:
            return await self._write(request, refusal.status, REFUSALS[refusal.status], "text/plain")
        except UnreadableError:
            return await self._write(request, 400, REFUSALS[400], "text/plain")
        try:
            return await self._write(request, 202 if answer.body is None else 200, answer.body)
        finally:
            answer.given.set()

    async def _authentic_body(self, request: web.BaseRequest) -> bytes:
        """Read a body that Discord signed; raises Refusal."""
        if request.raw_path != self._settings.http_path:
            raise Refusal(404)
        if request.method != "POST":
            raise Refusal(405)
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await self._read(request)
        except TimeoutError:
            raise Refusal(408) from None
        headers = request.headers
        if not self._authentication.is_authentic(headers.getall(SIGNATURE, ()), headers.getall(TIMESTAMP, ()), body):
            raise Refusal(401)
        return body

    async def _read(self, request: web.BaseRequest) -> bytes:
        limit = self._settings.body_limit
        if (request.content_length or 0) > limit:
            raise Refusal(413)
        parts, size = [], 0
        async for part in request.content.iter_any():
            parts.append(part)
            size += len(part)
            if size > limit:
                raise Refusal(413)
        return b"".join(parts)

    async def _make(self, payload: Json) -> Answer:
        expected = await self._client.answer(payload)
        body = expected.body.result()
        # as discord.py writes bodies: both modes send the same bytes
        written = None if body is None else json.dumps(body, separators=(",", ":"), ensure_ascii=True).encode()
        return Answer(written, expected.given)

    async def _write(
        self, request: web.BaseRequest, status: int, body: bytes | None, content_type: str = "application/json"
    ) -> web.StreamResponse:
        """Write a response to its end, so that what follows it can not overtake it."""
        response = web.Response(status=status, body=body)
        if body is not None:
            response.content_type = content_type
        if self.draining or status in {408, 413}:  # of these, the rest of the body is not read
            response.force_close()
        await response.prepare(request)
        await response.write_eof()
        return response


def _parsed(body: bytes) -> Json:
    """Parse a signed body; raises Refusal."""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal(400) from None
    if not isinstance(payload, dict):
        raise Refusal(400)
    return payload


def _id_of(payload: Json) -> int:
    number = payload.get("id")
    if not isinstance(number, str) or not (number.isascii() and number.isdigit()) or len(number) > ID_DIGITS:
        raise Refusal(400)
    return int(number)
