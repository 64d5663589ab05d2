"""The first screen of the static site, below a path, with a stand-in for stlite that does what it is told."""

import json
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from nnviz.lessons.lesson import Action, Lesson, Step, View
from nnviz.lessons.recording.writing import record_lesson
from scripts.static.lessons import PLACE, description

ROOT = Path(__file__).parents[2]
BASE = "/some/sub/path/"

LESSON = Lesson(
    "small",
    "A small lesson",
    "",
    "en",
    "",
    (Step("circle", View("playground", {"seed": "3"}), say="Watch.", do=(Action("play", until="step 20"),)),),
)

STAND_IN = """
export function mount(options, container) {
  const kernel = new EventTarget();
  kernel.basePath = "wrong";
  kernel.loaded = new Promise((resolve) => (window.standIn = {
    options,
    ready: resolve,
    fail: (error) => kernel.dispatchEvent(new CustomEvent("loadError", { detail: error })),
  }));
  queueMicrotask(() => kernel.loaded.then(() => {
    container.innerHTML = `<div data-testid="stApp" data-test-script-state="notRunning"><div data-testid="stMain">
      <div data-testid="stElementContainer">The page at ${location.search} of ${kernel.basePath}.
      <a href="https://stlite.invalid/${kernel.basePath}/loss">Loss</a></div></div></div>`;
  }));
  document.documentElement.dataset.standIn = "booting";
  return { _kernel: kernel };
}
"""


# How the program of figures is run (drawings/plotly_library.js).
RUN_A_BLOB = """() => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = URL.createObjectURL(new Blob(["window.ran = true"], { type: "text/javascript" }));
  Object.assign(script, { onload: () => resolve(window.ran), onerror: () => reject(new Error("refused")) });
  document.head.append(script);
})"""


class StaticHost(SimpleHTTPRequestHandler):
    """A plain host: files below a path, and 404.html for what is no file."""

    def send_head(self) -> Any:
        """Find the file."""
        self.path = "/" + urlsplit(self.path).path.removeprefix(BASE)
        if not Path(self.translate_path(self.path)).exists():
            self.path = "/404.html"
        return super().send_head()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site as scripts/static builds it, but for Python."""
    root = tmp_path_factory.mktemp("site")
    for path in (ROOT / "web").glob("*.*"):
        shutil.copy2(path, root)
    shutil.copy2(root / "index.html", root / "404.html")
    shutil.copy2(ROOT / "app.py", root)
    shutil.copy2(ROOT / ".streamlit" / "config.toml", root)
    (root / "stlite.js").write_text(STAND_IN)
    (root / "stlite.css").write_text("")
    record_lesson(LESSON, root / "lessons" / "small", place=PLACE)
    known = {
        "stlite": "stlite.js",
        "css": "stlite.css",
        "pyodide": "pyodide.js",
        "wheelUrls": {"stliteLib": "a.whl", "streamlit": "b.whl"},
        "packages": ["numpy"],
        "files": {"stlite.js": (root / "stlite.js").stat().st_size, "pyodide.js": 3_000_000},
        "lessons": [description(LESSON, "lessons/small/")],
    }
    (root / "site.json").write_text(json.dumps(known))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(StaticHost, directory=root))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{BASE}"
    server.shutdown()
    server.server_close()


def booting(browser: Browser, address: str) -> Page:
    """The first screen, its lesson in play and the stand-in booting."""
    page = browser.new_context(viewport={"width": 1000, "height": 700}).new_page()
    page.goto(address)
    lesson = page.frame_locator("#lesson")
    expect(lesson.get_by_role("heading", name="A small lesson")).to_be_visible()
    recording = next(frame for frame in page.frames if "/lessons/small/" in frame.url)
    recording.wait_for_function("() => window.__nnviz?.step > 0")
    expect(page.locator("html")).to_have_attribute("data-stand-in", "booting")
    expect(page.locator("#said")).to_contain_text("of 3.0 MB")
    return page


def test_a_lesson_plays_while_python_boots_and_the_app_takes_over_at_the_same_address(browser: Browser, site: str):
    page = booting(browser, f"{site}playground?hidden=6")
    assert page.evaluate("() => standIn.options.files['entry.py'].includes('app.py')"), "the entry and app.py behind it"
    assert page.evaluate("() => standIn.options.streamlitConfig['runner.magicEnabled']") is False, "docstrings show"
    page.evaluate("() => standIn.ready()")
    shown = page.locator("#app")
    expect(shown).to_contain_text("The page at ?hidden=6 of some/sub/path.")
    expect(page.locator("#first")).to_be_hidden()
    assert page.url == f"{site}playground?hidden=6"
    assert page.evaluate("() => document.baseURI") == page.url, "a link to a part of the page would leave it"
    assert shown.evaluate("app => app.inert") is False
    assert page.evaluate(RUN_A_BLOB) is True, "the policy of the page lets figures be drawn"
    expect(shown.get_by_role("link", name="Loss")).to_have_attribute("href", f"{site}loss")

    # Who uses the lesson keeps it, and goes over where and when they want.
    page = booting(browser, site)
    page.frame_locator("#lesson").get_by_role("heading", name="A small lesson").click()
    page.evaluate("() => standIn.ready()")
    expect(page.locator("#said")).to_contain_text("The app is ready.")
    expect(page.locator("#app")).to_be_empty()
    page.frame_locator("#lesson").get_by_role("link", name="Open this step in the app").click()
    expect(page.locator("#app")).to_contain_text("The page at ?seed=3")
    assert page.url == f"{site}playground?seed=3"

    # A boot that fails is told, and the lesson stays.
    page = booting(browser, f"{site}loss")
    page.evaluate("() => standIn.fail(new Error('no wheel of NumPy'))")
    expect(page.locator("#said")).to_contain_text("could not be started here: no wheel of NumPy.")
    expect(page.get_by_role("link", name="Try again")).to_be_visible()
    expect(page.frame_locator("#lesson").get_by_role("heading", name="A small lesson")).to_be_visible()
