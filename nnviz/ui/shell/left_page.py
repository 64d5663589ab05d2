"""Requests of a page that a visitor has just left are not carried out.

A stage asks for frames all the time. If it does so after a person has chosen another page and before that page has
reached the browser, Streamlit carries the request out behind the run of the new page. It finds no such fragment there,
but tells the browser that the old page is on view, and the browser takes away all that the new one has drawn.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit.runtime.app_session import AppSession

PAGE = "_nnviz_page"

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
            elif getattr(session, PAGE, "") not in ("", page):
                return
        request(session, client_state)

    return request_rerun
