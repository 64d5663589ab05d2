"""A page stops at its first drawing until the browser has painted it; never for a browser that does not say so."""

import asyncio
from threading import Event, Timer
from time import perf_counter

import pytest
from starlette.routing import Router

from nnviz.ui.drawings import first_paint as module
from nnviz.ui.drawings.direct_line import DirectLine, direct_line
from nnviz.ui.drawings.direct_routes import direct_routes
from nnviz.ui.drawings.first_paint import first_drawing, wait_for_paint
from nnviz.ui.shell.session import AWAITS_PAINT, UNHEARD, session


@pytest.fixture(autouse=True)
def visitor(monkeypatch) -> None:
    """A visitor who has just come to a page, by a browser."""
    monkeypatch.setattr("streamlit.session_state", {AWAITS_PAINT: True})
    expected = Event()
    expected.set()
    monkeypatch.setattr(module, "_expected", expected)
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    monkeypatch.setattr(module, "has_pending_request", lambda: False)


def test_the_page_goes_on_when_its_first_drawing_is_painted(monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 60.0)
    line = first_drawing()
    assert line is direct_line() is not None
    Timer(0.1, line.painted.set).start()
    wait_for_paint(line)
    assert line.painted.is_set() and UNHEARD not in session()
    assert first_drawing() is None, "only the first one is waited for"


def test_each_page_is_waited_for_anew():
    line = first_drawing()
    line.painted.set()
    session()[AWAITS_PAINT] = True
    assert first_drawing() is line and not line.painted.is_set()


def test_a_browser_that_says_nothing_is_waited_for_once():
    began = perf_counter()
    wait_for_paint(first_drawing())
    assert perf_counter() - began >= 0.2
    session()[AWAITS_PAINT] = True
    assert first_drawing() is None


def test_who_asks_for_something_else_meanwhile_does_not_wait(monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 60.0)
    monkeypatch.setattr(module, "has_pending_request", lambda: True)
    wait_for_paint(first_drawing())
    assert UNHEARD not in session()


def test_without_browsers_nobody_waits(monkeypatch):
    monkeypatch.setattr(module, "_expected", Event())
    assert first_drawing() is None
    wait_for_paint(None)


def test_the_browser_says_so_by_the_name_of_its_line():
    async def post(token: str) -> int:
        scope = {
            "type": "http",
            "method": "POST",
            "path": f"/stage/{token}/painted",
            "headers": [],
            "query_string": b"",
        }
        sent = []

        async def receive() -> dict:
            return {"type": "http.request", "body": b""}

        async def send(message: dict) -> None:
            sent.append(message)

        await Router(direct_routes())(scope, receive, send)
        return sent[0]["status"]

    line = DirectLine()
    assert asyncio.run(post("guessed")) == 404 and not line.painted.is_set()
    assert asyncio.run(post(line.token)) == 204 and line.painted.is_set()
