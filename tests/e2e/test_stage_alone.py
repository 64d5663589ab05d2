"""The stage without Streamlit: a page that loads its modules, gets messages from here, and keeps what it sends."""

import base64
import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from nnviz.stage import Chunk, Frame, Scene, pack
from nnviz.stage.inline import ASSETS
from tests.stage.scenes import chunk, history, plane_frame, plane_scene

HOST = "http://stage.test"
PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="stage.css">
<body style="margin:0;--st-background-color:#ffffff"><div id="stage" style="width:930px"></div>
<script type="module">
import stage from "./main.js";
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
        frames: list[Frame] = [plane_frame(self.scene, step, rate) for step in steps]
        text = base64.b64encode(pack(scene, head, frames)).decode()
        self.page.evaluate("text => void window.give(text)", text)

    def start(self, **changes: Any) -> None:
        """Send the scene and its first frame."""
        self.give(chunk(1, history=history(range(1)), **changes), 0, scene=self.scene)
        self.wait("s.step === 0")

    def wait(self, condition: str) -> None:
        """Wait until a condition on `s`, what the stage says of itself, holds."""
        self.page.wait_for_function(f"() => {{ const s = window.__nnviz; return s && ({condition}); }}", timeout=8000)

    def get(self, name: str) -> Any:
        """What the stage says of itself."""
        return self.page.evaluate(f"window.__nnviz.{name}")

    def sent(self, trigger: str) -> list[dict[str, Any]]:
        """What it sent to the server."""
        return [message for message in self.page.evaluate("window.sent") if message["trigger"] == trigger]

    def press(self, name: str) -> None:
        """Press a button of the bar."""
        self.page.get_by_role("button", name=name, exact=True).click()


def answer(route: Route) -> None:
    """Serve the page and the modules."""
    name = route.request.url.removeprefix(f"{HOST}/")
    if not name:
        route.fulfill(body=PAGE, content_type="text/html")
    else:
        kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
        route.fulfill(body=(ASSETS / name).read_text(encoding="utf-8"), content_type=kind)


@pytest.fixture
def open_stage(browser: Browser) -> Iterator[Callable[..., Stage]]:
    """A function that opens the stage; the test fails on any error in the console."""
    errors: list[str] = []
    contexts = []

    def open_one(**options: Any) -> Stage:
        context = browser.new_context(viewport={"width": 960, "height": 720}, **options)
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


def test_frames_are_shown_in_order_and_the_queue_runs_dry(stage: Stage):
    stage.start()
    stage.give(chunk(2, newest=5, history=history(range(1, 6), since=0)), 1, 2, 3, 4, 5)
    stage.wait("s.step === 5 && s.queue === 0")
    assert stage.get("painted") == 6 and stage.get("past") == 6 and stage.get("points") == 6


def test_more_is_asked_for_while_playing_before_the_queue_is_empty(stage: Stage):
    stage.start()
    stage.give(chunk(2, playing=True, low_water=5, history=history(range(1, 21), since=0)), *range(1, 21))
    stage.wait("s.step > 15")
    (need, *_) = stage.sent("need")
    assert need["scene"] == 1 and need["have"] == 20 and 0 < need["shown"] <= 16


def test_a_lost_request_is_sent_again(stage: Stage):
    stage.start()
    stage.give(chunk(2, playing=True, history=history(range(1, 3), since=0)), 1, 2)
    stage.page.wait_for_function("window.sent.filter(m => m.trigger === 'need').length >= 2", timeout=5000)
    first, second, *_ = stage.sent("need")
    assert 1400 < second["n"] - first["n"] < 3000


def test_nothing_is_asked_for_while_it_stands_still(stage: Stage):
    stage.start()
    stage.page.wait_for_timeout(1800)
    assert stage.sent("need") == []


def test_a_stage_without_its_scene_asks_for_it(stage: Stage):
    stage.give(chunk(7, history=history(range(60, 62), since=59)), 61)
    stage.page.wait_for_function("window.sent.length > 0")
    assert stage.sent("need")[0]["scene"] == 0
    stage.give(chunk(8, history=history(range(62))), 61, scene=stage.scene)
    stage.wait("s.step === 61 && s.points === 62")


def test_a_gap_in_the_history_is_noticed_and_filled(stage: Stage):
    stage.start()
    stage.give(chunk(2, history=history(range(11, 13), since=10)), 12)
    stage.page.wait_for_function("window.sent.length > 0")
    assert stage.sent("need")[0]["have"] == 0
    stage.give(chunk(3, history=history(range(1, 13), since=0)))
    stage.wait("s.have === 12")
    assert stage.get("points") == 13


def test_frames_of_an_older_generation_are_dropped(stage: Stage):
    stage.start()
    slow = {"speed": 0, "playing": True}
    stage.give(chunk(2, history=history(range(1, 41), since=0), **slow), *range(1, 41))
    stage.wait("s.step >= 2")
    stage.give(chunk(3, generation=2, history=history(range(41, 43), since=40), **slow), 41, 42, rate=0.5)
    stage.wait("s.learningRate === 0.5")
    assert stage.get("step") == 41 and stage.get("past") < 20


def test_pause_holds_at_once_and_tells_the_step(stage: Stage):
    stage.start()
    stage.give(chunk(2, playing=True, history=history(range(1, 61), since=0)), *range(1, 61))
    stage.wait("s.step > 5 && s.queue > 5")
    stage.press("Pause")
    shown = stage.get("step")
    stage.give(chunk(3, playing=True, history=history(range(61, 63), since=60)), 61, 62)  # it was under way already
    stage.page.wait_for_timeout(200)
    assert stage.get("step") == shown and not stage.get("playing")
    (command, *_) = stage.sent("command")
    assert (command["name"], command["shown"]) == ("pause", shown)


def test_the_answer_to_a_pause_takes_back_what_was_not_shown(stage: Stage):
    stage.start()
    stage.give(chunk(2, playing=True, history=history(range(1, 61), since=0)), *range(1, 61))
    stage.wait("s.step > 5")
    stage.press("Pause")
    shown = stage.get("step")
    n = stage.sent("command")[0]["n"]
    stage.give(chunk(3, generation=2, newest=shown, rewind_to=shown, answers=n), shown)
    stage.wait(f"s.generation === 2 && s.have === {shown}")
    assert stage.get("step") == shown and stage.get("waiting") == 0


def test_a_command_without_an_answer_is_sent_again_and_then_given_up(stage: Stage):
    stage.start()
    stage.press("Batch")
    stage.page.wait_for_function("window.sent.length >= 2", timeout=4000)
    one, two, *_ = stage.sent("command")
    assert one["n"] == two["n"] and one["name"] == "step"
    stage.give(chunk(2, generation=2, answers=one["n"], history=history(range(1, 2), since=0)), 1)
    stage.wait("s.waiting === 0 && s.step === 1")


def test_quick_steps_are_counted_together(stage: Stage):
    stage.start()
    for _ in range(4):
        stage.press("Batch")
    first = stage.sent("command")[0]
    stage.give(chunk(2, generation=2, answers=first["n"], history=history(range(1, 2), since=0)), 1)
    stage.page.wait_for_function("window.sent.length >= 2", timeout=4000)
    assert [command["value"] for command in stage.sent("command")] == [1, 3]


def test_reset_forgets_the_curve(stage: Stage):
    stage.start()
    stage.give(chunk(2, history=history(range(1, 31), since=0)), *range(1, 31))
    stage.wait("s.step === 30")
    stage.press("Reset")
    n = stage.sent("command")[0]["n"]
    stage.give(chunk(3, generation=2, rewind_to=-1, answers=n, history=history(range(1))), 0)
    stage.wait("s.step === 0 && s.points === 1 && s.past === 1")


def test_the_keyboard_plays_steps_and_resets(stage: Stage):
    stage.start()
    stage.page.keyboard.press(" ")
    stage.page.wait_for_function("window.sent.length === 1")
    n = stage.sent("command")[0]["n"]
    stage.give(chunk(2, answers=n))
    stage.page.keyboard.press("ArrowRight")
    n = stage.sent("command")[1]["n"]
    stage.give(chunk(3, answers=n))
    stage.page.keyboard.press("r")
    assert [command["name"] for command in stage.sent("command")] == ["play", "step", "reset"]


def test_keys_for_a_text_field_are_left_to_it(stage: Stage):
    stage.start()
    stage.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<input id=field>')")
    stage.page.locator("#field").focus()
    stage.page.keyboard.type("r r")
    assert stage.page.locator("#field").input_value() == "r r" and stage.sent("command") == []


def test_a_click_on_the_map_chooses_a_place(stage: Stage):
    stage.start()
    box = stage.page.locator(".panel.out .canvas").bounding_box()
    assert box
    stage.page.mouse.click(box["x"] + 0.4 * box["width"], box["y"] + 0.45 * box["height"])
    value = stage.sent("command")[0]["value"]
    assert -6 <= value["x"] <= 6 and -6 <= value["y"] <= 6


def test_a_weight_under_the_pointer_is_named_with_its_numbers(stage: Stage):
    stage.start()
    box = stage.page.locator(".panel.net .canvas").bounding_box()
    assert box
    found = False
    for height in range(40, 260, 4):
        stage.page.mouse.move(box["x"] + 0.28 * box["width"], box["y"] + height)
        found = found or "dW₁[" in stage.page.locator(".tip").inner_text()
    assert found


def test_losses_that_are_no_numbers_are_told(stage: Stage):
    stage.start()
    broken = replace(plane_frame(stage.scene, 1), train_loss=float("nan"), gradient_norms=[0.0, float("nan"), 1.0])
    message = pack(None, chunk(2, messages=("Stopped: the loss became NaN at step 1.",)), [broken])
    stage.page.evaluate("text => void window.give(text)", base64.b64encode(message).decode())
    stage.wait("s.step === 1")
    assert stage.page.locator(".counter.train b").inner_text() == "NaN"
    assert "NaN at step 1" in stage.page.get_by_role("alert").inner_text()


def test_numbers_do_not_move_their_neighbours(stage: Stage):
    stage.start()
    place = "() => [...document.querySelectorAll('.counter, .bar button')].map((e) => e.getBoundingClientRect().left)"
    before = stage.page.evaluate(place)
    stage.give(chunk(2), 999_999)
    stage.wait("s.step > 9e5")
    after = stage.page.evaluate(place)
    assert max(abs(a - b) for a, b in zip(before, after, strict=True)) < 1


def test_no_part_is_wider_than_a_phone(open_stage):
    stage = open_stage()
    stage.page.set_viewport_size({"width": 360, "height": 720})
    stage.page.evaluate("document.getElementById('stage').style.width = '100%'")
    stage.start()
    assert stage.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert stage.page.locator("canvas:visible").count() >= 6


def test_with_less_motion_frames_are_painted_seldom_but_all_arrive(open_stage):
    stage = open_stage(reduced_motion="reduce")
    stage.start()
    stage.give(chunk(2, history=history(range(1, 41), since=0)), *range(1, 41))
    stage.wait("s.step === 40 && s.queue === 0")
    assert stage.get("painted") < 10 and stage.get("past") == 41


def test_every_picture_has_a_name_and_every_button_a_text(stage: Stage):
    stage.start()
    for picture in stage.page.get_by_role("img").all():
        assert picture.get_attribute("aria-label")
    for button in stage.page.get_by_role("button").all():
        assert button.inner_text().strip()


def test_an_older_page_asks_to_be_loaded_again(stage: Stage, monkeypatch):
    monkeypatch.setattr("nnviz.stage.packing.WIRE_VERSION", 2)
    stage.give(chunk(1), 0, scene=stage.scene)
    assert "Load the page again" in stage.page.get_by_role("alert").inner_text()
