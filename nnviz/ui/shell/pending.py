"""Whether the browser has asked a session for more while its program still runs."""

from streamlit.runtime.scriptrunner import get_script_run_ctx


def has_pending_request() -> bool:
    """Return whether another run of the page, or its end, waits for the present run to end.

    Streamlit has no public word for it; where it keeps it elsewhere, the answer is no, and the present run goes on.
    """
    requests = getattr(get_script_run_ctx(suppress_warning=True), "script_requests", None)
    return getattr(getattr(requests, "_state", None), "name", "") in ("RERUN", "STOP")
