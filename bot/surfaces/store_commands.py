"""``baclobot store``: the study room's tables, for those who run the bot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from bot.errors import BaclobotError, ExitCode, InputError, SettingsError

if TYPE_CHECKING:
    from bot.store.store import Store


@click.group()
def store() -> None:
    """Keep the study room's tables up to date, or say whether they are."""


@store.command()
def upgrade() -> int:
    """Make the tables, or bring them up to date; the bot does so by itself when it starts."""
    return _with_store("upgrade")


@store.command()
def status() -> int:
    """Say which version the tables have, and which one this program needs."""
    return _with_store("status")


@store.command()
@click.option("--person", type=int, metavar="ID", help="A person's Discord id.")
@click.option("--server", type=int, metavar="ID", help="A server's Discord id.")
def forget(person: int | None, server: int | None) -> int:
    """Delete what is kept of a person or a server, as they could themselves."""
    if (person is None) == (server is None):
        what = "Name one: a person or a server."
        raise InputError(what, "For example: store forget --server 123456789012345678.")
    return _with_store("forget", person, server)


def _with_store(action: str, person: int | None = None, server: int | None = None) -> int:
    try:
        from bot.store.store import open_store
    except ImportError:
        what = "The study room needs the extra 'study'."
        raise SettingsError(what, "Install it: pip install 'baclobot[study]'.") from None
    from bot.store.settings import load_study_settings

    settings = load_study_settings()

    async def run() -> int:
        opened = open_store(settings)
        try:
            if action == "forget":
                return await _forget(opened, person, server)
            return await _act(opened, action)
        finally:
            await opened.close()

    return asyncio.run(run())


async def _act(opened: Store, action: str) -> int:
    from bot.store.base import DATABASE_FAULTS
    from bot.store.upgrade import current_revision, newest_revision

    engine = opened.database.engine
    where = "PostgreSQL" if engine.dialect.name == "postgresql" else str(engine.url.database)
    try:
        before = await current_revision(engine)
        if action == "upgrade":
            await opened.database.prepare()
        now = await current_revision(engine)
    except DATABASE_FAULTS as error:
        what = f"The study room's database cannot be reached ({type(error).__name__})."
        raise BaclobotError(what, "Look at DATABASE_URL, and whether the server runs.") from None
    click.echo(
        f"{where}: version {now or 'none'}, needed {newest_revision()}" + (", upgraded" if now != before else "")
    )
    return ExitCode.OK if now == newest_revision() else ExitCode.FAILURE


async def _forget(opened: Store, person: int | None, server: int | None) -> int:
    if person is not None:
        deleted = await opened.people.delete(opened.names.person(person))
        click.echo(f"Deleted: {deleted} entries.")
    elif server is not None:
        await opened.servers.forget(opened.names.server(server))
        click.echo("Deleted: whatever was kept of that server.")
    return ExitCode.OK
