"""A page's settings: kept in the session, shown in the address; and the notes about those that cannot be used."""

from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any, Generic, TypeVar

import streamlit as st

from nnviz.experiments.address.record import AddressRecord
from nnviz.export.address import Addressed
from nnviz.ui.shell.lesson_place import split_query
from nnviz.ui.shell.session import ARRIVING, CORRECTED, HISTORY, NOTES, SETTINGS
from nnviz.ui.shell.settings_history import SettingsHistory
from nnviz.ui.widgets.untrusted_text import show_warning

S = TypeVar("S", bound=AddressRecord)

TRAINING = "live.player"
"""The key of a page's training that its settings lead to: visited anew, the page begins another one."""


class PageState(Generic[S]):
    """The settings of one page in the visitor's session, and the notes about them.

    It holds nothing itself, so a module may keep one for all visitors.

    Attributes
    ----------
    page : str
        The name of the page's file and its address.
    record : type
        The class of its settings.
    """

    def __init__(self, page: str, record: type[S]) -> None:
        self.page, self.record = page, record

    @property
    def settings(self) -> S:
        """The settings in this session; at first those of the address, with a note on what was dropped."""
        key = SETTINGS + self.page
        if key not in st.session_state:
            _, query = split_query(st.query_params.to_dict())
            st.session_state[key], notes = self.record.from_query(query)
            for text in notes:
                self.note(text)
        settings: S = st.session_state[key]
        return settings

    def keep(self, settings: S) -> None:
        """Make these the page's settings; those before come back by `undo`."""
        st.session_state[HISTORY + self.page] = self.history.after(self.settings, settings, monotonic())
        st.session_state[SETTINGS + self.page] = settings

    def visit(self) -> None:
        """Take the settings from the address, as though the page had just been opened by it."""
        for key in (SETTINGS + self.page, HISTORY + self.page, NOTES + self.page, self.key(TRAINING)):
            st.session_state.pop(key, None)

    def leads_elsewhere(self, query: Mapping[str, str]) -> bool:
        """Return whether an address has other settings than those that the page was left with.

        Parameters
        ----------
        query : mapping of str to str
            The page's own parameters.
        """
        return SETTINGS + self.page in st.session_state and self.record.from_query(query)[0] != self.in_address

    def adopt(self, settings: S) -> None:
        """Carry settings out and keep them.

        Raises
        ------
        ValueError
            If that cannot be done; then nothing has changed.
        """
        self.keep(settings)

    @property
    def history(self) -> SettingsHistory[S]:
        """The settings that this page had before, in this session."""
        history: SettingsHistory[S] = st.session_state.get(HISTORY + self.page, SettingsHistory())
        return history

    def forget_history(self) -> None:
        """Let nothing be undone that was changed up to now."""
        st.session_state.pop(HISTORY + self.page, None)

    def undo(self) -> None:
        """Go back to the settings before the last change, and tell where there are none."""
        self._go(self.history.past, "Nothing to undo: these are the settings that the page began with.")

    def redo(self) -> None:
        """Go on to the settings before the last undo, and tell where there are none."""
        self._go(self.history.future, "Nothing to redo: no change has been undone since the last one.")

    def _go(self, there: Sequence[S], nothing: str) -> None:
        if not there:
            st.toast(nothing, icon=":material/info:")
            return
        try:
            self.adopt(there[-1])
        except ValueError as error:
            self.note(str(error))

    def attempt(self, make: Callable[[S], S]) -> str:
        """Change the settings, or leave them as they are and return why; empty if it was done."""
        try:
            self.adopt(make(self.settings))
        except ValueError as error:
            return str(error)
        return ""

    def change(self, make: Callable[[S], S]) -> None:
        """Change the settings; what cannot be done changes nothing, and the reason is shown above the page."""
        if refusal := self.attempt(make):
            self.note(refusal)

    def update(self, **fields: Any) -> None:
        """Change some fields, as `change` does."""
        self.change(lambda now: now.changed(**fields))

    def note(self, text: str) -> None:
        """Leave a sentence for the next time that `show_notes` is called."""
        st.session_state.setdefault(NOTES + self.page, []).append(text)

    def show_notes(self) -> None:
        """Show, once, what could not be read or done. Call it before anything of the page is drawn."""
        _ = self.settings
        for text in st.session_state.pop(NOTES + self.page, []):
            show_warning(text)

    @property
    def in_address(self) -> S:
        """The settings that the address holds: the present ones."""
        return self.settings

    @property
    def shared(self) -> Addressed:
        """What an address leads to that is shared: what is on view."""
        return self.in_address

    def show_in_address(self) -> None:
        """Write the settings into the address, and leave alone what else stands there.

        Streamlit would add an entry to the browser's history. While the browser does not yet have the program that
        prevents it, the address waits for `correct_address`.
        """
        present = st.query_params.to_dict()
        of_lesson, others = split_query(present)
        wanted = self.record.foreign(others) | self.in_address.to_query() | of_lesson
        if present == wanted:
            return
        if st.session_state.get(ARRIVING):
            st.session_state[CORRECTED] = wanted
        else:
            st.query_params.from_dict(wanted)

    def key(self, name: str) -> str:
        """Return the key of a widget of this page.

        Those of settings are taken by `Fields`. A widget that shows no setting, such as an answer or an open panel,
        gets its key here and its first value from Streamlit's own argument for that.
        """
        return f"{self.page}.{name}"
