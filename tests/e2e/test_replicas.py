"""Three replicas behind HAProxy, as shipped: whatever befalls them, nothing is lost and nothing answered twice.

The figures are measured by ``python -m benchmarks.replicas``; here the rate is low, so that a busy machine keeps up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from fake_discord.fleet import Fleet, haproxy_path
from fake_discord.server import FakeDiscord
from fake_discord.trials import TRIALS, Trial, undergo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.answering import Answerer

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(haproxy_path() is None, reason="HAProxy is not installed (Debian: apt-get install haproxy)"),
]
RATE, SECONDS = 50.0, 3.0


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def fleet(tmp_path_factory: pytest.TempPathFactory, shipped: Answerer) -> AsyncIterator[Fleet]:
    async with FakeDiscord() as fake, Fleet(fake, tmp_path_factory.mktemp("fleet"), drain_seconds=2.0) as fleet:
        yield fleet


@pytest.mark.hazard("H25")
@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
async def test_nothing_is_lost_and_nothing_answered_twice(fleet: Fleet, trial: Trial) -> None:
    outcome = await undergo(fleet, trial, rate=RATE, seconds=SECONDS)
    assert not outcome.lost, outcome.faults
    assert not outcome.twice
    assert not outcome.forged_taken
    assert len(outcome.seconds) == outcome.sent - outcome.forged
    assert bool(outcome.forged) == trial.forged
