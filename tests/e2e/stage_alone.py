"""The stage without Streamlit: a page that loads its bundle, gets messages from here, and keeps what it sends."""

import base64
import mimetypes
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Route

from nnviz.stage import Chunk, Frame, Scene, pack
from nnviz.ui.drawings.packaged import BUNDLES
from scripts.driving import PATIENCE
from tests.e2e.frames import until
from tests.stage.scenes import chunk, history, plane_frame, plane_scene

HOST = "http://stage.test"
PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="stage.css">
<body style="margin:0;--st-background-color:#ffffff"><div id="stage" style="width:930px"></div>
<script type="module">
import stage from "./stage.js";
window.sent = [];
const parentElement = document.getElementById("stage");
const setTriggerValue = (name, value) => window.sent.push({ trigger: name, ...value });
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
window.give = (text) => stage({ data: bytes(text), parentElement, setTriggerValue });
</script>"""


class Stage:
    """The stage in a window, and the little that a server would know."""

    def __init__(self, page: Page):
        self.page = page
        self.scene = plane_scene()
        self.clock_stands = False

    def give(self, head: Chunk, *steps: int, scene: Scene | None = None, rate: float = 0.03) -> None:
        """Send a message with frames of these steps."""
        self.give_frames(head, [plane_frame(self.scene, step, rate) for step in steps], scene)

    def give_frames(self, head: Chunk, frames: Sequence[Frame] = (), scene: Scene | None = None) -> None:
        """Send a message with these frames."""
        text = base64.b64encode(pack(scene, head, frames)).decode()
        self.page.evaluate("text => void window.give(text)", text)

    def start(self, **changes: Any) -> None:
        """Send the scene and its first frame."""
        self.give(chunk(1, history=history(range(1)), **changes), 0, scene=self.scene)
        self.wait("s.step === 0")

    def wait(self, condition: str) -> None:
        """Wait until a condition on `s`, what the stage says of itself, holds."""
        until(self.page, f"() => {{ const s = window.__nnviz; return s && ({condition}); }}")

    def get(self, name: str) -> Any:
        """What the stage says of itself."""
        return self.page.evaluate(f"window.__nnviz.{name}")

    def sent(self, trigger: str) -> list[dict[str, Any]]:
        """What it sent to the server."""
        return [message for message in self.page.evaluate("window.sent") if message["trigger"] == trigger]

    def stop_the_clock(self) -> None:
        """From here on time passes in the page by `page.clock.run_for` alone, however long the test takes."""
        self.clock_stands = True
        self.page.clock.install()
        self.page.clock.pause_at(datetime.fromtimestamp(self.page.evaluate("Date.now()") / 1000 + 1, UTC))

    def press(self, name: str) -> None:
        """Press a button of the bar."""
        self.page.get_by_role("button", name=name, exact=True).click()


def answer(route: Route) -> None:
    """Serve the page and the bundle."""
    name = route.request.url.removeprefix(f"{HOST}/")
    if not name:
        route.fulfill(body=PAGE, content_type="text/html")
    else:
        kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
        route.fulfill(body=(BUNDLES / name).read_text(encoding="utf-8"), content_type=kind)


@pytest.fixture(scope="session")
def empty_windows() -> list[Page]:
    """Windows that a test has left: a stage in one of them costs less than one in a window of its own."""
    return []


@pytest.fixture
def open_stage(browser: Browser, empty_windows: list[Page]) -> Iterator[Callable[..., Stage]]:
    """A function that opens the stage; the test fails on any error in the console.

    With options of a context (``reduced_motion="reduce"``) it has a window of its own, without them one that a test
    before has left.
    """
    errors: list[str] = []
    reused: list[Stage] = []
    own: list[Stage] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    def hear_uncaught(error: Error) -> None:
        errors.append(str(error))

    def new_window(**options: Any) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.route(f"{HOST}/**", answer)
        return page

    def open_one(**options: Any) -> Stage:
        page = empty_windows.pop() if empty_windows and not options else new_window(**options)
        opened = Stage(page)
        (own if options else reused).append(opened)
        page.set_viewport_size({"width": 960, "height": 720})
        page.on("console", hear)
        page.on("pageerror", hear_uncaught)
        page.goto(f"{HOST}/")
        page.wait_for_function("window.give !== undefined")
        return opened

    yield open_one
    for left in reused:
        if left.clock_stands:  # and cannot be set going again
            own.append(left)
            continue
        left.page.evaluate("localStorage.clear()")
        left.page.remove_listener("console", hear)
        left.page.remove_listener("pageerror", hear_uncaught)
        left.page.mouse.up()
        left.page.mouse.move(0, 0)
        left.page.goto("about:blank")
        empty_windows.append(left.page)
    for left in own:
        left.page.context.close()
    assert not errors, errors


@pytest.fixture
def stage(open_stage) -> Stage:
    return open_stage()
