"""Make knowledge/medicines.yaml: names that tell of a medicine other than the one the bot knows.

Generic and brand names come from the FDA's UNII Names list: the first word of the generic names, and brands
of one word, of substances that a register of medicines holds; frequent names are added by hand. Left out are
the lexicon's own drug, ordinary words and first names (SCOWL), names one edit from an ordinary word, and
chemicals, foods and body substances (by hand).

Run ``python -m tools.medicine_names --unii UNII_Names.txt`` in the project's root; tools/README.md says where
the lists come from.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tools.lexicon import Names, read_lexicon
from tools.unii import Substance, read_unii
from tools.words import SCOWL, read_list, read_scowl, write_names

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = Path(__file__).parent / "data"
ALL_KINDS = r"words|upper|proper-names|abbreviations|contractions"
EVERYDAY_SIZES = (10, 20, 35)
# Dictionaries up to 50 hold few medicines, so a generic name found there is looked at by hand.
GENERIC_SIZES = (10, 20, 35, 40, 50)
ALL_SIZES = (10, 20, 35, 40, 50, 55, 60, 70, 80, 95)
SHORTEST_GENERIC, SHORTEST_BRAND = 5, 6
# Names up to this length are dropped if one edit makes an everyday word of them: slips look the same.
LONGEST_SLIP = 8
_WORD = re.compile(r"[a-z]+")
_FORM = re.compile(r"xr|sr|cr|er|ir|dr|la|hd|ec|cd|xl|pm|odt|hct|hcl|forte|intensol|plus")
HEAD = "Made by tools/medicine_names.py: edit its lists, not this file. Generic names first, then brands."
SOURCE = """
UNII Names list of the US Food and Drug Administration (2025), a work of the US government in the public
domain; frequent names added by hand and ordinary words left out: see tools/README.md.
"""


def first_word(name: str, shortest: int) -> str:
    """Return a generic name without its salt: the first word, if it is plain letters and long enough."""
    word = name.partition(" ")[0]
    return word if _WORD.fullmatch(word) and len(word) >= shortest else ""


def brand_word(name: str, shortest: int) -> str:
    """Return a brand of one word, without words for its form such as XR; else an empty text."""
    words = name.split()
    while len(words) > 1 and _FORM.fullmatch(words[-1]):
        words.pop()
    return first_word(words[0], shortest) if len(words) == 1 else ""


def is_slip(name: str, everyday: Sequence[str]) -> bool:
    """Tell whether a short name is at most one edit away from an everyday word."""
    if len(name) > LONGEST_SLIP:
        return False
    return process.extractOne(name, everyday, scorer=OSA.distance, score_cutoff=1) is not None


def make_names(substances: tuple[Substance, ...], scowl: Path, lexicon: Names) -> tuple[list[str], list[str]]:
    """Return generic names and brand names, each in order, with no name in both."""
    medicines = [substance for substance in substances if substance.is_medicine()]
    by_hand_generics = set(read_list(DATA / "medicines-generic.txt"))
    by_hand_brands = set(read_list(DATA / "medicines-brand.txt"))
    refused = set(read_list(DATA / "not-medicines.txt")) | lexicon.drug
    everyday = sorted(word for word in read_scowl(scowl, EVERYDAY_SIZES) if len(word) > 3)
    known = read_scowl(scowl, GENERIC_SIZES, ALL_KINDS)
    listed = {first_word(name, SHORTEST_GENERIC) for item in medicines for name in item.generics} - {""}
    generics = {name for name in listed - known if not is_slip(name, everyday)} | by_hand_generics
    listed = {brand_word(name, SHORTEST_BRAND) for item in medicines for name in item.brands} - {""}
    known = read_scowl(scowl, ALL_SIZES, ALL_KINDS)
    brands = {name for name in listed - known if not is_slip(name, everyday)} | by_hand_brands
    return sorted(generics - refused), sorted(brands - generics - refused)


def main() -> int:
    """Write the file and say how many names it holds."""
    parser = argparse.ArgumentParser(description="Make knowledge/medicines.yaml.")
    parser.add_argument("--unii", type=Path, required=True, help="the FDA's UNII_Names.txt")
    parser.add_argument("--scowl", type=Path, default=SCOWL, help="folder of SCOWL's lists")
    parser.add_argument("--lexicon", type=Path, default=Path("knowledge/lexicon.yaml"))
    parser.add_argument("--out", type=Path, default=Path("knowledge/medicines.yaml"))
    given = parser.parse_args()
    generics, brands = make_names(read_unii(given.unii), given.scowl, read_lexicon(given.lexicon))
    write_names(given.out, HEAD, SOURCE, [*generics, *brands])
    sys.stdout.write(f"{given.out}: {len(generics)} generic names, {len(brands)} brands\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
