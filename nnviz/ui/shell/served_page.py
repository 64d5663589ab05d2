"""Streamlit's page as the browser gets it: with the address of its server in it.

Without it Streamlit's program, opened at /playground, asks for its server at /playground/_stcore/health first, is
refused, waits 100 ms and asks one step up; only then does it connect.
"""

from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute, Route
from streamlit import config

from nnviz.ui.shell.catalogue import CATALOGUE

PAGE = Path(streamlit.__file__).parent / "static" / "index.html"

SERVER = '<script>window.__streamlit = { BACKEND_BASE_URL: new URL(".", location.href).href };</script>'
"""What Streamlit's program reads where another site shows its pages; here it is the folder that the page lies in."""


def served_pages() -> list[BaseRoute]:
    """Return the routes of all pages, for `st.App`; any other address is answered by Streamlit."""
    base = base_path()
    html = PAGE.read_text(encoding="utf-8").replace("<head>", f"<head>\n    {SERVER}", 1)

    async def answer(_: Request) -> HTMLResponse:
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    return [Route(f"{base}/" if entry.name == "home" else f"{base}/{entry.name}", answer) for entry in CATALOGUE]


def base_path() -> str:
    """Return the path that the app is served at, such as ``/nnviz``; empty at the root of a host."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""
