"""Reads the entries of one mapping of a file; what is wrong is noted with its line and key, and reading goes on."""

import re
from collections.abc import Callable, Collection, Iterator
from difflib import get_close_matches
from typing import TypeAlias

from nnviz.experiments.address.echo import echo
from nnviz.experiments.yaml_files.nodes import Entries, Items, Node, Text
from nnviz.experiments.yaml_files.problem import Problem

MAX_ID = 40
"""Letters of an id."""

Refused: TypeAlias = Callable[[str], str]
"""Says what is wrong with a text; nothing where it is fine."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YES_NO = {"true": True, "yes": True, "false": False, "no": False}


def is_slug(text: str, limit: int = MAX_ID) -> bool:
    """Return whether a text is an id: small letters, digits and single hyphens between them."""
    return len(text) <= limit and _SLUG.fullmatch(text) is not None


def meant(text: str, known: Collection[str]) -> str:
    """Return which known name was probably meant, as the end of a sentence."""
    near = get_close_matches(text[:MAX_ID], known, 1)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"


class Notebook:
    """What was found wrong in one file.

    Parameters
    ----------
    file : str
        What messages call it.

    Attributes
    ----------
    problems : list of Problem
    places : dict of str to int
        The line of every key that was read, by what messages call it: ``steps[why].say``.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.places: dict[str, int] = {}

    def note(self, line: int, key: str, message: str) -> None:
        """Note something wrong."""
        self.problems.append(Problem(self.file, line, key, message))


class Fields:
    """The entries of one mapping.

    Parameters
    ----------
    node : Node
        What stands in the place of the mapping.
    where : str
        The mapping's own place, for messages; empty for the file's outermost one.
    known : collection of str
        Its keys; any other is noted.
    notebook : Notebook
    """

    def __init__(self, node: Node, where: str, known: Collection[str], notebook: Notebook) -> None:
        self.where, self.notebook, self.line = where, notebook, node.line
        self._found: dict[str, tuple[int, Node]] = {}
        self._misspelt: set[str] = set()
        if not isinstance(node, Entries):
            wanted = f"expected keys such as {', '.join(list(known)[:3])}, each with a colon"
            notebook.note(node.line, where, f"{wanted}, got {kind_of(node)}; write them one a line")
            return
        for key, value in node.entries:
            if key.text in known:
                self._found[key.text] = (key.line, value)
                notebook.places.setdefault(self.place(key.text), key.line)
            else:
                wanted = f"expected a known key, got {echo(key.text)}; {meant(key.text, known)}"
                notebook.note(key.line, self.place(echo(key.text)), wanted)
                self._misspelt.update(get_close_matches(key.text[:MAX_ID], known, 1))

    def __contains__(self, name: object) -> bool:
        return name in self._found

    def place(self, name: str) -> str:
        """Return how messages call an entry."""
        return f"{self.where}.{name}" if self.where else name

    def note(self, name: str, message: str) -> None:
        """Note something wrong with an entry, or with one that is missing."""
        self.notebook.note(self._found[name][0] if name in self._found else self.line, self.place(name), message)

    def node(self, name: str) -> Node | None:
        """Return what stands behind a key; None where the key is missing."""
        return self._found[name][1] if name in self._found else None

    def required(self, name: str, such_as: str) -> bool:
        """Return whether a key is there, and note where it is neither there nor misspelt."""
        if name not in self and name not in self._misspelt:
            self.note(name, f"expected the key {name}, got none; add a line such as '{name}: {such_as}'")
        return name in self

    def text(self, name: str, limit: int, *, lines: bool = False, refused: Refused | None = None) -> str:
        """Return a text; empty where it is missing or refused.

        Parameters
        ----------
        name : str
        limit : int
            Characters.
        lines : bool
            Whether it may have several lines.
        refused : callable, optional
            Returns what is wrong with a text, or nothing.
        """
        node = self.node(name)
        return "" if node is None else self.read(node, name, limit, lines=lines, refused=refused)

    def read(self, node: Node, name: str, limit: int, *, lines: bool = False, refused: Refused | None = None) -> str:
        """Return the text of a node, as `text` does; `name` is what messages call it."""
        wrong = ""
        text = node.text.strip() if isinstance(node, Text) else ""
        if not text:
            wrong = f"expected a text, got {kind_of(node)}; write one or leave the key out"
        elif len(text) > limit:
            wrong = f"expected at most {limit:,} characters, got {len(text):,}; write less"
        elif "\n" in text and not lines:
            wrong = "expected one line, got several; write it on one, or begin it with '>-' and leave no line empty"
        elif refused is not None:
            wrong = refused(text)
        if wrong:
            self.notebook.note(node.line, self.place(name), wrong)
        return "" if wrong else text

    def texts(self, name: str, most: int, limit: int) -> tuple[str, ...]:
        """Return a list of different texts; a single one may stand without a list."""
        node = self.node(name)
        if node is None:
            return ()
        texts = [self.read(one, name, limit) for one in self.items(name)]
        if len(texts) > most:
            self.note(name, f"expected at most {most} entries, got {len(texts)}; leave some out")
        twice = {text for text in texts if text and texts.count(text) > 1}
        for text in sorted(twice):
            self.note(name, f"expected each entry once, got {echo(text)} again; leave one out")
        return tuple(dict.fromkeys(filter(None, texts)))

    def items(self, name: str) -> Iterator[Node]:
        """Yield the entries of a list; what is no list counts as its only entry."""
        node = self.node(name)
        if isinstance(node, Items):
            if not node.items:
                self.note(name, "expected at least one entry, got an empty list; add one or leave the key out")
            yield from node.items
        elif node is not None:
            yield node

    def number(self, name: str, low: float, high: float, usual: float = 0.0) -> float:
        """Return a number between two limits; the usual one where it is missing or refused."""
        node = self.node(name)
        if node is None:
            return usual
        try:
            value = float(node.text) if isinstance(node, Text) and node.text.isascii() else float("nan")
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            self.note(name, f"expected a number from {low:g} to {high:g}, got {shown(node)}")
            return usual
        return value

    def whole(self, name: str, low: int, high: int, usual: int = 0) -> int:
        """Return a whole number between two limits; the usual one where it is missing or refused."""
        value = self.number(name, low, high, usual)
        if value != int(value):
            self.note(name, f"expected a whole number from {low} to {high}, got {value:g}")
            return usual
        return int(value)

    def yes(self, name: str) -> bool:
        """Return whether an entry says `true`; no where it is missing."""
        node = self.node(name)
        if node is None:
            return False
        if not isinstance(node, Text) or node.text not in _YES_NO:
            self.note(name, f"expected true or false, got {shown(node)}")
            return False
        return _YES_NO[node.text]


def kind_of(node: Node) -> str:
    """Return what a node is, in words."""
    if isinstance(node, Text):
        return "a text" if node.text.strip() else "nothing"
    return "a list" if isinstance(node, Items) else "a mapping"


def shown(node: Node) -> str:
    """Return a node as a message repeats it."""
    return echo(node.text) if isinstance(node, Text) and node.text.strip() else kind_of(node)
