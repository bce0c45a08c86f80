"""A round of 25 players who answer within the same second: how soon each is acknowledged, and whether scores are exact.

    python -m benchmarks.quiz_round [--players 25] [--questions 8]

The bot runs as a process of its own against the fake Discord on loopback, on SQLite and, where it is installed, on
a PostgreSQL that is started for the run. Each player's answer is right or wrong by plan; at the end the table that
is shown is held against the plan. The baseline in the same run is the same number of commands that need no store.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "e2e"))

from classroom import Classroom, buttons, somebody, text
from databases import KEY, postgres_programs, running_postgres
from fake_discord.process import BotProcess
from fake_discord.server import FakeDiscord

from bot.answering import load_answerer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fake_discord.payloads import Asking
    from fake_discord.rest import Open

    from bot.answering import Answerer

BAR_MS = 250.0
WINDOW = 1.0
"""Seconds within which all players press."""
SEED = 7


async def all_answered(sent: Sequence[asyncio.Task[Open]]) -> list[float]:
    """Return how long each took from dispatch to acknowledgment, in milliseconds."""
    books = await asyncio.gather(*sent)
    await asyncio.gather(*(asyncio.wait_for(book.answered.wait(), 30) for book in books))
    assert all(len(book.callbacks) == 1 for book in books), "an answer was acknowledged twice"
    return [(book.answered_at - book.sent) * 1000 for book in books]


async def within_a_second(draw: random.Random, actions: Sequence[object]) -> list[float]:
    """Spread what people do over a second."""

    async def later(action: object) -> Open:
        await asyncio.sleep(draw.random() * WINDOW)
        return await action()  # type: ignore[operator,no-any-return]

    return await all_answered([asyncio.create_task(later(action)) for action in actions])


async def play(room: Classroom, players: int, questions: int, draw: random.Random) -> tuple[list[float], bool]:
    """Play a round; return the times of all answers, and whether the table shows the planned scores."""
    fake, pupils = room.fake, [somebody() for _ in range(players)]
    points = [0] * players
    times: list[float] = []
    await room.start(number=questions, players="everybody here")
    await room.press("Begin")
    for question in range(questions):
        shown = buttons(room.message)
        letters = {right: room.letter(right=right) for right in (True, False)}
        ids = {right: next(i for label, i in shown.items() if label.startswith(letters[right])) for right in letters}

        def press(pupil: Asking, custom_id: str, message: object = room.message) -> object:
            return lambda: fake.send(fake.press(message, custom_id, None, pupil))

        plan = [draw.random() < 0.6 for _ in pupils]
        presses = [press(pupil, ids[right]) for pupil, right in zip(pupils, plan, strict=True)]
        times += await within_a_second(draw, presses)
        points = [before + right for before, right in zip(points, plan, strict=True)]
        solution = await room.press("Show the answer")
        assert f"{sum(plan)} of {players} answered right" in text(solution), text(solution)
        await room.press("Next question" if question + 1 < questions else "Show the scores")
    table = sorted(map(int, re.findall(rf": (\d+) of {questions} right", text(room.message))), reverse=True)
    return times, table == sorted(points, reverse=True)[: len(table)] and len(table) == min(players, 20)


def told(name: str, times: list[float]) -> str:
    """Write one line."""
    ordered = sorted(times)
    p99 = ordered[int(len(ordered) * 0.99)]
    median = ordered[len(ordered) // 2]
    return f"{name:20} {len(times):4} presses   median {median:6.1f} ms   p99 {p99:6.1f} ms   max {ordered[-1]:6.1f} ms"


async def measure(name: str, settings: Mapping[str, str], answerer: Answerer, players: int, questions: int) -> bool:
    """Measure one database and tell whether the bar is met."""
    draw = random.Random(SEED)  # noqa: S311 -- a plan, not a secret
    with tempfile.TemporaryDirectory() as folder:
        async with FakeDiscord() as fake:
            bot = await BotProcess.start(fake, Path(folder), settings=settings)
            try:
                await bot.wait_for_line("connected")
                times, exact = await play(Classroom(fake, answerer, somebody()), players, questions, draw)
                commands = [
                    lambda: fake.send(fake.command("help", somebody())) for _ in range(players * min(questions, 4))
                ]
                baseline: list[float] = []
                for start in range(0, len(commands), players):
                    baseline += await within_a_second(draw, commands[start : start + players])
            finally:
                await bot.end()
    print(told(name, times), f"  scores {'exact' if exact else 'WRONG'}")
    print(told("  baseline: /help", baseline))
    return exact and sorted(times)[int(len(times) * 0.99)] < BAR_MS


async def main() -> int:
    """Measure what is installed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--players", type=int, default=25)
    parser.add_argument("--questions", type=int, default=8)
    chosen = parser.parse_args()
    answerer, began = load_answerer(), time.monotonic()
    with ExitStack() as stack:
        met = await measure("SQLite", {}, answerer, chosen.players, chosen.questions)
        if postgres_programs() is None:
            print("PostgreSQL  not installed: apt-get install postgresql")
        else:
            server = stack.enter_context(running_postgres())
            settings = {"DATABASE_URL": await server.make_database(), "BACLOBOT_PSEUDONYM_KEY": KEY}
            met = await measure("PostgreSQL", settings, answerer, chosen.players, chosen.questions) and met
    verdict = "met" if met else "NOT met"
    print(f"bar: scores exact and p99 under {BAR_MS:g} ms: {verdict} ({time.monotonic() - began:.0f} s)")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
