"""Packages that only parts of the study room need: one sentence where one is missing."""

from __future__ import annotations

import importlib
from typing import Any

import bot
from bot.errors import SettingsError


def load_extra(package: str, extra: str, purpose: str) -> Any:
    """Import a package of an extra; raises SettingsError with what to install where it is missing."""
    try:
        return importlib.import_module(package)
    except ImportError as error:
        what = f"{purpose} need the package '{package.split('.', maxsplit=1)[0]}', which is not installed."
        raise SettingsError(what, f"Run: pip install '{bot.APP_NAME}[{extra}]'.") from error
