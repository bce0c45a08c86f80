"""The commands of the Discord bot; what they need is imported when they run, so that asking stays quick."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import ExitCode

if TYPE_CHECKING:
    from bot.answering import Answerer
    from bot.settings import DiscordSettings


class SettingsCommand(click.Command):
    """A command whose help ends with the settings."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's
        """List every setting with its default."""
        from bot.settings import DiscordSettings, describe_settings
        from bot.settings_serve import NOT_SERVED, ServeSettings
        from bot.store.settings import describe_study_settings

        served = self.name == "serve"
        kind, unused = (ServeSettings, NOT_SERVED) if served else (DiscordSettings, frozenset[str]())
        with formatter.section("Settings, by environment or in a file .env"):
            formatter.write_dl(
                [
                    (item.name, f"{item.description} [{item.default}]" if item.default else item.description)
                    for item in describe_settings(kind, unused)
                ]
            )
        with formatter.section("Settings of the study room"):
            formatter.write_dl(describe_study_settings())


@click.command("run", cls=SettingsCommand)
@click.option(
    "--collect-gaps",
    "gaps",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Count in FILE, for 'kb gaps', which kinds of reply and topics were given, how near misses were, and what was "
    "chosen under 'Not what I asked': never words, people or times of day. For an operator who has told the users; "
    "/privacy says so too.",
)
@click.pass_obj
def run_command(folder: Path | None, gaps: Path | None) -> int:
    """Run the Discord bot until it is told to stop (SIGTERM, or Ctrl-C)."""
    from bot.surfaces.discord_app.stopping import StopSignals

    signals = StopSignals()
    signals.arm()
    settings = _settings()
    from bot.surfaces.gaps import GapKeeper

    keeper = None if gaps is None else GapKeeper(gaps)
    answerer = _sound_answerer(folder)
    from bot.surfaces.discord_app import runner

    answerer.prepare()
    runner.run(settings, answerer, signals, folder, keeper)
    return ExitCode.OK


@click.command("serve", cls=SettingsCommand)
@click.pass_obj
def serve_command(folder: Path | None) -> int:
    """Answer Discord's interactions over HTTP, as one of any number of replicas; register with 'sync'."""
    from bot.settings_serve import load_serve_settings
    from bot.surfaces.discord_app.stopping import StopSignals

    signals = StopSignals()
    signals.arm()
    settings = load_serve_settings()
    signals.last_seconds += settings.drain_seconds
    answerer = _sound_answerer(folder)
    from bot.surfaces.discord_app.http import serving

    answerer.prepare()
    serving.serve(settings, answerer, signals, folder)
    return ExitCode.OK


@click.command("sync", cls=SettingsCommand)
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.pass_obj
def sync_command(folder: Path | None, dry_run: bool) -> int:
    """Register the commands with Discord where they have changed."""
    settings = _settings()
    from bot.answering import load_answerer

    answerer = load_answerer(folder)
    from bot.surfaces.discord_app import runner

    comparison = runner.sync(settings, answerer, dry_run=dry_run)
    for line in comparison.changes:
        click.echo(line)
    if comparison.same:
        click.echo("Discord holds these commands already; nothing to do.")
    elif dry_run:
        click.echo(f"{len(comparison.changes)} changes; nothing was registered.")
    else:
        click.echo(f"{len(comparison.changes)} changes registered.")
    return ExitCode.OK


def _settings() -> DiscordSettings:
    from bot.settings import load_settings

    return load_settings()


def _sound_answerer(folder: Path | None) -> Answerer:
    """Load what answers people; an operator's own folder is checked first, as the shipped one was."""
    from bot.answering import load_answerer

    if folder is not None:
        from bot.surfaces.soundness import require_sound

        require_sound(folder)
    return load_answerer(folder)
