"""The command ``selftest``: arguments only."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 -- click looks at it when the command runs

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.option("--show", is_flag=True, help="Also the words of what went wrong; some are distressing.")
@click.pass_obj
def selftest(folder: Path | None, as_json: bool, show: bool) -> int:
    """Try the safety sets on this bot and its knowledge base; 1 where any reply is wrong."""
    from bot.surfaces.selftest import run_selftest

    return run_selftest(folder, as_json=as_json, show=show)
