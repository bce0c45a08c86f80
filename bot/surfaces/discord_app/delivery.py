"""The only place that sends anything to Discord. Replies go in; what becomes of them comes out.

Nobody is pinged: the client allows no mentions at all. A connection that breaks is tried once more, which is
safe: Discord takes an interaction's answer, and a message with the same nonce, only once.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.surfaces.discord_app.render import pages
from bot.surfaces.discord_app.study_render import PICTURE, view_of
from bot.surfaces.discord_app.texts import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answering import Reply
    from bot.surfaces.discord_app.study_board import Board
    from bot.surfaces.discord_app.texts import Look

log = logging.getLogger(__name__)

Send = Callable[[discord.ui.LayoutView], Awaitable[object]]

RETRY_SECONDS = 0.5
ALREADY_ANSWERED = 40060
SERVER_FAULT = 500


class Outcome(StrEnum):
    """What became of a reply."""

    SENT = "sent"
    ANSWERED = "answered already"
    GONE = "the question is gone"
    REFUSED = "not allowed here"
    LIMITED = "rate limited"
    LOST = "lost"


async def deliver(send: Send, reply: Reply, look: Look = PLAIN) -> Outcome:
    """Send a reply, in as many messages as it needs; each of them ends with the disclaimer."""
    return await _send_all(send, pages(reply, look))


async def deliver_again(send: Send, view: discord.ui.LayoutView) -> Outcome:
    """Send a copy of what the bot said before, disclaimer included."""
    return await _send_all(send, (view,))


async def deliver_board(send: Send, board: Board) -> Outcome:
    """Send a message of the study room, which no more than a reply exists without its disclaimer."""
    return await _send_all(send, (view_of(board),))


def to_place(interaction: discord.Interaction[Any]) -> Send:
    """Answer a press by putting the answer in the place of the message that was pressed."""

    async def send(view: discord.ui.LayoutView) -> None:
        if interaction.response.is_done():  # it took so long that Discord was put off
            await interaction.followup.send(view=view, ephemeral=True)
        else:
            await interaction.response.edit_message(view=view, allowed_mentions=discord.AllowedMentions.none())

    return send


async def put_off(interaction: discord.Interaction[Any]) -> None:
    """Tell the reader that an answer is coming, to be seen by nobody else: `to_wait_over` brings it."""
    await _tried(lambda: interaction.response.defer(ephemeral=True, thinking=True))


class _Picture(discord.File):
    """A file whose id is text, as Discord's description has every id; the library writes a number."""

    def to_dict(self, index: int) -> dict[str, Any]:
        """Describe the file by its place among those that are sent."""
        return {**super().to_dict(index), "id": str(index)}


def to_wait_over(interaction: discord.Interaction[Any], png: bytes) -> Send:
    """Answer, to its reader alone, an interaction that was put off, with a picture attached."""

    async def send(view: discord.ui.LayoutView) -> None:
        await interaction.followup.send(view=view, file=_Picture(io.BytesIO(png), PICTURE), ephemeral=True)

    return send


def to_interaction(interaction: discord.Interaction[Any], *, private: bool) -> Send:
    """Answer an interaction: first with its response, then with follow-ups."""

    async def send(view: discord.ui.LayoutView) -> None:
        if interaction.response.is_done():
            await interaction.followup.send(view=view, ephemeral=private)
        else:
            await interaction.response.send_message(view=view, ephemeral=private)

    return send


def to_message(message: discord.Message) -> Send:
    """Reply to a message, which may have been deleted meanwhile, without a ping."""
    reference = _Reference(message_id=message.id, channel_id=message.channel.id, fail_if_not_exists=False)
    sent = 0

    async def send(view: discord.ui.LayoutView) -> None:
        nonlocal sent
        # The nonce is the question's own id: were two processes to answer, Discord would take one reply.
        await message.channel.send(view=view, reference=reference, mention_author=False, nonce=message.id + sent)
        sent += 1

    return send


class _Reference(discord.MessageReference):
    """Names a message as Discord describes it: the library's own writes ids as numbers, not as strings."""

    def to_message_reference_dict(self) -> Any:
        """Return what stands in the body."""
        return {
            "message_id": str(self.message_id),
            "channel_id": str(self.channel_id),
            "fail_if_not_exists": self.fail_if_not_exists,
        }


async def _send_all(send: Send, views: Iterable[discord.ui.LayoutView]) -> Outcome:
    outcome = Outcome.SENT
    for view in views:
        # A button carries what it needs in its id. The library would keep each view, for a quarter of an hour.
        view.stop()
        outcome = await _tried(lambda view=view: send(view))  # type: ignore[misc]  # bound at once
        if outcome is not Outcome.SENT:
            break
    return outcome


async def _tried(action: Callable[[], Awaitable[object]]) -> Outcome:
    """Do it, once more after a broken connection, and tell what came of it instead of raising."""
    for attempt in (1, 2):
        try:
            await action()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("connection broke while sending (%s), attempt %d", type(error).__name__, attempt)
            if attempt == 1:
                await asyncio.sleep(RETRY_SECONDS)
        except discord.InteractionResponded:
            return Outcome.ANSWERED
        except discord.RateLimited:
            return Outcome.LIMITED
        except discord.HTTPException as error:
            return _outcome_of(error)
        else:
            return Outcome.SENT
    return Outcome.LOST


def _outcome_of(error: discord.HTTPException) -> Outcome:
    if error.code == ALREADY_ANSWERED:
        return Outcome.ANSWERED
    if isinstance(error, discord.NotFound):
        return Outcome.GONE
    if isinstance(error, discord.Forbidden):
        return Outcome.REFUSED
    level = logging.WARNING if error.status >= SERVER_FAULT else logging.ERROR
    log.log(level, "Discord refused a message: status %d, code %d", error.status, error.code)
    return Outcome.LOST
