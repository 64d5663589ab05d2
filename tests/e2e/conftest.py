"""The app as a visitor sees it: each worker has one server and one Chromium for all its browser tests.

A test asks for `open_page`, which opens an address of the app in an empty window, for `look_at`, which shares
the window with the tests of its module that change nothing, or for `go_on`, which leads one window of its worker from
page to page, as a visitor goes, without loading the program anew; for `wait_for_app` and `shot`.
Whatever it tests, it also fails on an error in the browser's console, on an exception that Streamlit shows, and on a
traceback in the server's log.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Frame, Page, expect

from nnviz.ui.shell.catalogue import tab_title
from scripts.driving import PATIENCE, READY, ROOT, Server, chromium_profile, running_app
from tests.e2e.first_screen import HEIGHT, WIDTH, look_at_first_screen
from tests.e2e.stage_alone import empty_windows, open_stage, stage  # noqa: F401  (fixtures)
from tests.topics import TOPICS

# A state may be late on a busy machine, and is waited for as long everywhere.
expect.set_options(timeout=PATIENCE * 1000)

SCREENSHOTS = ROOT / "build" / "screenshots"

# What a click on a link within the app does.
GO_ON = """address => {
    history.pushState({}, "", address);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}"""

# Streamlit's command, in a process that waits for the first paint of a page for as long as a test does.
PATIENT = f"""
from nnviz.ui.drawings import first_paint
from streamlit.web.cli import main

first_paint.PATIENCE = {PATIENCE}
main()
"""

# How many windows the tests of a module share at most: each page that stands open costs time beside the one looked at.
KEPT_WINDOWS = 2

# What a proxy refuses in a test is an error in the console, too.
REFUSED_BY_PROXY = re.compile(r"status (code|of) 413\b")


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
    """The app that all browser tests of a worker share."""
    with running_app(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has visited yet, and that waits for a first paint on a busy machine, too."""
    with running_app(tmp_path, (sys.executable, "-c", PATIENT, "run", "app.py")) as running:
        yield running


@pytest.fixture(scope="session")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """One Chromium for the worker, and the profile of all windows; no Chromium is a failure, never a skip."""
    with chromium_profile(tmp_path_factory.mktemp("profile")) as context:
        context.set_default_timeout(PATIENCE * 1000)
        yield context


@pytest.fixture(scope="session")
def spare_windows() -> list[Page]:
    """Windows that a test has left: a page in a window that has had one before costs a third less."""
    return []


@pytest.fixture(scope="session")
def browser(visitor: BrowserContext) -> Browser:
    """The worker's Chromium, for windows that share nothing with the others."""
    assert visitor.browser is not None
    return visitor.browser


class Windows:
    """Windows on the app, and what went wrong in them while a test looked elsewhere."""

    def __init__(self, visitor: BrowserContext, server: Server, spare: list[Page]):
        self.visitor = visitor
        self.server = server
        self.spare = spare
        self.pages: list[Page] = []
        self.kept: dict[tuple, Page] = {}
        self.walked: set[tuple[str, str]] = set()
        self.astray = False
        self.complaints: list[str] = []
        self.read = len(server.tail())

    def open(
        self,
        address: str = "",
        *,
        scheme: str = "light",
        width: int = WIDTH,
        height: int = HEIGHT,
        calm: bool = False,
        busy: bool = False,
    ) -> Page:
        """Open an address of the app in an empty window, and wait until it can be looked at; not if it stays busy."""
        page = self.spare.pop() if self.spare else self.visitor.new_page()
        self.pages.append(page)
        page.on("console", self.hear)
        page.on("pageerror", self.hear_uncaught)
        page.on("framenavigated", self.follow)
        self.load(page, address, scheme, width, height, calm)
        if not busy:
            wait_until_ready(page)
            if (width, height) == (WIDTH, HEIGHT):
                look_at_first_screen(page, address)
        return page

    def load(
        self,
        page: Page,
        address: str,
        scheme: str = "light",
        width: int = WIDTH,
        height: int = HEIGHT,
        calm: bool = False,
    ) -> None:
        """Load an address of the app into a window of this size and theme."""
        self.show(page, scheme, width, height, calm)
        page.goto(f"{self.server.url}/{address}")

    def show(
        self, page: Page, scheme: str = "light", width: int = WIDTH, height: int = HEIGHT, calm: bool = False
    ) -> None:
        """Bring a window to the front, in this size and theme.

        To who wishes for less motion (``calm``) a stage shows four frames a second, at the same pace, and the one on
        the home page waits: half of what a stage costs that plays, and a whole processor on the home page.
        """
        page.bring_to_front()
        page.set_viewport_size({"width": width, "height": height})
        motion = "reduce" if calm else "no-preference"
        page.emulate_media(media="null", color_scheme=scheme, reduced_motion=motion)

    def keep(self, address: str = "", *, prepared: Callable[[Page], None] | None = None, **window: Any) -> Page:
        """Open an address, or take the window in which a test before has looked at it."""
        key = (address, prepared, *sorted(window.items()))
        if key not in self.kept:
            if len(self.kept) < KEPT_WINDOWS:
                page = self.open(address, **window)
            else:
                page = self.kept.pop(next(iter(self.kept)))
                page.evaluate("sessionStorage.clear()")
                self.load(page, address, **window)
                wait_until_ready(page)
                if not {"width", "height"} & {*window}:
                    look_at_first_screen(page, address)
            if prepared:
                prepared(page)
        else:
            page = self.kept.pop(key)
        self.kept[key] = page  # behind all that were looked at before
        page.bring_to_front()
        page.mouse.move(0, 0)
        page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
        return page

    def walk(self, address: str, *, fresh: bool = False, **window: Any) -> Page:
        """Go on to a page, in the window and the session that other pages were looked at in; to a topic by its switch.

        Of each page a session reads the address once: one that sets more than the topic of a page that was looked at is
        loaded anew. So is, where it is to be ``fresh``, a page or topic on which somebody has been.
        """
        place, settings = place_of(address)
        name, topic = place
        address = "" if name == "home" else address
        if not self.pages:
            self.open(address, **window)
        elif self.astray or (settings and name in dict(self.walked)) or (fresh and place in self.walked):
            self.walked = set()
            self.pages[0].evaluate("sessionStorage.clear()")
            self.load(self.pages[0], address, **window)
        else:
            self.show(self.pages[0], **window)
            if self.pages[0].title() != tab_title(name):
                self.pages[0].evaluate(GO_ON, f"/{address}")
        (page,) = self.pages
        page.mouse.move(0, 0)
        expect(page).to_have_title(tab_title(name))
        page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
        self.walked.add(place)
        self.astray = False
        if name in TOPICS:
            choice = page.locator(f".st-key-{name}-topic").get_by_role(
                "radio", name=TOPICS[name].pages[topic].title, exact=True
            )
            if not choice.is_checked():
                choice.click()
        wait_until_ready(page)
        if not {"width", "height"} & {*window}:
            look_at_first_screen(page, address)
        return page

    def follow(self, frame: Frame) -> None:
        """Note where a window is led, also within the app."""
        self.walked.add(place_of(frame.url.removeprefix(f"{self.server.url}/"))[0])

    def hear(self, message: ConsoleMessage) -> None:
        """Keep the errors of the console."""
        url = message.location.get("url", "")
        if message.type == "error" and not REFUSED_BY_PROXY.search(message.text):
            self.complaints.append(f"console: {message.text} ({url})")

    def hear_uncaught(self, error: Error) -> None:
        """Keep an error that nothing in the page has caught."""
        self.complaints.append(f"uncaught: {error}")

    def check(self) -> None:
        """Fail where a window or the server has complained since the last check."""
        for page in self.pages:
            self.complaints += [f"Streamlit: {text}" for text in page.get_by_test_id("stException").all_inner_texts()]
        log, found = self.server.tail(self.read), self.complaints
        self.read, self.complaints = self.read + len(log), []
        if "Traceback (most recent call last)" in log:
            found.append(f"server:\n{log}")
        assert not found, "\n".join(found)

    def close(self) -> None:
        """Empty the windows, and leave nothing of them to the next visitor but the cache."""
        for page in self.pages:
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            page.remove_listener("console", self.hear)
            page.remove_listener("pageerror", self.hear_uncaught)
            page.remove_listener("framenavigated", self.follow)
            page.unroute_all()
            page.mouse.move(0, 0)
            page.goto("about:blank")
        self.spare += self.pages
        self.visitor.clear_cookies()
        self.visitor.clear_permissions()


def place_of(address: str) -> tuple[tuple[str, str], dict[str, str]]:
    """The page and the topic that an address leads to, and what it sets there."""
    name, _, query = address.partition("?")
    settings = dict(parse_qsl(query))
    topics = TOPICS[name].pages if name in TOPICS else {"": None}
    topic = settings.pop("topic", "")
    return (name or "home", topic if topic in topics else next(iter(topics))), settings


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
def open_page(visitor: BrowserContext, server: Server, spare_windows: list[Page]) -> Iterator[Callable[..., Page]]:
    """A function that opens an address of the app, ready to be looked at.

    ``open_page("playground?seed=3", scheme="dark", width=1920, height=1080)``; without arguments: the home page, light,
    1280 x 720.
    """
    windows = Windows(visitor, server, spare_windows)
    try:
        yield windows.open
        windows.check()
    finally:
        windows.close()


@pytest.fixture(scope="module")
def kept_windows(visitor: BrowserContext, server: Server, spare_windows: list[Page]) -> Iterator[Windows]:
    """The windows that tests of one module look at in turn."""
    windows = Windows(visitor, server, spare_windows)
    yield windows
    windows.close()


@pytest.fixture
def look_at(kept_windows: Windows) -> Iterator[Callable[..., Page]]:
    """`open_page` for tests that leave a page as they found it: those of one module share a window of one address.

    ``look_at("softmax", prepared=do_something)`` does something with the page once, when it is opened.
    """
    kept_windows.read = len(kept_windows.server.tail())
    yield kept_windows.keep
    kept_windows.check()


@pytest.fixture(scope="session")
def walking_window(visitor: BrowserContext, server: Server, spare_windows: list[Page]) -> Iterator[Windows]:
    """The window in which the tests of a worker go from page to page."""
    windows = Windows(visitor, server, spare_windows)
    yield windows
    windows.close()


@pytest.fixture
def walk(walking_window: Windows, request: pytest.FixtureRequest) -> Iterator[Windows]:
    """The walking window under the hands of one test; what that has done to a page is remembered."""
    failed = request.session.testsfailed
    walking_window.read = len(walking_window.server.tail())
    yield walking_window
    walking_window.astray = request.session.testsfailed > failed  # then it is loaded anew
    walking_window.check()


@pytest.fixture
def go_on(walk: Windows) -> Callable[..., Page]:
    """A function that goes on to a page or a topic within the app: half the processor time of `open_page`.

    ``go_on("recurrence?topic=gates")`` shows it at 1280 x 720 in the light theme, unless another window is asked for,
    as nobody has touched it: where a test has been before, it is loaded anew. All tests of a worker have one window.
    """
    return partial(walk.walk, fresh=True)


@pytest.fixture
def come_back(walk: Windows) -> Callable[..., Page]:
    """`go_on` for tests that leave a page as they found it, or that do not mind what another one has set there."""
    return walk.walk


@pytest.fixture
def shot() -> Callable[[Page, str], Path]:
    """A function that saves what a window shows as build/screenshots/<name>.png."""

    def save(page: Page, name: str) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{re.sub(r'[^A-Za-z0-9._-]+', '-', name)}.png"
        page.screenshot(path=path)
        return path

    return save
