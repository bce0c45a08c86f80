"""When something breaks: an answer all the same, and a log that gives nobody away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from discord_world import shown
from simcord import interactions

if TYPE_CHECKING:
    from discord_world import World

CANARY = "canarycanarycanary"


@pytest.fixture
def broken(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A bot whose knowledge fails with what somebody wrote in its message."""

    def fail(text: str, *_: Any, **__: Any) -> Any:
        message = f"cannot read {text}"
        raise ValueError(message)

    for name in ("ask", "topic", "check_dose"):
        monkeypatch.setattr(world.bot.answerer, name, fail)
    return world


@pytest.mark.hazard("H02")
@pytest.mark.hazard("H24")
@pytest.mark.simcord(check_errors=False)
@pytest.mark.parametrize(
    ("command", "options"),
    [("ask", {"question": CANARY}), ("dose", {"text": CANARY}), ("topic", {"name": "half-life"})],
)
async def test_a_command_that_fails_answers_with_an_id_that_stands_in_the_log(
    broken: World, quiet_log: pytest.LogCaptureFixture, command: str, options: dict[str, str]
) -> None:
    result = await broken.alice.slash(broken.channel, command, **options)
    assert result.ephemeral
    found = re.search(r"name it `([0-9a-f]{6})`", shown(result.response))
    assert found is not None
    (line,) = [record.getMessage() for record in quiet_log.records if found[1] in record.getMessage()]
    assert "ValueError" in line
    assert CANARY not in quiet_log.text
    assert "call your local emergency number" in shown(result.response)


@pytest.mark.simcord(check_errors=False)
async def test_a_menu_and_a_button_that_fail_answer_too(broken: World, monkeypatch: pytest.MonkeyPatch) -> None:
    written = await broken.bob.send(broken.channel, CANARY)
    result = await broken.alice.context_menu(broken.channel, "Answer this", written)
    assert "Something went wrong" in shown(result.response)
    monkeypatch.undo()
    asked = await broken.alice.slash(broken.channel, "topic", name="max-oral-dose")

    def fail(*_: Any, **__: Any) -> Any:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(broken.bot.answerer, "topic", fail)
    pressed = await broken.alice.click(asked.response, label="More detail")
    assert pressed.ephemeral
    assert "Something went wrong" in shown(pressed.response)


@pytest.mark.simcord(check_errors=False)
async def test_a_mention_that_fails_leaves_the_bot_alive(
    broken: World, quiet_log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await broken.alice.send(broken.channel, f"{broken.mention} {CANARY}")
    assert "ValueError" in quiet_log.text
    assert CANARY not in quiet_log.text
    monkeypatch.undo()
    await broken.alice.send(broken.channel, f"{broken.mention} what is baclofen")
    assert len(broken.sent()) >= 1


async def test_a_completion_that_fails_shows_an_empty_list(
    world: World, quiet_log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(world.bot.desk.suggestions, "questions", fail)
    assert await world.alice.autocomplete(world.channel, "ask", "question", CANARY) == []
    assert CANARY not in quiet_log.text


@pytest.mark.simcord(check_errors=False)
async def test_a_command_that_no_longer_exists_is_answered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.bot.tree.remove_command("fact")
    result = await world.alice.slash(world.channel, "fact")
    assert "Something went wrong" in shown(result.response)


@pytest.mark.simcord(check_errors=False)
async def test_options_of_a_wrong_shape_are_answered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a forged body with a valid signature could bring them."""
    plain = interactions.base_payload
    for options in (
        [],
        [{"name": "question", "type": 4, "value": 7}],
        [{"name": "question", "type": 3, "value": "x" * 7000}],
        [{"name": "other", "type": 3, "value": "x"}],
    ):

        def forged(*args: Any, options: list[Any] = options, **kwargs: Any) -> Any:
            record, body = plain(*args, **kwargs)
            body["data"]["options"] = options
            return record, body

        monkeypatch.setattr(interactions, "base_payload", forged)
        result = await world.alice.slash(world.channel, "ask", question="what is baclofen")
        assert result.response is not None, options


@pytest.mark.hazard("H22")
async def test_the_log_of_a_busy_day_holds_no_words_and_no_ids(
    world: World, quiet_log: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        asked = await world.alice.slash(world.channel, "ask", question=f"{CANARY} what is baclofen")
        await world.alice.send(world.channel, f"{world.mention} {CANARY}")
        await world.alice.autocomplete(world.channel, "ask", "question", CANARY)
        await world.alice.user.send_dm(CANARY)
        await world.alice.slash(world.channel, "dose", text=CANARY)
        assert asked.response is not None
    ours = [record.getMessage() for record in quiet_log.records if record.name.startswith("bot.")]
    assert ours
    assert CANARY not in "\n".join(ours)
    assert not re.search(r"\d{15,}", "\n".join(ours))


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (400, 40060), (403, 50001), (500, 0), (400, 50035)])
async def test_discord_refusing_a_reply_is_noted_and_nothing_more(
    world: World, quiet_log: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    world.env.inject_error("POST", "/interactions/*/callback", status=status, code=code, times=1)
    await world.alice.slash(world.channel, "ask", question="what is baclofen")
    assert "Traceback" not in quiet_log.text
    tried = [request for request in world.env.http_requests if request.path.endswith("/callback")]
    assert len(tried) == 1


@pytest.mark.hazard("H25")
async def test_the_same_interaction_twice_gets_one_reply(world: World) -> None:
    result = await world.alice.slash(world.channel, "help")
    before = len(world.sent())
    event = next(data for kind, name, data in world.env.backend.transcript if name == "INTERACTION_CREATE")
    world.env.backend.emit("INTERACTION_CREATE", event)
    await world.env.settle()
    assert result.response is not None
    assert len(world.sent()) == before
