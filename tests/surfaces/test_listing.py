from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def test_topics_stand_under_their_group(cli: Callable[..., Any]) -> None:
    lines = cli("topics").out.splitlines()
    assert lines[:3] == ["dosing", "  max-oral-dose: Highest dose by mouth", "  missed-dose: A missed dose"]
    assert lines.count("interactions") == 1


def test_sources_tell_where_to_read_them(cli: Callable[..., Any]) -> None:
    lines = cli("sources").out.splitlines()
    start = lines.index("tiny-label-uk: Tablets, UK label (A regulator, 2025-03)")
    assert lines[start + 1] == "  https://example.org/uk"


def test_one_source_tells_what_cites_it(cli: Callable[..., Any]) -> None:
    assert cli("sources", "tiny-label-uk").out == (
        "Tablets, UK label\n"
        "Id: tiny-label-uk\n"
        "Kind: label\n"
        "Publisher: A regulator\n"
        "Date: 2025-03\n"
        "Country: GB\n"
        "To read: https://example.org/uk\n"
        "Cited by 6 facts and figures:\n"
        "  max-oral-dose/uk: 4.2 Posology\n"
        "  max-oral-dose/pump: 4.2 Posology\n"
        "  missed-dose/short: How to take it\n"
        "  missed-dose/no-double: How to take it\n"
        "  interactions-overview/blood-pressure: 4.5 Interaction\n"
        "  with-alcohol/call: 4.9 Overdose\n"
    )
