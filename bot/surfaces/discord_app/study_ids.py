"""What a button of the study room means, written whole into its own id, as `custom_ids` does for the others.

A round's state lies in the store, and its buttons name the round and the question they stand under; who plays
alone has the whole state in the id, and needs no store. So a button works after a restart and on any replica.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

STUDY_PATTERN = re.compile(r"bs1:(?P<act>[a-z]{1,8})(?P<words>(?::[a-z0-9-]{0,40}){0,8})", re.ASCII)
"""The number in 'bs1' changes when the meaning of ids does. Discord allows 100 characters."""
LONGEST = 100


class Act(StrEnum):
    """What a button does; behind each, the words that follow in its id."""

    ANSWER = "a"
    """A round's: round, position, choice."""
    BEGIN = "go"
    """The host's, as the next four: round, position."""
    SHOW = "show"
    NEXT = "next"
    SKIP = "skip"
    STOP = "stop"
    MINE = "mine"
    """How did I do: round, position."""
    ALONE = "sa"
    """Answer, alone: the state of `Alone`, then the choice."""
    ONWARD = "sn"
    """Next question, alone: the state of `Alone`."""
    FLIP = "cf"
    """Show a card's answer: item, reviews, group."""
    RATE = "cr"
    """Rate a card: item, reviews, group, rating."""
    LIST = "in"
    """Stand on this server's leaderboard."""
    UNLIST = "out"
    PICTURE = "pic"
    """Draw it: 'cards', or 'season' and its number."""
    HELD = "held"
    """What is kept about me, from a line on: line."""
    DELETE = "gone"
    """Delete it."""


@dataclass(frozen=True, slots=True)
class StudyPress:
    """One button, as pressed or to be shown."""

    act: Act
    words: tuple[str, ...] = ()

    @property
    def custom_id(self) -> str:
        """Write it down; raises ValueError where it is longer than Discord allows."""
        written = ":".join(("bs1", self.act, *self.words))
        if len(written) > LONGEST or STUDY_PATTERN.fullmatch(written) is None:
            message = "a custom id cannot hold this"
            raise ValueError(message)
        return written

    def word(self, place: int) -> str:
        """Return a word, or an empty one."""
        return self.words[place] if place < len(self.words) else ""

    def number(self, place: int) -> int:
        """Return a word as a number; -1 where it is none."""
        word = self.word(place)
        return int(word) if word.isdecimal() and len(word) <= 6 else -1


def press_of(act: Act, *words: object) -> StudyPress:
    """Make a press of words and numbers."""
    return StudyPress(act, tuple(map(str, words)))


def read_press(custom_id: str) -> StudyPress | None:
    """Read a custom id, or return None where it is none of the study room's."""
    found = STUDY_PATTERN.fullmatch(custom_id)
    if found is None or found["act"] not in set(Act):
        return None
    return StudyPress(Act(found["act"]), tuple(found["words"].split(":")[1:]))
