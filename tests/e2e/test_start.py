"""How the process starts, what it needs, and how it says what is wrong."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from fake_discord import payloads
from fake_discord.gateway import Faults
from fake_discord.process import stretched
from scenes import Play

if TYPE_CHECKING:
    from scenes import Stage


GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12
LEAST_RIGHTS = 1 << 11 | 1 << 14 | 1 << 31
UNKNOWN_USER = 54321
NOWHERE = "/proc/nowhere"
NO_TOKEN = {"DISCORD_TOKEN": ""}


DISKS = {
    "read-only": 'mount -o remount,ro,bind / && mount -t tmpfs -o ro,size=4k none {folder} && exec "$@"',
    "full": 'mount -t tmpfs -o size=16k none {folder} && dd if=/dev/zero of={folder}/x bs=1k 2>/dev/null; exec "$@"',
}
"""What a shell does before it becomes the bot: the mounts are seen by it alone."""


play = Play()


@play.scene
async def it_logs_in_registers_and_is_ready(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await fake.gateway.wait(sessions=1)
    invite = await bot.wait_for_line("Add the bot to a server: ")
    assert f"permissions={LEAST_RIGHTS}" in invite
    assert payloads.APPLICATION in invite
    assert fake.gateway.identifies[0][1]["intents"] == GUILDS | GUILD_MESSAGES | DIRECT_MESSAGES
    assert [command["name"] for command in fake.rest.commands]
    assert await bot.stop() == 0
    assert not bot.errors


@play.scene
async def commands_are_registered_only_where_they_changed(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    for _ in range(2):
        bot = await start()
        await bot.wait_for_line("connected")
        await bot.stop()
    assert len(fake.rest.find("PUT", "/applications/.*")) == 1
    fake.rest.commands[0]["description"] = "Something older"
    bot = await start()
    await bot.wait_for_line("connected")
    await bot.stop()
    assert len(fake.rest.find("PUT", "/applications/.*")) == 2


@play.scene
async def sync_shows_what_would_change_and_changes_it(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start("sync", "--dry-run")
    assert await bot.wait() == 0
    assert "+ /ask" in bot.output
    assert not fake.rest.commands
    bot = await start("sync")
    assert await bot.wait() == 0
    assert fake.rest.commands
    fake.rest.commands[0]["options"][0]["max_length"] = 400
    fake.rest.commands.append({"type": 1, "name": "old", "description": "Gone", "id": "1", "version": "1"})
    bot = await start("sync", "--dry-run")
    assert await bot.wait() == 0
    assert "~ /ask options.question.max_length: 400 -> 500" in bot.output
    assert "- /old" in bot.output
    bot = await start("sync")
    await bot.wait()
    bot = await start("sync")
    await bot.wait()
    assert bot.output == ["Discord holds these commands already; nothing to do."]
    assert not fake.gateway.attempts


@play.scene(
    case=[
        (NO_TOKEN, "no token"),
        ({"DISCORD_TOKEN": "two\nlines"}, "line break"),
        (NO_TOKEN | {"DISCORD_TOKEN_FILE": "large.txt"}, "too large"),
        (NO_TOKEN | {"DISCORD_TOKEN_FILE": payloads.TOKEN}, "does not exist"),
        ({"BACLOBOT_STOP_SECONDS": "60"}, "BACLOBOT_STOP_SECONDS"),
    ]
)
async def a_wrong_setting_is_one_line_and_exit_2(stage: Stage, case: tuple[dict[str, str], str]) -> None:
    settings, words = case
    start, tmp_path = stage.start, stage.folder
    (tmp_path / "large.txt").write_text("a" * 5000)
    began = time.monotonic()
    bot = await start(settings=settings)
    assert await bot.wait() == 2
    assert time.monotonic() - began < stretched(2)
    assert len(bot.errors) == 1
    assert words in bot.errors[0]
    assert payloads.TOKEN not in bot.said


@play.scene
async def settings_come_from_a_file_too(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    tmp_path = stage.folder
    secret = tmp_path / "secret.txt"
    secret.write_text(payloads.TOKEN + "\n")
    secret.chmod(0o604)
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN_FILE={secret}\nSOMETHING_ELSE=1\nBACLOBOT_LOG_LEVEL=warning\n")
    bot = await start(settings=NO_TOKEN)
    await fake.gateway.wait(sessions=1)
    await bot.wait_for_line("chmod o-r")
    await bot.stop()
    assert "connected" not in bot.said


@play.scene(status=[401, 403])
async def a_refused_login_is_final(stage: Stage, status: int) -> None:
    fake, start = stage.fake, stage.start
    fake.rest.fail("GET", "/users/@me", status, {"message": "no", "code": 0})
    bot = await start()
    assert await bot.wait() == 2
    assert len(bot.errors) == 1
    assert len(fake.rest.requests) == 1
    assert payloads.TOKEN not in bot.said


@play.scene(case=[(4004, "token"), (4010, "shard"), (4011, "servers"), (4013, "intents"), (4014, "intents")])
async def a_final_close_ends_with_2_and_the_mend(stage: Stage, case: tuple[int, str]) -> None:
    code, words = case
    fake, start = stage.fake, stage.start
    fake.gateway.faults = Faults(close_after_identify=code)
    bot = await start()
    assert await bot.wait() == 2
    assert len(fake.gateway.attempts) == 1
    assert len(bot.errors) == 1
    assert words in bot.errors[0]


@play.scene
async def a_token_refused_later_ends_with_2_and_no_further_request(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    fake.rest.accept_token = False
    await fake.gateway.dispatch("MESSAGE_CREATE", payloads.mention("one"))
    assert await bot.wait() == 2
    assert len([request for request in fake.rest.requests if request.status == 401]) == 1


@play.scene
async def a_second_process_waits_for_the_first(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    first = await start()
    await first.wait_for_line("connected")
    second = await start()
    await second.wait_for_line("another process runs with this token")
    assert len(fake.gateway.identifies) == 1
    first.process.kill()
    await second.wait_for_line("connected")
    answered = await fake.send(fake.command("ask", question="who is it?"))
    await asyncio.wait_for(answered.answered.wait(), 15)
    await asyncio.sleep(0.2)
    assert len(answered.callbacks) == 1
    assert await second.stop() == 0


@play.scene
async def a_killed_process_starts_again_and_asks_what_discord_leaves(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start()
    await bot.wait_for_line("connected")
    await bot.end()
    fake.rest.session_limit["remaining"] = 20
    bot = await start()
    await bot.wait_for_line("Discord leaves 20 sessions")
    assert len(fake.gateway.identifies) == 1
    assert await bot.stop() == 0


@play.scene
async def it_needs_no_home_no_folder_and_no_known_user(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    unknown = {"user": UNKNOWN_USER} if _can_be(UNKNOWN_USER) else {}
    bot = await start(settings={"TMPDIR": NOWHERE, "XDG_RUNTIME_DIR": NOWHERE, "HOME": ""}, **unknown)
    await bot.wait_for_line("connected")
    assert await fake.ask(fake.command("ask", question="hello"))
    assert await bot.stop() == 0


@play.scene(disk=["read-only", "full"])
async def it_needs_no_disk_that_can_be_written(stage: Stage, disk: str) -> None:
    """Every folder read-only, or the only one that can be written is full: nothing that answers needs them."""
    fake, start = stage.fake, stage.start
    if not _can_have_own_disks():
        pytest.skip("mounting needs the right to (root, and an own space of mounts)")
    folder = stage.folder
    script = DISKS[disk].format(folder=folder)
    session = str(folder) if disk == "full" else ""  # else the lease would lie in /tmp, beside those of other runs
    settings = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder), "XDG_RUNTIME_DIR": session}
    bot = await start(stand_in=False, settings=settings, within=("unshare", "--mount", "sh", "-c", script, "sh"))
    await bot.wait_for_line("connected", 60)
    assert await fake.ask(fake.command("ask", question="what is it used for?"))
    assert await fake.say(payloads.mention("what is it used for?"))
    assert await bot.stop() == 0
    assert not bot.errors
    assert "Traceback" not in bot.said


@play.scene
async def nothing_secret_or_personal_is_written(stage: Stage) -> None:
    fake, start = stage.fake, stage.start
    bot = await start(settings={"BACLOBOT_LOG_LEVEL": "debug"})
    await bot.wait_for_line("connected")
    await fake.ask(fake.command("ask", question="canary-question"))
    await fake.say(payloads.mention("canary-mention"))
    await fake.gateway.dispatch("MESSAGE_CREATE", {"content": "canary-broken", "channel_id": "x"})
    await fake.gateway.dispatch("INTERACTION_CREATE", {"id": "1", "data": "canary-broken"})
    fake.rest.fail("POST", "/channels/.*", 403, {"message": "canary-answer", "code": 50013})
    await fake.gateway.dispatch("MESSAGE_CREATE", payloads.mention("canary-refused"))
    await asyncio.sleep(0.3)
    await bot.stop()
    log = "\n".join(line for line in bot.output if not line.startswith("Add the bot"))
    assert "could not be read" in log
    for secret in (payloads.TOKEN, "canary", payloads.PERSON, payloads.GUILD, payloads.CHANNEL):
        assert secret not in log


def _can_have_own_disks() -> bool:
    """Tell whether a process may have mounts of its own here."""
    if not shutil.which("unshare"):
        return False
    tried = ("unshare", "--mount", "sh", "-c", "mount -o remount,ro,bind /")
    return subprocess.run(tried, check=False, capture_output=True).returncode == 0


def _can_be(user: int) -> bool:
    """Tell whether a process of this Python may run as another user here."""
    try:
        return subprocess.run([sys.executable, "-c", ""], user=user, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.parametrize("scene", play.scenes)
def test_scene(played: dict[str, BaseException | None], scene: str) -> None:
    if (error := played[scene]) is not None:
        raise error
