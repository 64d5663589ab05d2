"""What a person should have seen on a page, in a few sentences with the numbers of what is on view."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from nnviz.ui.shell.page_state import PageState

TITLE = "What you should have seen"


def conclusion(state: PageState[Any] | None, sentences: Callable[[], Sequence[str]]) -> None:
    """Offer what should have been seen; call it as the last line of a page, outside its fragments.

    It is closed at first, as it answers the page's questions. It is a fragment of its own and computes the sentences
    when it is opened, so a page that opens pays nothing for it. While it is open, `assets/page/conclusion.js` has them
    computed anew once what was changed elsewhere on the page has been answered and nothing moves any more: so a drag
    pays nothing either.

    Parameters
    ----------
    state : PageState or None
        Of a page with settings.
    sentences : callable
        Returns two to five short sentences in Markdown, a bullet each, with numbers that the engine computed.
    """
    _panel(state.key("conclusion") if state is not None else "page.conclusion", sentences)


@st.fragment
def _panel(key: str, sentences: Callable[[], Sequence[str]]) -> None:
    panel = st.expander(TITLE, icon=":material/visibility:", key=key, on_change="rerun")
    if panel.open:
        panel.markdown("\n".join(f"- {sentence}" for sentence in sentences()))
        panel.button("Compute it again", key=f"{key}-refresh")  # hidden (page.css): the browser presses it
