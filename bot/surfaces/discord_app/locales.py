"""What the language of somebody's Discord tells: a likely country, and the language to say a few words in.

A guess, no more: every emergency reply also says what is right in another country, and `/emergency` lets the
reader choose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import discord

_REGIONS = {
    "bg": "BG", "cs": "CZ", "da": "DK", "de": "DE", "el": "GR", "fi": "FI", "fr": "FR", "hi": "IN",
    "hr": "HR", "hu": "HU", "id": "ID", "it": "IT", "ja": "JP", "ko": "KR", "lt": "LT", "nl": "NL",
    "no": "NO", "pl": "PL", "ro": "RO", "ru": "RU", "th": "TH", "tr": "TR", "uk": "UA", "vi": "VN",
}  # fmt: skip
"""For locales that name a language only: the country where most of its Discord users live."""
_LABELS = {"GB": "UK"}
"""Sources say UK where country codes say GB."""


def country_of(locale: discord.Locale) -> str | None:
    """Return the two-letter code of the likely country; None where the locale spans many."""
    language, _, region = locale.value.partition("-")
    if not region:
        return _REGIONS.get(language)
    return region if len(region) == 2 else None


def language_of(locale: discord.Locale) -> str:
    """Return the two-letter code of the language; empty for English."""
    language = locale.value.partition("-")[0]
    return "" if language == "en" else language


def jurisdiction_of(country: str | None) -> str:
    """Return how sources name the country whose labels they print; empty where it is not known."""
    return _LABELS.get(country or "", country or "")
