"""A recorded lesson from a folder of a plain web server: it plays, answers and opens tensors, and asks nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from nnviz.lessons.lesson import Action, Ask, Choice, Lesson, Step, View
from nnviz.lessons.recording.writing import record_lesson

ASK = Ask(
    "Where is the loss after 20 steps?",
    (Choice("above 0.6", "above 0.6"), Choice("below 0.6", "below 0.6")),
    "measured",
    measure="loss at step 20",
    why="It has just begun.",
)
LESSON = Lesson(
    "small",
    "A small lesson",
    "",
    "en",
    "",
    (
        Step("circle", View("playground"), say="Watch.", do=(Action("play", until="step 20"),), ask=ASK),
        Step("elsewhere", View("loss"), say="A page."),
    ),
)


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A plain server of a folder: its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a web server serves, the lesson in a folder of it."""
    root = tmp_path_factory.mktemp("served")
    record_lesson(LESSON, root / "course" / "small", place="https://nn.example.org/")
    return root


def wait(page: Page, condition: str) -> None:
    """Wait until a condition on `s`, what the stage says of itself, holds."""
    page.wait_for_function(f"() => {{ const s = window.__nnviz; return s && ({condition}); }}")


def test_a_recorded_lesson_plays_from_a_folder_and_asks_no_other_host(browser: Browser, folder: Path):
    with served(folder) as host:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page, elsewhere, errors = context.new_page(), [], []

        def answer(route: Route) -> None:
            if route.request.url.startswith((f"{host}course/small/", "blob:", "data:")):
                route.continue_()
            else:
                elsewhere.append(route.request.url)
                route.abort()

        page.route("**/*", answer)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{host}course/small/")
        wait(page, "s.step === 0 && s.painted > 0")
        assert page.evaluate("document.documentElement.scrollWidth") == 390

        page.get_by_role("button", name="above 0.6", exact=True).click()
        expect(page.locator(".reply")).to_contain_text("Yes. above 0.6. Measured: 0.")
        page.get_by_role("button", name="Play until step 20", exact=True).click()
        wait(page, "s.step > 0 && s.queue > 0")
        wait(page, "s.step === 20")
        expect(page.locator("#player > .status")).to_have_text("Stopped: step 20.")
        page.get_by_role("button", name="First step").click()
        wait(page, "s.step === 0 && s.newest === 20")

        page.get_by_text("Tensors: every number").click()
        page.get_by_role("button", name="after step 20", exact=True).click()
        page.get_by_role("button", name="dW", exact=True).first.click()
        expect(page.locator(".open-tensor pre")).to_have_text("dW3 = A2.T @ dZ3")
        expect(page.locator(".open-tensor math").first).to_be_visible()

        page.get_by_role("button", name="Next", exact=True).click()
        expect(page.get_by_role("link", name="Open this step in the app")).to_have_attribute(
            "href", "https://nn.example.org/loss"
        )
        assert page.url.endswith("#at=elsewhere")
        context.close()
    assert elsewhere == []
    assert errors == []
