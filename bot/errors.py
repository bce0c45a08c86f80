"""Errors that a user can meet: each is a sentence that says what is wrong and how to mend it.

BaclobotError
├── KnowledgeError   the knowledge base cannot be read or has faults
├── SettingsError    an environment variable, a file or an option is wrong
└── InputError       what was typed or piped in cannot be used
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells its caller."""

    OK = 0
    FAILURE = 1
    USAGE = 2


class BaclobotError(Exception):
    """A failure with its sentence, its mend and its exit code."""

    exit_code = ExitCode.FAILURE

    def __init__(self, what: str, mend: str = "") -> None:
        self.what = what
        self.mend = mend
        super().__init__(f"{what} {mend}".strip())


class KnowledgeError(BaclobotError):
    """The knowledge base cannot be used."""


class SettingsError(BaclobotError):
    """The set-up is wrong: usage, not failure."""

    exit_code = ExitCode.USAGE


class InputError(BaclobotError):
    """What a user gave cannot be used."""

    exit_code = ExitCode.USAGE
