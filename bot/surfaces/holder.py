"""Holds the answerer of a running process, so that another can take its place between two questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering import Answerer

Part = TypeVar("Part")


class Held:
    """An answerer and what a surface has made of it."""

    def __init__(self, answerer: Answerer) -> None:
        self.answerer = answerer
        self._parts: dict[Callable[[Answerer], object], object] = {}

    def part(self, make: Callable[[Answerer], Part]) -> Part:
        """Return what a maker makes of the answerer: the first time it is made, then it is kept."""
        if make not in self._parts:
            self._parts[make] = make(self.answerer)
        return self._parts[make]  # type: ignore[return-value]  # each maker's own entry

    def makers(self) -> tuple[Callable[[Answerer], object], ...]:
        """List what was asked for so far."""
        return tuple(self._parts)


class Holder:
    """What the surfaces ask for the knowledge that answers now; a swap is one assignment."""

    def __init__(self, answerer: Answerer) -> None:
        self._held = Held(answerer)

    @property
    def current(self) -> Answerer:
        """The answerer that answers now."""
        return self._held.answerer

    @property
    def version(self) -> str:
        """The version of its knowledge base."""
        return self._held.answerer.knowledge.version

    def part(self, make: Callable[[Answerer], Part]) -> Part:
        """Return what a maker makes of the answerer that answers now."""
        return self._held.part(make)

    def prepare(self, answerer: Answerer) -> Held:
        """Make of another answerer what was asked for of this one, so that a swap delays no reply."""
        held = Held(answerer)
        for make in self._held.makers():
            held.part(make)
        return held

    def swap(self, held: Held) -> None:
        """Let another answerer answer from now on."""
        self._held = held
