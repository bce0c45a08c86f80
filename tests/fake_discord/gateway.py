"""Discord's gateway: sessions, heartbeats, replay, and the ways in which it breaks."""

from __future__ import annotations

import asyncio
import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from fake_discord import payloads

if TYPE_CHECKING:
    Json = Any

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
ABORTED = 1006
"""Not sent: the connection is reset."""


@dataclass(slots=True)
class Faults:
    """What goes wrong; each for ever unless ``times`` is given."""

    refuse: int | None = None
    """HTTP status of the handshake."""
    hello: bool = True
    close_after_hello: int | None = None
    close_after_identify: int | None = None
    reconnect_after_open: bool = False
    invalid_session: bool | None = None
    """Answer IDENTIFY (False) or RESUME (True) with op 9."""
    acknowledge: bool = True
    silent: bool = False
    ready: Json = None
    """Sent in the place of READY; nothing is sent where it is empty."""


@dataclass(slots=True)
class Session:
    """A session, with what was sent in it."""

    id: str
    sequence: int = 0
    log: list[tuple[int, str, Json]] = field(default_factory=list)
    shard: tuple[int, int] = (0, 1)
    """Its number, and how many share the servers."""

    def hears(self, guild_id: object) -> bool:
        """Tell whether events of a server, or direct messages, come over this session."""
        number, count = self.shard
        known = isinstance(guild_id, str) and guild_id.isdigit()
        return ((int(guild_id) >> 22) % count if known else 0) == number


@dataclass(slots=True)
class Connection:
    """One websocket."""

    socket: web.WebSocketResponse
    request: web.Request
    at: float
    compressor: Any
    session: Session | None = None
    received: list[Json] = field(default_factory=list)
    beats: int = 0
    closed_with: int | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def send(self, op: int, data: Json = None, event: str | None = None, sequence: int | None = None) -> None:
        await self.send_text(json.dumps({"op": op, "d": data, "s": sequence, "t": event}))

    async def send_text(self, text: str) -> None:
        """Send a frame, as a part of the connection's compressed stream."""
        async with self.lock:
            if self.compressor is None:
                await self.socket.send_str(text)
                return
            packed = self.compressor.compress(text.encode()) + self.compressor.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(packed)

    async def send_raw(self, frame: bytes) -> None:
        await self.socket.send_bytes(frame)

    def abort(self) -> None:
        if self.request.transport is not None:
            self.request.transport.abort()


class Gateway:
    """Accepts connections, one after the other or several at once."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.interval = 41.25
        self.url = ""
        self.attempts: list[float] = []
        self.connections: list[Connection] = []
        self.identifies: list[tuple[float, Json]] = []
        self.resumes: list[tuple[float, Json]] = []
        self.sessions: dict[str, Session] = {}
        self.guild_ids = [payloads.GUILD]
        self.channels = 1
        """How many channels each server has."""
        self.filled = asyncio.Event()
        """Set when every server was described in a new session."""
        self._changed = asyncio.Condition()

    @property
    def live(self) -> Connection:
        """The newest connection."""
        return self.connections[-1]

    async def wait(self, seconds: float = 30.0, *, sessions: int | None = None, resumed: int | None = None) -> None:
        """Wait until so many sessions were opened, or resumed."""

        def reached() -> bool:
            opened = len(self.sessions) >= (sessions or 0)
            again = sum(1 for connection in self.connections if connection.session and _resumed(connection))
            return opened and again >= (resumed or 0)

        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(reached)

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event in the newest session that hears it; without a connection it waits for the resume."""
        guild_id = data.get("guild_id") if isinstance(data, dict) else None
        connection = self.connections[-1] if self.connections else None
        if connection and connection.session and not connection.session.hears(guild_id):
            hearing = [one for one in self.connections if one.session and one.session.hears(guild_id)]
            connection = hearing[-1]
        session = connection.session if connection else None
        if session is None:
            session = list(self.sessions.values())[-1]
        session.sequence += 1
        session.log.append((session.sequence, event, data))
        if connection and connection.session and not connection.socket.closed and not self.faults.silent:
            try:
                await connection.send(DISPATCH, data, event, session.sequence)
            except ConnectionError:
                return

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection."""
        now = asyncio.get_running_loop().time()
        self.attempts.append(now)
        if self.faults.refuse:
            return web.Response(status=self.faults.refuse, text="<html>away</html>", content_type="text/html")
        socket = web.WebSocketResponse(max_msg_size=4096, compress=False)
        await socket.prepare(request)
        packed = request.query.get("compress") == "zlib-stream"
        connection = Connection(socket, request, now, zlib.compressobj() if packed else None)
        self.connections.append(connection)
        try:
            await self._converse(connection)
        except (ConnectionError, RuntimeError):
            pass
        finally:
            connection.closed_with = socket.close_code
            await self._tell()
        return socket

    async def _converse(self, connection: Connection) -> None:
        if not self.faults.hello:
            await connection.socket.receive()
            return
        await connection.send(HELLO, {"heartbeat_interval": int(self.interval * 1000)})
        if self.faults.close_after_hello is not None:
            await self._close(connection, self.faults.close_after_hello)
            return
        async for frame in connection.socket:
            if frame.type != WSMsgType.TEXT:
                return
            payload = json.loads(frame.data)
            connection.received.append(payload)
            if payload["op"] == HEARTBEAT:
                connection.beats += 1
                if self.faults.acknowledge and not self.faults.silent:
                    await connection.send(ACK)
            elif payload["op"] == IDENTIFY:
                await self._identify(connection, payload["d"])
            elif payload["op"] == RESUME:
                await self._resume(connection, payload["d"])
            await self._tell()

    async def _identify(self, connection: Connection, data: Json) -> None:
        self.identifies.append((asyncio.get_running_loop().time(), data))
        faults = self.faults
        shard = tuple(data.get("shard") or (0, 1))
        if data["token"] != payloads.TOKEN:
            await self._close(connection, 4004)
        elif len(shard) != 2 or not 0 <= shard[0] < shard[1]:
            await self._close(connection, 4010)
        elif faults.close_after_identify is not None:
            await self._close(connection, faults.close_after_identify)
        elif faults.invalid_session is False:
            await connection.send(INVALID_SESSION, data=False)
        else:
            await self._ready(connection, shard)

    async def _ready(self, connection: Connection, shard: tuple[int, int]) -> None:
        session = Session(f"{len(self.identifies):032x}", shard=shard)
        own = [guild_id for guild_id in self.guild_ids if session.hears(guild_id)]
        connection.session = self.sessions[session.id] = session
        ready = {
            "v": 10,
            "user": payloads.bot_user(),
            "guilds": [{"id": guild_id, "unavailable": True} for guild_id in own],
            "shard": [*shard],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {"id": payloads.APPLICATION, "flags": 0},
            "private_channels": [],
        }
        session.sequence = 1
        if self.faults.ready == "":
            return
        await connection.send(DISPATCH, self.faults.ready or ready, "READY", 1)
        for guild_id in own:
            session.sequence += 1
            guild = payloads.guild(guild_id, self.channels)
            await connection.send(DISPATCH, guild, "GUILD_CREATE", session.sequence)
        self.filled.set()
        if self.faults.reconnect_after_open:
            await connection.send(RECONNECT)

    async def _resume(self, connection: Connection, data: Json) -> None:
        self.resumes.append((asyncio.get_running_loop().time(), data))
        session = self.sessions.get(data["session_id"])
        if data["token"] != payloads.TOKEN:
            await self._close(connection, 4004)
            return
        if self.faults.invalid_session is True:
            self.faults.invalid_session = None
            await connection.send(INVALID_SESSION, data=True)
            return
        if session is None or self.faults.invalid_session is False:
            await connection.send(INVALID_SESSION, data=False)
            return
        for sequence, event, body in session.log:  # what happens meanwhile is appended, and comes in its turn
            if sequence > (data["seq"] or 0):
                await connection.send(DISPATCH, body, event, sequence)
        connection.session = session
        session.sequence += 1
        await connection.send(DISPATCH, {"_trace": []}, "RESUMED", session.sequence)
        if self.faults.reconnect_after_open:
            await connection.send(RECONNECT)

    async def _close(self, connection: Connection, code: int) -> None:
        if code == ABORTED:
            connection.abort()
        else:
            await connection.socket.close(code=code)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def _resumed(connection: Connection) -> bool:
    return any(payload["op"] == RESUME for payload in connection.received)
