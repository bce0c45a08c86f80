"""The fake as a whole: two listeners on loopback, and what a test does with them."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from fake_discord import payloads
from fake_discord.gateway import Gateway
from fake_discord.rest import BASE, Open, Request, Rest

if TYPE_CHECKING:
    from types import TracebackType

    Json = Any

LOOPBACK = "127.0.0.1"


class Listener:
    """One HTTP listener that keeps its port when it is stopped and started again."""

    def __init__(self, path: str, handler: Any) -> None:
        self._path, self._handler = path, handler
        self.port = free_port()
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        application = web.Application(client_max_size=1_000_000)
        application.router.add_route("*", self._path, self._handler)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, self.port, reuse_address=True).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None


class FakeDiscord:
    """Discord on loopback. Tests speak to ``rest`` and ``gateway``, and ask as people do with ``ask``."""

    def __init__(self) -> None:
        self.rest = Rest()
        self.gateway = Gateway()
        self.rest_listener = Listener(BASE + "/{path:.*}", self.rest.handle)
        self.gateway_listener = Listener("/{path:.*}", self.gateway.handle)
        self.rest.gateway_url = self.gateway.url = f"ws://{LOOPBACK}:{self.gateway_listener.port}/"

    @property
    def rest_address(self) -> str:
        return f"http://{LOOPBACK}:{self.rest_listener.port}{BASE}"

    async def __aenter__(self) -> Self:
        await self.rest_listener.start()
        await self.gateway_listener.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in self.gateway.connections:
            connection.abort()
        await self.gateway_listener.stop()
        await self.rest_listener.stop()

    # what people do

    async def send(self, interaction: Json) -> Open:
        """Send an interaction, and return its book."""
        waiting = self.rest.expect(interaction)
        await self.gateway.dispatch("INTERACTION_CREATE", interaction)
        return waiting

    async def ask(self, interaction: Json, seconds: float = 15.0) -> Json:
        """Send an interaction and return the body that answered it."""
        waiting = await self.send(interaction)
        await asyncio.wait_for(waiting.answered.wait(), seconds)
        return waiting.callbacks[-1].body

    async def say(self, message: Json, seconds: float = 15.0) -> Json:
        """Send a message and return the body of the bot's answer in its channel."""
        before = len(self.answers(message["channel_id"]))
        await self.gateway.dispatch("MESSAGE_CREATE", message)
        path = f"/channels/{message['channel_id']}/messages"
        found = await self.rest.wait_for("POST", path, count=before + 1, seconds=seconds)
        return found[-1].body

    def answers(self, channel_id: str = payloads.CHANNEL) -> list[Request]:
        """List what the bot wrote into a channel."""
        return self.rest.find("POST", f"/channels/{channel_id}/messages")

    # what people may pick from

    def registered(self, name: str, kind: int = 1) -> Json:
        """Return a command as the bot registered it; fails where it did not."""
        found = [command for command in self.rest.commands if (command["type"], command["name"]) == (kind, name)]
        assert found, f"the bot has registered no command {name!r}"
        return found[0]

    def command(self, name: str, asking: payloads.Asking | None = None, /, **options: Any) -> Json:
        """Describe the use of a slash command; only registered options are accepted."""
        known = self.registered(name)
        return payloads.interaction(2, _chosen(known, options), asking)

    def completing(self, name: str, option: str, typed: str, asking: payloads.Asking | None = None) -> Json:
        """Describe somebody who types into an option."""
        data = _chosen(self.registered(name), {option: typed}, typing=True)
        data["options"][0]["focused"] = True
        return payloads.interaction(4, data, asking)

    def menu(self, name: str, target: Json, asking: payloads.Asking | None = None) -> Json:
        """Describe the use of a message's context menu."""
        known = self.registered(name, 3)
        data = {
            "id": known["id"],
            "name": name,
            "type": 3,
            "target_id": target["id"],
            "resolved": {"messages": {target["id"]: target}},
        }
        return payloads.interaction(2, data, asking)

    def press(
        self,
        message: Json,
        custom_id: str,
        values: list[str] | None = None,
        asking: payloads.Asking | None = None,
    ) -> Json:
        """Describe a press on a button, or a choice in a select, of a message."""
        data: Json = {"custom_id": custom_id, "component_type": 2, "id": 1}
        if values is not None:
            data |= {"component_type": 3, "values": values}
        return payloads.interaction(3, data, asking) | {"message": message}


def _chosen(command: Json, options: dict[str, Any], *, typing: bool = False) -> Json:
    known = {option["name"]: option for option in command.get("options", [])}
    for name, option in known.items():
        assert typing or not option.get("required") or name in options, f"{name} is required"
    chosen = []
    for name, value in options.items():
        assert name in known, f"/{command['name']} has no option {name!r}"
        chosen.append({"name": name, "type": known[name]["type"], "value": value})
    return {"id": command["id"], "name": command["name"], "type": 1, "options": chosen}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
