from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from bot.surfaces.terminal_stream import CHUNK_BYTES, clean_text, read_lines


def lines_of(raw: bytes) -> list[str]:
    return list(read_lines(io.BytesIO(raw)))


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"one\ntwo\n", ["one", "two"]),
        (b"one\n\ntwo", ["one", "", "two"]),
        (b"windows\r\nline\r\n", ["windows", "line"]),
        (b"\xef\xbb\xbfmarked\nnot \xef\xbb\xbf here\n", ["marked", "not \ufeff here"]),
        (b"nul\x00byte\n", ["nul\x00byte"]),
        (b"\xff\xfe\n", ["\ufffd\ufffd"]),
    ],
)
def test_every_line_comes_out(raw: bytes, lines: list[str]) -> None:
    assert lines_of(raw) == lines


@given(st.lists(st.binary(max_size=40).filter(lambda part: b"\n" not in part), max_size=20))
def test_as_many_lines_as_were_given(parts: list[bytes]) -> None:
    assert len(lines_of(b"".join(part + b"\n" for part in parts))) == len(parts)


@pytest.mark.parametrize("size", [CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES - 1])
def test_a_long_line_comes_out_whole(size: int) -> None:
    assert lines_of(b"a" * size + b"\nnext\n") == ["a" * size, "next"]


def test_of_a_huge_line_head_and_tail_are_kept() -> None:
    huge, following = lines_of(b"head " + b"x" * 10_000_000 + b" tail\nnext\n")
    assert huge.startswith("head ")
    assert huge.endswith(" tail")
    assert len(huge) <= 2 * CHUNK_BYTES + 1
    assert following == "next"


def test_a_closed_input_is_told() -> None:
    with pytest.raises(InputError, match="closed"):
        list(read_lines(None))


def test_an_unreadable_input_is_told() -> None:
    class Broken(io.BytesIO):
        def readline(self, _size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(InputError, match="Input/output error"):
        list(read_lines(Broken()))


def test_bytes_that_are_no_text_are_replaced_in_an_argument() -> None:
    assert clean_text("10 \udcff mg") == "10 \ufffd mg"
