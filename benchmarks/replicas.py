"""Three replicas of ``serve`` behind HAProxy on loopback under load, and one replica beside a bare aiohttp handler.

Run ``python -m benchmarks.replicas``; it needs HAProxy (Debian: ``apt-get install haproxy``). What it prints:

- a row for each thing that befalls the replicas while 300 questions a second come in;
- what one replica can take a second, against a handler of aiohttp's that returns a fixed body of the same size;
- how many of 10,000 signed and 10,000 mutated requests were taken.

``--quick`` makes the runs short. It exits with 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import aiohttp
from fake_discord.endpoint import LOOPBACK, SIGNATURE, TIMESTAMP, Signer, free_port, written
from fake_discord.fleet import Fleet, Replica, haproxy_path
from fake_discord.load import mutated, prepare, question
from fake_discord.server import FakeDiscord
from fake_discord.trials import TRIALS, undergo

from benchmarks.replicas_baseline import BODY_VARIABLE

if TYPE_CHECKING:
    from fake_discord.load import Outcome, Prepared

RATE, SECONDS = 300.0, 10.0
P99_TARGET_MS = 15.0
"""For the steady run."""
CONNECTIONS, CAPACITY_ROUNDS, CAPACITY_SECONDS = 16, 3, 4.0
SIGNED = 10_000


def show_heading() -> None:
    """Print the table's head, as it stands in the documentation."""
    print("| run | requests | lost | answered twice | p50 / p99 / max, ms |")
    print("| --- | --- | --- | --- | --- |")


def show(name: str, outcome: Outcome) -> None:
    """Print a row."""
    times = f"{outcome.median:.1f} / {outcome.milliseconds(0.99):.1f} / {outcome.milliseconds(1.0):.0f}"
    print(f"| {name} | {outcome.sent:,} | {outcome.lost} | {outcome.twice} | {times} |", flush=True)


async def try_replicas(*, rate: float, seconds: float) -> list[str]:
    """Run every trial; return which promises were broken."""
    broken = []
    show_heading()
    async with FakeDiscord() as fake:
        with tempfile.TemporaryDirectory() as folder:
            async with Fleet(fake, Path(folder)) as fleet:
                await undergo(fleet, TRIALS[0], rate=rate / 3, seconds=2.0)  # so that everything has run once
                for trial in TRIALS:
                    outcome = await undergo(fleet, trial, rate=rate, seconds=seconds)
                    show(trial.name, outcome)
                    if outcome.lost or outcome.twice or outcome.forged_taken:
                        broken.append(f"{trial.name}: {outcome.lost} lost {outcome.faults}, {outcome.twice} twice")
                    if trial is TRIALS[0] and not outcome.milliseconds(0.99) < P99_TARGET_MS:
                        broken.append(f"{trial.name}: p99 {outcome.milliseconds(0.99):.1f} ms")
    return broken


async def saturate(url: str, requests: list[Prepared]) -> float:
    """Send requests over a few connections as fast as they are answered; return how many a second were."""
    left, done = iter(requests), 0
    end = time.perf_counter() + CAPACITY_SECONDS

    async def worker(session: aiohttp.ClientSession) -> None:
        nonlocal done
        for request in left:
            async with session.post(url, data=request.body, headers=request.headers) as response:
                await response.read()
                assert response.status == 200, response.status
            done += 1
            if time.perf_counter() > end:
                return

    began = time.perf_counter()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(worker(session) for _ in range(CONNECTIONS)))
    return done / (time.perf_counter() - began)


async def measure_capacity() -> None:
    """Print what one replica takes beside a bare handler; the best of a few rounds, in turn."""
    signer = Signer()
    async with FakeDiscord() as fake:
        with tempfile.TemporaryDirectory() as folder:
            replica = Replica(fake, signer, Path(folder), 0.0)
            await replica.start()
            baseline, url = await start_baseline(await sample(replica.url, signer))
            best = {"one replica": 0.0, "bare aiohttp": 0.0}
            try:
                for _ in range(CAPACITY_ROUNDS):
                    requests = prepare(signer, 6000)
                    best["one replica"] = max(best["one replica"], await saturate(replica.url, requests))
                    requests = prepare(signer, 1000) * 40
                    best["bare aiohttp"] = max(best["bare aiohttp"], await saturate(url, requests))
            finally:
                baseline.kill()
                await baseline.wait()
                await replica.end()
    ours, bare = best.values()
    print(f"\none replica: {ours:,.0f} a second; bare aiohttp with a fixed body: {bare:,.0f}; ratio {ours / bare:.2f}")


async def sample(url: str, signer: Signer) -> bytes:
    """Return the body of a typical answer."""
    body = written(question(1))
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=signer.headers(body)) as answer:
        return await answer.read()


async def start_baseline(body: bytes) -> tuple[asyncio.subprocess.Process, str]:
    """Start the bare handler; return it and its address."""
    port = free_port()
    environment = {**os.environ, BODY_VARIABLE: body.decode(), "PYTHONPATH": str(Path(__file__).parents[1])}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.replicas_baseline", str(port), env=environment
    )
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection(LOOPBACK, port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return process, f"http://{LOOPBACK}:{port}/interactions"


def forge(headers: dict[str, str], body: bytes, chance: random.Random) -> tuple[dict[str, str], bytes]:
    """Change the signature, the time, the body or a header of a signed request."""
    match chance.randrange(5):
        case 0:
            return mutated(headers, chance), body
        case 1:
            return {**headers, TIMESTAMP: str(int(headers[TIMESTAMP]) + chance.choice((-3, -1, 1, 7)))}, body
        case 2:
            place = chance.randrange(len(body))
            return headers, body[:place] + bytes([body[place] ^ (1 << chance.randrange(7))]) + body[place + 1 :]
        case 3:
            dropped = chance.choice((SIGNATURE, TIMESTAMP))
            return {name: value for name, value in headers.items() if name != dropped}, body
        case _:
            return {**headers, SIGNATURE: headers[SIGNATURE][: chance.randrange(128)]}, body


async def try_signatures(count: int) -> list[str]:
    """Send signed and mutated requests in turn; return which promises were broken."""
    signer, chance = Signer(), random.Random(22)  # noqa: S311 -- repeatable, no secret
    taken = refused = 0
    async with FakeDiscord() as fake:
        with tempfile.TemporaryDirectory() as folder:
            replica = Replica(fake, signer, Path(folder), 0.0)
            replica.settings["BACLOBOT_LOG_LEVEL"] = "info"
            await replica.start()
            try:
                async with aiohttp.ClientSession() as session:
                    for number in range(count):
                        body = written(question(number))
                        headers = signer.headers(body)
                        changed, other = forge(headers, body, chance)
                        async with session.post(replica.url, data=other, headers=changed) as response:
                            refused += response.status == 401
                        async with session.post(replica.url, data=body, headers=headers) as response:
                            taken += response.status == 200
            finally:
                await replica.running.stop()
                await replica.end()
            worked = sum(" reply " in line for line in replica.running.output)
    print(f"\nof {count:,} signed requests {taken:,} were taken, of {count:,} mutated {refused:,} refused with 401;")
    print(f"questions worked on: {worked:,}")
    return [] if taken == refused == worked == count else ["signatures"]


async def run(*, quick: bool) -> bool:
    """Measure everything; return whether every promise was kept."""
    broken = await try_replicas(rate=RATE, seconds=3.0 if quick else SECONDS)
    await measure_capacity()
    broken += await try_signatures(SIGNED // 10 if quick else SIGNED)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, this run included")
    for promise in broken:
        print(f"broken: {promise}")
    return not broken


def main() -> int:
    """Read the arguments, measure, and tell by the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="short runs")
    arguments = parser.parse_args()
    if haproxy_path() is None:
        print("HAProxy is not installed (Debian: apt-get install haproxy)")
        return 1
    return 0 if asyncio.run(run(quick=arguments.quick)) else 1


if __name__ == "__main__":
    sys.exit(main())
