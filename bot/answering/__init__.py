"""From a text to a reply: the only layer that surfaces call."""

from bot.answering.answerer import NOBODY, Answerer, Asker
from bot.answering.loading import load_answerer
from bot.answering.reply import Kind, Option, Reference, Reply, Statement

__all__ = [
    "NOBODY",
    "Answerer",
    "Asker",
    "Kind",
    "Option",
    "Reference",
    "Reply",
    "Statement",
    "load_answerer",
]
