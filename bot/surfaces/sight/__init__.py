"""What an operator sees of a running bot: logs, metrics, health. Never a person's words, ids or the token.

Nothing in here knows Discord: the gateway process and the HTTP replicas are seen with the same eyes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.surfaces.sight.vitals import State, Vitals

if TYPE_CHECKING:
    from bot.surfaces.sight.metrics import Metrics

__all__ = ["State", "Vitals", "metrics", "vitals"]


@lru_cache(maxsize=1)
def vitals() -> Vitals:
    """Return the vital signs of this process."""
    return Vitals()


@lru_cache(maxsize=1)
def metrics() -> Metrics:
    """Return the metrics of this process; without the extra ``metrics`` they count nothing."""
    from bot.surfaces.sight.metrics import Metrics

    return Metrics(vitals())
