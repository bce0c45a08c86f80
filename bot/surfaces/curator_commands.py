"""The commands under ``kb``: arguments only."""

from __future__ import annotations

from pathlib import Path

import click

from bot.surfaces.terminal_stream import clean_text


@click.group(no_args_is_help=False)
def kb() -> None:
    """For curators: check, measure and search the knowledge base."""


@kb.command()
@click.option("--strict", is_flag=True, help="Also reading grade, sizes, and phrasings that lead astray.")
@click.pass_obj
def check(folder: Path | None, strict: bool) -> int:
    """List every fault of the knowledge base; 1 where there is any."""
    from bot.surfaces.curator import check_base

    return check_base(folder, strict=strict)


@kb.command()
@click.option("--json", "_as_json", is_flag=True, help="As JSON, which is also the default.")
@click.pass_obj
def export(folder: Path | None, _as_json: bool) -> int:
    """Print every topic with its title, phrasings and facts as one JSON object."""
    from bot.surfaces.curator import export_base

    return export_base(folder)


@kb.command()
@click.argument("target", metavar="[FOLDER]", type=click.Path(path_type=Path), default=Path("docs/schema"))
def schema(target: Path) -> int:
    """Write the JSON Schema of each kind of file to FOLDER (docs/schema), for editors."""
    from bot.surfaces.curator_schema import write_schemas

    return write_schemas(target)


@kb.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def coverage(folder: Path | None, as_json: bool) -> int:
    """Count facts, citations, sources and phrasings of each topic, with its age and reading grade."""
    from bot.surfaces.curator_coverage import show_coverage

    return show_coverage(folder, as_json=as_json)


@kb.command()
@click.argument("topic")
@click.pass_obj
def show(folder: Path | None, topic: str) -> int:
    """Show TOPIC as a reader sees it, and each fact with its citations."""
    from bot.surfaces.curator import show_topic

    return show_topic(folder, topic)


@kb.command()
@click.argument("phrasing", nargs=-1, required=True)
@click.pass_obj
def near(folder: Path | None, phrasing: tuple[str, ...]) -> int:
    """List the topics that lie nearest to PHRASING, to see a collision before it is made."""
    from bot.surfaces.curator import show_near

    return show_near(folder, clean_text(" ".join(phrasing)))


@kb.command()
@click.argument("counts", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def gaps(folder: Path | None, counts: Path, as_json: bool) -> int:
    """Show where the base misses, by the counts that 'run --collect-gaps FILE' keeps."""
    from bot.surfaces.curator_gaps import show_gaps

    return show_gaps(folder, counts, as_json=as_json)
