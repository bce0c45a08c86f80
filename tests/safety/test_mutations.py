"""The table of broken controls: it can only show something while each of its changes still fits the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.mutations import MUTATIONS, Mutation

ROOT = Path(__file__).parents[2]


@pytest.mark.hazard("H36")
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_what_is_to_be_broken_stands_where_it_is_looked_for(mutation: Mutation) -> None:
    assert (ROOT / mutation.file).read_text("utf-8").count(mutation.old) == 1
    assert all((ROOT / test.split("::")[0]).exists() for test in mutation.tests.split())
