"""Takes the first answer to an interaction out of discord.py's hands, to be given in the HTTP response.

discord.py answers through its webhook adapter. This one hands the body of an expected first answer over instead of
sending it; whatever comes after, follow-ups and edits, goes to Discord as always.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from discord import NotFound
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

if TYPE_CHECKING:
    from collections.abc import Iterator

    import aiohttp
    from discord.http import MultipartParameters, Route
    from discord.types.interactions import InteractionCallback

    Json = dict[str, Any]

NOT_ANSWERED_YET = 10015
"""Discord's code for a follow-up that overtook the answer it follows."""
OVERTAKEN_SECONDS = (0.1, 0.3, 0.9)
"""Pauses before a follow-up that overtook the answer is sent again."""
DEFERRED = 5
EPHEMERAL = 64


class Expected:
    """An interaction whose first answer will be given in an HTTP response."""

    def __init__(self) -> None:
        self.body: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        """The answer; None where it holds files, and is sent to Discord by itself."""
        self.given = asyncio.Event()
        """Set when the response was written, or never will be: what follows may follow."""


class InlineAdapter(AsyncWebhookAdapter):
    """Hands over the answers that are expected."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._expected: dict[int, Expected] = {}

    def expect(self, interaction_id: int) -> Expected:
        """Take the first answer to an interaction from now on."""
        expected = self._expected[interaction_id] = Expected()
        return expected

    @contextmanager
    def answering(self, interaction_id: int) -> Iterator[None]:
        """Let discord.py answer through this adapter; then expect the answer no longer."""
        token = async_context.set(self)
        try:
            yield
        finally:
            async_context.reset(token)
            del self._expected[interaction_id]

    async def create_interaction_response(
        self,
        interaction_id: int,
        token: str,
        *,
        session: aiohttp.ClientSession,
        params: MultipartParameters,
        **options: Any,
    ) -> InteractionCallback:
        """Hand the answer over, and return once it has been given."""
        expected = self._expected.get(interaction_id)
        if expected is not None and not expected.body.done():
            expected.body.set_result(None if params.files else params.payload)
            await expected.given.wait()
            if not params.files and params.payload:
                return _acknowledged(interaction_id, params.payload)
        sent: InteractionCallback = await super().create_interaction_response(
            interaction_id, token, session=session, params=params, **options
        )
        return sent

    async def request(self, route: Route, session: aiohttp.ClientSession, **options: Any) -> Any:
        """Send a request; a follow-up that overtook its answer on the way is sent again."""
        for pause in OVERTAKEN_SECONDS:
            try:
                return await super().request(route, session, **options)
            except NotFound as error:
                if error.code != NOT_ANSWERED_YET:
                    raise
            await asyncio.sleep(pause)
        return await super().request(route, session, **options)


def _acknowledged(interaction_id: int, body: Json) -> InteractionCallback:
    """Return what Discord tells of an answer, as far as it is known here."""
    kind, flags = body["type"], (body.get("data") or {}).get("flags") or 0
    return {
        "interaction": {
            "id": str(interaction_id),
            "type": kind,
            "response_message_loading": kind == DEFERRED,
            "response_message_ephemeral": bool(flags & EPHEMERAL),
        }
    }
