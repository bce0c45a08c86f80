"""Picks the words for small talk and for what is declined."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_DECLINE = "out-of-scope"
DECLINE_TEXT = {
    "law": "out-of-scope-law",
    "insurance-money": "out-of-scope-law",
    "travel": "out-of-scope-law",
    "diagnosis": "out-of-scope-diagnosis",
    "homework": "out-of-scope-homework",
    "prompt-tricks": "out-of-scope-prompt",
    "drug-making-selling": "out-of-scope-misuse",
}
"""Subjects that are declined with words of their own."""


def decline_key(subject: str, texts: Mapping[str, str]) -> str:
    """Return the id of the text that declines a subject."""
    key = DECLINE_TEXT.get(subject, DEFAULT_DECLINE)
    return key if key in texts else DEFAULT_DECLINE
