"""Starts the app and a Chromium for it: for the browser tests, the screenshots and the benchmark in the browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from scripts.ensure_browser import MISSING, find_browser

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0  # seconds; a cold server on a busy machine needs some

PORTS = range(20_000, 30_000)

NOTHING: Mapping[str, str] = MappingProxyType({})

STREAMLIT = (sys.executable, "-m", "streamlit", "run", "app.py")
"""The app of the checkout."""

# The page is ready when the run has ended, nothing of an earlier run is left, and what loads late has been drawn; a
# figure that nobody looks at waits (kit/paint_order.js).
READY = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const drawn = "canvas, svg:not(.icon), table, .value-cell, .tensor_list > *, .copy > button, [data-waits]";
    const ready = app
        && app.dataset.testConnectionState === "CONNECTED"
        && app.dataset.testScriptState === "notRunning"
        && document.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]')
        && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
        && [...document.querySelectorAll('[data-testid="stBidiComponentIsolated"], [class*="-room"]')].every(
            c => c.closest(".st-key-page-tools, .st-key-page-correction") || [...c.querySelectorAll("*"), c].some(
                e => e.shadowRoot?.querySelector(drawn)))
        && document.fonts.status === "loaded";
    window.__readyPolls = ready ? (window.__readyPolls ?? 0) + 1 : 0;
    return window.__readyPolls >= 3;
}"""

ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@dataclass
class Server:
    """The running app: its address, its process, and what it has logged."""

    url: str
    log: Path
    pid: int = 0

    def tail(self, start: int = 0) -> str:
        """The log from a position on."""
        return self.log.read_text(encoding="utf-8", errors="replace")[start:]


def free_port(taken: Collection[int] = ()) -> int:
    """A port that nobody listens on and that is not taken.

    It is below those that systems hand out, where processes begin to look far apart.
    """
    first = 61 * os.getpid() % len(PORTS)
    for port in (*PORTS[first:], *PORTS[:first]):
        if port in taken:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no port from {PORTS[0]} to {PORTS[-1]} is free")


@contextmanager
def running_app(
    home: Path,
    program: Sequence[str] = STREAMLIT,
    folder: Path = ROOT,
    base: str = "",
    variables: Mapping[str, str] = NOTHING,
    port: int = 0,
) -> Iterator[Server]:
    """`streamlit run app.py` on a free port, with no settings but the repository's.

    Parameters
    ----------
    home : Path
        An empty folder for the server's log and Streamlit's own files.
    program : sequence of str
        What is run instead, such as ``nnviz run``; options of Streamlit are added to it.
    folder : Path
        Where it is run.
    base : str
        The path that it is served at, such as ``/nnviz``.
    variables : mapping of str to str
        Environment variables besides those of this process.
    port : int
        Where it listens; a free one unless given.

    Raises
    ------
    RuntimeError
        If the app does not start; with its log.
    """
    port = port or free_port()
    command = [*program, "--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1"]
    command += ["--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
    command += [f"--server.baseUrlPath={base}"] if base else []
    running = Server(f"http://127.0.0.1:{port}{base}", home / "server.log")
    environment = {**os.environ, **variables, "HOME": str(home), "PYTHONUNBUFFERED": "1"}
    with running.log.open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        running.pid = process.pid
        try:
            _wait_until_healthy(process, running)
            yield running
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_healthy(process: "subprocess.Popen[bytes]", server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the app did not start (exit code {process.poll()}); its log:\n{server.tail()}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium whose windows know nothing of each other.

    Raises
    ------
    RuntimeError
        If there is none on this machine; with what to do.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**_launch())
        yield browser
        browser.close()


@contextmanager
def chromium_profile(folder: Path) -> Iterator[BrowserContext]:
    """A headless Chromium with a profile, as people have: from its second page on it has Streamlit's program compiled.

    That takes a quarter to a third off the time of every page after the first ones.

    Parameters
    ----------
    folder : Path
        An empty folder for the profile.

    Raises
    ------
    RuntimeError
        If there is none on this machine; with what to do.
    """
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(folder, **_launch())
        yield context
        context.close()


def _launch() -> dict[str, Any]:
    path = find_browser()
    if path is None:
        raise RuntimeError(f"{MISSING}\n  python scripts/ensure_browser.py     does what is possible here")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"executable_path": path, "args": [*ARGUMENTS, *(["--no-sandbox"] if root else [])]}
