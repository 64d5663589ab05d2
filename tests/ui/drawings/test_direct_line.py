"""The websocket beside Streamlit's: who is connected, what comes along it, and what does not."""

import asyncio
import gc

from starlette.routing import Router

from nnviz.experiments import RunSettings
from nnviz.stage import Command, Need
from nnviz.stage.run_player import RunPlayer
from nnviz.ui.drawings import direct_line as module
from nnviz.ui.drawings.direct_line import DirectLine, direct_line, direct_routes
from nnviz.ui.drawings.stage import next_message
from nnviz.ui.shell.session import RECORDING
from tests.stage.decoding import read


class Browser:
    """One websocket to the app's routes, as a server of ASGI hands it over."""

    def __init__(self, token: str) -> None:
        self.said: asyncio.Queue[dict] = asyncio.Queue()
        self.heard: asyncio.Queue[dict] = asyncio.Queue()
        scope = {"type": "websocket", "path": f"/stage/{token}", "headers": [], "query_string": b"", "subprotocols": []}
        self.said.put_nowait({"type": "websocket.connect"})
        self.served = asyncio.create_task(Router(direct_routes())(scope, self.said.get, self.heard.put))

    async def hears(self) -> dict:
        return await asyncio.wait_for(self.heard.get(), 20)

    async def goes(self) -> None:
        self.said.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(self.served, 20)


def test_what_is_sent_arrives_until_the_browser_goes():
    async def visit() -> None:
        line = DirectLine()
        line.send(b"too early")
        browser = Browser(line.token)
        assert (await browser.hears())["type"] == "websocket.accept"
        await asyncio.to_thread(line.send, b"first")
        line.send(b"second")
        assert [(await browser.hears())["bytes"], (await browser.hears())["bytes"]] == [b"first", b"second"]
        await browser.goes()
        line.send(b"too late")
        await asyncio.sleep(0)
        assert browser.heard.empty()

    asyncio.run(visit())


def test_nobody_else_is_connected():
    async def visit(token: str) -> None:
        browser = Browser(token)
        assert (await browser.hears())["type"] == "websocket.close"

    token = DirectLine().token  # of a session that is over
    gc.collect()
    for name in ("guessed", token):
        asyncio.run(visit(name))


def test_a_browser_that_connects_anew_takes_over():
    async def visit() -> None:
        line = DirectLine()
        old = Browser(line.token)
        await old.hears()
        new = Browser(line.token)
        await new.hears()
        await old.goes()
        line.send(b"here")
        assert (await new.hears())["bytes"] == b"here"
        await new.goes()

    asyncio.run(visit())


def test_a_slow_browser_is_not_waited_for():
    queue: asyncio.Queue[bytes] = asyncio.Queue(module.WAITING)
    for k in range(2 * module.WAITING):
        module._put(queue, bytes([k]))
    assert queue.qsize() == module.WAITING


class Line(DirectLine):
    def __init__(self):
        super().__init__()
        self.sent = []

    def send(self, message):
        self.sent.append(message)


def test_the_answer_to_a_change_goes_along_it_and_mere_frames_do_not(monkeypatch):
    monkeypatch.setattr("nnviz.ui.drawings.stage.has_pending_request", lambda: False)
    player, line = RunPlayer(RunSettings()), Line()
    first = read(next_message(player, line)).header
    assert first["direct"] == line.token
    assert line.sent == [], "the scene comes by way of Streamlit"
    known = player.ahead.camera.scene.id
    player.need(Need(known, 0, 0, 1))
    player.carry_out(Command("play", 0.0, 0, 1))
    assert [next_message(player, line)] == line.sent
    player.need(Need(known, player.newest, 0, 2))
    next_message(player, line)
    assert len(line.sent) == 1, "nothing has changed"
    player.apply(player.settings.changed(learning_rate=0.3))
    answer = next_message(player, line)
    assert line.sent[1:] == [answer]
    assert next_message(player) and player.direct == "", "a page without a line says so"


def test_there_is_none_where_python_runs_in_the_browser(monkeypatch):
    monkeypatch.setattr("streamlit.session_state", {})
    monkeypatch.setattr(module, "HAS_SERVER", False)
    assert direct_line() is None


def test_a_visitor_has_one_line_and_a_recorded_page_none(monkeypatch):
    kept: dict = {}
    monkeypatch.setattr("streamlit.session_state", kept)
    assert direct_line() is direct_line() is not None
    kept[RECORDING] = True
    assert direct_line() is None
