"""The stage without Streamlit: a page that loads its bundle, gets messages from here, and keeps what it sends."""

import base64
import mimetypes
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from nnviz.stage import Chunk, Frame, Scene, pack
from nnviz.ui.drawings.packaged import BUNDLES
from scripts.driving import PATIENCE
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
        self.page.wait_for_function(f"() => {{ const s = window.__nnviz; return s && ({condition}); }}")

    def get(self, name: str) -> Any:
        """What the stage says of itself."""
        return self.page.evaluate(f"window.__nnviz.{name}")

    def sent(self, trigger: str) -> list[dict[str, Any]]:
        """What it sent to the server."""
        return [message for message in self.page.evaluate("window.sent") if message["trigger"] == trigger]

    def stop_the_clock(self) -> None:
        """From here on time passes in the page by `page.clock.run_for` alone, however long the test takes."""
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


@pytest.fixture
def open_stage(browser: Browser) -> Iterator[Callable[..., Stage]]:
    """A function that opens the stage; the test fails on any error in the console."""
    errors: list[str] = []
    contexts = []

    def open_one(**options: Any) -> Stage:
        context = browser.new_context(viewport={"width": 960, "height": 720}, **options)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.route(f"{HOST}/**", answer)
        page.goto(f"{HOST}/")
        page.wait_for_function("window.give !== undefined")
        return Stage(page)

    yield open_one
    for context in contexts:
        context.close()
    assert not errors, errors


@pytest.fixture
def stage(open_stage) -> Stage:
    return open_stage()
