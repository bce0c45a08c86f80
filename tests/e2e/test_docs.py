"""Runs the commands that the documentation tells an operator to run, as they stand there, beside a running bot."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
from typing import TYPE_CHECKING

import pytest
from fake_discord import payloads
from fake_discord.process import ROOT, stretched
from scenes import Play

if TYPE_CHECKING:
    from pathlib import Path

    from scenes import Stage

MARK = re.compile(r"<!-- tested -->\n```sh\n(.*?)```", re.DOTALL)
PAGES = [ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCKS = [(page.name, block) for page in PAGES for block in MARK.findall(page.read_text("utf-8"))]
SECONDS = 90.0
play = Play()
pytestmark = pytest.mark.timeout(400)


async def ran(folder: Path, script: str, environment: dict[str, str]) -> str:
    """Run a script as its reader would; every command of it must succeed."""
    process = await asyncio.create_subprocess_exec(
        *("bash", "-euo", "pipefail", "-c", script),
        cwd=folder,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        told, _ = await asyncio.wait_for(process.communicate(), stretched(SECONDS))
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    assert process.returncode == 0, f"{script}\nended with {process.returncode}:\n{told.decode()}"
    return told.decode()


async def surroundings(stage: Stage) -> dict[str, str]:
    """Start a bot, and return the environment of a shell in which ``baclobot`` is the command."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    bot = await stage.start(settings={"BACLOBOT_METRICS_PORT": port})
    await bot.wait_for_line("connected")
    command = stage.folder / "bin" / "baclobot"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m fake_discord.launch "$@"\n')
    command.chmod(0o755)
    return {
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))),
        "TMPDIR": str(stage.folder),
        "HOME": str(stage.folder),
        "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
        "FAKE_DISCORD_REST": stage.fake.rest_address,
        "FAKE_DISCORD_GATEWAY": stage.fake.gateway.url,
        "DISCORD_TOKEN": payloads.TOKEN,
        "BACLOBOT_METRICS_PORT": port,
        "BACLOBOT_PID": str(bot.process.pid),
    }


@play.scene(page=sorted({name for name, _ in BLOCKS}))
async def the_commands_of_a_page_work(stage: Stage, page: str) -> None:
    environment = await surroundings(stage)
    for name, block in BLOCKS:
        if name == page and ("curl" not in block or shutil.which("curl")):
            await ran(stage.folder, block, environment)
    files = [path for path in stage.folder.rglob("*") if path.is_file()]
    assert payloads.TOKEN not in "".join(path.read_text("utf-8", "replace") for path in files)


@play.scene
async def completion_works_in_each_shell(stage: Stage) -> None:
    environment = await surroundings(stage)
    (make,) = [block for _, block in BLOCKS if "bash_source" in block]
    await ran(stage.folder, make, environment)
    typed = "COMP_WORDS=(baclobot do); COMP_CWORD=1; _baclobot_completion baclobot"
    asked = f"source baclobot.bash; {typed}; echo ${{COMPREPLY[*]}}"
    assert {"doctor", "dose"} <= set((await ran(stage.folder, asked, environment)).split())
    for shell, file in (("zsh", "_baclobot"), ("fish", "baclobot.fish")):
        assert f"_BACLOBOT_COMPLETE={shell}_complete" in (stage.folder / file).read_text("utf-8")
        typed = 'COMP_WORDS="baclobot hea" COMP_CWORD=' + ("1" if shell == "zsh" else "hea")
        asked = f"_BACLOBOT_COMPLETE={shell}_complete {typed} baclobot"
        assert "health" in await ran(stage.folder, asked, environment)
        if shutil.which(shell):
            await ran(stage.folder, f"{shell} -n {file}", environment)


def test_pages_have_commands_that_are_run() -> None:
    assert {"operate.md", "upgrade.md"} <= {name for name, _ in BLOCKS}


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("scene", play.scenes)
def test_scene(played: dict[str, BaseException | None], scene: str) -> None:
    if (error := played[scene]) is not None:
        raise error
