"""The loop that holds the connection: hours of faults in virtual time, with a gateway made of script."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

sys.path.insert(0, str(Path(__file__).parent))

from virtual_time import run_virtually

from bot.errors import SettingsError
from bot.settings import DiscordSettings
from bot.surfaces.discord_app.connecting import Pacer, SessionBudget
from bot.surfaces.discord_app.gateway import GatewayLoop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Scene = Callable[["Script"], None]

MINUTE, HOUR = 60.0, 3600.0
ADDRESS = yarl.URL("wss://resume.example/")


class Script:
    """Stands for Discord's gateway: each connection plays the scene, and everything is booked."""

    def __init__(self, scene: Scene, lasts: float = 0.0) -> None:
        self.scene, self.lasts = scene, lasts
        self.parsers: dict[str, Any] = {}
        self.attempts: list[float] = []
        self.identifies: list[float] = []
        self.gateways: list[object] = []
        self.code: int | None = None
        self.session_id: str | None = None
        self.sequence: int | None = None
        self.gateway = ADDRESS
        self.socket = SimpleNamespace(close_code=None, closed=True)
        self._keep_alive = None

    async def from_client(self, _client: object, *, resume: bool, session: str | None, **options: Any) -> Script:
        now = asyncio.get_running_loop().time()
        self.attempts.append(now)
        self.gateways.append(options["gateway"])
        self.session_id = session
        self.resuming = resume
        if self.scene is unreachable:
            raise OSError
        if not resume:
            self.identifies.append(now)
        return self

    async def poll_event(self) -> None:
        await asyncio.sleep(self.lasts)
        self.scene(self)

    async def close(self, code: int = 4000) -> None:
        self.code = code

    def open(self) -> None:
        """Accept the session, as READY and RESUMED do."""
        self.session_id = self.session_id or f"session {len(self.identifies)}"
        self.parsers["RESUMED" if self.resuming else "READY"]({})


def unreachable(_script: Script) -> None:
    """Nothing listens."""


def close_at_once(_script: Script) -> None:
    raise ReconnectWebSocket(None)


def reconnect_after_opening(script: Script) -> None:
    script.open()
    raise ReconnectWebSocket(None)


def invalid_session(_script: Script) -> None:
    raise ReconnectWebSocket(None, resume=False)


def rubbish(_script: Script) -> None:
    message = "a frame that nobody can read"
    raise ValueError(message)


def rubbish_after_opening(script: Script) -> None:
    script.open()
    rubbish(script)


def resume_refused(script: Script) -> None:
    if script.resuming:
        raise ReconnectWebSocket(None)
    script.open()
    raise ReconnectWebSocket(None)


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Script]]:
    def run(scene: Scene, seconds: float, lasts: float = 0.0) -> Script:
        script = Script(scene, lasts)
        monkeypatch.setattr(DiscordWebSocket, "from_client", script.from_client)

        async def live() -> None:
            client = discord.Client(intents=discord.Intents.none())
            client.loop = asyncio.get_running_loop()
            for event in ("READY", "RESUMED"):
                client._connection.parsers[event] = lambda _data: None

            async def request(_route: object, **_options: object) -> dict[str, object]:
                return {"session_start_limit": {"remaining": 900, "reset_after": 1000}}

            monkeypatch.setattr(client.http, "request", request)
            settings = DiscordSettings()
            pacer = Pacer(settings.reconnect_first, settings.reconnect_longest, settings.steady_seconds)
            loop = GatewayLoop(client, settings, pacer, SessionBudget(settings.identifies_per_hour, 50))
            script.parsers = client._connection.parsers
            try:
                await asyncio.wait_for(loop.run(), seconds)
            except TimeoutError:
                return

        run_virtually(live())
        return script

    return run


@pytest.mark.parametrize(
    "scene",
    [unreachable, close_at_once, reconnect_after_opening, invalid_session, rubbish_after_opening, resume_refused],
)
@pytest.mark.parametrize("lasts", [0.0, 5.0])
def test_no_fault_makes_a_storm_or_wastes_sessions(play: Callable[..., Script], scene: Scene, lasts: float) -> None:
    script = play(scene, 3 * HOUR, lasts)
    start = script.attempts[0]
    assert sum(at - start < MINUTE for at in script.attempts) <= 10
    for minute in range(10, 180):
        within = [at for at in script.attempts if minute <= (at - start) / MINUTE < minute + 1]
        assert len(within) <= 1
    for at in script.identifies:
        assert sum(at <= other < at + HOUR for other in script.identifies) <= 20
    assert script.attempts[-1] - start > 3 * HOUR - 5 * MINUTE, "it goes on trying"


def test_a_good_connection_is_resumed_at_once(play: Callable[..., Script]) -> None:
    script = play(reconnect_after_opening, HOUR, lasts=300.0)
    assert len(script.identifies) == 1
    assert len(script.attempts) == 12
    assert script.gateways[0] is None
    assert set(script.gateways[1:]) == {ADDRESS}


def test_a_session_that_is_refused_again_and_again_is_given_up(play: Callable[..., Script]) -> None:
    script = play(resume_refused, HOUR)
    assert 2 <= len(script.identifies) <= 20


def test_a_client_that_cannot_read_its_events_is_given_up(play: Callable[..., Script]) -> None:
    with pytest.raises(ValueError, match="nobody can read"):
        play(rubbish, HOUR)


@pytest.mark.parametrize("code", [4004, 4010, 4011, 4012, 4013, 4014])
def test_a_final_close_is_told_with_its_mend(play: Callable[..., Script], code: int) -> None:
    def close(_script: Script) -> None:
        raise discord.ConnectionClosed(SimpleNamespace(close_code=code), shard_id=None, code=code)

    with pytest.raises(SettingsError) as caught:
        play(close, HOUR)
    assert caught.value.mend


def test_a_dead_address_for_resuming_is_left(play: Callable[..., Script]) -> None:
    def open_then_nothing(script: Script) -> None:
        if script.identifies and len(script.attempts) == 1:
            script.open()
            script.scene = unreachable
        raise ReconnectWebSocket(None)

    script = play(open_then_nothing, HOUR)
    assert script.gateways[1] == ADDRESS
    assert script.gateways[-1] is None
    assert len(script.identifies) == 1
