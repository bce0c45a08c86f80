"""What replicas go through while questions keep coming: each trial is one thing that befalls them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fake_discord.load import Outcome, dribble, offer, prepare

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fake_discord.fleet import Fleet

FIRST = 1.0
"""Seconds of quiet before something happens."""
SLOW_CONNECTIONS = 300


@dataclass(frozen=True, slots=True)
class Trial:
    """Something that befalls the replicas."""

    name: str
    happen: Callable[[Fleet], Awaitable[object]]
    forged: bool = False
    """Whether wrong signatures are mixed in."""


async def nothing(_fleet: Fleet) -> None:
    """Let them be."""


async def kill_one(fleet: Fleet) -> None:
    await fleet.replicas[0].kill_and_start(after=3.0)


async def kill_two(fleet: Fleet) -> None:
    first, second, _ = fleet.replicas
    await asyncio.gather(first.kill_and_start(after=3.0), second.kill_and_start(after=3.0))


async def drain_one(fleet: Fleet) -> None:
    await fleet.replicas[1].restart()


async def restart_in_turn(fleet: Fleet) -> None:
    for replica in fleet.replicas:
        await replica.restart()
        await asyncio.sleep(1.0)  # until the balancer has seen it


async def hang_one(fleet: Fleet) -> None:
    await fleet.replicas[2].hang(3.0)


async def slow_connections(fleet: Fleet) -> None:
    shut = await dribble(fleet.port, SLOW_CONNECTIONS, 5.0)
    assert shut == SLOW_CONNECTIONS, f"{SLOW_CONNECTIONS - shut} slow connections were kept"


TRIALS = (
    Trial("steady", nothing),
    Trial("kill -9 of one, started again after 3 s", kill_one),
    Trial("kill -9 of two of three", kill_two),
    Trial("one drained (SIGTERM) and started again", drain_one),
    Trial("all restarted in turn", restart_in_turn),
    Trial("one hung for 3 s (SIGSTOP)", hang_one),
    Trial(f"{SLOW_CONNECTIONS} slow connections beside", slow_connections),
    Trial("one wrong signature in twenty", nothing, forged=True),
)


async def undergo(fleet: Fleet, trial: Trial, *, rate: float, seconds: float) -> Outcome:
    """Offer questions for at least so long, and until what happens has ended; return what became of them."""
    total = Outcome()

    async def happen() -> None:
        await asyncio.sleep(FIRST)
        await trial.happen(fleet)

    happening = asyncio.create_task(happen())
    requests = prepare(fleet.signer, int(rate * seconds), forged=trial.forged)
    while True:
        part = await offer(fleet.fake, fleet.url, requests, rate)
        for name in ("sent", "forged", "forged_taken", "lost", "twice"):
            setattr(total, name, getattr(total, name) + getattr(part, name))
        total.seconds += part.seconds
        total.faults += part.faults
        if happening.done():
            break
        requests = prepare(fleet.signer, int(rate))
    await happening
    return total
