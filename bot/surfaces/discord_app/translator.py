"""Gives Discord the commands' names and descriptions in the languages that `translations` knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import Locale, app_commands

from bot.surfaces.discord_app.study_translations import STUDY_FRENCH, STUDY_GERMAN, STUDY_SPANISH
from bot.surfaces.discord_app.translations import FRENCH, GERMAN, SPANISH

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLES: Mapping[Locale, Mapping[str, str]] = {
    Locale.spain_spanish: SPANISH | STUDY_SPANISH,
    Locale.latin_american_spanish: SPANISH | STUDY_SPANISH,
    Locale.french: FRENCH | STUDY_FRENCH,
    Locale.german: GERMAN | STUDY_GERMAN,
}
ENGLISH = frozenset((Locale.american_english, Locale.british_english))
"""Given their own words too: else Discord shows one English the other's, or a neighbour's."""


class Translations(app_commands.Translator):
    """Looks words up."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002 the words alone decide
    ) -> str | None:
        """Return the words in a language, or None to leave them English."""
        if locale in ENGLISH:
            return string.message
        return TABLES.get(locale, {}).get(string.message)
