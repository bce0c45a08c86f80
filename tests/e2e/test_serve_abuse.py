"""What the interactions endpoint does with everything that is not a well-formed interaction from Discord, just now."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import pytest_asyncio
from fake_discord import payloads
from fake_discord.endpoint import (
    LOOPBACK,
    PATH,
    SIGNATURE,
    TIMESTAMP,
    Response,
    Signer,
    deliver,
    free_port,
    post,
    serve_settings,
    written,
)
from fake_discord.openapi import texts_of
from fake_discord.process import BotProcess
from fake_discord.server import FakeDiscord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.answering import Answerer

    Json = Any

pytestmark = pytest.mark.asyncio(loop_scope="module")
DISCLAIMER = "not medical advice"
REFUSED = b"invalid request signature\n"


@dataclass
class Served:
    """One replica."""

    process: BotProcess
    signer: Signer
    port: int
    session: aiohttp.ClientSession

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}{PATH}"

    async def deliver(self, payload: Json) -> Response:
        return await deliver(self.session, self.url, self.signer, payload)

    async def replies_told(self, least: int = 0) -> int:
        """Count the replies that the log tells of, once it tells of so many and has come to rest."""
        told = -1
        while told < least or told != self.process.said.count(" reply "):
            told = self.process.said.count(" reply ")
            await asyncio.sleep(0.05)
        return told

    async def raw(self, request: bytes, seconds: float = 15.0) -> bytes:
        """Send bytes as they are, and return what comes back until the connection closes or falls silent."""
        reader, writer = await asyncio.open_connection(LOOPBACK, self.port)
        try:
            writer.write(request)
            await writer.drain()
            return await asyncio.wait_for(reader.read(1000), seconds)
        finally:
            writer.close()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory, shipped: Answerer) -> AsyncIterator[Served]:
    signer, port = Signer(), free_port()
    async with FakeDiscord() as fake, aiohttp.ClientSession() as session:
        settings = serve_settings(signer, port, free_port(), BACLOBOT_BODY_LIMIT="65536")
        process = await BotProcess.start(fake, tmp_path_factory.mktemp("replica"), "serve", settings=settings)
        try:
            await process.wait_for_line("taking interactions")
            yield Served(process, signer, port, session)
            assert await process.stop() == 0
            assert not process.errors
            assert "Traceback" not in process.said
            assert not fake.rest.requests
        finally:
            await process.end()


_people = iter(range(890000000000000000, 900000000000000000))


def asked(question: str = "what is it used for?", **changes: Any) -> Json:
    """Describe a question that somebody asks who has not asked before."""
    options = [{"name": "question", "type": 3, "value": question}]
    data = {"id": "1", "name": "ask", "type": 1, "options": options}
    asking = payloads.Asking(who=payloads.user(str(next(_people))))
    return payloads.interaction(2, data, asking) | changes


def flipped(signature: str) -> str:
    return f"{signature[:-1]}{'0' if signature[-1] != '0' else '1'}"


MUTATIONS: dict[str, Callable[[dict[str, str], bytes], tuple[Any, bytes]]] = {
    "no signature": lambda headers, body: ({**headers, SIGNATURE: ""}, body),
    "signature missing": lambda headers, body: ({TIMESTAMP: headers[TIMESTAMP]}, body),
    "time missing": lambda headers, body: ({SIGNATURE: headers[SIGNATURE]}, body),
    "no headers": lambda _, body: ({}, body),
    "signature twice": lambda headers, body: ([*headers.items(), (SIGNATURE, headers[SIGNATURE])], body),
    "time twice": lambda headers, body: ([*headers.items(), (TIMESTAMP, headers[TIMESTAMP])], body),
    "one bit": lambda headers, body: ({**headers, SIGNATURE: flipped(headers[SIGNATURE])}, body),
    "not hexadecimal": lambda headers, body: ({**headers, SIGNATURE: "g" * 128}, body),
    "63 bytes": lambda headers, body: ({**headers, SIGNATURE: headers[SIGNATURE][:126]}, body),
    "65 bytes": lambda headers, body: ({**headers, SIGNATURE: headers[SIGNATURE] + "00"}, body),
    "upper case": lambda headers, body: ({**headers, SIGNATURE: headers[SIGNATURE].upper()}, body),
    "zeros": lambda headers, body: ({**headers, SIGNATURE: "0" * 128}, body),
    "another body": lambda headers, body: (headers, body.replace(b"used", b"made")),
    "a blank more": lambda headers, body: (headers, body + b" "),
    "an empty body": lambda headers, _: (headers, b""),
    "another time": lambda headers, body: ({**headers, TIMESTAMP: str(int(headers[TIMESTAMP]) + 1)}, body),
    "a zero before the time": lambda headers, body: ({**headers, TIMESTAMP: "0" + headers[TIMESTAMP]}, body),
    "no number as time": lambda headers, body: ({**headers, TIMESTAMP: "now"}, body),
    "a time without end": lambda headers, body: ({**headers, TIMESTAMP: "9" * 4000}, body),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
async def test_what_discord_did_not_sign_is_refused_unread(served: Served, mutation: str) -> None:
    body = written(asked())
    replies = await served.replies_told()
    headers, sent = MUTATIONS[mutation](served.signer.headers(body), body)
    answer = await post(served.session, served.url, sent, headers)
    assert (answer.status, answer.raw) == (401, REFUSED)
    assert await served.replies_told() == replies


@pytest.mark.parametrize("age", [301, 86_400, -301, -86_400])
async def test_a_stale_or_early_signature_is_refused(served: Served, age: float) -> None:
    body = written(asked())
    # the clock may tick between signing and checking: seconds beyond the window count
    headers = served.signer.headers(body, age=age + (1 if age > 0 else -1))
    assert (await post(served.session, served.url, body, headers)).status == 401


@pytest.mark.parametrize("age", [295, -295])
async def test_a_signature_within_five_minutes_is_taken(served: Served, age: float) -> None:
    body = written(asked())
    assert (await post(served.session, served.url, body, served.signer.headers(body, age=age))).status == 200


async def test_another_application_is_refused(served: Served) -> None:
    assert (await deliver(served.session, served.url, Signer(), asked())).status == 401


@pytest.mark.hazard("H28")
async def test_ping_is_answered_only_when_signed(served: Served) -> None:
    ping = {"type": 1, "id": "1", "application_id": payloads.APPLICATION, "token": "t", "version": 1}
    answer = await served.deliver(ping)
    assert (answer.status, answer.content_type, answer.body) == (200, "application/json", {"type": 1})
    assert (await post(served.session, served.url, written(ping), {})).status == 401


RUBBISH = [
    b"",
    b"{",
    b"\xff\xfe",
    b"null",
    b"[]",
    b'"text"',
    b"{}",
    b'{"type":2}',
    b'{"type":"1"}',
    b"[" * 30_000,
    b'{"a":' * 10_000,
    b'{"type":2,"id":' + b"9" * 5000 + b"}",
    b'{"type":2,"id":"' + b"9" * 5000 + b'"}',
]


@pytest.mark.parametrize("body", RUBBISH, ids=lambda body: repr(body[:20]))
async def test_signed_rubbish_is_refused(served: Served, body: bytes) -> None:
    assert (await post(served.session, served.url, body, served.signer.headers(body))).status == 400


def nested(depth: int) -> Json:
    inner: Json = {"type": 10, "content": "x"}
    for _ in range(depth):
        inner = {"type": 17, "components": [inner]}
    return payloads.message("") | {"flags": 1 << 15, "components": [inner]}


UNREADABLE: list[Json] = [
    {"type": 6},
    {"type": 0},
    {"type": None},
    {"application_id": "x"},
    {"token": None, "member": None},
    {"member": {}},
    {"locale": 5},
    {"data": None},
    {"data": []},
    {"channel": {"id": "x"}},
    {"id": "-1"},
    {"id": "١٢٣"},
    {"message": {}},
    {"type": 3, "message": nested(300), "data": {"custom_id": "bb1:share::", "component_type": 2}},
]


@pytest.mark.parametrize("place", range(len(UNREADABLE)))
async def test_signed_interactions_that_nobody_could_answer_are_refused(served: Served, place: int) -> None:
    answer = await served.deliver(asked(**UNREADABLE[place]))
    assert answer.status in {200, 400}
    if answer.status == 200:
        assert DISCLAIMER in texts_of(answer.body["data"])


def option(kind: int, value: Json) -> Json:
    return {"name": "ask", "type": 1, "options": [{"name": "question", "type": kind, "value": value}]}


FORGED: dict[str, Json] = {
    "unknown command": {"data": {"id": "1", "name": "nothing", "type": 1}},
    "unknown menu": {"data": {"id": "1", "name": "nothing", "type": 3, "target_id": "1", "resolved": {}}},
    "unknown subcommand": {"data": {"name": "ask", "type": 1, "options": [{"name": "x", "type": 1, "options": []}]}},
    "menu without its message": {"data": {"name": "Answer this", "type": 3, "target_id": "1", "resolved": {}}},
    "no name": {"data": {"type": 1}},
    "missing option": {"data": {"name": "ask", "type": 1, "options": []}},
    "a number for a text": {"data": option(4, 5)},
    "a list for a text": {"data": option(3, ["x"])},
    "a text beyond its limit": {"data": option(3, "what is it? " * 600)},
    "half a surrogate": {"data": option(3, "\ud83d what is it used for?")},
    "an option that is not there": {
        "data": {"name": "help", "type": 1, "options": [{"name": "x", "type": 3, "value": "y"}]}
    },
    "a button without an id": {"type": 3, "data": {"component_type": 2}, "message": payloads.message("")},
    "a button on no message": {"type": 3, "data": {"component_type": 2, "custom_id": "bb1:share::"}},
    "a share of somebody's message": {
        "type": 3,
        "data": {"component_type": 2, "custom_id": "bb1:share::"},
        "message": payloads.message("free money"),
    },
    "a modal": {"type": 5, "data": {"custom_id": "anything", "components": []}},
}


@pytest.mark.parametrize("name", FORGED)
async def test_forged_interactions_get_a_polite_private_reply(served: Served, name: str) -> None:
    answer = await served.deliver(asked(**FORGED[name]))
    assert answer.status == 200
    assert answer.body["data"]["flags"] & 64
    assert DISCLAIMER in texts_of(answer.body["data"])
    assert "free money" not in texts_of(answer.body["data"])


async def test_completion_that_cannot_be_made_offers_nothing(served: Served) -> None:
    for data in ({"name": "nothing", "type": 1}, option(3, "x"), {"type": 1}):
        answer = await served.deliver(asked(type=4, data=data))
        assert answer.body == {"type": 8, "data": {"choices": []}}


@pytest.mark.hazard("H25")
async def test_what_comes_twice_is_answered_once_and_the_same(served: Served) -> None:
    payload = asked("does it make you sleepy?")
    replies = await served.replies_told()
    answers = await asyncio.gather(*(served.deliver(payload) for _ in range(5)))
    answers.append(await served.deliver(payload))
    assert {answer.raw for answer in answers} == {answers[0].raw}
    assert {answer.status for answer in answers} == {200}
    assert await served.replies_told(replies + 1) == replies + 1


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_only_post_is_taken(served: Served, method: str) -> None:
    async with served.session.request(method, served.url) as response:
        assert response.status == 405


@pytest.mark.parametrize("path", ["/", "/interactions/", "/x/../interactions", "//interactions", "/readyz", "/metrics"])
async def test_only_one_path_is_taken(served: Served, path: str) -> None:
    answer = await served.raw(
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
    )
    assert answer.startswith(b"HTTP/1.1 404")


async def test_a_large_body_is_refused(served: Served) -> None:
    body = b"x" * 200_000
    assert (await post(served.session, served.url, body, served.signer.headers(body))).status == 413


async def test_a_large_body_of_unknown_length_is_refused(served: Served) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 10_000

    async with served.session.post(served.url, data=parts()) as response:
        assert response.status == 413


async def test_a_packed_body_is_not_unpacked(served: Served) -> None:
    import gzip

    body = gzip.compress(b" " * 10_000_000)
    answer = await post(served.session, served.url, body, {"Content-Encoding": "gzip"})
    assert answer.status == 401


async def test_a_length_that_lies_and_a_broken_request_are_refused(served: Served) -> None:
    for head in (b"POST /interactions HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", b"\x00\x01\x02\r\n\r\n"):
        answer = await served.raw(head)
        assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400"))


async def test_a_slow_body_is_not_waited_for(served: Served) -> None:
    began = time.monotonic()
    answer = await served.raw(b"POST /interactions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx", 30)
    assert answer.startswith(b"HTTP/1.1 408")
    assert time.monotonic() - began > 4
    assert (await served.deliver(asked())).status == 200
