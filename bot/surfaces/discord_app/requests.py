"""Keeps the bot's requests within Discord's rules, beneath everything that sends.

Discord bans an address after 10,000 refused requests in ten minutes, and a token that it refused once it
refuses again: so after a 401 nothing more is sent. The library tries a failing request five times for up to
25 seconds; here it is three times. All of it hangs on two public hooks: the trace of requests, and
``HTTPClient.request``.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.surfaces.discord_app.faults import FORBIDDEN, TOO_MANY, UNAUTHORIZED
from bot.surfaces.sight import metrics

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from types import SimpleNamespace

MOST_TRIES = 3
LONGEST_WAIT = 30.0
"""A message that Discord would take later than this is not sent: the talk has moved on."""
UNREADABLE_WAIT = 5.0
"""The pause after a 429 that does not say how long to wait."""
SERVER_ERROR = 500


class _Tries:
    """What became of one request so far."""

    def __init__(self) -> None:
        self.failures = 0
        self.unreadable = False
        self.response: aiohttp.ClientResponse | None = None


_URGENT: ContextVar[bool] = ContextVar("urgent", default=False)


@contextmanager
def at_once(urgent: bool) -> Iterator[None]:
    """Let the requests of an urgent reply pass those that wait for their turn."""
    token = _URGENT.set(urgent)
    try:
        yield
    finally:
        _URGENT.reset(token)


_TRIES: ContextVar[_Tries | None] = ContextVar("tries", default=None)


class RequestGuard:
    """Counts, paces and stops the requests of one client."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._sent: deque[float] = deque(maxlen=per_second)
        self.refused = asyncio.Event()
        """Set when Discord no longer accepts the token."""
        self.outcomes: Counter[int] = Counter()
        """How many requests ended with which status."""

    def attach(self, client: discord.Client) -> None:
        """Put the guard under a client that has not logged in yet."""
        client.http.http_trace = self._trace()
        client.http.max_ratelimit_timeout = LONGEST_WAIT
        plain = client.http.request

        async def request(route: discord.http.Route, **options: Any) -> Any:
            return await self._request(lambda: plain(route, **options))

        client.http.request = request  # type: ignore[method-assign] # the library offers no other place

    @property
    def invalid(self) -> int:
        """How many requests counted towards Discord's ban."""
        return sum(self.outcomes[status] for status in (UNAUTHORIZED, FORBIDDEN, TOO_MANY))

    async def _request(self, send: Callable[[], Awaitable[Any]]) -> Any:
        for attempt in range(MOST_TRIES):
            tries = _Tries()
            token = _TRIES.set(tries)
            try:
                return await send()
            except (KeyError, TypeError, ValueError):
                # the library reads 'retry_after' without looking
                if not tries.unreadable or attempt == MOST_TRIES - 1:
                    raise
            finally:
                _TRIES.reset(token)
        return None

    def _trace(self) -> aiohttp.TraceConfig:
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(self._before)
        trace.on_request_end.append(self._after)
        return trace

    async def _before(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestStartParams,
    ) -> None:
        if params.url.scheme in {"ws", "wss"} or _is_reply(params.url.path):
            return
        if self.refused.is_set():
            message = "Discord refused the token earlier"
            raise discord.LoginFailure(message)
        tries = _TRIES.get()
        if tries and tries.response is not None and tries.failures >= MOST_TRIES:
            raise discord.DiscordServerError(tries.response, "given up")
        loop = asyncio.get_running_loop()
        # Between our cap and Discord's there is room for the few that cannot wait.
        while (
            not _URGENT.get() and len(self._sent) == self._per_second and (wait := self._sent[0] + 1 - loop.time()) > 0
        ):
            await asyncio.sleep(wait)
        self._sent.append(loop.time())

    async def _after(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        response, tries = params.response, _TRIES.get()
        self.outcomes[response.status] += 1
        metrics().request(response.status)
        if response.status == UNAUTHORIZED and not _is_reply(params.url.path):
            self.refused.set()
        if response.status == TOO_MANY and not await _tells_how_long(response):
            if tries:
                tries.unreadable = True
            await asyncio.sleep(UNREADABLE_WAIT)
        if tries and response.status >= SERVER_ERROR:
            tries.failures, tries.response = tries.failures + 1, response


def _is_reply(path: str) -> bool:
    """Tell whether a request answers an interaction: it has a token of its own, and no part in the limit."""
    return "/interactions/" in path or "/webhooks/" in path


async def _tells_how_long(response: aiohttp.ClientResponse) -> bool:
    """Tell whether a 429 says in seconds when to come back, or is a page that is meant for people."""
    if response.content_type != "application/json":
        return True
    try:
        answer = await response.json()
    except (aiohttp.ClientError, ValueError):
        return True
    after = answer.get("retry_after") if isinstance(answer, dict) else None
    return isinstance(after, int | float) and not isinstance(after, bool) and after >= 0
