"""Reading the FDA's UNII Names list: substances with their names and the registers that hold them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_TAGGED = re.compile(r"(.+) \[([A-Z][A-Z .-]*)\]")
_OFFICIAL, _BRAND = "of", "bn"
_COMPONENT = " component "
# Who gives a substance its generic name, and who lists it as a medicine in use (or once in use).
NAMING = frozenset({"INN", "USAN"})
IN_USE = frozenset({"ORANGE BOOK", "VANDF", "MART.", "WHO-IP", "GREEN BOOK", "USP MONOGRAPH"})
APPROVED = frozenset({"PURPLE BOOK CDER", "EMA EPAR"})


@dataclass(slots=True)
class Substance:
    """One substance and its names, in lower case."""

    registers: set[str] = field(default_factory=set)
    generics: set[str] = field(default_factory=set)
    brands: set[str] = field(default_factory=set)

    def is_medicine(self) -> bool:
        """Tell whether the substance has a generic name and stands in a register of medicines."""
        named_and_used = bool(self.registers & NAMING) and bool(self.registers & IN_USE)
        return named_and_used or bool(self.registers & APPROVED)


def read_unii(path: Path) -> tuple[Substance, ...]:
    """Read ``UNII_Names.txt``: tab-separated name, kind, code and display name, under a line of titles."""
    found: dict[str, Substance] = defaultdict(Substance)
    with path.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= 3:
                _note(found[cells[2]], cells[0], cells[1])
    return tuple(found.values())


def _note(substance: Substance, text: str, kind: str) -> None:
    """Add one name to its substance."""
    tagged = _TAGGED.fullmatch(text)
    name, register = (tagged[1], tagged[2]) if tagged else (text, "")
    substance.registers.add(register)
    if kind == _BRAND:
        # A combination is listed under each of its substances as "BRAND COMPONENT SUBSTANCE".
        substance.brands.add(name.lower().partition(_COMPONENT)[0])
    elif kind == _OFFICIAL or register in NAMING:
        substance.generics.add(name.lower())
