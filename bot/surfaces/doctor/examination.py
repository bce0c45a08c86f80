"""Runs every look in turn and prints what was found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from bot.errors import ExitCode, SettingsError
from bot.settings import load_settings
from bot.settings_serve import load_serve_settings
from bot.surfaces.doctor.findings import Finding, Level, ok, wrong
from bot.surfaces.doctor.local import look_at_folders, look_at_knowledge, look_at_packages, look_at_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bot.settings import DiscordSettings


def examine(folder: Path | None, *, as_json: bool, offline: bool) -> int:
    """Print every finding; FAILURE where something is wrong."""
    worst = ExitCode.OK
    found: list[Finding] = []
    for finding in _looks(folder, offline=offline):
        found.append(finding)
        worst = ExitCode.FAILURE if finding.level is Level.WRONG else worst
        if not as_json:
            click.echo(str(finding))
    if as_json:
        click.echo(json.dumps({"well": worst is ExitCode.OK, "findings": [_object(finding) for finding in found]}))
    else:
        click.echo(_closing(found))
    return worst


def _looks(folder: Path | None, *, offline: bool) -> Iterator[Finding]:
    settings, told = _read()
    yield told
    if settings is not None:
        yield from look_at_settings(settings)
    yield from look_at_packages()
    yield from look_at_knowledge(folder)
    yield from look_at_folders(settings)
    if not offline:
        from bot.surfaces.discord_app.doctor import look_at_discord

        token = settings.token.get_secret_value() if settings else ""
        yield from look_at_discord(token or None)


def _read() -> tuple[DiscordSettings | None, Finding]:
    """Read the settings of ``run``; where there is no token, those of a replica, which needs none."""
    try:
        return load_settings(), ok("settings", "All of them can be read.")
    except SettingsError as error:
        fault = wrong("settings", error.what, error.mend)
    try:
        settings = load_serve_settings()
    except SettingsError:
        return None, fault
    if settings.token.get_secret_value() or settings.token_file:
        return None, fault
    return settings, ok("settings", "All of them can be read, for 'serve': there is no token, and it needs none.")


def _object(finding: Finding) -> dict[str, str]:
    return {"level": finding.level, "subject": finding.subject, "what": finding.what, "mend": finding.mend}


def _closing(found: Iterable[Finding]) -> str:
    levels = [finding.level for finding in found]
    bad, unwise = levels.count(Level.WRONG), levels.count(Level.WARNING)
    if bad:
        return f"{bad} wrong, {unwise} warnings: mend what is wrong, then run this again."
    return f"Nothing is wrong; {unwise} warnings."
