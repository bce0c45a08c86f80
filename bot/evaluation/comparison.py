"""Two runs of a set, answer by answer: what a release changes for those who ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.evaluation.outcomes import Outcome

if TYPE_CHECKING:
    from bot.evaluation.run import Result, Run


@dataclass(frozen=True, slots=True)
class Change:
    """One row whose answer is no longer the same."""

    before: Result
    after: Result
    added: tuple[str, ...]
    """Facts that are stated now and were not."""
    removed: tuple[str, ...]
    reworded: tuple[str, ...]
    """Facts whose text or citations changed."""
    reordered: bool
    """The same facts stand in another order."""

    @property
    def gained(self) -> bool:
        """Tell whether it is right now and was not."""
        return self.after.outcome == Outcome.RIGHT != self.before.outcome

    @property
    def lost(self) -> bool:
        """Tell whether it was right and is not now."""
        return self.before.outcome == Outcome.RIGHT != self.after.outcome


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run held against an earlier one."""

    before: Run
    after: Run
    changes: tuple[Change, ...]
    only_before: tuple[str, ...]
    """Rows that the later run lacks."""
    only_after: tuple[str, ...]

    @property
    def same_set(self) -> bool:
        """Tell whether both runs were of the same words."""
        return self.before.set_digest == self.after.set_digest

    @property
    def compared(self) -> int:
        """Count the rows that both have."""
        return len(self.after.results) - len(self.only_after)


def compare(before: Run, after: Run) -> Comparison:
    """List every row whose reply differs in kind, topic, verdict, flags, facts, their text or their order."""
    earlier = {result.id: result for result in before.results}
    now = {result.id for result in after.results}
    pairs = ((earlier[result.id], result) for result in after.results if result.id in earlier)
    changes = tuple(change for old, new in pairs if (change := _change(old, new)) is not None)
    return Comparison(
        before,
        after,
        changes,
        tuple(name for name in earlier if name not in now),
        tuple(result.id for result in after.results if result.id not in earlier),
    )


def _change(old: Result, new: Result) -> Change | None:
    said = _said(old), _said(new)
    if said[0] == said[1] and old.outcome == new.outcome:
        return None
    was, now = dict(old.facts), dict(new.facts)
    return Change(
        old,
        new,
        added=tuple(name for name in now if name not in was),
        removed=tuple(name for name in was if name not in now),
        reworded=tuple(name for name in now if name in was and now[name] != was[name]),
        reordered=now.keys() == was.keys() and list(now) != list(was),
    )


def _said(result: Result) -> tuple[object, ...]:
    return result.kind, result.topic, result.verdict, result.flags, result.facts
