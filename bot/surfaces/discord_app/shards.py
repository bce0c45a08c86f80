"""Several connections that share the servers, in one process: Discord asks for them from 2,500 servers on.

discord.py's ``AutoShardedClient`` reconnects each of its connections without a pause, and gives up where the gateway is
away at the start. So each connection here is a client of its own under a supervisor of its own, as the single one of
a small bot is; they share the knowledge and the allowance of new sessions. A server's events come over the connection
``(id >> 22) % count``, direct messages over connection 0.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING

from bot.surfaces.discord_app.connecting import SessionBudget
from bot.surfaces.discord_app.lease import hold_lease
from bot.surfaces.discord_app.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    import discord

    from bot.settings import DiscordSettings


class Shards:
    """Runs the connections of this process, until it is cancelled or a fault of one asks for a person."""

    def __init__(
        self,
        settings: DiscordSettings,
        make_client: Callable[[], discord.Client],
        on_login: Callable[[discord.Client], None],
    ) -> None:
        self._settings = settings
        shards = settings.shards or (None,)
        budget = SessionBudget(settings.identifies_per_hour * len(shards), settings.identify_reserve)
        self._supervisors = [
            Supervisor(settings, partial(_numbered, make_client, shard, settings.shard_count), on_login, budget)
            for shard in shards
        ]
        for shard, supervisor in zip(shards, self._supervisors, strict=True):
            supervisor.number = shard or 0
            supervisor.registers = settings.sync and shard == shards[0]  # the commands are the same for all

    async def run(self) -> NoReturn:
        """Keep every connection alive; raises SettingsError where no waiting helps."""
        async with AsyncExitStack() as leases:
            if self._settings.lease:
                token = self._settings.token.get_secret_value()
                for shard in self._settings.shards or ("",):
                    await leases.enter_async_context(hold_lease(f"{token}{shard}"))
            running = [asyncio.create_task(supervisor.run()) for supervisor in self._supervisors]
            try:
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in running:
                    task.cancel()
                await asyncio.wait(running)
            raise next(iter(done)).exception() or asyncio.CancelledError

    async def close(self) -> None:
        """Close the clients."""
        await asyncio.gather(*(supervisor.close() for supervisor in self._supervisors))


def _numbered(make_client: Callable[[], discord.Client], shard: int | None, count: int | None) -> discord.Client:
    """Make a client that asks for one connection's share of the servers."""
    client = make_client()
    if shard is not None:
        client.shard_id, client.shard_count = shard, count
        client._connection.shard_count = count  # noqa: SLF001 - where the library looks it up
    return client
