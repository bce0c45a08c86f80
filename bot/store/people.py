"""What is kept on one person, line by line, and its deletion."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from bot.store.tables import CARD, LISTED, REVIEW, ROUND, SCORE

if TYPE_CHECKING:
    from sqlalchemy import Column, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.store.base import Door

OWNED = (SCORE, CARD, REVIEW, LISTED)
"""Tables whose lines belong to one person each."""


class People:
    """Shows and deletes what belongs to a person."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def held(self, person: str, start: int, most: int) -> tuple[tuple[str, ...], int]:
        """Return what is kept as it stands in the tables, from one line on, and how many lines there are in all."""

        async def work(connection: AsyncConnection) -> tuple[tuple[str, ...], int]:
            lines: list[str] = []
            total = 0
            for table, column in _places():
                mine = column == person
                count = int(await connection.scalar(select(func.count()).select_from(table).where(mine)) or 0)
                first = max(0, start - total)
                wanted = most - len(lines)
                if wanted > 0 and first < count:
                    query = select(table).where(mine).order_by(*table.primary_key.columns).offset(first).limit(wanted)
                    rows = (await connection.execute(query)).mappings()
                    lines += [_line(table, dict(row), column.name) for row in rows]
                total += count
            return tuple(lines), total

        return await self._door.read(work)

    async def delete(self, person: str) -> int:
        """Delete it all at once, and return how many lines that were.

        Rounds that a person played alone go; of those for a channel, which belong to others too, the host is
        struck out.
        """

        async def work(connection: AsyncConnection) -> int:
            deleted = 0
            for table in OWNED:
                deleted += (await connection.execute(delete(table).where(table.c.person == person))).rowcount
            alone = delete(ROUND).where(ROUND.c.host == person, ROUND.c.channel == "")
            deleted += (await connection.execute(alone)).rowcount
            hosted = update(ROUND).where(ROUND.c.host == person).values(host="")
            return deleted + (await connection.execute(hosted)).rowcount

        return await self._door.write(work)


def _places() -> list[tuple[Table, Column[str]]]:
    return [*((table, table.c.person) for table in OWNED), (ROUND, ROUND.c.host)]


def _line(table: Table, row: dict[str, object], own: str) -> str:
    """Write a line as it is stored; times are put so that people can read them."""
    row.pop(own)
    for name in ("due", "last", "begun", "at", "changed"):
        if isinstance(row.get(name), int):
            row[name] = datetime.fromtimestamp(int(str(row[name])) / 1000, UTC).strftime("%Y-%m-%d %H:%M")
    return f"{table.name}: " + ", ".join(f"{name} {value}" for name, value in row.items() if value != "")
