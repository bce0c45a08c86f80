"""One fault of a knowledge base: where it is, what is wrong and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A finding of the reader or of a check; a warning does not fail the check."""

    path: str
    line: int
    """1 for the first line; 0 where the fault is of the file as a whole."""
    what: str
    mend: str
    warning: bool = False

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.what} {self.mend}".rstrip()
