"""Check the names and endings of medicines in knowledge/lexicon.yaml against ordinary English.

It looks for: a name in two classes; a class name of one word that is an everyday word and that nobody has
looked at (``data/everyday-names.txt`` holds those looked at); an ending that catches an ordinary word, or the
medicine itself.

Run ``python -m tools.check_lexicon --scowl /usr/share/dict/scowl`` in the project's root.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from tools.lexicon import Names, read_lexicon
from tools.words import SCOWL, read_list, read_scowl

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parent / "data"
EVERYDAY_SIZES = (10, 20, 35)
# Larger sizes hold words that nobody types, 80 and above mostly for word games.
ORDINARY_SIZES = (10, 20, 35, 40, 50, 55, 60, 70)
SHORTEST_CAUGHT = 5


def double_names(names: Names) -> Iterator[str]:
    """Tell of names that stand in two classes, or in a class and among the medicine's own."""
    count = Counter(name for listed in names.classes.values() for name in listed)
    for name in sorted(count):
        if count[name] > 1:
            yield f"'{name}' stands in the classes {count[name]} times."
        if name in names.drug:
            yield f"'{name}' is in a class and is the medicine's own."


def everyday_names(names: Names, everyday: frozenset[str]) -> Iterator[str]:
    """Tell of class names that are everyday words."""
    reviewed = set(read_list(DATA / "everyday-names.txt"))
    for key, listed in names.classes.items():
        for name in listed:
            if name in everyday and name not in reviewed:
                yield f"'{name}' in {key} is an everyday word: use a word group, or list it as looked at."


def greedy_stems(names: Names, ordinary: frozenset[str], medicines: frozenset[str]) -> Iterator[str]:
    """Tell of endings that catch an ordinary word (also one without the g of its -ing) or the medicine."""
    spoken = {word.removesuffix("g") for word in ordinary if word.endswith("ing")}
    words = sorted(word for word in (ordinary | spoken) - medicines if len(word) >= SHORTEST_CAUGHT)
    for stem in names.stems:
        caught = [word for word in words if word.endswith(stem)]
        if caught:
            yield f"The ending -{stem} catches {', '.join(caught[:5])}."
        own = [name for name in names.drug if any(part.endswith(stem) for part in name.split())]
        if own:
            yield f"The ending -{stem} catches the medicine's own name {own[0]}."


def main() -> int:
    """Print what is wrong; exit with 1 if anything is."""
    parser = argparse.ArgumentParser(description="Check the names of medicines in the lexicon.")
    parser.add_argument("--scowl", type=Path, default=SCOWL, help="folder of SCOWL's lists")
    parser.add_argument("--lexicon", type=Path, default=Path("knowledge/lexicon.yaml"))
    parser.add_argument("--medicines", type=Path, default=Path("knowledge/medicines.yaml"))
    given = parser.parse_args()
    names = read_lexicon(given.lexicon)
    listed = yaml.safe_load(given.medicines.read_text(encoding="utf-8"))["names"].split()
    medicines = frozenset(listed) | names.single_words() | frozenset(read_list(DATA / "old-medicines.txt"))
    everyday = read_scowl(given.scowl, EVERYDAY_SIZES)
    ordinary = read_scowl(given.scowl, ORDINARY_SIZES, kinds="words|upper|proper-names")
    wrong = [
        *double_names(names),
        *everyday_names(names, everyday),
        *greedy_stems(names, ordinary, medicines),
    ]
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    caught = sum(1 for name in listed if name.endswith(names.stems))
    told = f"{len(names.stems)} endings tell {caught} of {len(listed)} listed names"
    sys.stdout.write(f"{len(wrong)} faults; {told}.\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
