"""Items from gaps: a curated sentence with some of its words cut out, or told with other words in their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.study.making import Draft, Wrong, coin, statement_draft
from bot.study.model import ItemKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.kb import Fact
    from bot.kb.study import StudyGap
    from bot.study.making import Maker

BLANK = "_____"
MOST_WRONG = 3
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(\d])")


def gap_drafts(gap: StudyGap, maker: Maker) -> Iterator[Draft]:
    """Draft the items of a gap: one to fill it and one that is true or false."""
    topic, fact = maker.places[gap.fact]
    sentence = sentence_of(fact, gap.cut)
    if sentence is None:
        return
    origin = f"gap/{gap.fact}{f'#{gap.id}' if gap.id else ''}"
    wrong = tuple(_wrong(other.text, other.why, other.fact, maker) for other in gap.wrong)
    about = gap.lead or topic.title
    if len(wrong) > 1:
        yield Draft(
            kind=ItemKind.MULTIPLE_CHOICE,
            origin=origin,
            question=f"{about}: fill the gap. “{sentence.replace(gap.cut, BLANK)}”",
            answer=gap.cut,
            facts=(gap.fact,),
            difficulty=gap.difficulty,
            wrong=wrong[:MOST_WRONG],
        )
    if gap.say:
        altered = None if coin("truth", origin) else wrong[0]
        shown = sentence.replace(gap.cut, altered.text) if altered else sentence
        yield statement_draft(
            f"say/{origin}",
            f"{about}: true or false? “{shown}”",
            fact=gap.fact,
            difficulty=gap.difficulty,
            altered=altered,
            correction=f"Right: “{gap.cut}”.",
        )


def sentence_of(fact: Fact, cut: str) -> str | None:
    """Return the sentence of a fact that holds the cut once; None where there is none or the cut repeats."""
    found = [sentence for sentence in _SENTENCE_END.split(fact.text) if cut in sentence]
    return found[0] if len(found) == 1 and found[0].count(cut) == 1 else None


def _wrong(text: str, why: str, fact: str, maker: Maker) -> Wrong:
    return Wrong(text, why or f"That belongs elsewhere: {maker.places[fact][1].text}", fact)
