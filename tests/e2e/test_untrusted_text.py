"""Markup in an address, a file, a column or a text box is shown as text: the browser asks nobody for a picture."""

import importlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from nnviz.ui.shell.catalogue import CATALOGUE, WITHOUT_SETTINGS
from tests.e2e.live_stage import file_field, open_stage

PAGES = [entry.name for entry in CATALOGUE if entry.name not in WITHOUT_SETTINGS]
IN_EVERY_RUN = {"playground", "softmax"}
"""What is told on the other pages is looked through by `tests/pages/test_untrusted_text.py`: it takes the same way."""


@pytest.fixture(scope="module")
def bait() -> Iterator[tuple[str, list[str]]]:
    """A server that waits for a browser to take the bait: its address, and the paths that it was asked for."""
    asked: list[str] = []

    class Waiting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Waiting)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def hostile(url: str) -> str:
    """A text that would fetch a picture wherever Markdown, HTML or LaTeX in it were obeyed."""
    return f"![x]({url}/m.png) <img src={url}/h.png> $\\includegraphics{{{url}/l.png}}$"


def untouched(page: Page, asked: list[str]) -> None:
    """The page has drawn everything, holds no picture from elsewhere and has asked for none."""
    found = page.evaluate("""() => {
        const roots = [document], pictures = [];
        for (const root of roots)
            for (const element of root.querySelectorAll("*")) {
                if (element.shadowRoot) roots.push(element.shadowRoot);
                if (element.tagName === "IMG") pictures.push(element.getAttribute("src"));
            }
        return pictures;
    }""")
    assert not [source for source in found if source and source.startswith("http://127.0.0.1")]
    assert asked == []


@pytest.mark.parametrize(
    "name", [name if name in IN_EVERY_RUN else pytest.param(name, marks=pytest.mark.long) for name in PAGES]
)
def test_an_address_full_of_markup_is_told_and_not_obeyed(open_page: Callable[..., Page], bait, name):
    url, asked = bait
    state = importlib.import_module(f"nnviz.ui.{name}.state").state
    query = urlencode({field: hostile(url) for field in state.record.model_fields})
    page = open_page(f"{name}?{query}")
    told = page.get_by_test_id("stAlert")
    expect(told.filter(has_text="was left out").first).to_contain_text("![x](")
    untouched(page, asked)


def test_a_file_s_name_and_its_columns_are_shown_and_not_obeyed(open_page: Callable[..., Page], bait):
    url, asked = bait
    page = open_stage(open_page)
    page.get_by_role("radio", name="Own data").click()
    marks = hostile(url).replace("$", "")
    rows = "".join(f"{i},{marks},c{i % 2}\n" for i in range(12))
    content = f"{marks} a,{marks} b,{marks} c\n{rows}".encode()
    file_field(page).set_input_files({"name": f"{marks[:20]}.csv", "mimeType": "text/csv", "buffer": content})
    expect(page.get_by_role("region", name="The first rows of the table")).to_contain_text("![x](")
    page.get_by_role("button", name="Train on these data").click()
    expect(page.get_by_text("These data are in use.")).to_be_visible()
    for panel in ("Results", "Tensors"):
        page.get_by_role("radio", name=panel).click()
        page.wait_for_load_state("networkidle")
    untouched(page, asked)


def test_what_is_typed_into_a_box_is_told_and_not_obeyed(go_on: Callable[..., Page], bait):
    url, asked = bait
    page = go_on("backward_pass?source=typed")
    box = page.get_by_label("X, rows separated by ;")
    shown = box.input_value()
    box.fill(hostile(url))
    box.press("Enter")
    expect(page.get_by_test_id("stAlert")).to_contain_text("X: expected numbers, got '![x](")
    expect(box).to_have_value(shown)
    untouched(page, asked)


def test_class_names_of_one_s_own_are_shown_and_not_obeyed(go_on: Callable[..., Page], bait):
    url, asked = bait
    names = "<img src=//x>,**bold**,$x$"
    page = go_on("softmax?" + urlencode({"class_names": names, "z": "1,-1,0.5"}))
    page.get_by_text("Fill in the numbers").click()
    expect(page.locator(".katex").filter(has_text="<img src=//x>").first).to_be_visible()
    page.get_by_text("NaN (not a number)", exact=True).click()
    expect(page.get_by_test_id("stMarkdown").get_by_role("columnheader", name="**bold**")).to_be_visible()
    untouched(page, asked)
