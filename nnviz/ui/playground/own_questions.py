"""What a table does not decide is asked; an answer reads the table anew."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from nnviz.datasets import Question
from nnviz.ui.shell.session import OWN_DATA, session
from nnviz.ui.widgets.untrusted_text import escape_markdown, sentence

_SHOWN = 4
"""As many questions are asked at once; more that have an answer already wait behind a button."""


class Answers:
    """The questions about one table, read in one way, and what a person answered.

    Parameters
    ----------
    of : str
        Different for different tables and ways to read them.
    """

    def __init__(self, of: str) -> None:
        key = OWN_DATA + "asked"
        kept = session().get(key)
        if kept is None or kept[0] != of:
            kept = session()[key] = (of, {})
        self._of = of
        self._asked: dict[str, Question] = kept[1]

    @property
    def given(self) -> tuple[tuple[str, str | bool | None], ...]:
        """The answers that differ from how the table is read by itself, as pairs of a question's name and a value."""
        answers = ((name, self._answer(name)) for name in self._asked)
        return tuple((name, value) for name, value in answers if value != self._asked[name].default)

    @property
    def keywords(self) -> dict[str, Any]:
        """The same as keywords of `read_table`."""
        told: dict[str, Any] = {}
        for name, value in self.given:
            question = self._asked[name]
            if question.column is None:
                told[question.key] = value
            else:
                told.setdefault(question.key, {})[question.column] = value
        return told

    def ask(self, questions: Sequence[Question]) -> bool:
        """Draw the questions, and those that were answered before; return whether one must be answered first."""
        present = {_name(question): question for question in questions}
        for name, question in present.items():
            if name not in self._asked or self._answer(name) == self._asked[name].default:  # not answered by hand
                self._asked[name] = question
        shown = [name for name in self._asked if name in present or self._answer(name) != self._asked[name].default]
        shown.sort(key=lambda name: self._asked[name].default is not None)
        first = [name for name in shown if self._asked[name].default is None]
        at_once = max(_SHOWN, len(first))
        for name in shown[:at_once]:
            self._draw(name)
        if shown[at_once:]:
            with st.expander(f"{len(shown) - at_once} more questions, answered the way most tables mean it"):
                for name in shown[at_once:]:
                    self._draw(name)
        return any(self._answer(name) is None for name in first)

    def _draw(self, name: str) -> None:
        question = self._asked[name]
        values = [value for value, _ in question.options]
        labels = {value: escape_markdown(label) for value, label in question.options}
        st.radio(
            f":material/help: **{escape_markdown(sentence(question.sentence))}**",
            values,
            index=None if question.default is None else values.index(question.default),
            format_func=labels.__getitem__,
            key=self._key(name),
            persist_state="session",
        )

    def _answer(self, name: str) -> str | bool | None:
        answer: str | bool | None = session().get(self._key(name), self._asked[name].default)
        return answer

    def _key(self, name: str) -> str:
        question = self._asked[name]
        return f"{OWN_DATA}question.{self._of}.{name}.{hash((question.options, question.default))}"


def _name(question: Question) -> str:
    return question.key if question.column is None else f"{question.key}.{question.column}"
