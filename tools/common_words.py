"""Make knowledge/common-words.yaml: ordinary English words that spelling repair must leave alone.

The words are SCOWL's sizes 10 and 20 in American, British, Canadian and Australian spelling, those of sizes
35 and 40 that spelling repair could turn into a word of the field, and everyday words by hand. Left out are
the names in the lexicon (a common word is never taken for a medicine) and slips that ought to be mended.

Run ``python -m tools.common_words`` in the project's root; tools/README.md says where SCOWL comes from.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rapidfuzz.distance import OSA, JaroWinkler

from tools.lexicon import read_lexicon
from tools.words import SCOWL, read_list, read_scowl, write_names

DATA = Path(__file__).parent / "data"
CORE_SIZES = (10, 20)
NEAR_SIZES = (35, 40)
SHORTEST = 3
# Repair's reach, as in the matching design: up to this length of the word, so many edits.
REACH = ((6, 1), (10, 2), (99, 3))
SHORTEST_REPAIRED = 4
LEAST_SIMILARITY = 0.82
# SCOWL's "variant" lists hold outdated spellings and are left out.
DIALECTS = "english|american|british|canadian|australian"
SOURCE = """
SCOWL (Spell Checker Oriented Word Lists) 2020.12.07 by Kevin Atkinson, sizes 10 and 20 and part of 35 and 40,
under SCOWL's own permissive licence (its notices stand at the head of this file); everyday words added by
hand and some words left out: see tools/README.md.
"""


def reachable(word: str, targets: frozenset[str]) -> bool:
    """Tell whether spelling repair could take a word for one of the targets."""
    if len(word) < SHORTEST_REPAIRED:
        return False
    edits = next(allowed for longest, allowed in REACH if len(word) <= longest)
    for target in targets:
        allowed = edits if target[0] == word[0] else 1
        if abs(len(target) - len(word)) > allowed:
            continue
        near = OSA.distance(word, target, score_cutoff=allowed) <= allowed
        if near and JaroWinkler.similarity(word, target) >= LEAST_SIMILARITY:
            return True
    return False


def make_words(scowl: Path, lexicon: Path) -> list[str]:
    """Return the common words in order."""
    core = read_scowl(scowl, CORE_SIZES, dialects=DIALECTS)
    rarer = read_scowl(scowl, NEAR_SIZES, dialects=DIALECTS) - core
    targets = frozenset(read_list(DATA / "medical-words.txt"))
    near = {word for word in rarer if reachable(word, targets)}
    by_hand = set(read_list(DATA / "everyday-words.txt")) | {word for word in targets if word.isalpha()}
    words = {word for word in core | near | by_hand if len(word) >= SHORTEST}
    left_out = set(read_list(DATA / "likely-slips.txt")) | read_lexicon(lexicon).single_words()
    return sorted(words - left_out)


def main() -> int:
    """Write the file and say how many words it holds."""
    parser = argparse.ArgumentParser(description="Make knowledge/common-words.yaml.")
    parser.add_argument("--scowl", type=Path, default=SCOWL, help="folder of SCOWL's lists")
    parser.add_argument("--lexicon", type=Path, default=Path("knowledge/lexicon.yaml"))
    parser.add_argument("--out", type=Path, default=Path("knowledge/common-words.yaml"))
    given = parser.parse_args()
    words = make_words(given.scowl, given.lexicon)
    notices = (DATA / "scowl-notices.txt").read_text(encoding="utf-8")
    write_names(given.out, notices, SOURCE, words)
    sys.stdout.write(f"{given.out}: {len(words)} words\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
