"""What the doctor finds, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    """The bot runs, but not as well as it could."""
    WRONG = "wrong"
    """The bot does not run, or not rightly."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    subject: str
    what: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.level:<9}{self.subject:<18}{self.what} {self.mend}".rstrip()


def ok(subject: str, what: str) -> Finding:
    """Tell that something is as it should be."""
    return Finding(Level.OK, subject, what)


def warning(subject: str, what: str, mend: str) -> Finding:
    """Tell of something unwise."""
    return Finding(Level.WARNING, subject, what, mend)


def wrong(subject: str, what: str, mend: str) -> Finding:
    """Tell of something that has to be mended."""
    return Finding(Level.WRONG, subject, what, mend)
