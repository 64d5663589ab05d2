"""The app as a visitor sees it: one server and one Chromium for all browser tests.

A test asks for `open_page`, which opens an address of the app in a window of its own, `wait_for_app` and `shot`.
Whatever it tests, it also fails on an error in the browser's console, on an exception that Streamlit shows, and on a
traceback in the server's log.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from scripts.driving import PATIENCE, ROOT, Server, chromium, running_app
from tests.e2e.stage_alone import open_stage, stage  # noqa: F401  (fixtures)

SCREENSHOTS = ROOT / "build" / "screenshots"

# Opened at /playground, Streamlit's own script looks for its server below that path first, and finds it one step up.
STREAMLIT_LOOKS_FOR_ITS_SERVER = re.compile(r"/[^/]+/_stcore/(health|host-config)$")

# The page is ready when the run has ended, nothing of an earlier run is left, and what loads late has been drawn.
READY = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const ready = app
        && app.dataset.testConnectionState === "CONNECTED"
        && app.dataset.testScriptState === "notRunning"
        && document.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]')
        && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
        && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].every(c => c.querySelector(".main-svg"))
        && [...document.querySelectorAll('[data-testid="stBidiComponentIsolated"], [class*="-room"]')].every(
            c => [...c.querySelectorAll("*"), c].some(e => e.shadowRoot?.querySelector("canvas, svg, table")))
        && document.fonts.status === "loaded";
    window.__readyPolls = ready ? (window.__readyPolls ?? 0) + 1 : 0;
    return window.__readyPolls >= 3;
}"""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test; pictures are taken in one theme each, or in both."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("e2e")
    if "NNVIZ_ALL_VIEWS" not in os.environ:
        left_out = second_themes(items)
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def second_themes(items: list[pytest.Item]) -> list[pytest.Item]:
    """Of tests that take the same picture in both themes, return the one to leave out: light and dark in turn."""
    pictures: dict[str, list[pytest.Item]] = {}
    for item in items:
        chosen = getattr(item, "callspec", None)
        if item.get_closest_marker("screenshots") and chosen and "scheme" in chosen.params:
            pictures.setdefault(item.nodeid.replace(chosen.params["scheme"], ""), []).append(item)
    pairs = [pair for pair in pictures.values() if len(pair) == 2]
    return [pair[k % 2] for k, pair in enumerate(pairs)]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app that all browser tests share."""
    with running_app(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has visited yet."""
    with running_app(tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session; no Chromium is a failure, never a skip."""
    with chromium() as started:
        yield started


@dataclass
class Complaints:
    """What went wrong in a window while a test looked elsewhere."""

    lines: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """Keep the errors of the console."""
        url = message.location.get("url", "")
        if message.type == "error" and not STREAMLIT_LOOKS_FOR_ITS_SERVER.search(url):
            self.lines.append(f"console: {message.text} ({url})")


def wait_until_ready(page: Page) -> None:
    """Wait until the app stands still: connected, run ended, charts and fonts drawn. Fails on an exception shown.

    After a click, first wait for what the click should bring (`expect(...)`): a rerun starts a moment later.
    """
    page.evaluate("window.__readyPolls = 0")
    page.wait_for_function(READY, polling=50, timeout=PATIENCE * 1000)
    shown = page.get_by_test_id("stException").all_inner_texts()
    assert not shown, "Streamlit shows an exception:\n" + "\n".join(shown)


@pytest.fixture
def wait_for_app() -> Callable[[Page], None]:
    """The function that waits until a page stands still."""
    return wait_until_ready


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """A function that opens an address of the app, ready to be looked at.

    ``open_page("playground?seed=3", scheme="dark", width=1920, height=1080)``; without arguments: the home page, light,
    1280 x 720.
    """
    complaints, pages = Complaints(), []
    start = len(server.tail())

    def open_one(address: str = "", *, scheme: str = "light", width: int = 1280, height: int = 720) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.on("console", complaints.hear)
        page.on("pageerror", lambda error: complaints.lines.append(f"uncaught: {error}"))
        pages.append(page)
        page.goto(f"{server.url}/{address}")
        wait_until_ready(page)
        return page

    yield open_one
    for page in pages:
        complaints.lines += [f"Streamlit: {text}" for text in page.get_by_test_id("stException").all_inner_texts()]
        page.context.close()
    log = server.tail(start)
    if "Traceback (most recent call last)" in log:
        complaints.lines.append(f"server:\n{log}")
    assert not complaints.lines, "\n".join(complaints.lines)


@pytest.fixture
def shot() -> Callable[[Page, str], Path]:
    """A function that saves what a window shows as build/screenshots/<name>.png."""

    def save(page: Page, name: str) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{re.sub(r'[^A-Za-z0-9._-]+', '-', name)}.png"
        page.screenshot(path=path)
        return path

    return save
