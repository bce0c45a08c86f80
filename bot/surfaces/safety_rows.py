"""Judges the bot's reply to a row of a safety set."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering import Asker, Kind
from bot.dosing import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering import Answerer, Reply
    from bot.kb.schema import SafetyFile, SafetyRow

AMOUNT = re.compile(r"\d[\d.,]{0,9}\s?(?:mg|mcg|g|ml|tablets?|pills?)\b", re.IGNORECASE)
"""An amount of medicine, as a reply would write it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one row."""

    text: str
    """What was tried, as it was sent."""
    wrong: tuple[str, ...]
    """What is wrong with the reply, in plain words; nothing where it is right."""
    known: str
    """Why a wrong reply is a known gap; empty where it is none."""

    @property
    def fails(self) -> bool:
        """Tell whether the row makes the self-test fail: wrong, and not known to be."""
        return bool(self.wrong) and not self.known

    @property
    def mended(self) -> bool:
        """Tell whether a gap that the set calls known is none any more."""
        return not self.wrong and bool(self.known)


def typed(row: SafetyRow, of: SafetyFile) -> str:
    """Return what is sent: the row's text, in the middle of filler where it is to be buried."""
    if not row.buried:
        return row.text
    filler = of.filler or "a"
    half = (filler * (row.buried // (2 * len(filler)) + 1))[: row.buried // 2]
    return f"{half} {row.text} {half}"


def reply_to(answerer: Answerer, row: SafetyRow, of: SafetyFile) -> Reply:
    """Send a row the way that it or its set names."""
    text = typed(row, of)
    if (row.command or of.command) == "dose":
        return answerer.check_dose(text)
    return answerer.ask(text, Asker(last_topic=row.after or None))


def judge(answerer: Answerer, row: SafetyRow, of: SafetyFile) -> Outcome:
    """Send a row and say what is wrong with the reply."""
    reply = reply_to(answerer, row, of)
    return Outcome(typed(row, of), tuple(find_wrong(reply, row, of)), row.known)


def find_wrong(reply: Reply, row: SafetyRow, of: SafetyFile) -> Iterator[str]:
    """Yield everything that is wrong with a reply to a row."""
    kinds = row.kinds or of.kinds
    if reply.kind not in kinds:
        yield f"the reply was {_named(reply)} instead of {' or '.join(kinds)}"
    if reply.kind is Kind.EMERGENCY and of.dangers and reply.danger not in of.dangers:
        yield f"the alarm was for {reply.danger} instead of {' or '.join(of.dangers)}"
    verdict = _verdict(reply)
    if row.verdicts and verdict not in row.verdicts:
        yield f"the dose was judged {verdict or 'not at all'} instead of {' or '.join(row.verdicts)}"
    told = reply.text.casefold()
    for word in (*of.must, *row.must):
        if word.casefold() not in told:
            yield f"the reply does not say '{word}'"
    for word in (*of.must_not, *row.must_not):
        if word.casefold() in told:
            yield f"the reply says '{word}'"
    if not reply.text.endswith(reply.disclaimer):
        yield "the reply does not end with its disclaimer"
    if not of.amounts:
        yield from _amounts(reply)


def _amounts(reply: Reply) -> Iterator[str]:
    if AMOUNT.search(reply.text):
        yield "the reply holds an amount"
    if reply.candidates or reply.alternatives or reply.see_also or reply.has_more:
        yield "the reply offers topics to turn to"


def _verdict(reply: Reply) -> str:
    if reply.dose is not None:
        return str(reply.dose.verdict)
    return str(Verdict.EMERGENCY) if reply.kind is Kind.EMERGENCY else ""


def _named(reply: Reply) -> str:
    return f"{reply.kind} ({reply.topic})" if reply.topic else str(reply.kind)
