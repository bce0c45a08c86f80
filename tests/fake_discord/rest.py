"""Discord's REST: books every request, keeps the rules on answering interactions, and fails when told to."""

from __future__ import annotations

import asyncio
import json
import re
import time
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from aiohttp import web

from fake_discord import payloads
from fake_discord.process import stretched

if TYPE_CHECKING:
    from collections.abc import Callable

    Json = Any

BASE = "/api/v10"
FIRST_RESPONSE_SECONDS = 3.0
TOKEN_SECONDS = 900.0
MESSAGE_TYPES = {4, 7}
DEFERRED = {5, 6}


@dataclass(frozen=True, slots=True)
class Request:
    """A request of the bot's."""

    method: str
    path: str
    body: Json
    at: float
    query: dict[str, str]
    status: int
    authorized: bool

    def matches(self, method: str, path: str) -> bool:
        return self.method == method and re.fullmatch(path, self.path) is not None


@dataclass(slots=True)
class Fault:
    """How requests that match fail, and how often."""

    method: str
    path: str
    status: int
    body: Json = None
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1_000_000
    seconds: float = 0.0
    abort: bool = False


@dataclass(slots=True)
class Open:
    """An interaction that waits for its answer, or has it."""

    payload: Json
    sent: float
    callbacks: list[Request] = field(default_factory=list)
    answered_at: float = 0.0
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    message: Json = None


class Rest:
    """The handlers and the book."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.arrived: list[str] = []
        """Paths of requests, those that wait for their answer included."""
        self.faults: list[Fault] = []
        self.commands: list[Json] = []
        self.interactions: dict[str, Open] = {}
        self.accept_token = True
        self.session_limit: Json = {
            "total": 1000,
            "remaining": 900,
            "reset_after": 3_600_000,
            "max_concurrency": 1,
        }
        self.gateway_url = ""
        self.application: Json = payloads.application()
        self.guilds: Json = [{"id": payloads.GUILD, "name": "A server", "permissions": payloads.RIGHTS}]
        self.seconds_off = 0.0
        """How far the clock of whoever asks seems to be ahead."""
        self.first_response_seconds = stretched(FIRST_RESPONSE_SECONDS)
        self._changed = asyncio.Condition()
        self._routes: list[tuple[str, re.Pattern[str], Callable[..., tuple[int, Json]]]] = [
            ("GET", re.compile(r"/users/@me"), lambda *_: (200, payloads.bot_user())),
            ("GET", re.compile(r"/(?:oauth2/)?applications/@me"), lambda *_: (200, self.application)),
            ("GET", re.compile(r"/gateway/bot"), self._gateway),
            ("GET", re.compile(r"/gateway"), lambda *_: (200, {"url": self.gateway_url})),
            ("GET", re.compile(r"/users/@me/guilds"), lambda *_: (200, self.guilds)),
            ("GET", re.compile(r"/applications/\d+/commands"), lambda *_: (200, self.commands)),
            ("PUT", re.compile(r"/applications/\d+/commands"), self._put_commands),
            ("POST", re.compile(r"/interactions/(\d+)/([^/]+)/callback"), self._callback),
            ("POST", re.compile(r"/webhooks/\d+/([^/]+)"), self._follow_up),
            ("PATCH", re.compile(r"/webhooks/\d+/([^/]+)/messages/([^/]+)"), self._edit),
            ("GET", re.compile(r"/webhooks/\d+/([^/]+)/messages/@original"), self._original),
            ("DELETE", re.compile(r"/webhooks/\d+/([^/]+)/messages/([^/]+)"), lambda *_: (204, None)),
            ("POST", re.compile(r"/channels/(\d+)/messages"), self._message),
            ("POST", re.compile(r"/channels/(\d+)/typing"), lambda *_: (204, None)),
            (
                "POST",
                re.compile(r"/users/@me/channels"),
                lambda *_: (200, payloads.channel(payloads.DM_CHANNEL, 1)),
            ),
        ]

    def find(self, method: str, path: str) -> list[Request]:
        """List the requests that were made so far."""
        return [request for request in self.requests if request.matches(method, path)]

    async def wait_for(self, method: str, path: str, *, count: int = 1, seconds: float = 15.0) -> list[Request]:
        """Wait until so many requests were made, and list them."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: len(self.find(method, path)) >= count)
        return self.find(method, path)

    def fail(self, method: str, path: str, status: int, body: Json = None, **options: Any) -> Fault:
        """Let matching requests fail from now on."""
        fault = Fault(method, path, status, body, **options)
        self.faults.append(fault)
        return fault

    def expect(self, interaction: Json) -> Open:
        """Book an interaction as sent now."""
        waiting = Open(interaction, asyncio.get_running_loop().time())
        self.interactions[interaction["token"]] = waiting
        return waiting

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        arrived = asyncio.get_running_loop().time()
        path = request.path.removeprefix(BASE)
        self.arrived.append(path)
        body = await _body_of(request)
        authorized = request.headers.get("Authorization") == f"Bot {payloads.TOKEN}"
        fault = self._fault(request.method, path)
        headers: dict[str, str] = {}
        if fault is not None:
            await asyncio.sleep(fault.seconds)
            status, answer, headers = fault.status, fault.body, fault.headers
        if fault is None or (fault.seconds and not fault.status):
            status, answer = self._answer(request.method, path, body, authorized, arrived)
        book = Request(request.method, path, body, arrived, dict(request.query), status, authorized)
        async with self._changed:
            self.requests.append(book)
            self._note(book)
            self._changed.notify_all()
        if fault is not None and fault.abort and request.transport:
            request.transport.abort()
        date = formatdate(time.time() - self.seconds_off, usegmt=True)
        return _response(status, answer, {"Date": date} | headers)

    def _fault(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fault.method == method and re.fullmatch(fault.path, path):
                fault.times -= 1
                return fault
        return None

    def _answer(self, method: str, path: str, body: Json, authorized: bool, arrived: float) -> tuple[int, Json]:
        if (
            path != "/gateway"
            and not path.startswith(("/interactions/", "/webhooks/"))
            and not (authorized and self.accept_token)
        ):
            return 401, {"message": "401: Unauthorized", "code": 0}
        for wanted, pattern, answer in self._routes:
            found = pattern.fullmatch(path)
            if found and wanted == method:
                return answer(body, arrived, *found.groups())
        return 404, {"message": "404: Not Found", "code": 0}

    def _note(self, request: Request) -> None:
        found = re.fullmatch(r"/interactions/\d+/([^/]+)/callback", request.path)
        waiting = self.interactions.get(found.group(1)) if found else None
        if waiting is not None:
            waiting.callbacks.append(request)
            if request.status < 300 and not waiting.answered.is_set():
                waiting.answered_at = request.at
                waiting.answered.set()

    def _gateway(self, *_: object) -> tuple[int, Json]:
        return 200, {"url": self.gateway_url, "shards": 1, "session_start_limit": self.session_limit}

    def _put_commands(self, body: Json, *_: object) -> tuple[int, Json]:
        known = {(command["type"], command["name"]): command["id"] for command in self.commands}
        self.commands = [
            command
            | {
                "id": known.get((command["type"], command["name"])) or payloads.snowflake(),
                "application_id": payloads.APPLICATION,
                "version": payloads.snowflake(),
                "description": command.get("description", ""),
                "dm_permission": True,
                "nsfw": command.get("nsfw", False),
            }
            for command in body
        ]
        return 200, self.commands

    def _callback(self, body: Json, arrived: float, interaction_id: str, token: str) -> tuple[int, Json]:
        waiting = self.interactions.get(token)
        if waiting is None or waiting.payload["id"] != interaction_id:
            return 404, {"message": "Unknown interaction", "code": 10062}
        if arrived - waiting.sent > self.first_response_seconds:
            return 404, {"message": "Unknown interaction", "code": 10062}
        if waiting.answered.is_set():
            return 400, {"message": "Interaction has already been acknowledged.", "code": 40060}
        if isinstance(body, bytes):  # with files
            found = re.search(rb'name="payload_json".*?\r\n\r\n(.*?)\r\n--', body, re.DOTALL)
            body = json.loads(found.group(1)) if found else {"type": 0}
        kind, data = body["type"], body.get("data") or {}
        waiting.message = _as_message(data, waiting.payload["channel_id"]) if kind in MESSAGE_TYPES | {5} else None
        told: Json = {
            "interaction": {
                "id": interaction_id,
                "type": waiting.payload["type"],
                "response_message_id": waiting.message["id"] if waiting.message else None,
                "response_message_loading": kind in DEFERRED,
                "response_message_ephemeral": bool(data.get("flags", 0) & 64),
            }
        }
        if kind in MESSAGE_TYPES:
            told["resource"] = {"type": kind, "message": waiting.message}
        return 200, told

    def _follow_up(self, body: Json, arrived: float, token: str) -> tuple[int, Json]:
        return self._webhook(token, arrived, body)

    def _edit(self, body: Json, arrived: float, token: str, _message: str) -> tuple[int, Json]:
        return self._webhook(token, arrived, body)

    def _original(self, _body: Json, arrived: float, token: str) -> tuple[int, Json]:
        return self._webhook(token, arrived, {})

    def _webhook(self, token: str, arrived: float, body: Json) -> tuple[int, Json]:
        waiting = self.interactions.get(token)
        if waiting is None or arrived - waiting.sent > TOKEN_SECONDS:
            return 401, {"message": "Invalid Webhook Token", "code": 50027}
        if not waiting.answered.is_set():
            return 404, {"message": "Unknown Webhook", "code": 10015}
        return 200, _as_message(body or {}, waiting.payload["channel_id"])

    def _message(self, body: Json, _arrived: float, channel_id: str) -> tuple[int, Json]:
        return 200, _as_message(body, channel_id)


async def _body_of(request: web.Request) -> Json:
    """Return what a request says; of a follow-up with files it is one field of a form, and they are counted."""
    if request.content_type == "multipart/form-data" and "/webhooks/" in request.path:
        form = await request.post()
        files = [field for field in form.values() if isinstance(field, web.FileField)]
        body = json.loads(str(form["payload_json"]))
        assert len(files) == len(body["attachments"]), "each file is described"
        return body
    raw = await request.read()
    return json.loads(raw) if raw and request.content_type == "application/json" else raw or None


def _as_message(data: Json, channel_id: str) -> Json:
    """Return the message that a request made."""
    told = payloads.message(data.get("content") or "", author=payloads.bot_user(), channel_id=channel_id)
    return told | {
        "embeds": data.get("embeds") or [],
        "components": data.get("components") or [],
        "flags": data.get("flags") or 0,
    }


def _response(status: int, answer: Json, headers: dict[str, str]) -> web.Response:
    if isinstance(answer, str):  # a page of the edge's, for people
        return web.Response(status=status, text=answer, content_type="text/html", headers=headers)
    if answer is None:
        return web.Response(status=status, headers=headers)
    # the library wants this type exactly, without a character set
    return web.Response(
        status=status, body=json.dumps(answer).encode(), content_type="application/json", headers=headers
    )
