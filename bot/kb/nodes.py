"""YAML as text: every scalar a string, every node with its line. The only importer of yaml.

YAML's own typing turns ``no`` into False and ``1:30`` into 90, keeps the last of two equal keys without a
word and lets aliases blow a small file up. Here a file becomes plain strings, lists and mappings, and each of
these traps is a fault with its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import yaml

from bot.kb.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
Step: TypeAlias = "str | int"

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 12
STACK_DEPTH = 100
"""Nesting beyond this is not put together: the C library recurses there, and a crash tells no line."""
TOO_DEEP = f"This is nested more than {MAX_DEPTH} levels deep."
PARSERS_DEPTH = "nesting depth"
# Characters that change what a reader sees without being seen: bidirectional controls, zero-width, BOM.
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad]")
_GUESSED = frozenset(["str", "int", "float", "bool", "null", "timestamp", "merge", "value", "seq", "map"])
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Document:
    """One file as plain text values, and the line of each of them."""

    path: str
    data: Plain | None = None
    lines: dict[tuple[Step, ...], int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    nodes_seen: set[int] = field(default_factory=set, repr=False)
    """Identities of the nodes read so far: meeting one again means an alias."""

    def line_of(self, where: tuple[Step, ...]) -> int:
        """Return the line of a value, or of the nearest thing around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def fault(self, where: tuple[Step, ...], what: str, mend: str, *, warning: bool = False) -> None:
        """Note a fault at a value."""
        self.faults.append(Fault(self.path, self.line_of(where), what, mend, warning))


def parse_yaml(path: str, raw: bytes) -> Document:
    """Read a file's bytes into a document; never raises, every fault is in ``faults``."""
    document = Document(path)
    text = _decode(document, raw)
    if text is None:
        return document
    for number, line in enumerate(text.splitlines(), 1):
        if _HIDDEN.search(line):
            what = "The line holds an invisible character (zero-width, soft hyphen or text direction)."
            document.faults.append(Fault(path, number, what, "Delete it and type the words again."))
    loader = None
    try:
        deepest = _too_deep(text)
        if deepest:
            document.faults.append(Fault(path, deepest, TOO_DEEP, "Flatten it."))
            return document
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            document.fault((), "The file is empty.", "Write its fields, or delete it.")
        else:
            document.data = _plain(document, node, (), MAX_DEPTH)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = mark.line + 1 if mark else 1
        problem = (error.problem or "something unreadable").rstrip(".")
        if PARSERS_DEPTH in problem:  # the C library has a limit of its own, which some builds reach first
            document.faults.append(Fault(path, place, TOO_DEEP, "Flatten it."))
            return document
        mend = "Check the indentation, the quotes and the colons there."
        document.faults.append(Fault(path, place, f"This is not YAML: {problem}.", mend))
    except (yaml.YAMLError, RecursionError) as error:
        problem = str(error).splitlines()[0] if str(error) else "nested too deeply"
        document.faults.append(Fault(path, 1, f"This is not YAML: {problem}.", "Mend or delete the file."))
    finally:
        if loader is not None:
            loader.dispose()
    return document


def _too_deep(text: str) -> int:
    """Return the line at which nesting passes what the C stack bears; 0 where it nowhere does."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > STACK_DEPTH:
                return event.start_mark.line + 1 if event.start_mark else 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return 0


def _decode(document: Document, raw: bytes) -> str | None:
    if len(raw) > MAX_BYTES:
        document.fault((), f"The file has {len(raw):,} bytes, over the limit of {MAX_BYTES:,}.", "Split it.")
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        document.faults.append(Fault(document.path, line, "The file is not UTF-8.", "Save it as UTF-8."))
        return None
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        document.faults.append(Fault(document.path, line, "There is a NUL byte.", "Delete it."))
        return None
    return text


def _plain(document: Document, node: yaml.Node, where: tuple[Step, ...], depth: int) -> Plain:
    document.lines.setdefault(where, node.start_mark.line + 1)
    if depth == 0:
        document.fault(where, TOO_DEEP, "Flatten it.")
        return ""
    if id(node) in document.nodes_seen:
        document.fault(where, "An alias (*name) repeats another part.", "Write the part out.")
        return ""
    document.nodes_seen.add(id(node))
    if _tagged(node):
        document.fault(where, f"There is a tag ({node.tag}).", "Delete it: every value is plain text here.")
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(document, item, (*where, i), depth - 1) for i, item in enumerate(node.value)]
    return dict(_pairs(document, node, where, depth))


def _pairs(document: Document, node: yaml.Node, where: tuple[Step, ...], depth: int) -> Iterator[tuple[str, Plain]]:
    keys: set[str] = set()
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            document.faults.append(Fault(document.path, line, "A key is not a word.", "Use a plain word as key."))
            continue
        key = str(key_node.value)
        if key in keys:
            what = f"The key '{key}' stands here a second time."
            document.faults.append(Fault(document.path, line, what, "Keep one of them."))
            continue
        keys.add(key)
        document.lines[(*where, key)] = line
        yield key, _plain(document, value_node, (*where, key), depth - 1)


def _tagged(node: yaml.Node) -> bool:
    """Tell whether a tag was written out; the plain ones are only the loader's guess at a value's type."""
    return node.tag.removeprefix("tag:yaml.org,2002:") not in _GUESSED
