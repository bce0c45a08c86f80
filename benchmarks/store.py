"""How quickly the study room's storage answers with 100,000 cards in it, on SQLite and on PostgreSQL.

    python -m benchmarks.store [--cards 100000]

Asked are the next due cards of a person and how many are due: of a person who owns all the cards, and of one among
many who own a hundred each. The baseline in the same run is the same question without the index on due dates. A
PostgreSQL is started for the run where its programs are installed.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from databases import postgres_programs, running_postgres, settings_for

from bot.store.store import open_store
from bot.store.tables import CARD

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.store.store import Store

BAR_MS = 20.0
ROUNDS, QUESTIONS = 6, 60
"""The quietest of so many rounds of so many questions is shown: other work on the machine only makes them slower."""
CHUNK = 5000
DAY_MS = 86_400_000
EACH = 100
"""Cards of each person among many."""


async def fill(store: Store, cards: int) -> None:
    """Put in the cards of one person, and as many of many people; half of each are due."""
    now = int(store.cards.now().timestamp() * 1000)

    def row(number: int, person: str) -> dict[str, Any]:
        due = now + (number * 7919 % 60 - 30) * DAY_MS
        return {
            "person": person, "item": f"it-{number:06d}", "due": due, "last": due - DAY_MS, "begun": due - DAY_MS,
            "state": 2, "step": None, "stability": 5.0, "difficulty": 5.0, "reviews": 3,
        }  # fmt: skip

    rows = [row(number, "all") for number in range(cards)]
    rows += [row(number, f"p{number // EACH}") for number in range(cards)]
    async with store.database.engine.begin() as connection:
        for start in range(0, len(rows), CHUNK):
            await connection.execute(CARD.insert(), rows[start : start + CHUNK])
    async with store.database.engine.connect() as connection:
        await connection.exec_driver_sql("ANALYZE")
        await connection.commit()


async def timed(ask: Callable[[], Awaitable[Any]]) -> tuple[float, float]:
    """Return the median and the 99th percentile of the quietest round, in milliseconds."""
    for _ in range(5):
        await ask()
    found = []
    for _ in range(ROUNDS):
        taken = []
        for _ in range(QUESTIONS):
            began = time.perf_counter()
            await ask()
            taken.append((time.perf_counter() - began) * 1000)
        taken.sort()
        found.append((taken[int(len(taken) * 0.99)], taken[len(taken) // 2]))
    p99, median = min(found)
    return median, p99


async def measure(name: str, url: str, folder: Path, cards: int) -> bool:
    """Measure one database, print its lines, and tell whether the bar is met."""
    store = open_store(settings_for(url, folder).model_copy(update={"store_seconds": 10.0}))
    try:
        await store.database.prepare()
        await fill(store, cards)
        now, met = store.cards.now(), True

        def due(person: str) -> Callable[[], Awaitable[Any]]:
            return lambda: store.cards.due(person, now, 25)

        def count(person: str) -> Callable[[], Awaitable[Any]]:
            return lambda: store.cards.due_count(person, now)

        questions = {
            f"next due, owner of {cards}": due("all"),
            f"due count, owner of {cards}": count("all"),
            f"next due, owner of {EACH}": due("p500"),
            f"due count, owner of {EACH}": count("p500"),
        }
        for question, ask in questions.items():
            median, p99 = await timed(ask)
            met = met and p99 < BAR_MS
            print(f"{name:10}  {question:26}  median {median:7.2f} ms   p99 {p99:7.2f} ms")
        async with store.database.engine.begin() as connection:
            await connection.execute(text("DROP INDEX card_by_due"))
        median, p99 = await timed(due("all"))
        print(f"{name:10}  {'baseline: without the index':26} median {median:7.2f} ms   p99 {p99:7.2f} ms")
        return met
    finally:
        await store.close()


async def main() -> int:
    """Measure what is installed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=int, default=100_000)
    cards = parser.parse_args().cards
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        met = await measure("SQLite", "", folder, cards)
        if postgres_programs() is None:
            print("PostgreSQL  not installed: apt-get install postgresql")
        else:
            server = stack.enter_context(running_postgres())
            met = await measure("PostgreSQL", await server.make_database(), folder, cards) and met
    print(f"bar: every p99 under {BAR_MS:g} ms: {'met' if met else 'NOT met'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
