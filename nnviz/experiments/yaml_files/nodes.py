"""Reads the part of YAML that our files need, and keeps the line of everything: texts, lists, mappings, nothing else.

Nothing is evaluated and no text is turned into another kind of value: `yes` stays a text. Anchors, aliases and tags are
refused, so a short file cannot unfold into a long one; size and depth are limited.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from nnviz.experiments.address.echo import echo
from nnviz.experiments.yaml_files.problem import MAX_PROBLEMS, FileError, Problem

MAX_BYTES = 64_000
"""Bytes of a file; a long lesson has a third of it, and the parser reads them all in about a second."""

MAX_DEPTH = 8
"""How deep lists and mappings may stand in each other; a lesson needs six."""


@dataclass(frozen=True)
class FileKind:
    """What a file is, for messages.

    Attributes
    ----------
    name : str
        "lesson".
    first_line : str
        How such a file begins.
    levels : str
        How many levels of lists and mappings it needs, in words.
    """

    name: str
    first_line: str
    levels: str


_INVISIBLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)


@dataclass(frozen=True)
class Text:
    """A text with its line."""

    text: str
    line: int


@dataclass(frozen=True)
class Items:
    """A list with the line that it begins on."""

    items: "tuple[Node, ...]"
    line: int


@dataclass(frozen=True)
class Entries:
    """A mapping with the line that it begins on; no key stands in it twice."""

    entries: "tuple[tuple[Text, Node], ...]"
    line: int


Node: TypeAlias = Text | Items | Entries


def read_nodes(data: bytes | str, file: str, kind: FileKind) -> Node:
    """Read a file as texts, lists and mappings.

    Parameters
    ----------
    data : bytes or str
        Bytes are read as UTF-8.
    file : str
        What messages call it.
    kind : FileKind

    Raises
    ------
    FileError
        If it is no such file, or holds what such files do not need.
    """
    return _Composer(file, kind).compose(_text(data, file, kind))


def _text(data: bytes | str, file: str, kind: FileKind) -> str:
    """Return the file's text, or refuse what YAML would misread."""
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        wanted = f"expected a {kind.name} of at most {MAX_BYTES:,} bytes, got {size:,}; part it into several"
        raise _refused(file, 0, wanted)
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data.removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1 if isinstance(data, bytes) else 0
        raise _refused(file, line, "expected text in UTF-8, got other bytes; save the file as UTF-8") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text:
        wanted = "expected spaces, got a tab, which YAML cannot indent by; replace each tab by two spaces"
        raise _refused(file, _line_of(text, text.index("\t")), wanted)
    if found := _INVISIBLE.search(text):
        wanted = f"expected letters, got the control character {echo(found[0])}; delete it"
        raise _refused(file, _line_of(text, found.start()), wanted)
    if found := _DIRECTIVE.search(text):
        wanted = f"expected a line of a {kind.name}, got one that begins with %"
        raise _refused(file, _line_of(text, found.start()), f"{wanted}; put the text in quotes or leave the line out")
    return text


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _refused(file: str, line: int, message: str, key: str = "") -> FileError:
    return FileError([Problem(file, line, key, message)])


class _Composer:
    """Puts the parser's events together; one event after the other, so that nothing is built of what is refused."""

    def __init__(self, file: str, kind: FileKind) -> None:
        self.file, self.kind = file, kind
        self._events: Iterator[yaml.Event] = iter(())
        self._twice: list[Problem] = []

    def compose(self, text: str) -> Node:
        """Return the one document of a file."""
        self._events = self._checked(text)
        first = self._next()
        if isinstance(first, yaml.StreamEndEvent):
            wanted = f"expected a {self.kind.name}, got an empty file"
            raise _refused(self.file, 0, f"{wanted}; begin with the line '{self.kind.first_line}'")
        node = self._node(self._next(), 0)
        self._next()
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            wanted = (
                f"expected one {self.kind.name} a file, got a second part after '---'; put it into a file of its own"
            )
            raise _refused(self.file, _line(after), wanted)
        if self._twice:
            raise FileError(self._twice)
        return node

    def _checked(self, text: str) -> Iterator[yaml.Event]:
        """Yield the parser's events without the first, and tell its refusals in plain words."""
        try:
            for event in yaml.parse(text, Loader=yaml.SafeLoader):
                if not isinstance(event, yaml.StreamStartEvent):
                    yield event
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise _refused(self.file, mark.line + 1 if mark else 0, _in_plain_words(error)) from None
        except yaml.YAMLError as error:
            raise _refused(self.file, 0, f"expected YAML: {echo(str(error), 120)}") from None

    def _next(self) -> yaml.Event:
        return next(self._events)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            wanted = "expected a text, a list or a mapping, got a name beginning with & or *; write the value out, or"
            raise _refused(self.file, line, f"{wanted} put the text in quotes")
        if getattr(event, "tag", None):
            wanted = f"expected a text, a list or a mapping, got the tag {echo(str(getattr(event, 'tag', '')))}"
            raise _refused(self.file, line, f"{wanted}; leave it out, or put the text in quotes")
        if isinstance(event, yaml.ScalarEvent):
            return Text(event.value, line)
        if depth == MAX_DEPTH:
            wanted = f"expected at most {MAX_DEPTH} levels inside each other, got more"
            raise _refused(self.file, line, f"{wanted}; a {self.kind.name} needs {self.kind.levels}")
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self._items(depth)), line)
        return Entries(tuple(self._entries(depth)), line)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _entries(self, depth: int) -> Iterator[tuple[Text, Node]]:
        seen: dict[str, int] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Text):
                raise _refused(self.file, key.line, "expected a text before the colon, got a list or a mapping")
            value = self._node(self._next(), depth + 1)
            if key.text in seen:
                wanted = f"expected each key once, got it on line {seen[key.text]} too; leave one out"
                self._twice.append(Problem(self.file, key.line, echo(key.text), wanted))
                if len(self._twice) > MAX_PROBLEMS:
                    raise FileError(self._twice)
                continue
            seen[key.text] = key.line
            yield key, value


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


_HINTS = (
    (
        "mapping values are not allowed",
        "a colon followed by a space parts a key from its value; put the text in quotes",
    ),
    ("could not find expected ':'", "expected a colon after a key; add it, or put a text of several lines behind '|'"),
    ("expected <block end>", "expected all keys of a mapping at the same indentation; align this line with the others"),
    ("unexpected end of stream", "a quotation mark is opened and not closed; close it"),
    ("found unexpected ':'", "put the text in quotes"),
    ("cannot start any token", "a text cannot begin with this character; put the text in quotes"),
    ("found unknown escape", "a backslash in double quotes begins an escape; use single quotes or no quotes"),
    ("did not find expected", "a bracket or brace is not closed, or a comma is missing; put the text in quotes"),
    ("expected ',' or", "a bracket or brace is not closed, or a comma is missing; put the text in quotes"),
    ("expected alphabetic or numeric", "a text cannot begin with & or *; put the text in quotes"),
)


def _in_plain_words(error: yaml.MarkedYAMLError) -> str:
    """Return what the parser refused, with what a person does about it where that is known."""
    problem = error.problem or ""
    told = f"expected YAML, got something else ({echo(problem, 100)})"
    return next((f"{told}: {hint}" for part, hint in _HINTS if part in problem), told)
