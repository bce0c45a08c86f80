"""The command ``eval``: arguments only."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("eval")
@click.argument("labelled", metavar="SET.jsonl", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object on one line.")
@click.option(
    "--save", metavar="RUN.json", type=click.Path(path_type=Path), help="Keep what each row got: ids, never words."
)
@click.option(
    "--against", metavar="RUN.json", type=click.Path(path_type=Path), help="List the answers that changed since a run."
)
@click.option("--words", is_flag=True, help="Print the questions beside their ids; leave it off for a check set.")
@click.pass_obj
def eval_command(
    folder: Path | None, labelled: Path, as_json: bool, save: Path | None, against: Path | None, words: bool
) -> int:
    """Score the replies to SET.jsonl, labelled questions or doses: right, wrong, by topic and tag, and how sure."""
    from bot.surfaces.eval import Wanted, evaluate

    return evaluate(folder, labelled, Wanted(as_json=as_json, save=save, against=against, words=words))
