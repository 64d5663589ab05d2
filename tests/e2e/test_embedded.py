"""A page in a frame of another web page: it works there, fills the frame from its top, and has the theme asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from playwright.sync_api import expect

from nnviz.export.address import EMBEDDED_HEIGHT, embed_code

DARK = "rgb(14, 17, 23)"


@contextmanager
def course_page(body: str) -> Iterator[str]:
    """A page of another origin; it has to be served, for browsers let no page from elsewhere frame this computer's."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><link rel='icon' href='data:,'><body style='margin: 0'>{body}".encode())

        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as host:
        Thread(target=host.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{host.server_port}/"
        host.shutdown()


def test_the_playground_works_in_a_frame_of_another_page(visitor, server):
    page = visitor.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": 1000, "height": 760})
    code = embed_code(f"{server.url}/playground?dataset=xor", "Playground")
    code = code.replace(escape("embed=true"), escape("embed=true&embed_options=dark_theme"))
    with course_page(code) as address:
        page.goto(address)
        frame = page.frame_locator("iframe")
        expect(frame.get_by_test_id("stApp")).to_have_css("background-color", DARK)
        play = frame.get_by_role("button", name="Play", exact=True)
        expect(play).to_be_visible()
        expect(frame.locator(".st-key-page-foot, [data-testid=stTopNavSection]")).to_have_count(0)
        title = frame.get_by_role("heading", name="Playground")
        side = frame.get_by_test_id("stExpandSidebarButton")
        corner, beside = side.bounding_box(), title.bounding_box()
        assert corner and beside and corner["x"] + corner["width"] <= beside["x"] and beside["y"] < 40
        stage = frame.locator(".st-key-room-of-stage").bounding_box()
        assert stage and stage["y"] + stage["height"] <= EMBEDDED_HEIGHT
        frame.get_by_role("button", name="Batch", exact=True).click()
        expect(frame.get_by_text("step 1", exact=True)).to_be_visible()
        side.click()
        expect(frame.get_by_test_id("stSidebar").get_by_text("Features")).to_be_visible()
        assert "embed=true" in page.frames[1].url and "dataset=xor" in page.frames[1].url
        page.close()
        assert errors == []
