"""What a button means, written whole into its own id.

Nothing about a message is remembered: the id says what was pressed, so it works after a restart, in another
process and on a message of last year. Whatever does not read exactly as written here is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

PATTERN = re.compile(r"bb1:(?P<press>[a-z]{1,10}):(?P<name>[a-z0-9-]{0,64}):(?P<start>[0-9]{0,4})", re.ASCII)
"""At most 85 characters; Discord allows 100. The number in 'bb1' changes when the meaning of ids does."""


class Press(StrEnum):
    """What a button or a select does."""

    MORE = "more"
    """Show a topic in full, from a statement on."""
    TOPIC = "topic"
    """Answer with a topic."""
    MISSED = "missed"
    """Answer with the topic that was chosen instead of this one."""
    SHARE = "share"
    """Post the message that the button stands under for everybody."""
    DANGER = "danger"
    """Show, to this reader alone, what to do in a kind of danger."""
    COUNTRY = "country"
    """Say whom to call in the chosen country; of a kind of danger, where one is named, with what to do."""
    WORKS = "works"
    """Show the list of works from one on; all of them, or those of a topic."""


@dataclass(frozen=True, slots=True)
class State:
    """The meaning of one button."""

    press: Press
    name: str = ""
    """A topic's or a danger's id."""
    start: int = 0

    @property
    def custom_id(self) -> str:
        """Write the state down."""
        return f"bb1:{self.press}:{self.name}:{self.start or ''}"


def read_state(custom_id: str) -> State | None:
    """Read a custom id, or return None where it is none of ours."""
    found = PATTERN.fullmatch(custom_id)
    if found is None or found["press"] not in set(Press):
        return None
    return State(Press(found["press"]), found["name"], int(found["start"] or 0))
