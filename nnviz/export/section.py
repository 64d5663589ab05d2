"""A part of a script, with the words that introduce it: the same parts make a script and the cells of a notebook."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """One part.

    Attributes
    ----------
    name : str
        Small letters and hyphens; a notebook's cell is called by it.
    text : str
        Markdown for the notebook, a heading first. It holds nothing that a visitor wrote.
    code : str
        Python without its last line end.
    """

    name: str
    text: str
    code: str


def script_of(docstring: str, sections: Iterable[Section]) -> str:
    """Return the sections as one file of Python."""
    code = "\n\n\n".join(section.code for section in sections)
    return f'"""{docstring}"""\n\n{code}\n'
