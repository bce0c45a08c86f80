"""Measures the bot on a Discord of our own on loopback, beside a bare discord.py client.

Run ``python -m benchmarks.discord``. What it prints:

- how long from dispatch to callback, 50 interactions at a time, and for 100 autocompletions a second;
- that every interaction was answered, and once;
- how long the start takes, and how much memory 2,500 servers of 250 channels each cost.

``--quick`` leaves out the memory of the many servers. It exits with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fake_discord import payloads
from fake_discord.process import BotProcess
from fake_discord.server import FakeDiscord

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fake_discord.rest import Open

INTERACTIONS, AT_A_TIME = 1000, 50
ROUNDS = 3
"""The quietest of so many rounds is shown: other work on the machine only makes them slower."""
COMPLETIONS_A_SECOND, COMPLETION_SECONDS = 100, 5
SERVERS, CHANNELS = 2500, 250
WAIT_SECONDS = 5.0
IDLE_SECONDS = 12.0
"""So long after the start the bot has settled down."""
MIB = 1024
TARGETS = {
    "callback p99, 50 at a time (ms)": 100.0,
    "autocomplete p99, 100 a second (ms)": 50.0,
    "unanswered": 0.0,
    "answered twice": 0.0,
    "start to READY (s)": 2.0,
    f"memory, {SERVERS:,} servers (MiB)": 90.0,
}
CONTENDERS = {"baclobot": "fake_discord.launch", "bare discord.py": "benchmarks.discord_baseline"}
QUESTIONS = (
    "what is it used for?",
    "what is the highest dose by mouth?",
    "can I drink alcohol with it?",
    "can I stop all at once?",
    "does it make you sleepy?",
    "is it safe in pregnancy?",
    "what if I miss a dose?",
    "how does it work?",
)
TYPED = ("", "w", "wh", "what", "what is", "max", "maximum dose", "alcoh", "stop", "withdr")

_people = (payloads.user(str(number)) for number in itertools.count(850000000000000000))


@dataclass(slots=True)
class Results:
    """What was measured of one contender."""

    figures: dict[str, float] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)


def asking() -> payloads.Asking:
    """Return somebody who has not asked before: no cooldown is met."""
    return payloads.Asking(who=next(_people))


async def fully_answered(book: Open) -> float | None:
    """Wait for the callback and return its latency in milliseconds, or None."""
    try:
        await asyncio.wait_for(book.answered.wait(), WAIT_SECONDS)
    except TimeoutError:
        return None
    return (book.answered_at - book.sent) * 1000


async def interact(fake: FakeDiscord, count: int) -> tuple[list[Open], list[float]]:
    """Ask so many questions, 50 open at a time."""
    books: list[Open] = []
    latencies: list[float] = []
    numbers = iter(range(count))

    async def worker() -> None:
        for number in numbers:
            asked = fake.command("ask", asking(), question=QUESTIONS[number % len(QUESTIONS)])
            books.append(await fake.send(asked))
            if (latency := await fully_answered(books[-1])) is not None:
                latencies.append(latency)

    await asyncio.gather(*(worker() for _ in range(AT_A_TIME)))
    return books, latencies


async def complete(fake: FakeDiscord) -> list[float]:
    """Type 100 times a second."""
    loop = asyncio.get_running_loop()
    start, books = loop.time(), []
    for number in range(COMPLETIONS_A_SECOND * COMPLETION_SECONDS):
        await asyncio.sleep(max(0.0, start + number / COMPLETIONS_A_SECOND - loop.time()))
        typed = TYPED[number % len(TYPED)]
        books.append(await fake.send(fake.completing("ask", "question", typed, asking())))
    found = [await fully_answered(book) for book in books]
    return [latency for latency in found if latency is not None]


def resident(bot: BotProcess) -> float:
    """Return the resident memory of a process, in MiB."""
    status = Path(f"/proc/{bot.process.pid}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / MIB


def processor_seconds(bot: BotProcess) -> float:
    """Return the processor time that a process has used."""
    fields = Path(f"/proc/{bot.process.pid}/stat").read_text("ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def p99(latencies: list[float]) -> float:
    """Return the 99th percentile."""
    return statistics.quantiles(latencies, n=100)[98] if len(latencies) > 1 else float("nan")


async def with_bot(
    module: str,
    prepare: Callable[[FakeDiscord], None],
    measure: Callable[[FakeDiscord, BotProcess, float], Awaitable[None]],
    cache: str,
) -> None:
    """Start a contender, measure it once it is ready, and end it."""
    async with FakeDiscord() as fake:
        prepare(fake)
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            bot = await BotProcess.start(fake, Path(folder), module=module, settings={"XDG_CACHE_HOME": cache})
            try:
                await fake.gateway.wait(120, sessions=1)
                ready = time.perf_counter() - began
                await measure(fake, bot, ready)
            finally:
                await bot.end()


async def measure_first(module: str, results: Results, cache: str) -> None:
    """Measure the very first start, when nothing has been prepared."""

    async def measure(_fake: FakeDiscord, _bot: BotProcess, ready: float) -> None:
        results.figures["very first start to READY (s)"] = ready

    await with_bot(module, lambda _fake: None, measure, cache)


async def measure_talk(module: str, results: Results, cache: str) -> None:
    """Measure the start, the latencies, and that each interaction is answered once."""

    async def measure(fake: FakeDiscord, bot: BotProcess, ready: float) -> None:
        figures = results.figures
        figures["start to READY (s)"] = ready
        await interact(fake, 100)
        figures["memory, one server (MiB)"] = resident(bot)
        figures["unanswered"] = figures["answered twice"] = 0
        best = float("inf")
        for _ in range(ROUNDS):
            began, spent = time.perf_counter(), processor_seconds(bot)
            books, latencies = await interact(fake, INTERACTIONS)
            seconds, worked = time.perf_counter() - began, processor_seconds(bot) - spent
            figures["unanswered"] += sum(not book.answered.is_set() for book in books)
            figures["answered twice"] += sum(len(book.callbacks) > 1 for book in books)
            if p99(latencies) < best:
                best = p99(latencies)
                figures["interactions a second"] = INTERACTIONS / seconds
                figures["processor time of one (ms)"] = worked * 1000 / INTERACTIONS
                figures["callback p50, 50 at a time (ms)"] = statistics.median(latencies)
                figures["callback p99, 50 at a time (ms)"] = best
        completions = await complete(fake)
        figures["autocomplete p50, 100 a second (ms)"] = statistics.median(completions)
        figures["autocomplete p99, 100 a second (ms)"] = p99(completions)

    await with_bot(module, lambda _fake: None, measure, cache)


async def measure_servers(module: str, results: Results, cache: str) -> None:
    """Measure what many servers cost."""

    def prepare(fake: FakeDiscord) -> None:
        first = int(payloads.GUILD)
        fake.gateway.guild_ids = [str(first + number * 100_000_000) for number in range(SERVERS)]
        fake.gateway.channels = CHANNELS

    async def measure(fake: FakeDiscord, bot: BotProcess, _ready: float) -> None:
        await fake.gateway.filled.wait()
        fake.rest.first_response_seconds = 120  # the servers are read first
        book = await fake.send(fake.command("ask", asking(), question=QUESTIONS[0]))
        await asyncio.wait_for(book.answered.wait(), 120)
        asked = fake.gateway.identifies[0][0]
        results.figures[f"{SERVERS:,} servers read after (s)"] = book.answered_at - asked
        await asyncio.sleep(IDLE_SECONDS)
        results.figures[f"memory, {SERVERS:,} servers (MiB)"] = resident(bot)

    await with_bot(module, prepare, measure, cache)


def show(measured: dict[str, Results]) -> bool:
    """Print the table, and return whether every target was met."""
    ours, theirs = (results.figures for results in measured.values())
    names = [*measured]
    print(f"{'':42}{names[0]:>12}{names[1]:>18}{'ratio':>8}{'target':>9}")
    missed = []
    for name, figure in ours.items():
        other = theirs.get(name)
        ratio = f"{figure / other:.2f}" if other else "-"
        target = TARGETS.get(name)
        if target is not None and not figure <= target:
            missed.append(name)
        bar = "-" if target is None else f"{target:g}"
        shown = "-" if other is None else f"{other:,.1f}"
        print(f"{name:42}{figure:>12,.1f}{shown:>18}{ratio:>8}{bar:>9}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, this run included")
    for name in missed:
        print(f"missed: {name}")
    return not missed


async def run(*, quick: bool) -> bool:
    """Measure every contender in the same run."""
    measured = {name: Results() for name in CONTENDERS}
    for name, module in CONTENDERS.items():
        with tempfile.TemporaryDirectory() as cache:
            for step in (measure_first, measure_talk, *(() if quick else (measure_servers,))):
                await step(module, measured[name], cache)
    return show(measured)


def main() -> int:
    """Read the arguments, measure, and tell by the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="leave out the memory of many servers")
    return 0 if asyncio.run(run(quick=parser.parse_args().quick)) else 1


if __name__ == "__main__":
    sys.exit(main())
