"""Who may see what.

The rules, in full:

1. A command's reply is seen by the asker alone. ``/ask`` with ``share: yes`` shows it to everybody, but never
   a dose check or an emergency. In a direct message with the bot nothing needs hiding.
2. A private reply that tells facts, or judges a dose, has a Share button; whatever names a number to call
   has none.
3. A mention is answered where it was written: facts in full; of a dose only that it is over the labels or
   its unit does not fit, with an offer to answer in private; of an emergency whom to call and no more, and
   a button opens the rest for whoever presses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering import Kind

if TYPE_CHECKING:
    from bot.answering import Reply
    from bot.answering.extras import Extras

SHAREABLE = frozenset((Kind.ANSWER, Kind.DOSE_CHECK))
"""What a reader may want to show to others."""
PERSONAL = frozenset((Kind.DOSE_CHECK, Kind.EMERGENCY))
"""What tells of the person who asked: never shown to all unless that person presses Share."""


def is_private(reply: Reply, *, share: bool, alone: bool) -> bool:
    """Tell whether only the asker sees a command's reply; ``alone``: nobody else reads the channel."""
    return not alone and (not share or reply.kind in PERSONAL)


def is_urgent(reply: Reply) -> bool:
    """Tell whether somebody may be in danger; a dose far past any label counts."""
    return reply.kind is Kind.EMERGENCY or bool(reply.contacts)


def may_share(reply: Reply, *, private: bool) -> bool:
    """Tell whether a reply gets a Share button."""
    return private and reply.kind in SHAREABLE and not is_urgent(reply)


def for_public(reply: Reply, extras: Extras) -> Reply:
    """Return what is said to a mention where others read it."""
    if is_urgent(reply):
        return extras.in_public(reply)
    if reply.kind is Kind.DOSE_CHECK:
        return extras.private_offer(reply)
    return reply
