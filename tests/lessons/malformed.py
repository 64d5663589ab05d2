"""Malformed lessons, and what is said of them; nothing in here is a test."""

from textwrap import dedent, indent

import pytest

from nnviz.experiments.yaml_files.problem import FileError
from nnviz.lessons.reading import read_lesson

SHORT = dedent(
    """\
    lesson: 1
    title: A short lesson
    steps:
      - id: one
        view: playground?hidden=8:relu
        say: Eight units, **all** ReLU.
    """
)
"""A lesson without a fault, seven lines long; its step begins on line 4."""


def with_step(lines):
    """Return the short lesson with more lines in its step, the first of them line 7."""
    return SHORT + indent(dedent(lines).strip(), "    ") + "\n"


def with_view(view):
    """Return the short lesson with another view, on line 5."""
    return SHORT.replace("playground?hidden=8:relu", view)


def with_ask(lines):
    """Return the short lesson with a question that has more keys, the first of them line 9."""
    return with_step("ask:\n  question: Will it learn?\n" + indent(dedent(lines).strip(), "  "))


def problems(text):
    """Return what is wrong in a lesson."""
    with pytest.raises(FileError) as refused:
        read_lesson(text, "short")
    return refused.value.problems


def problem(text):
    """Return the one thing that is wrong in a lesson."""
    (found,) = problems(text)
    return found
