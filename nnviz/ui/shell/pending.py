"""What the browser has asked a session for: whether fragments alone, and whether more while its program still runs."""

from streamlit.runtime.scriptrunner import get_script_run_ctx


def has_pending_request() -> bool:
    """Return whether another run of the page, or its end, waits for the present run to end.

    Streamlit has no public word for it; where it keeps it elsewhere, the answer is no, and the present run goes on.
    """
    requests = getattr(get_script_run_ctx(suppress_warning=True), "script_requests", None)
    return getattr(getattr(requests, "_state", None), "name", "") in ("RERUN", "STOP")


def runs_fragments() -> bool:
    """Return whether this run of the page is one of fragments alone, those that asked for it among them."""
    return bool(getattr(get_script_run_ctx(suppress_warning=True), "fragment_ids_this_run", None))
