"""The operator's commands: arguments only. What they need is imported when they run."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bot.errors import ExitCode
from bot.surfaces.sight.places import VARIABLE, health_file


@click.command("health")
def health_command() -> int:
    """Tell whether the process that runs here is well: 0 if it is, 1 if not. For health checks."""
    from bot.surfaces.sight.pulse import MEND, judge, read_pulse

    verdict = judge(read_pulse(health_file(_named_folder())))
    click.echo(verdict.sentence if verdict.well else f"{verdict.sentence} {MEND}")
    return ExitCode.OK if verdict.well else ExitCode.FAILURE


def _named_folder() -> str | None:
    """Return the folder that the settings name, read as quickly as can be."""
    if os.environ.get(VARIABLE) or not Path(".env").is_file():
        return os.environ.get(VARIABLE)
    from dotenv import dotenv_values

    return dotenv_values(".env").get(VARIABLE)
