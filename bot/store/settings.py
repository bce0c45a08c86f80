"""What the operator of the study room may set, by environment or by a ``.env`` file in the working folder."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

DATABASE_URL, DATA = "DATABASE_URL", "BACLOBOT_DATA"
KEY, KEY_FILE = "BACLOBOT_PSEUDONYM_KEY", "BACLOBOT_PSEUDONYM_KEY_FILE"
LEAST_KEY = 16
"""Characters; a shorter key could be guessed, and with it who a pseudonym stands for."""


class StudySettings(BaseSettings):
    """The settings of the study room."""

    model_config = SettingsConfigDict(
        env_prefix="BACLOBOT_",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    study: bool = Field(
        default=True, description="offer the study room: /quiz, /cards, /leaderboard (needs the extra 'study')"
    )
    data: Path | None = Field(None, description="folder for the study room's database and key [the user's data folder]")
    database_url: SecretStr = Field(
        SecretStr(""),
        validation_alias=DATABASE_URL,
        description="a PostgreSQL database instead of the file, postgresql://user:password@host/name",
    )
    pseudonym_key: SecretStr = Field(
        SecretStr(""),
        description="secret under which people become pseudonyms, the same for all replicas; needed for PostgreSQL",
    )
    pseudonym_key_file: Path | None = Field(
        None, description="file that holds this secret [made beside the database file]"
    )
    store_seconds: float = Field(
        1.5, gt=0, le=10, description="longest wait for the study room's database; then it is said to be away [1.5]"
    )

    @property
    def folder(self) -> Path:
        """The data folder; raises SettingsError where there is neither a setting nor a home."""
        if self.data is not None:
            return self.data
        base = os.environ.get("XDG_DATA_HOME") or ""
        try:
            data = Path(base) if base.startswith(os.sep) else Path.home() / ".local" / "share"
        except RuntimeError:
            what = "There is no data folder for the study room: this user has no home."
            raise SettingsError(what, f"Name one in {DATA}.") from None
        return data / "baclobot"


def load_study_settings(env_file: Path | None = Path(".env")) -> StudySettings:
    """Read environment and file; raises SettingsError for the first fault, and never shows a secret."""
    try:
        settings = StudySettings(_env_file=env_file)
    except ValidationError as error:
        name = str(error.errors(include_url=False, include_input=False)[0]["loc"][0])
        shown = name if name == DATABASE_URL else f"BACLOBOT_{name.upper()}"
        what = f"{shown} is wrong."
        raise SettingsError(what, "'baclobot run --help' lists every setting.") from None
    except (OSError, UnicodeError) as error:
        what = f"The file '{env_file}' cannot be read ({type(error).__name__})."
        raise SettingsError(what, "Make it readable UTF-8, or remove it.") from None
    if settings.pseudonym_key.get_secret_value() and settings.pseudonym_key_file:
        what = f"Both {KEY} and {KEY_FILE} are set."
        raise SettingsError(what, "Keep one of them.")
    return settings


def describe_study_settings() -> tuple[tuple[str, str], ...]:
    """List every setting by the name of its variable, with what it means."""
    return tuple(
        (
            str(field.validation_alias or f"BACLOBOT_{name.upper()}"),
            f"{field.description} [yes]" if name == "study" else str(field.description),
        )
        for name, field in StudySettings.model_fields.items()
    )
