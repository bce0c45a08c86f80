"""What the makers of word lists share: reading plain lists and SCOWL's, and writing a file of knowledge/."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SCOWL = Path("/usr/share/dict/scowl")
"""Where Debian's package puts SCOWL's lists."""
_PLAIN = re.compile(r"[a-z]+")
_COMMENT_WIDTH = 108


def read_list(path: Path) -> tuple[str, ...]:
    """Return the words of a list by hand: a word a blank, ``#`` opens a comment, ``_`` joins a word group."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines for word in line.partition("#")[0].split())


def read_scowl(folder: Path, sizes: Iterable[int], kinds: str = "words", dialects: str = ".*") -> frozenset[str]:
    """Return SCOWL's words of the given sizes that are plain letters, in lower case.

    SCOWL names its lists ``<dialect>-<kind>.<size>``. ``kinds`` and ``dialects`` are regular expressions for
    the kind (words, upper, proper-names …) and the dialect (english, american, british_variant_1 …).
    """
    found: set[str] = set()
    for size in sizes:
        for path in sorted(folder.glob(f"*.{size}")):
            dialect, _, kind = path.stem.partition("-")
            if re.fullmatch(kinds, kind) and re.fullmatch(dialects, dialect):
                lines = path.read_text(encoding="latin-1").split("\n")
                found.update(word.strip().lower() for word in lines)
    return frozenset(word for word in found if _PLAIN.fullmatch(word))


def write_names(path: Path, head: str, source: str, names: Iterable[str]) -> None:
    """Write a file of the form NamesFile: a comment, where the names come from, and a name a line."""
    comment = "".join(f"# {line}".rstrip() + "\n" for line in head.strip("\n").splitlines())
    block = "".join(f"  {name}\n" for name in names)
    path.write_text(f"{comment}source: >-\n{_folded(source)}names: |\n{block}", encoding="utf-8")


def _folded(text: str) -> str:
    """Break a paragraph into indented lines that YAML's ``>-`` joins again."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > _COMMENT_WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "".join(f"  {line}\n" for line in lines)
