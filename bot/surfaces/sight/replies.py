"""The one line and the one count that each answered question leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.surfaces.sight import metrics

if TYPE_CHECKING:
    import logging

    from bot.answering import Reply
    from bot.surfaces.sight.passage import Passage


def note_reply(log: logging.Logger, passage: Passage, reply: Reply, outcome: str) -> None:
    """Note what kind of reply was sent on which topic, and what became of it; not its words, nor who asked."""
    seconds = passage.seconds
    metrics().question(str(reply.kind), reply.topic, outcome, seconds)
    told = {
        "kind": str(reply.kind),
        "topic": reply.topic,
        "outcome": outcome,
        "ms": round(seconds * 1000, 1),
        "request": passage.id,
    }
    log.info("reply", extra=told)
