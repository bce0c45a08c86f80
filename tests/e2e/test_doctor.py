"""``baclobot doctor`` against a Discord that is well, and against each way in which something can be wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from fake_discord import payloads
from fake_discord.process import BotProcess
from scenes import Play

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenes import Stage

play = Play()
pytestmark = pytest.mark.timeout(400)
SUBJECTS = [
    *("settings", "token", "extras", "knowledge base", "health file", "cache", "reachability", "clock", "gateway"),
    *("login", "sessions", "delivery", "intents", "commands", "permissions"),
]


async def visit(
    stage: Stage, *arguments: str, settings: Mapping[str, str] | None = None
) -> tuple[int, dict[str, tuple[str, str, str]]]:
    """Run the doctor; return its exit code and what it found, by subject."""
    given = {"HOME": str(stage.folder), "XDG_RUNTIME_DIR": str(stage.folder), **(settings or {})}
    doctor = await BotProcess.start(stage.fake, stage.folder, "doctor", "--json", *arguments, settings=given)
    code = await doctor.wait(60)
    assert not doctor.errors, doctor.errors
    assert payloads.TOKEN not in doctor.said
    told = json.loads(doctor.output[-1])
    assert told["well"] is (code == 0)
    return code, {found["subject"]: (found["level"], found["what"], found["mend"]) for found in told["findings"]}


async def register(stage: Stage) -> None:
    stage.fake.rest.commands = [
        {"type": 1, "name": name}
        for name in ("ask", "dose", "topic", "fact", "sources", "help", "privacy", "emergency")
    ] + [{"type": 3, "name": name} for name in ("Answer this", "Check the dose in this")]


@play.scene
async def nothing_is_wrong(stage: Stage) -> None:
    await register(stage)
    code, found = await visit(stage)
    assert code == 0
    assert {subject: level for subject, (level, *_) in found.items()} == dict.fromkeys(SUBJECTS, "ok")
    assert not stage.fake.gateway.identifies, "a session was started"


@play.scene
async def without_json_each_finding_is_a_line(stage: Stage) -> None:
    await register(stage)
    doctor = await BotProcess.start(stage.fake, stage.folder, "doctor", settings={"HOME": str(stage.folder)})
    assert await doctor.wait(60) == 0
    assert all(line.startswith(("ok ", "warning ", "wrong ")) for line in doctor.output[:-1])
    assert doctor.output[-1].startswith("Nothing is wrong")


@play.scene
async def a_refused_token(stage: Stage) -> None:
    stage.fake.rest.accept_token = False
    code, found = await visit(stage)
    assert code == 1
    assert found["login"][0] == "wrong"
    assert "Reset it" in found["login"][2]
    refused = [request for request in stage.fake.rest.requests if request.status == 401]
    assert len(refused) == 1, "a refused token is not tried again"


@play.scene(hours=[1, -1])
async def a_clock_that_is_an_hour_off(stage: Stage, hours: int) -> None:
    stage.fake.rest.seconds_off = 3600.0 * hours
    code, found = await visit(stage)
    assert code == 1
    level, what, mend = found["clock"]
    assert level == "wrong"
    assert ("ahead" if hours > 0 else "behind") in what
    assert mend


@play.scene
async def no_network(stage: Stage) -> None:
    code, found = await visit(stage, settings={"FAKE_DISCORD_REST": "http://127.0.0.1:9/api/v10"})
    assert code == 1
    assert found["reachability"][0] == "wrong"
    assert "login" not in found
    assert found["knowledge base"][0] == "ok"


@play.scene
async def offline_asks_nothing(stage: Stage) -> None:
    code, found = await visit(stage, "--offline")
    assert code == 0
    assert "reachability" not in found
    assert not stage.fake.rest.arrived


@play.scene
async def a_discord_that_does_not_answer_is_not_waited_for(stage: Stage) -> None:
    stage.fake.rest.fail("GET", "/gateway", 200, {}, seconds=60)
    code, found = await visit(stage)
    assert code == 1
    assert "no answer within" in found["reachability"][1]


@play.scene(refused=[401, 403, 429, 503])
async def what_discord_refuses_has_a_mend(stage: Stage, refused: int) -> None:
    stage.fake.rest.fail("GET", "/gateway/bot", refused, {"message": "no", "code": 0})
    code, found = await visit(stage)
    assert code == 1
    assert found["login"][0] == "wrong"
    assert found["login"][2]


@play.scene
async def a_gateway_that_is_shut(stage: Stage) -> None:
    stage.fake.gateway.faults.refuse = 503
    code, found = await visit(stage)
    assert code == 1
    assert found["gateway"][0] == "wrong"
    assert found["login"][0] == "ok"


@play.scene
async def what_is_unwise_is_a_warning(stage: Stage) -> None:
    stage.fake.rest.session_limit = {**stage.fake.rest.session_limit, "remaining": 3}
    stage.fake.rest.application |= {"flags": 1 << 19, "interactions_endpoint_url": "https://example.org/interactions"}
    stage.fake.rest.guilds = [
        {"id": "1", "permissions": str(0x400)},
        {"id": "2", "permissions": payloads.RIGHTS},
        {"id": "3", "permissions": "8"},
    ]
    code, found = await visit(stage)
    assert code == 0
    for subject in ("sessions", "delivery", "intents", "permissions", "commands"):
        level, what, mend = found[subject]
        assert level == "warning", subject
        assert what
        assert mend
    assert "message content" in found["intents"][1]
    assert "Of 3 servers it lacks: embed links in 1, send messages in 1" in found["permissions"][1]


@play.scene
async def wrong_settings_and_a_broken_base(stage: Stage) -> None:
    base = stage.folder / "base"
    base.mkdir()
    (base / "sources.yaml").write_text("x: [\n")
    settings = {"DISCORD_TOKEN": "", "BACLOBOT_KB": str(base)}
    code, found = await visit(stage, settings=settings)
    assert code == 1
    assert found["settings"][0] == "wrong"
    assert "Developer Portal" in found["settings"][2]
    assert found["knowledge base"][0] == "wrong"
    assert found["reachability"][0] == "ok"


@play.scene
async def a_replica_needs_no_token(stage: Stage) -> None:
    code, found = await visit(stage, settings={"DISCORD_TOKEN": "", "DISCORD_PUBLIC_KEY": "ab" * 32})
    assert code == 0
    assert "serve" in found["settings"][1]
    assert found["gateway"][0] == "ok"
    assert not {"token", "login"} & found.keys()
    code, found = await visit(stage, settings={"DISCORD_TOKEN": "", "DISCORD_PUBLIC_KEY": "no key"})
    assert code == 1
    assert found["settings"][0] == "wrong"


@play.scene
async def a_token_of_another_shape_and_folders_out_of_reach(stage: Stage) -> None:
    settings = {
        "DISCORD_TOKEN": "not-a-token",
        "BACLOBOT_RUNTIME_FOLDER": "/proc/nowhere",
        "XDG_CACHE_HOME": "/proc/no",
    }
    code, found = await visit(stage, "--offline", settings=settings)
    assert code == 0
    for subject in ("token", "health file"):
        assert found[subject][0] == "warning"
        assert found[subject][2]
    assert "not-a-token" not in str(found)


@pytest.mark.parametrize("scene", play.scenes)
def test_scene(played: dict[str, BaseException | None], scene: str) -> None:
    if (error := played[scene]) is not None:
        raise error
