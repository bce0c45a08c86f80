"""The table of names: each name has one number, whatever it is spelled like, and nothing else has one."""

from __future__ import annotations

import pickle
from zlib import crc32

from hypothesis import given
from hypothesis import strategies as st

from bot.matching.name_table import MISSING, NameTable

# Two names with one checksum, found by trying: a table that trusted the checksum alone would mix them up.
TWINS = ("plumless", "buckeroo")

names = st.lists(st.text(max_size=8), unique=True, max_size=60)


@given(names, names)
def test_each_name_has_its_own_number_and_strangers_have_none(held: list[str], others: list[str]) -> None:
    table = NameTable(held)
    assert sorted(map(table.number, held)) == list(range(len(held))) == list(range(len(table)))
    assert {table.number(name) for name in others if name not in held} <= {MISSING}


@given(names)
def test_numbers_are_the_same_in_bulk_and_after_it_was_stored(held: list[str]) -> None:
    table = NameTable(held)
    again: NameTable = pickle.loads(pickle.dumps(table))  # noqa: S301 -- made on this very line
    assert table.numbers() == {name: table.number(name) for name in held} == {name: again.number(name) for name in held}


def test_names_with_the_same_checksum_are_told_apart() -> None:
    first, second = TWINS
    assert crc32(first.encode()) == crc32(second.encode())
    table = NameTable(TWINS)
    assert {table.number(first), table.number(second)} == {0, 1}
    assert NameTable([first]).number(second) == MISSING
