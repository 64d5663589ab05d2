"""`nnviz run` opens the app in a browser, from any folder."""

import os
import runpy
import socket
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from nnviz.commands.command import Command

FIRST_PORT, PORTS = 8501, 100
PATIENCE = 120
"""Seconds after which a server that does not answer is not waited for."""

EVERYWHERE = ("", "0.0.0.0", "::")
"""Addresses to listen on that are no address to open."""


def arguments(parser: ArgumentParser) -> None:
    """Add where the app is served and what it opens with."""
    parser.add_argument("--port", type=_port, help=f"the port it listens on (the first free one from {FIRST_PORT} on)")
    parser.add_argument("--host", default="", help="the address it listens on; `localhost` keeps it to this computer")
    parser.add_argument("--lesson", metavar="NAME", help="begin a lesson: its name, or its file such as my-lesson.yaml")
    parser.add_argument("--projector", action="store_true", help="begin in projector mode: larger type, fewer controls")
    parser.add_argument("--no-browser", action="store_true", help="serve the app, and leave opening it to you")
    parser.add_argument(
        "streamlit",
        nargs="*",
        metavar="-- --OPTION=VALUE",
        help="options of `streamlit run`, behind two hyphens: `nnviz run -- --server.baseUrlPath=nnviz`",
    )


def run(options: Namespace) -> int:
    """Serve the app until it is interrupted."""
    from nnviz.ui.shell.place import APP

    page = start_page(options.lesson, options.projector)
    port = options.port or _free_port(options.host)
    base = next((o.partition("=")[2].strip("/") for o in options.streamlit if "baseUrlPath=" in o), "")
    here = "localhost" if options.host in EVERYWHERE else f"[{options.host}]" if ":" in options.host else options.host
    site = f"http://{here}:{port}/" + (f"{base}/" if base else "")
    print(f"nnviz: {site}{page}   (Ctrl+C ends it)", flush=True)
    if not options.no_browser:
        Thread(target=_open_when_ready, args=(site, page), daemon=True).start()
    host = [f"--server.address={options.host}"] if options.host else []
    flags = ["--server.headless=true", f"--server.port={port}", *host, *options.streamlit]
    sys.argv = ["streamlit", "run", str(APP), *flags]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return 0


def start_page(lesson: str | None, projector: bool) -> str:
    """Return what the browser opens, behind the address of the app.

    A lesson that is named by its file is found by the app because this points `NNVIZ_LESSONS` at the file's folder.

    Raises
    ------
    ValueError
        If there is no such lesson, or its file is wrong.
    """
    projected = {"projector": "1"} if projector else {}
    return _first_step(lesson, projected) if lesson else _with_query("", projected)


def _first_step(named: str, more: Mapping[str, str]) -> str:
    from nnviz.lessons.library import FOLDER, lesson
    from nnviz.lessons.views import address_of_view

    if named.endswith((".yaml", ".yml")):
        file = Path(named)
        if not file.is_file():
            raise ValueError(f"expected the file of a lesson, got {named}, which is none; `nnviz lessons` lists names")
        os.environ[FOLDER] = str(file.resolve().parent)
        named = file.stem
    found = lesson(named)
    first = found.steps[0]
    address = address_of_view(first.view).removeprefix("home")  # the home page is the app's own address
    return _with_query(address, {"lesson": found.name, "at": first.id, **more})


def _with_query(address: str, more: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(more)}" if more else address


def _port(text: str) -> int:
    """Read a port; argparse turns the ValueError into a message."""
    port = int(text)
    if not 1 <= port <= 65535:
        raise ValueError
    return port


def _free_port(host: str) -> int:
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            try:
                probe.bind((host, port))
            except OSError as error:
                if isinstance(error, socket.gaierror):
                    raise ValueError(f"expected an address of this computer as --host, got {host}") from None
                continue
            return port
    raise ValueError(f"expected a free port from {FIRST_PORT} to {FIRST_PORT + PORTS - 1}, found none; give --port")


def _open_when_ready(site: str, page: str) -> None:
    """Open the browser as soon as the server answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{site}_stcore/health", timeout=2):
                webbrowser.open(site + page)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)


COMMAND = Command("open the app in a browser", arguments, run)
