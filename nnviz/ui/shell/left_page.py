"""Requests of a page that a visitor has just left are not carried out.

A stage asks for frames all the time. If it does so after a person has chosen another page and before that page has
reached the browser, Streamlit carries the request out behind the run of the new page. It finds no such fragment there,
but tells the browser that the old page is on view, and the browser takes away all that the new one has drawn.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from itertools import count
from typing import Any, NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.app_session import AppSession

from nnviz.ui.shell.session import OPENS, SWITCHED, session

PAGE = "_nnviz_page"
OVER = "_nnviz_switch_that_is_over"

Request = Callable[[Any, Any], None]


def drop_requests_of_left_pages() -> None:
    """Have all sessions of this process do so from now on.

    Streamlit has no public place for it; where it keeps it elsewhere, nothing is dropped.
    """
    request: Request | None = getattr(AppSession, "request_rerun", None)
    if request is not None and not hasattr(request, "__wrapped__"):
        AppSession.request_rerun = on_view_alone(request)  # type: ignore[assignment, method-assign]


def on_view_alone(request: Request) -> Request:
    """Return a way to ask a session for a run which refuses fragments of other pages than the last that was chosen."""

    @wraps(request)
    def request_rerun(session: Any, client_state: Any) -> None:
        if client_state is not None:
            page = client_state.page_script_hash
            if not client_state.fragment_id:
                setattr(session, PAGE, page)
                setattr(session, OVER, _switch(session))
            elif getattr(session, PAGE, "") != "" and page not in _on_view(session):
                return
        request(session, client_state)

    return request_rerun


def switch_page(page: StreamlitPage, query: Mapping[str, str]) -> NoReturn:
    """Show another page as an address opens it, whatever was set there; its fragments may ask for runs, too.

    Parameters
    ----------
    page : StreamlitPage
    query : mapping of str to str
        The parameters of its address.
    """
    session()[SWITCHED] = (next(_NUMBERS), page._script_hash)
    session()[OPENS] = page.url_path or "home"
    st.switch_page(page, query_params=query)


_NUMBERS = count()


def _switch(session: Any) -> tuple[int, str] | None:
    """Return the last switch to another page that the program has made in a session, with its number."""
    try:
        switched: tuple[int, str] = session.session_state[SWITCHED]
    except (AttributeError, KeyError):
        return None
    return switched


def _on_view(session: Any) -> tuple[str, ...]:
    """Return the pages that may be on view: the last that was chosen, and what the program has switched to since."""
    chosen, switched = getattr(session, PAGE, ""), _switch(session)
    return (chosen,) if switched is None or switched == getattr(session, OVER, None) else (chosen, switched[1])
