"""Interactions at a steady rate, as Discord would deliver them, and what became of each."""

from __future__ import annotations

import asyncio
import itertools
import random
import statistics
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp

from fake_discord import payloads
from fake_discord.endpoint import SIGNATURE, TIMESTAMP, Signer, written

if TYPE_CHECKING:
    from fake_discord.server import FakeDiscord

    Json = Any

DISCLAIMER = b"not medical advice"
DISCORD_SECONDS = 3.0
"""Discord waits no longer."""
FORGED_SHARE = 20
"""Where signatures are mixed, one request of so many has a wrong one."""
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
_people = itertools.count(910000000000000000)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that is ready to be sent."""

    body: bytes
    headers: dict[str, str]
    token: str
    forged: bool


@dataclass(slots=True)
class Outcome:
    """What became of the requests of a run."""

    sent: int = 0
    forged: int = 0
    forged_taken: int = 0
    lost: int = 0
    twice: int = 0
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What the first lost ones got instead of an answer."""

    def milliseconds(self, part: float) -> float:
        """Return the latency below which a part of all answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000 if ordered else float("nan")

    @property
    def median(self) -> float:
        return statistics.median(self.seconds) * 1000 if self.seconds else float("nan")


def question(number: int) -> Json:
    """Describe a question of somebody who has not asked before."""
    text = QUESTIONS[number % len(QUESTIONS)]
    data = {"id": "1", "name": "ask", "type": 1, "options": [{"name": "question", "type": 3, "value": text}]}
    return payloads.interaction(2, data, payloads.Asking(who=payloads.user(str(next(_people)))))


def prepare(signer: Signer, count: int, *, forged: bool = False) -> list[Prepared]:
    """Write and sign so many questions; with ``forged`` some signatures are wrong."""
    made = []
    for number in range(count):
        payload = question(number)
        body = written(payload)
        headers = signer.headers(body)
        wrong = forged and number % FORGED_SHARE == FORGED_SHARE - 1
        if wrong:
            headers[SIGNATURE] = mutated(headers, random.Random(number))[SIGNATURE]  # noqa: S311 -- no secret
        made.append(Prepared(body, headers, payload["token"], wrong))
    return made


def mutated(headers: dict[str, str], chance: random.Random) -> dict[str, str]:
    """Change one digit of a signature."""
    signature = headers[SIGNATURE]
    place = chance.randrange(len(signature))
    digit = chance.choice([digit for digit in "0123456789abcdef" if digit != signature[place]])
    return {**headers, SIGNATURE: signature[:place] + digit + signature[place + 1 :], TIMESTAMP: headers[TIMESTAMP]}


async def offer(fake: FakeDiscord, url: str, requests: list[Prepared], rate: float) -> Outcome:
    """Send requests at a rate, whatever became of those before; return what became of all."""
    loop, outcome = asyncio.get_running_loop(), Outcome(sent=len(requests))
    timeout = aiohttp.ClientTimeout(total=DISCORD_SECONDS)
    for request in requests:
        fake.rest.interactions.pop(request.token, None)
    before = len(fake.rest.requests)

    async def send(session: aiohttp.ClientSession, request: Prepared) -> None:
        began = time.perf_counter()
        try:
            async with session.post(url, data=request.body, headers=request.headers) as response:
                raw = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            _lose(outcome, type(error).__name__)
            return
        if request.forged:
            outcome.forged_taken += response.status != 401
        elif response.status != 200 or DISCLAIMER not in raw:
            _lose(outcome, f"{response.status} {raw[:60]!r}")
        else:
            outcome.seconds.append(time.perf_counter() - began)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout) as session:
        start, tasks = loop.time(), []
        for number, request in enumerate(requests):
            if (pause := start + number / rate - loop.time()) > 0:
                await asyncio.sleep(pause)
            outcome.forged += request.forged
            tasks.append(asyncio.create_task(send(session, request)))
        await asyncio.gather(*tasks)
    # an answer that a replica sent to Discord by itself would be a second one
    outcome.twice = len(fake.rest.requests) - before
    return outcome


def _lose(outcome: Outcome, how: str) -> None:
    outcome.lost += 1
    if len(outcome.faults) < 5:
        outcome.faults.append(how)


async def dribble(port: int, connections: int, seconds: float) -> int:
    """Hold connections open that send a byte now and then; return how many were shut by the other side in time."""
    return sum(await asyncio.gather(*(_dribble_one(port, seconds) for _ in range(connections))))


async def _dribble_one(port: int, seconds: float) -> bool:
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return True
    try:
        writer.write(b"POST /interactions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        while loop.time() < end:
            writer.write(b"x")
            await writer.drain()
            try:
                answer = await asyncio.wait_for(reader.read(100), 0.4)
            except TimeoutError:
                continue
            return not answer or b" 408 " in answer
    except ConnectionError:
        return True
    finally:
        writer.close()
    return False
