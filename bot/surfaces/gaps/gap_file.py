"""The counts on disk: one small JSON file that a person can read, replaced whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import InputError
from bot.surfaces.gaps.tally import Gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT = 1
MOST_BYTES = 10_000_000
ABOUT = "Counts of replies by kind and topic. No words, no people, no places, no times but two days."
MEND = "Name a file that 'baclobot run --collect-gaps' wrote."


def read_gaps(path: Path) -> Gaps:
    """Read the counts of a file; raises InputError where it holds something else, OSError where it cannot be read."""
    if not path.is_file():
        if path.exists():
            raise InputError(f"'{path}' is no regular file.", MEND)
        raise FileNotFoundError(2, "there is no such file", str(path))
    if path.stat().st_size > MOST_BYTES:
        raise InputError(f"'{path}' is too large to hold counts.", MEND)
    try:
        kept: Any = json.loads(path.read_bytes())
        if kept["format"] != FORMAT:
            raise InputError(f"'{path}' holds counts of another format.", "Put it aside; a new one is begun.")
        return Gaps(
            replies=Counter({(kind, topic): count for (kind, topic), count in _leaves(kept["replies"], 2)}),
            misses=Counter({(kind, topic, near): count for (kind, topic, near), count in _leaves(kept["misses"], 3)}),
            instead=Counter({(shown, chosen): count for (shown, chosen), count in _leaves(kept["instead"], 2)}),
            since=date.fromisoformat(kept["since"]),
            until=date.fromisoformat(kept["until"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(f"'{path}' holds no counts.", MEND) from None


def write_gaps(gaps: Gaps, path: Path) -> None:
    """Write counts; raises OSError where that cannot be done, and then leaves what was there."""
    kept = {
        "format": FORMAT,
        "about": ABOUT,
        "since": gaps.since.isoformat() if gaps.since else "",
        "until": gaps.until.isoformat() if gaps.until else "",
        "replies": _tree(gaps.replies.items()),
        "misses": _tree(gaps.misses.items()),
        "instead": _tree(gaps.instead.items()),
    }
    with tempfile.NamedTemporaryFile("w", dir=path.absolute().parent, encoding="utf-8", delete=False) as draft:
        name = Path(draft.name)
        try:
            json.dump(kept, draft, indent=1, sort_keys=True)
            draft.write("\n")
            draft.flush()
            os.fsync(draft.fileno())
            name.replace(path)
        except BaseException:
            name.unlink(missing_ok=True)
            raise


def add_to_file(gaps: Gaps, path: Path) -> None:
    """Add counts to those of a file, which is begun if it is not there; raises OSError and InputError."""
    try:
        earlier = read_gaps(path)
    except FileNotFoundError:
        earlier = Gaps()
    write_gaps(earlier.plus(gaps), path)


def _tree(counts: Iterable[tuple[tuple[str, ...], int]]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for names, count in counts:
        place = tree
        for name in names[:-1]:
            place = place.setdefault(name, {})
        place[names[-1]] = count
    return tree


def _leaves(tree: Any, depth: int) -> Iterator[tuple[Any, int]]:
    """Yield names and count of each leaf; raises ValueError where something else stands there."""
    for name, below in tree.items():
        if depth > 1:
            for names, count in _leaves(below, depth - 1):
                yield (name, *names), count
        elif isinstance(below, int) and not isinstance(below, bool) and below > 0:
            yield (name,), below
        else:
            message = "no count"
            raise ValueError(message)
