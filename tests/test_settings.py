"""What the operator sets, and what is said where it is wrong."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.errors import ExitCode, SettingsError
from bot.settings import DiscordSettings, describe_settings, load_settings, variable_of, warn_of
from bot.settings_serve import NOT_SERVED, ServeSettings

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "ODEwMDAwMDAwMDAwMDAwMDAx.GfAkE1.canary-canary-canary-canary-canary-00"  # noqa: S105 -- opens nothing


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("BACLOBOT_", "DISCORD_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_the_token_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    assert load_settings().token.get_secret_value() == TOKEN


def test_the_token_comes_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(f"{TOKEN}\r\n")
    secret.chmod(0o600)
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(secret))
    settings = load_settings()
    assert settings.token.get_secret_value() == TOKEN
    assert not warn_of(settings)
    secret.chmod(0o644)
    assert len(warn_of(settings)) == 1


def test_a_file_of_settings_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\nBACLOBOT_SYNC=no\nBACLOBOT_STOP_SECONDS=2\nOTHER=1\n")
    monkeypatch.setenv("BACLOBOT_STOP_SECONDS", "3")
    settings = load_settings()
    assert settings.sync is False
    assert settings.stop_seconds == 3


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(TOKEN)
    monkeypatch.setenv("DISCORD_TOKEN", "")
    monkeypatch.setenv("BACLOBOT_LOG_LEVEL", "")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "secret")
    assert load_settings().log_level == "info"


@pytest.mark.hazard("H28")
def test_the_token_is_never_shown() -> None:
    settings = DiscordSettings(token=SecretStr(TOKEN))
    assert TOKEN not in repr(settings)
    assert TOKEN not in str(settings.model_dump())


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, "neither DISCORD_TOKEN nor DISCORD_TOKEN_FILE"),
        ({"DISCORD_TOKEN": f"'{TOKEN}'"}, "quotation marks"),
        ({"DISCORD_TOKEN": f"{TOKEN}\n"}, "line break"),
        ({"DISCORD_TOKEN": f"Bot {TOKEN}"}, "a word before"),
        ({"DISCORD_TOKEN": "a\x07b"}, "no token has"),
        ({"DISCORD_TOKEN": TOKEN, "DISCORD_TOKEN_FILE": "x"}, "Keep one"),
        ({"DISCORD_TOKEN_FILE": TOKEN}, "(a token)"),
        ({"DISCORD_TOKEN_FILE": "two\nlines"}, "does not exist"),
        ({"DISCORD_TOKEN": TOKEN, "BACLOBOT_LOG_LEVEL": "trace"}, "BACLOBOT_LOG_LEVEL is wrong"),
        ({"DISCORD_TOKEN": TOKEN, "BACLOBOT_ACK_MARGIN": "nan"}, "BACLOBOT_ACK_MARGIN is wrong"),
        ({"DISCORD_TOKEN": TOKEN, "BACLOBOT_ACK_MARGIN": "-1"}, "BACLOBOT_ACK_MARGIN is wrong"),
        ({"DISCORD_TOKEN": TOKEN, "BACLOBOT_REQUESTS_PER_SECOND": "1000"}, "BACLOBOT_REQUESTS_PER_SECOND"),
    ],
)
def test_a_wrong_setting_is_one_line_with_its_mend(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], words: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert caught.value.mend
    assert caught.value.exit_code is ExitCode.USAGE


def test_an_unreadable_file_of_settings_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    (tmp_path / ".env").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings()


def test_every_setting_is_described() -> None:
    described = {item.name: item for item in describe_settings()}
    assert {variable_of(name) for name in DiscordSettings.model_fields} == set(described)
    assert all(item.description for item in described.values())
    assert described["DISCORD_TOKEN"].default == ""
    assert described["BACLOBOT_RECONNECT_LONGEST"].default == "60"


def test_what_serve_does_not_look_at_exists() -> None:
    assert DiscordSettings.model_fields.keys() >= NOT_SERVED
    described = {item.name: item for item in describe_settings(ServeSettings, NOT_SERVED)}
    assert all(item.description for item in described.values())
    assert {"DISCORD_PUBLIC_KEY", "BACLOBOT_HTTP_PORT", "BACLOBOT_LOG_LEVEL"} <= described.keys()
    assert "DISCORD_TOKEN" not in described


def test_an_address_that_discord_turns_away_stays_away_for_five_minutes() -> None:
    """Each try within the ban makes it longer; tests elsewhere shorten this time."""
    assert DiscordSettings().blocked_seconds >= 300
