"""Numbers the citations of one reply, in the order in which its sentences need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.reply import Reference, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.kb import Citation, Fact, Source


class References:
    """Gives each place in a source one number."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._numbers: dict[Citation, int] = {}

    def cite(self, text: str, citations: Iterable[Citation]) -> Statement:
        """Make a statement with the numbers of its citations."""
        numbers = [self._numbers.setdefault(citation, len(self._numbers) + 1) for citation in citations]
        return Statement(text, tuple(dict.fromkeys(numbers)))

    def state(self, fact: Fact) -> Statement:
        """Make a statement of a fact."""
        return self.cite(fact.text, fact.citations)

    def all(self) -> tuple[Reference, ...]:
        """List what was cited, by number."""
        return tuple(
            Reference(number, self._sources[citation.source], citation.locator)
            for citation, number in self._numbers.items()
        )
