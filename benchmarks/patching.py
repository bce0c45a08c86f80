"""Puts other values in the place of a module's names for a while."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

Patch: TypeAlias = "tuple[ModuleType, str, Any]"


@contextmanager
def replaced(patches: Iterable[Patch]) -> Iterator[None]:
    """Replace names of modules, and put them back in the end; an unknown name raises AttributeError."""
    wanted = tuple(patches)
    kept = [(module, name, getattr(module, name)) for module, name, _ in wanted]
    for module, name, value in wanted:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in kept:
            setattr(module, name, value)
