"""The commands of the Discord bot; what they need is imported when they run, so that asking stays quick."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 -- click reads no annotations, but readers of the signature do
from typing import TYPE_CHECKING

import click

from bot.errors import ExitCode

if TYPE_CHECKING:
    from bot.settings import DiscordSettings


class SettingsCommand(click.Command):
    """A command whose help ends with the settings."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's
        """List every setting with its default."""
        from bot.settings import DiscordSettings, ServeSettings, describe_settings

        kind = ServeSettings if self.name == "serve" else DiscordSettings
        with formatter.section("Settings, by environment or in a file .env"):
            formatter.write_dl(
                [
                    (item.name, f"{item.description} [{item.default}]" if item.default else item.description)
                    for item in describe_settings(kind)
                ]
            )


@click.command("run", cls=SettingsCommand)
@click.pass_obj
def run_command(folder: Path | None) -> int:
    """Run the Discord bot until it is told to stop (SIGTERM, or Ctrl-C)."""
    from bot.surfaces.discord_app.stopping import StopSignals

    signals = StopSignals()
    signals.arm()
    settings = _settings()
    from bot.answering import load_answerer

    answerer = load_answerer(folder)
    from bot.surfaces.discord_app import runner

    runner.run(settings, answerer, signals, folder)
    return ExitCode.OK


@click.command("serve", cls=SettingsCommand)
@click.pass_obj
def serve_command(folder: Path | None) -> int:
    """Answer Discord's interactions over HTTP, as one of any number of replicas; register with 'sync'."""
    from bot.settings import load_serve_settings
    from bot.surfaces.discord_app.stopping import StopSignals

    signals = StopSignals()
    signals.arm()
    settings = load_serve_settings()
    signals.last_seconds += settings.drain_seconds
    from bot.answering import load_answerer

    answerer = load_answerer(folder)
    from bot.surfaces.discord_app.http import serving

    serving.serve(settings, answerer, signals)
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
