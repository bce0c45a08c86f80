"""Made-up names for people in a round: from their pseudonym and the round, so that nobody's own name is kept.

The same person has the same name throughout a round, or a season, and another in the next.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

COLORS = (
    "Amber", "Aqua", "Ash", "Azure", "Beige", "Black", "Blue", "Brass", "Bronze", "Brown", "Cherry", "Chestnut",
    "Clay", "Cobalt", "Copper", "Coral", "Cream", "Crimson", "Ebony", "Emerald", "Flint", "Gold", "Granite",
    "Green", "Gray", "Hazel", "Honey", "Indigo", "Ivory", "Jade", "Lemon", "Lilac", "Lime", "Linen", "Maple",
    "Marble", "Mint", "Moss", "Navy", "Ochre", "Olive", "Opal", "Orange", "Pearl", "Pine", "Plum", "Poppy",
    "Purple", "Quartz", "Red", "Rose", "Ruby", "Rust", "Saffron", "Sage", "Sand", "Scarlet", "Silver", "Slate",
    "Snow", "Teal", "Umber", "Violet", "White",
)  # fmt: skip
ANIMALS = (
    "Ant", "Badger", "Bat", "Bear", "Beaver", "Bee", "Beetle", "Bison", "Camel", "Cat", "Cod", "Condor", "Crab",
    "Crane", "Cricket", "Crow", "Deer", "Dingo", "Dolphin", "Dove", "Duck", "Eagle", "Eel", "Elk", "Falcon",
    "Ferret", "Finch", "Fox", "Frog", "Gecko", "Gibbon", "Goat", "Goose", "Gull", "Hare", "Hawk", "Heron", "Horse",
    "Ibex", "Jackdaw", "Jay", "Kestrel", "Kiwi", "Koala", "Lark", "Lemur", "Lion", "Lizard", "Llama", "Lynx",
    "Magpie", "Marten", "Mole", "Moose", "Moth", "Mouse", "Newt", "Okapi", "Oriole", "Otter", "Owl", "Ox", "Panda",
    "Parrot", "Pelican", "Perch", "Pike", "Plover", "Pony", "Puffin", "Quail", "Rabbit", "Raven", "Robin", "Salmon",
    "Seal", "Shrew", "Skylark", "Snail", "Sparrow", "Squid", "Stork", "Swan", "Swift", "Tapir", "Tern", "Thrush",
    "Tiger", "Toad", "Trout", "Turtle", "Vole", "Walrus", "Whale", "Wolf", "Wren", "Yak", "Zebra",
)  # fmt: skip


def name_of(person: str, scope: str) -> str:
    """Return the name of a person, by pseudonym, in a round or a season."""
    number = int.from_bytes(hashlib.sha256(f"{scope}\0{person}".encode()).digest()[:8], "big")
    color, animal = number % len(COLORS), number // len(COLORS) % len(ANIMALS)
    return f"{COLORS[color]} {ANIMALS[animal]}"


def names_of(people: Iterable[str], scope: str) -> Mapping[str, str]:
    """Name the people of a table; where two share a name, the second is told apart by a number."""
    named: dict[str, str] = {}
    taken: dict[str, int] = {}
    for person in sorted(people):
        name = name_of(person, scope)
        taken[name] = taken.get(name, 0) + 1
        named[person] = name if taken[name] == 1 else f"{name} {taken[name]}"
    return named
