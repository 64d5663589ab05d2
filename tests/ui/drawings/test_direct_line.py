"""The websocket beside Streamlit's: who is connected, what is answered along it, and what is left to the page."""

import asyncio
import gc
import json
from functools import partial
from threading import Event, Thread
from time import sleep
from weakref import ref

import pytest
from starlette.routing import Router

from nnviz.experiments import RunSettings
from nnviz.stage import Command, Need
from nnviz.stage.run_player import RunPlayer
from nnviz.stage.showcase import SHOWN_EPOCHS, Showcase
from nnviz.ui.drawings.direct_line import RUN_PAGE, WAITING, Connection, DirectLine, Sent, direct_line
from nnviz.ui.drawings.direct_routes import MOST_COMMANDS, Requests, direct_routes, read_request
from nnviz.ui.playground.on_picture import set_live
from nnviz.ui.shell.session import RECORDING
from nnviz.ui.shell.turns import Turns
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

    def says(self, request: dict) -> None:
        self.said.put_nowait({"type": "websocket.receive", "text": json.dumps(request)})

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


def test_a_browser_that_connects_anew_takes_over_and_the_connection_before_ends():
    async def visit() -> None:
        line = DirectLine()
        old = Browser(line.token)
        await old.hears()
        new = Browser(line.token)
        await new.hears()
        assert (await old.hears())["type"] == "websocket.close"
        await old.goes()
        line.send(b"here")
        assert (await new.hears())["bytes"] == b"here"
        await new.goes()

    asyncio.run(visit())


def test_a_connection_keeps_no_session_alive_and_ends_with_the_first_request_after_it():
    async def visit() -> None:
        line = DirectLine()
        browser, session = Browser(line.token), ref(line)
        await browser.hears()
        del line
        gc.collect()
        assert session() is None
        browser.says({"need": {}})
        assert (await browser.hears())["type"] == "websocket.close"
        await browser.goes()

    asyncio.run(visit())


def test_a_slow_browser_is_not_waited_for_and_misses_frames_but_no_word():
    async def visit() -> list[Sent]:
        connection = Connection()
        for k in range(2 * WAITING):
            connection.send(bytes([k]))
        for word in (RUN_PAGE, None):
            connection.send(word)
        return [await connection.next() for _ in range(WAITING + 2)]

    assert asyncio.run(visit()) == [*(bytes([k]) for k in range(WAITING)), RUN_PAGE, None]


class Stage:
    """A player that plays, a line that answers for it, and what the browser knows."""

    def __init__(self, *, settings: RunSettings | None = None, alone=("play", "speed"), live=None) -> None:
        self.player, self.line = RunPlayer(settings or RunSettings()), DirectLine()
        self.line.serve(self.player, Turns(), alone, live and partial(live, self.player))
        self.n = 0
        self.player.next_message()

    def ask(self, **request) -> bytes | None:
        return self.line.answer(read_request(json.dumps(request)), lambda: False)

    def need(self, **other) -> bytes | None:
        return self.ask(need={"scene": self.player.ahead.camera.scene.id, "have": self.player.newest, **other})

    def command(self, name: str, value: object = 0) -> bytes | None:
        self.n += 1
        self.need()  # the browser has taken what there is
        return self.ask(command={"name": name, "value": value, "shown": self.player.newest, "n": self.n})


def test_frames_are_asked_for_and_come_while_no_page_runs():
    async def visit() -> None:
        stage = Stage()
        browser = Browser(stage.line.token)
        await browser.hears()
        browser.says({"command": {"name": "play", "value": 0, "shown": 0, "n": 1}})
        first = read((await browser.hears())["bytes"]).header
        assert first["playing"] and first["answers"] == 1
        assert first["direct"] == {"name": stage.line.token, "alone": ["play", "speed"], "first": []}
        browser.says({"need": {"scene": first["scene"], "have": first["newest"], "shown": 0, "n": 2}})
        more = read((await browser.hears())["bytes"])
        assert more.header["history"]["since"] == first["newest"] < more.header["newest"]
        assert "scene_spec" not in more.header
        await browser.goes()

    asyncio.run(visit())


def test_what_concerns_the_page_is_left_to_it():
    stage = Stage()
    assert stage.command("pause") is None and stage.command("sample", {"index": 3}) is None
    assert stage.command("set", {"name": "learning_rate", "value": 0.3}) is None
    assert stage.player.is_new(Command("pause", 0.0, 0, stage.n))
    assert stage.need(scene=5) is None, "the run of the page that has changed the scene brings it"
    assert read(stage.command("play")).header["playing"]


def test_the_browser_hears_that_something_is_left_to_the_page():
    async def visit() -> None:
        stage = Stage()
        browser = Browser(stage.line.token)
        await browser.hears()
        browser.says({"command": {"name": "pause", "value": 0, "shown": 0, "n": 1}})
        assert (await browser.hears())["text"] == "left"
        await browser.goes()

    asyncio.run(visit())


HUGE = "1" + 400 * "0"


@pytest.mark.parametrize(
    "request_",
    ["", "x", "[]", "null", "{}", '{"need": 3}', '{"command": {"name": "eval"}}', "[" * 1999, '{"need": {}}' * 500],
)
def test_nonsense_is_no_request(request_):
    assert read_request(request_) is None


def test_numbers_that_no_float_can_hold_are_not_there():
    assert read_request(f'{{"need": {{"have": {HUGE}}}}}') == Need(0, -1, -1, 0)
    play = f'{{"command": {{"name": "play", "value": {HUGE}, "shown": {HUGE}, "n": {HUGE}}}}}'
    assert read_request(play) == Command("play", 0.0, -1, 0)


def test_a_setting_with_which_the_training_goes_on_is_set_at_once():
    stage = Stage(live=set_live)
    stage.command("play")
    answer = read(stage.command("set", {"name": "learning_rate", "value": 0.3})).header
    assert (stage.player.settings.learning_rate, stage.player.ahead_of_page) == (0.3, True)
    assert (answer["answers"], answer["followed"]) == (stage.n, 0)
    assert next(part["value"] for part in answer["controls"]["row"] if part["name"] == "learning_rate") == 0.3
    for name, value in (("dataset", "spiral"), ("learning_rate", -1), ("learning_rate", "x"), ("layers", 3), ("no", 1)):
        assert stage.command("set", {"name": name, "value": value}) is None
    assert stage.player.settings == RunSettings(learning_rate=0.3)


def test_a_run_of_the_page_has_the_player_until_it_ends():
    stage, began, end, got = Stage(), Event(), Event(), []
    stage.command("play")

    def run_page() -> None:
        stage.line.hold()
        stage.line.hold()  # once a run
        began.set()
        end.wait(20)

    page = Thread(target=run_page)
    page.start()
    began.wait(20)
    beside = Thread(target=lambda: got.append(stage.need()))
    beside.start()
    beside.join(0.2)
    assert not got
    end.set()
    beside.join(20)
    assert len(got) == 1 and read(got[0]).header["playing"]


def test_a_run_of_the_page_waits_for_the_one_before_which_still_ends():
    line, order, last = DirectLine(), [], Event()

    def run_page(name: str, ends: Event) -> None:
        line.hold()
        order.append(f"{name} has it")
        ends.wait(20)
        order.append(f"{name} ends")

    ends = {"first": Event(), "second": last, "third": last}
    pages = [Thread(target=run_page, args=(name, ends[name])) for name in ends]
    pages[0].start()
    while not order:
        sleep(0.001)
    for page in pages[1:]:
        page.start()
        page.join(0.1)
    assert order == ["first has it"]
    ends["first"].set()
    last.set()
    for page in pages:
        page.join(20)
    held_by = [told.split()[0] for told in order]
    assert [told.split()[1] for told in order] == 3 * ["has", "ends"] and held_by[::2] == held_by[1::2]


def test_a_run_of_the_page_waits_for_one_frame_at_most():
    stage = Stage()
    stage.command("play")
    for _ in range(4):  # chunks grow
        stage.need()
    page, frames = Thread(target=stage.line.hold), []
    train = stage.player.ahead.train

    def watched(*about):
        frames.append(train(*about))
        if len(frames) == 1:
            page.start()
            while not stage.line._page_waits:
                sleep(0.001)
        return frames[-1]

    stage.player.ahead.train = watched
    assert len(read(stage.need()).frames) == len(frames) == 1
    page.join(20)
    assert not page.is_alive()


def test_a_command_does_not_wait_for_frames_that_were_asked_for_before(monkeypatch):
    monkeypatch.setattr("nnviz.stage.training_ahead.perf_counter", lambda: 0.0)
    stage = Stage()
    stage.command("play")
    need = Need(stage.player.ahead.camera.scene.id, -1, -1, 0)
    asked = iter([False, False, False, False, False])
    assert len(read(stage.line.answer(need, lambda: next(asked, True))).frames) == 5
    assert stage.line.answer(need, lambda: True) is None


def test_who_asks_for_frames_again_keeps_their_place_and_a_command_goes_first():
    requests, need, play = Requests(), Need(1, 2, 2, 0), Command("play", 0.0, 0, 1)
    for asked in (need, need, None):
        requests.put(asked)
    asked_for = iter(requests)
    assert next(asked_for) == need and not requests.interrupted()
    requests.put(need)
    requests.put(play)
    assert requests.interrupted()
    requests.answered(need)
    assert next(asked_for) == play and not requests.interrupted()
    requests.put(need)
    assert next(asked_for) == need, "the one before was answered"
    for _ in range(2 * MOST_COMMANDS):
        requests.put(play)
    requests.end()
    assert requests.interrupted() and list(asked_for) == [play] * MOST_COMMANDS


def test_the_page_runs_when_training_has_ended_beside_it():
    async def visit() -> None:
        stage = Stage(settings=RunSettings(max_epochs=1, dataset="xor"))
        stage.player.carry_out(Command("speed", 8.0, 0, 1))
        browser = Browser(stage.line.token)
        await browser.hears()
        browser.says({"command": {"name": "play", "value": 0, "shown": 0, "n": 2}})
        heard = [await browser.hears()]
        while heard[-1].get("text") is None:
            header = read(heard[-1]["bytes"]).header
            if header["playing"]:
                browser.says({"need": {"scene": header["scene"], "have": header["newest"], "shown": 0, "n": 2}})
            heard.append(await browser.hears())
        assert not read(heard[-2]["bytes"]).header["playing"] and heard[-1]["text"] == "run"
        assert [stage.line.ended(), stage.line.ended()] == [True, False]
        await browser.goes()

    asyncio.run(visit())


def test_the_page_brings_another_training_that_begins_by_itself():
    showcase, line = Showcase(), DirectLine()
    line.serve(showcase, Turns(), (), None)
    showcase.next_message()
    sent = []
    line.send = sent.append
    need = Need(showcase.ahead.camera.scene.id, -1, -1, 0)
    assert line.answer(need, lambda: False)
    while showcase.run.epoch < SHOWN_EPOCHS:
        showcase.ahead.train(showcase.run.batches.per_epoch)
    line.deliver(line.answer(need, lambda: False))
    assert sent == ["left", "run"] and not showcase.run.step, "the browser does not know the scene"
    assert line.ended() and read(showcase.next_message()).header["scene_spec"]["id"] == need.scene + 1


def test_what_goes_wrong_closes_the_line_and_stands_in_the_log(caplog):
    async def visit() -> None:
        stage = Stage()
        stage.player.carry_out = lambda command: 1 / 0
        browser = Browser(stage.line.token)
        await browser.hears()
        browser.says({"command": {"name": "play", "value": 0, "shown": 0, "n": 2}})
        assert (await browser.hears())["type"] == "websocket.close"
        await browser.goes()

    asyncio.run(visit())
    assert "ZeroDivisionError" in caplog.text


def test_there_is_none_where_python_runs_in_the_browser(monkeypatch):
    monkeypatch.setattr("streamlit.session_state", {})
    monkeypatch.setattr("nnviz.ui.drawings.direct_line.HAS_SERVER", False)
    assert direct_line() is None


def test_a_visitor_has_one_line_and_a_recorded_page_none(monkeypatch):
    kept: dict = {}
    monkeypatch.setattr("streamlit.session_state", kept)
    assert direct_line() is direct_line() is not None
    kept[RECORDING] = True
    assert direct_line() is None
