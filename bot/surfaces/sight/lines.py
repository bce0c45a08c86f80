"""Writes a log's lines without ever waiting for whoever reads them."""

from __future__ import annotations

import logging
import os
import select

STANDARD_OUTPUT, STANDARD_ERROR = 1, 2
LONGEST_LINE = 4096
"""Bytes; so much a pipe takes whole, or not at all."""


class LineHandler(logging.Handler):
    """Writes whole lines to a file descriptor, and never waits: what nobody takes in time is left out.

    A reader of the log that hangs, a full disk or a closed pipe must not hold the bot up.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._lost = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        try:
            line = self.format(record)
        except Exception as error:  # noqa: BLE001 - a line that cannot be made must not end what it tells of
            line = f"a line of {record.name} could not be written ({type(error).__name__})"
        self.write_line(line)

    def write_line(self, line: str) -> None:
        """Write a line as it is."""
        told = f"({self._lost} lines were left out)\n" if self._lost else ""
        data = f"{told}{line}".encode(errors="replace")[: LONGEST_LINE - 1] + b"\n"
        try:
            taken = self._is_open() and os.write(self._descriptor, data)
        except OSError:
            taken = 0
        self._lost = 0 if taken else self._lost + 1

    def _is_open(self) -> bool:
        """Tell whether a line can be written at once; a pipe that can takes as much as a line is long."""
        if not hasattr(select, "poll"):
            return True
        poll = select.poll()
        poll.register(self._descriptor, select.POLLOUT)
        return bool(poll.poll(0))
