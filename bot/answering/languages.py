"""Texts in the language of whoever asks, where the base holds a translation; else in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = {"es": "spanish", "fr": "french", "de": "german", "pt": "portuguese", "it": "italian"}
"""Codes to the names that the wording's ids end with, as in ``about-in-spanish``."""
HEAD = ("about", "question")
"""Texts that head an answer in another language: what this is, and that the rest is in English."""


def translated(texts: Mapping[str, str], language: str) -> Mapping[str, str]:
    """Return the wording with each text that is translated put in its translation; unchanged for English."""
    name = NAMES.get(language)
    if name is None:
        return texts
    ending = f"-in-{name}"
    return {**texts, **{key.removesuffix(ending): text for key, text in texts.items() if key.endswith(ending)}}


def head_lines(texts: Mapping[str, str], language: str) -> tuple[str, ...]:
    """Return the lines that head a reply to a question in a language; none for English."""
    name = NAMES.get(language, "")
    keys = (f"{key}-in-{name}" for key in HEAD)
    return tuple(texts[key] for key in keys if key in texts)
