"""The parts of knowledge/lexicon.yaml that the makers of word lists look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Names:
    """Names in the lexicon, in lower case."""

    drug: frozenset[str]
    """The medicine's own names, misspellings and brands."""
    look_alikes: frozenset[str]
    classes: dict[str, tuple[str, ...]]
    """Class id to names."""
    stems: tuple[str, ...]

    def single_words(self) -> frozenset[str]:
        """Return every name that is one word."""
        names = self.drug | self.look_alikes | {name for names in self.classes.values() for name in names}
        return frozenset(name for name in names if " " not in name)


def read_lexicon(path: Path) -> Names:
    """Read a lexicon; it needs the keys ``drug``, ``classes`` and ``stems``, others are passed over."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    drug = data["drug"]
    own = [drug["name"], *drug["names"], *(brand["name"] for brand in drug["brands"])]
    return Names(
        drug=frozenset(name.lower() for name in own),
        look_alikes=frozenset(name.lower() for name in drug["look_alikes"]),
        classes={key: tuple(entry["names"]) for key, entry in data["classes"].items()},
        stems=tuple(data["stems"]),
    )
