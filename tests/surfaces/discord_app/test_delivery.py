"""The only place that sends: what it does when sending fails, and that nothing else sends."""

from __future__ import annotations

import ast
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
from discord_world import texts

import bot.surfaces.discord_app as surface
from bot.surfaces.discord_app import delivery
from bot.surfaces.discord_app.delivery import Outcome, deliver

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering import Answerer, Reply

SENDERS = {
    "send", "send_message", "edit_message", "reply", "edit", "followup", "defer", "send_modal",
    "edit_original_response", "create_thread", "add_reaction",
}  # fmt: skip


def refusal(kind: type[discord.HTTPException], status: int, code: int) -> discord.HTTPException:
    response = SimpleNamespace(status=status, reason="no")
    return kind(response, {"code": code, "message": "no"})  # type: ignore[arg-type]  # only these are read


@pytest.fixture
def reply(answerer: Answerer) -> Reply:
    return answerer.ask("what is baclofen")


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "RETRY_SECONDS", 0)


def failing(*errors: Exception) -> tuple[Callable[[Any], Any], list[Any]]:
    left, sent = [*errors], []

    async def send(view: Any) -> None:
        if left:
            raise left.pop(0)
        sent.append(view)

    return send, sent


@pytest.mark.hazard("H02")
@pytest.mark.parametrize(
    "error",
    [
        aiohttp.ClientConnectionError(),
        aiohttp.ServerDisconnectedError(),
        ConnectionResetError(104),
        TimeoutError(),
    ],
)
async def test_a_broken_connection_is_tried_once_more(reply: Reply, error: Exception) -> None:
    send, sent = failing(error)
    assert await deliver(send, reply) is Outcome.SENT
    assert len(sent) == 1
    send, sent = failing(error, error)
    assert await deliver(send, reply) is Outcome.LOST
    assert sent == []


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (refusal(discord.NotFound, 404, 10062), Outcome.GONE),
        (refusal(discord.NotFound, 404, 10003), Outcome.GONE),
        (refusal(discord.Forbidden, 403, 50013), Outcome.REFUSED),
        (refusal(discord.HTTPException, 400, 40060), Outcome.ANSWERED),
        (refusal(discord.HTTPException, 400, 50035), Outcome.LOST),
        (refusal(discord.DiscordServerError, 502, 0), Outcome.LOST),
        (discord.RateLimited(3600), Outcome.LIMITED),
    ],
)
async def test_a_refusal_is_told_apart_and_not_repeated(reply: Reply, error: Exception, outcome: Outcome) -> None:
    send, sent = failing(error)
    assert await deliver(send, reply) is outcome
    assert sent == []


async def test_an_unforeseen_failure_is_not_swallowed(reply: Reply) -> None:
    send, _ = failing(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        await deliver(send, reply)


@pytest.mark.hazard("H18")
async def test_every_message_ends_with_the_disclaimer(answerer: Answerer) -> None:
    send, sent = failing()
    for text in (
        "what is baclofen",
        "she is not breathing",
        "ibuprofen for dogs",
        "",
        "hello",
        "is two tablets a lot",
    ):
        await deliver(send, answerer.ask(text))
    for view in sent:
        assert texts({"components": view.to_components()})[-1] == f"-# {answerer.disclaimer}"


@pytest.mark.hazard("H18")
def test_nothing_else_sends() -> None:
    folder = Path(surface.__file__).parent
    calls = [
        (module.name, node.func.attr)
        for module in folder.glob("*.py")
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert {name for name, called in calls if called in SENDERS} == {"delivery.py"}
