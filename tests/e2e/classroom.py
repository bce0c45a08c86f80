"""A class in front of the fake Discord: people who start rounds, press buttons, and read what comes back."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fake_discord import payloads
from fake_discord.openapi import texts_of, walk
from fake_discord.payloads import SERVER, Asking, Place

from bot.surfaces.discord_app.study_door import bank_of

if TYPE_CHECKING:
    from fake_discord.server import FakeDiscord

    from bot.answering import Answerer
    from bot.study import ItemBank
    from bot.study.model import Item

    Json = Any

EPHEMERAL = 64
NEW_MESSAGE, IN_PLACE = 4, 7
DISCLAIMER = "not medical advice"
_people = iter(range(870000000000000000, 880000000000000000))


def somebody(place: Place = SERVER, **options: Any) -> Asking:
    """Return a person who was never here."""
    return Asking(who=payloads.user(str(next(_people))), place=place, **options)


def text(body: Json) -> str:
    return texts_of(body.get("data", body))


def is_private(body: Json) -> bool:
    return bool((body["data"].get("flags") or 0) & EPHEMERAL)


def buttons(message: Json) -> dict[str, str]:
    """Return the custom ids of a message's buttons by their labels."""
    data = message.get("data", message)
    return {part["label"]: part["custom_id"] for part in walk(data.get("components") or []) if part["type"] == 2}


@lru_cache(maxsize=1)
def _bank(answerer: Answerer) -> ItemBank:
    return bank_of(answerer)


class Classroom:
    """One message that is led on, and those who look at it."""

    def __init__(self, fake: FakeDiscord, answerer: Answerer, host: Asking) -> None:
        self.fake, self.host = fake, host
        self.bank = _bank(answerer)
        self.message: Json = None

    async def start(self, command: str = "quiz start", **options: Any) -> Json:
        """Begin something, and keep its message."""
        book = await self.fake.send(self.fake.command(command, self.host, **options))
        await asyncio.wait_for(book.answered.wait(), 30)
        self.message = book.message
        return book.callbacks[-1].body

    async def press(self, label: str, who: Asking | None = None, *, custom_id: str = "") -> Json:
        """Press a button, found by the beginning of its label; the message changes where the answer says so."""
        found = custom_id or next(
            (name for shown, name in buttons(self.message).items() if shown.startswith(label)), ""
        )
        assert found, f"no button {label!r} among {[*buttons(self.message)]}"
        body = await self.fake.ask(self.fake.press(self.message, found, None, who or self.host), 30)
        assert DISCLAIMER in text(body).strip().splitlines()[-1]
        if body["type"] == IN_PLACE:
            self.message = {**self.message, "components": body["data"]["components"]}
        return body

    def item(self) -> Item:
        """Return the question that the message shows."""
        shown = text(self.message).replace("\\", "")
        found = [item for item in self.bank.items if f"**{item.question}**" in shown]
        fitting = [item for item in found if all(f") {choice.text}" in shown for choice in item.choices)]
        assert fitting, shown
        return fitting[0]

    def letter(self, *, right: bool) -> str:
        """Return the letter of the right choice, or of a wrong one."""
        position = next(place for place, choice in enumerate(self.item().choices) if choice.right is right)
        return f"{'ABCDEFGH'[position]})"
