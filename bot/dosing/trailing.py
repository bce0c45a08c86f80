"""Counts through the day whose strength is told last: "one in the morning and two at bed, 10 mg tablets".

The readers meet the counts first and would take them for milligrams. Told first, the strength is understood, so
it is put first.
"""

from __future__ import annotations

import re

MAX_LENGTH = 400
"""Longer texts are stories: the tail of one is no strength of its head."""
_STRENGTH = re.compile(
    r"[,;:(\-\u2013\u2014]\s*(?:of\s+|the\s+|they(?:'re| are)\s+|all\s+)?"
    r"(\d{1,3}(?:[.,]\d{1,2})?\s?mg\s(?:tablets?|tabs?|pills?))\s*\)?[\s.?!]*$",
    re.IGNORECASE,
)
_DAYPART = re.compile(
    r"\b(?:morning|noon|midday|lunch|lunchtime|dinner|tea|teatime|supper|evening|night|bed|bedtime|breakfast|afternoon)\b",
    re.IGNORECASE,
)
_MASS = re.compile(r"\d\s?(?:mg|mcg|g|ml)\b", re.IGNORECASE)


def strength_first(text: str) -> str:
    """Put a strength that ends the text before the counts that it belongs to; else return the text as it is."""
    if len(text) > MAX_LENGTH:
        return text
    found = _STRENGTH.search(text)
    if found is None:
        return text
    head = text[: found.start()]
    return f"{found[1]}. {head}" if _DAYPART.search(head) and not _MASS.search(head) else text
