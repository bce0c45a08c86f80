"""The loop that holds the connection: hours of faults in virtual time, with a gateway made of script."""

from __future__ import annotations

import asyncio
import socket
import sys
from contextlib import suppress
from itertools import pairwise
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
NAMELESS_SECONDS = 300.0
ADDRESS = yarl.URL("wss://resume.example/")


class Script:
    """Stands for Discord's gateway: each connection plays the scene, and everything is booked."""

    def __init__(self, scene: Scene, lasts: float, *, opens: bool) -> None:
        self.scene, self.lasts, self.opens = scene, lasts, opens
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
        self.session_id, self.resuming, self.greeted = session, resume, False
        if self.scene is unreachable:
            raise OSError
        if self.scene is nameless and now < self.attempts[0] + NAMELESS_SECONDS:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        if not resume:
            self.identifies.append(now)
        return self

    async def poll_event(self) -> None:
        if self.opens and not self.greeted:
            self.greeted = True
            self.open()
            return
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


def nameless(_script: Script) -> None:
    """No name is found for the first five minutes."""


def closed(_script: Script) -> None:
    raise ReconnectWebSocket(None)


def invalid_session(_script: Script) -> None:
    raise ReconnectWebSocket(None, resume=False)


def rubbish(_script: Script) -> None:
    message = "a frame that nobody can read"
    raise ValueError(message)


def resume_refused(script: Script) -> None:
    script.opens = False
    if not script.resuming:
        script.open()
    raise ReconnectWebSocket(None)


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Script]]:
    def run(scene: Scene, seconds: float, lasts: float = 0.0, *, opens: bool = False, again: bool = False) -> Script:
        script = Script(scene, lasts, opens=opens)
        monkeypatch.setattr(DiscordWebSocket, "from_client", script.from_client)
        settings = DiscordSettings()
        pacer = Pacer(settings.reconnect_first, settings.reconnect_longest, settings.steady_seconds)
        budget = SessionBudget(settings.identifies_per_hour, 50)

        async def live() -> None:
            client = discord.Client(intents=discord.Intents(guilds=True))
            client.loop = asyncio.get_running_loop()
            for event in ("READY", "RESUMED"):
                client._connection.parsers[event] = lambda _data: None

            async def request(_route: object, **_options: object) -> dict[str, object]:
                return {"session_start_limit": {"remaining": 900, "reset_after": 1000}}

            monkeypatch.setattr(client.http, "request", request)
            script.parsers = client._connection.parsers
            await GatewayLoop(client, settings, pacer, budget).run()

        async def supervise() -> None:
            while True:
                try:
                    await live()
                except ValueError:
                    if not again:
                        raise

        async def play_for() -> None:
            with suppress(TimeoutError):
                await asyncio.wait_for(supervise(), seconds)

        run_virtually(play_for())
        return script

    return run


@pytest.mark.parametrize("scene", [unreachable, closed, invalid_session, rubbish, resume_refused])
@pytest.mark.parametrize("opens", [True, False], ids=["opened", "not opened"])
@pytest.mark.parametrize("lasts", [0.0, 5.0, 50.0])
def test_no_fault_makes_a_storm_or_wastes_sessions(
    play: Callable[..., Script], scene: Scene, opens: bool, lasts: float
) -> None:
    script = play(scene, 3 * HOUR, lasts, opens=opens, again=True)
    start = script.attempts[0]
    assert sum(at - start < MINUTE for at in script.attempts) <= 10
    for minute in range(10, 180):
        within = [at for at in script.attempts if minute <= (at - start) / MINUTE < minute + 1]
        assert len(within) <= 1
    for at in script.identifies:
        assert sum(at <= other < at + HOUR for other in script.identifies) <= 20
    assert max(later - earlier for earlier, later in pairwise(script.attempts)) < 6 * MINUTE, "it goes on trying"


def test_five_minutes_without_names_are_survived_with_few_attempts(play: Callable[..., Script]) -> None:
    script = play(nameless, NAMELESS_SECONDS + 120, lasts=HOUR, opens=True)
    times = [at - script.attempts[0] for at in script.attempts]
    assert sum(at < MINUTE for at in times) <= 10
    recovered = [at for at in times if at >= NAMELESS_SECONDS]
    assert len(recovered) == 1
    assert recovered[0] < NAMELESS_SECONDS + 1.25 * DiscordSettings().reconnect_longest
    assert len(script.identifies) == 1


def test_a_good_connection_is_resumed_at_once(play: Callable[..., Script]) -> None:
    script = play(closed, HOUR, lasts=300.0, opens=True)
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
