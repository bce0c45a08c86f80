"""The judge is judged: what Discord would refuse must be found by the fake and its description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fake_discord.openapi import description_path, faults_of
from fake_discord.rest import Request

if TYPE_CHECKING:
    from collections.abc import Callable

SILENT = {"parse": []}
needs_description = pytest.mark.skipif(description_path() is None, reason="Discord's description is not at hand")


def text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


def callback(data: dict[str, Any], kind: int = 4) -> Request:
    path = "/interactions/840000000000000001/token/callback"
    return Request("POST", path, {"type": kind, "data": data}, 0.0, {}, 200, authorized=False)


def message(**body: Any) -> Request:
    path = "/channels/840000000000000001/messages"
    return Request("POST", path, {"allowed_mentions": SILENT, **body}, 0.0, {}, 200, authorized=True)


def buttons(count: int) -> list[dict[str, Any]]:
    return [{"type": 2, "style": 2, "label": "b", "custom_id": f"b{number}"} for number in range(count)]


def answer(**data: Any) -> Request:
    return callback({"allowed_mentions": SILENT, **data})


GOOD = [
    answer(content="hello"),
    answer(flags=1 << 15, components=[{"type": 17, "components": [text("hello")]}]),
    answer(flags=1 << 15, components=[{"type": 1, "components": buttons(5)}]),
    message(content="hello", nonce="5", enforce_nonce=True),
    callback({"choices": [{"name": "a", "value": "b"}]}, 8),
]


@pytest.mark.parametrize("request_", GOOD)
def test_what_discord_takes_is_no_fault(request_: Request) -> None:
    assert not faults_of(request_)


LIMITS: dict[str, Request] = {
    "long content": answer(content="a" * 2001),
    "long text": answer(flags=1 << 15, components=[text("a" * 2001), text("b" * 2000)]),
    "many parts": answer(flags=1 << 15, components=[text("a")] * 41),
    "parts in parts": answer(flags=1 << 15, components=[{"type": 17, "components": [text("a")] * 40}]),
    "no flag": answer(components=[text("a")]),
    "doubled id": answer(components=[{"type": 1, "components": [*buttons(1), *buttons(1)]}]),
    "long id": answer(components=[{"type": 1, "components": [buttons(1)[0] | {"custom_id": "c" * 101}]}]),
    "long label": answer(components=[{"type": 1, "components": [buttons(1)[0] | {"label": "l" * 81}]}]),
    "long embeds": answer(embeds=[{"description": "d" * 3001}] * 2),
    "pings": callback({"content": "hello"}),
    "pings everyone": callback({"content": "hello", "allowed_mentions": {"parse": ["everyone"]}}),
    "pings the asker": message(content="a", allowed_mentions={"parse": [], "replied_user": True}),
    "many choices": callback({"choices": [{"name": "a", "value": str(number)} for number in range(26)]}, 8),
    "long choice": callback({"choices": [{"name": "a" * 101, "value": "b"}]}, 8),
    "empty choice": callback({"choices": [{"name": "", "value": "b"}]}, 8),
}


@pytest.mark.parametrize("request_", LIMITS.values(), ids=LIMITS)
def test_what_breaks_a_limit_is_a_fault(request_: Request) -> None:
    assert faults_of(request_)


SHAPES: dict[str, Request] = {
    "unknown kind": callback({"content": "a", "allowed_mentions": SILENT}, 77),
    "content that is no text": answer(content=5),
    "a button without a style": answer(components=[{"type": 1, "components": [{"type": 2, "custom_id": "a"}]}]),
    "an unknown component": answer(flags=1 << 15, components=[{"type": 99}]),
    "a command without a name": Request(
        "PUT", "/applications/81/commands", [{"type": 1}], 0.0, {}, 200, authorized=True
    ),
    "an unknown path": Request("POST", "/nowhere", {"allowed_mentions": SILENT}, 0.0, {}, 200, authorized=True),
}


@needs_description
@pytest.mark.parametrize("request_", SHAPES.values(), ids=SHAPES)
def test_what_has_another_shape_is_a_fault(request_: Request) -> None:
    assert faults_of(request_)


@pytest.fixture
def changed() -> Callable[[Request, str, Any], Request]:
    def change(request: Request, field: str, value: Any) -> Request:
        return Request(**{name: getattr(request, name) for name in request.__slots__} | {field: value})

    return change


@needs_description
def test_a_body_is_held_against_its_own_path(changed: Callable[[Request, str, Any], Request]) -> None:
    edit = "/webhooks/840000000000000001/token/messages/@original"
    assert not faults_of(changed(changed(message(content="a"), "path", edit), "method", "PATCH"))
    assert faults_of(changed(message(content="a"), "path", "/applications/840000000000000001/commands"))
