"""Standard input, one question a line: no line is ever lost, and a huge one is never held whole."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, BinaryIO

from bot.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_BYTES = 64 * 1024
"""Of a longer line the head and the tail are kept, so many bytes each: far more than any reader looks at."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def open_input() -> BinaryIO | None:
    """Return standard input as bytes; None where it is closed."""
    return sys.stdin.buffer if sys.stdin is not None else None


def read_lines(stream: BinaryIO | None) -> Iterator[str]:
    """Yield each line as it arrives; bytes that are no UTF-8 become replacement characters.

    Raises InputError where there is no standard input or it cannot be read.
    """
    if stream is None:
        what = "Standard input is closed."
        raise InputError(what, "Pipe questions in, one a line, or give one as argument.")
    first = True
    while True:
        try:
            raw = _read_line(stream)
        except OSError as error:
            what = f"Standard input cannot be read: {error.strerror or error}."
            raise InputError(what, "Pipe a text in, one question a line.") from error
        if raw is None:
            return
        yield (raw.removeprefix(_BYTE_ORDER_MARK) if first else raw).decode("utf-8", "replace")
        first = False


def clean_text(text: str) -> str:
    """Return words typed as an argument with what is no character replaced."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def _read_line(stream: BinaryIO) -> bytes | None:
    """Read one line without its end; None after the last. At most three chunks are held at once."""
    head = tail = b""
    cut = False
    while part := stream.readline(CHUNK_BYTES):
        if len(head) < CHUNK_BYTES:
            head += part
        else:
            cut = cut or len(tail) + len(part) > CHUNK_BYTES
            tail = (tail + part)[-CHUNK_BYTES:]
        if part.endswith(b"\n"):
            break
    if not head:
        return None
    line = head + (b" " if cut else b"") + tail
    return line.removesuffix(b"\n").removesuffix(b"\r")
