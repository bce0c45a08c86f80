"""Lets the bot run for minutes under load and faults, and holds what came of it against what is promised.

Run ``python -m benchmarks.soak``; ``--seconds 200`` is the length, ``--rate 100`` the interactions a second. The
bot runs as a process of its own against a Discord on loopback, in four parts: steady load with one handler in
twenty made to raise; the same with somebody who floods; the same with broken connections; and the end, with
replies still open. Then everything it wrote is searched for what people wrote, for their ids and for the token.
It exits with 1 where a promise is broken. Which promise is which: ``docs/reliability.md``.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import re
import signal
import socket
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import aiohttp
from fake_discord import payloads
from fake_discord.openapi import texts_of
from fake_discord.process import BotProcess
from fake_discord.server import FakeDiscord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fake_discord.rest import Open

CANARY = "zqxvcanary"
FIRST_PERSON, PEOPLE = 851_000_000_000_000_000, 5_000
SPAMMER, SPAMMERS_CHANNEL = "852000000000000001", "853000000000000001"
SPAM_A_SECOND = 50
BREAKS_EVERY = 1.5
WAIT_SECONDS = 20
OPEN_AT_THE_END = 50
MOST_ANSWERS = 12
"""The cooldown lets one person ask so often in half a minute."""
WARM_UP = 0.15
MIB = 1024 * 1024
QUESTIONS = ("what is the highest dose", "can I stop all at once", "is alcohol a bad idea", "does it make me sleepy")
DANGER = "I took 60 baclofen tablets"
SETTINGS = {
    "BACLOBOT_RECONNECT_FIRST": "0.05",
    "BACLOBOT_RECONNECT_LONGEST": "0.4",
    "BACLOBOT_STEADY_SECONDS": "0.3",
    "BACLOBOT_LOG_FORMAT": "json",
}
LAG = re.compile(r"^baclobot_loop_lag_seconds (\S+)", re.MULTILINE)


@dataclass
class Part:
    """A stretch of the soak, and what was asked in it."""

    name: str
    open_ones: list[Open] = field(default_factory=list)

    @property
    def seconds(self) -> list[float]:
        """How long each answer took, sorted."""
        return sorted(one.answered_at - one.sent for one in self.open_ones if one.answered.is_set())

    def at(self, share: float) -> float:
        """Return the time within which such a share was answered, in milliseconds."""
        return 1000 * self.seconds[min(len(self.seconds) - 1, int(share * len(self.seconds)))]


@dataclass(frozen=True, slots=True)
class Line:
    """A promise, what was measured, and whether it was kept."""

    promise: str
    what: str
    measured: str
    kept: bool


class Soak:
    """One run."""

    def __init__(self, fake: FakeDiscord, bot: BotProcess, rate: float) -> None:
        self.fake, self.bot, self.rate = fake, bot, rate
        self.numbers = itertools.count()
        self.memory: list[int] = []
        self.breaks = 0

    def question(self) -> Open:
        """Ask by one of many people, with a word in it that must come out nowhere."""
        number = next(self.numbers)
        person = payloads.Asking(who=payloads.user(str(FIRST_PERSON + number % PEOPLE)))
        words = f"{QUESTIONS[number % len(QUESTIONS)]} {CANARY}{number}?"
        name, option = ("dose", "text") if number % 7 == 0 else ("ask", "question")
        return self.fake.rest.expect(self.fake.command(name, person, **{option: words}))

    async def ask_on(self, part: Part, seconds: float) -> None:
        """Ask so many times a second, whatever becomes of it."""
        began, loop = time.monotonic(), asyncio.get_running_loop()
        for number in range(int(self.rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / self.rate - time.monotonic()))
            waiting = self.question()
            waiting.sent = loop.time()
            await self.fake.gateway.dispatch("INTERACTION_CREATE", waiting.payload)
            part.open_ones.append(waiting)
        self.memory.append(resident(self.bot.process.pid))

    async def flood(self, seconds: float) -> tuple[int, int]:
        """Mention the bot on and on; return how often that was answered before and after an emergency."""
        who = payloads.user(SPAMMER)
        began = time.monotonic()
        for number in range(int(SPAM_A_SECOND * seconds)):
            await asyncio.sleep(max(0.0, began + number / SPAM_A_SECOND - time.monotonic()))
            told = payloads.mention(f"what is it {CANARY}{number}", author=who, channel_id=SPAMMERS_CHANNEL)
            await self.fake.gateway.dispatch("MESSAGE_CREATE", told)
        before = self.answers_to_flood()
        urgent = payloads.mention(DANGER, author=who, channel_id=SPAMMERS_CHANNEL)
        await self.fake.gateway.dispatch("MESSAGE_CREATE", urgent)
        for _ in range(WAIT_SECONDS):
            await asyncio.sleep(1)
            if any(re.search(r"\b(112|911|999)\b", text[:300]) for text in self.answers_to_flood()[len(before) :]):
                return len(before), 1
        return len(before), 0

    def answers_to_flood(self) -> list[str]:
        """List what the one who floods was told; the book of all requests is long, so it is not looked at often."""
        path = f"/channels/{SPAMMERS_CHANNEL}/messages"
        return [texts_of(request.body) for request in self.fake.rest.requests if request.path == path]

    async def break_connections(self, seconds: float) -> None:
        """Reset the connection every so often."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            await asyncio.sleep(BREAKS_EVERY)
            self.fake.gateway.live.abort()
            self.breaks += 1

    async def settle(self, parts: Iterable[Part]) -> None:
        """Wait for what is still open."""
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end and not all(one.answered.is_set() for part in parts for one in part.open_ones):
            await asyncio.sleep(0.5)


def resident(pid: int) -> int:
    """Return a process's resident memory in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def watch_lag(port: int, seen: list[float]) -> None:
    """Read the longest delay of the event loop off the metrics, again and again."""
    async with aiohttp.ClientSession() as session:
        while True:
            async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
                seen.extend(float(found) for found in LAG.findall(await answer.text()))
            await asyncio.sleep(5)


async def run(seconds: float, rate: float, folder: Path) -> list[Line]:
    """Play all parts and judge them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {**SETTINGS, "BACLOBOT_METRICS_PORT": str(port), "XDG_CACHE_HOME": str(folder / "cache")}
    async with FakeDiscord() as fake:
        fake.rest.first_response_seconds = 1e9  # late answers are judged here, not refused
        bot = await BotProcess.start(fake, folder, settings=settings, module="benchmarks.soak_bot")
        try:
            await bot.wait_for_line("connected", 60)
            return await play(Soak(fake, bot, rate), seconds, port, folder)
        finally:
            await bot.end()


async def play(soak: Soak, seconds: float, port: int, folder: Path) -> list[Line]:
    """Play the parts one after the other."""
    warm, steady, flooded, broken = (Part(name) for name in ("warm-up", "steady", "flooded", "broken"))
    await soak.ask_on(warm, seconds * WARM_UP)
    lags: list[float] = []
    watching = asyncio.create_task(watch_lag(port, lags))
    await soak.ask_on(steady, seconds * 0.4)
    (spam, urgent), _ = await asyncio.gather(soak.flood(seconds * 0.2), soak.ask_on(flooded, seconds * 0.2))
    watching.cancel()
    await asyncio.gather(soak.break_connections(seconds * 0.25), soak.ask_on(broken, seconds * 0.25))
    parts = (warm, steady, flooded, broken)
    await soak.settle(parts)
    health = folder / f"baclobot-{os.getuid()}" / "health.json"
    kept = health.read_text("ascii")
    told = Path(f"/proc/{soak.bot.process.pid}/cmdline").read_text("utf-8")
    ending = Part("end")
    ending.open_ones = [soak.question() for _ in range(OPEN_AT_THE_END)]
    for one in ending.open_ones:
        await soak.fake.gateway.dispatch("INTERACTION_CREATE", one.payload)
    await asyncio.sleep(0.02)
    began = time.monotonic()
    soak.bot.process.send_signal(signal.SIGTERM)
    code = await soak.bot.wait()
    ended = time.monotonic() - began
    return [
        *judge_answers(soak, steady, [*parts, ending]),
        *judge_abuse(steady, flooded, seconds * 0.2, spam, urgent),
        Line("P10", "SIGTERM: exit code, seconds", f"{code}, {ended:.1f}", code == 0 and ended <= 5),
        Line("P13", f"growth over {asked(parts):,} questions, {soak.breaks} breaks", *growth(soak.memory)),
        Line("P14", "longest delay of the event loop", f"{1000 * max(lags):.0f} ms", max(lags) <= 0.1),
        *judge_privacy(soak, folder, kept + told),
    ]


def judge_answers(soak: Soak, steady: Part, parts: list[Part]) -> list[Line]:
    """P1 and P2."""
    everything = [one for part in parts for one in part.open_ones]
    begun = [one for one in everything if one.callbacks or one not in parts[-1].open_ones]
    silent = sum(not one.answered.is_set() for one in begun)
    twice = sum(len(one.callbacks) > 1 for one in everything)
    failed = sum('"failure ' in line for line in soak.bot.output)
    p99, slowest = steady.at(0.99), steady.at(1.0)
    timing = f"{steady.at(0.5):.1f} / {p99:.1f} / {slowest:.0f} ms"
    return [
        Line("P1", f"p50 / p99 / max of {len(steady.open_ones):,}", timing, p99 <= 250 and slowest <= 1500),
        Line("P2", f"unanswered of {len(begun):,}, {failed:,} handlers raised", str(silent), not silent and failed > 0),
        Line("P2", "answered twice", str(twice), twice == 0),
    ]


def judge_abuse(steady: Part, flooded: Part, flood_seconds: float, spam: int, urgent: int) -> list[Line]:
    """P24: what others notice of a flood, and what the one who floods gets."""
    before, during = steady.at(0.99), flooded.at(0.99)
    few = spam <= MOST_ANSWERS * (1 + flood_seconds / 30) + flood_seconds / 60 + 1
    return [
        Line("P24", "p99 of others without and with the flood", f"{before:.1f}, {during:.1f} ms", during <= 250),
        Line("P24", "answers to the flood, its emergency passed", f"{spam}, {bool(urgent)}", few and urgent == 1),
    ]


def judge_privacy(soak: Soak, folder: Path, more: str) -> list[Line]:
    """P16 and P17: search everything that was written."""
    shown = [line for line in [*soak.bot.output, *soak.bot.errors] if "oauth2/authorize" not in line]
    files = [path for path in folder.rglob("*") if path.is_file()]
    written = "\n".join(shown).encode() + more.encode() + b"".join(path.read_bytes() for path in files)
    people = len(re.findall(rb"85[123]\d{15}", written)) + written.count(payloads.GUILD.encode())
    words, tokens = written.count(CANARY.encode()), written.count(payloads.TOKEN.encode())
    place = f"in {len(shown):,} lines and {len(files)} files"
    return [
        Line("P16", f"words and ids of people {place}", f"{words}, {people}", words == people == 0),
        Line("P17", f"the token {place}", str(tokens), tokens == 0),
    ]


def growth(memory: list[int]) -> tuple[str, bool]:
    """P13: the memory after the warm-up, after each part, and so at the end."""
    grown = (memory[-1] - memory[0]) / MIB
    way = ", ".join(f"{size / MIB:.0f}" for size in memory)
    return f"{grown:+.1f} MiB ({way})", grown <= 10


def asked(parts: Iterable[Part]) -> int:
    """Count the questions of some parts."""
    return sum(len(part.open_ones) for part in parts)


def main() -> int:
    """Run and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=200.0)
    options.add_argument("--rate", type=float, default=100.0)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = asyncio.run(run(chosen.seconds, chosen.rate, Path(folder)))
    print(f"{chosen.seconds:.0f} s at {chosen.rate:.0f} interactions a second, load {os.getloadavg()[0]:.1f}\n")
    print("| promise | measured | figure | kept |\n| --- | --- | --- | --- |")
    for line in lines:
        print(f"| {line.promise} | {line.what} | {line.measured} | {'yes' if line.kept else 'NO'} |")
    return 0 if all(line.kept for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
