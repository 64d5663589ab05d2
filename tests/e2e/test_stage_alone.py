"""The stage without Streamlit: what it plays, asks for and sends, and how it looks."""

from dataclasses import replace

import numpy as np
from playwright.sync_api import expect

from nnviz.stage import WIRE_VERSION
from tests.e2e.stage_alone import Stage
from tests.stage.scenes import chunk, history, plane_frame


def test_frames_are_shown_in_order_and_the_queue_runs_dry(stage: Stage):
    stage.start()
    stage.give(chunk(2, newest=5, history=history(range(1, 6), since=0)), 1, 2, 3, 4, 5)
    stage.wait("s.step === 5 && s.queue === 0")
    assert stage.get("painted") == 6 and stage.get("held") == 6 and stage.get("points") == 6


def test_a_stage_without_its_scene_asks_for_it(stage: Stage):
    stage.give(chunk(7, history=history(range(60, 62), since=59)), 61)
    stage.page.wait_for_function("window.sent.length > 0")
    assert stage.sent("need")[0]["scene"] == 0
    stage.give(chunk(8, history=history(range(62))), 61, scene=stage.scene)
    stage.wait("s.step === 61 && s.points === 62")


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


def test_reset_forgets_the_curve(stage: Stage):
    stage.start()
    stage.give(chunk(2, history=history(range(1, 31), since=0)), *range(1, 31))
    stage.wait("s.step === 30")
    stage.press("Reset")
    n = stage.sent("command")[0]["n"]
    stage.give(chunk(3, generation=2, rewind_to=-1, answers=n, history=history(range(1))), 0)
    stage.wait("s.step === 0 && s.points === 1 && s.held === 1")


def test_the_keyboard_plays_steps_and_resets(stage: Stage):
    stage.start()
    stage.page.keyboard.press(" ")
    stage.page.wait_for_function("window.sent.length === 1")
    n = stage.sent("command")[0]["n"]
    stage.give(chunk(2, answers=n))
    stage.page.keyboard.press("ArrowRight")
    n = stage.sent("command")[1]["n"]
    stage.give(chunk(3, answers=n))
    stage.page.keyboard.press("r")  # a letter, and the stage has not got the keyboard
    assert len(stage.sent("command")) == 2
    stage.page.locator(".panel.net canvas").click(position={"x": 3, "y": 3})
    stage.page.keyboard.press("r")
    assert [command["name"] for command in stage.sent("command")] == ["play", "step", "reset"]


def test_letters_can_be_turned_off_and_say_so(stage: Stage):
    stage.start()
    stage.page.get_by_role("button", name="Keys").click()
    keys = stage.page.get_by_role("group", name="Keys of this figure")
    expect(keys).to_contain_text("undo the reset")
    keys.get_by_label("Letters act as keys").uncheck()
    stage.page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    stage.page.locator(".panel.net canvas").click(position={"x": 3, "y": 3})
    stage.page.keyboard.press("r")
    assert stage.sent("command") == []


def test_a_reset_can_be_undone_where_the_server_says_so(stage: Stage):
    stage.start()
    undo = stage.page.get_by_role("button", name="Undo reset")
    expect(undo).to_be_hidden()
    stage.give(chunk(2, undo=True))
    undo.click()
    n = stage.sent("command")[0]["n"]
    stage.give(chunk(3, answers=n, undo=True))
    stage.page.keyboard.press("u")
    assert [command["name"] for command in stage.sent("command")] == ["undo", "undo"]


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
    norms = np.array([0.0, float("nan"), 1.0])
    broken = replace(plane_frame(stage.scene, 1), train_loss=float("nan"), gradient_norms=norms)
    stage.give_frames(chunk(2, messages=("Stopped: the loss became NaN at step 1.",)), [broken])
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
    stage.page.evaluate("document.getElementById('stage').style.width = 'calc(100% - 29px)'")  # a page has a margin
    stage.start()
    assert stage.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert stage.page.locator("canvas:visible").count() >= 6


def test_with_less_motion_frames_are_painted_seldom_but_all_arrive(open_stage):
    stage = open_stage(reduced_motion="reduce")
    stage.start()
    stage.give(chunk(2, history=history(range(1, 41), since=0)), *range(1, 41))
    stage.wait("s.step === 40 && s.queue === 0")
    assert stage.get("painted") < 10 and stage.get("held") == 41


def test_with_less_motion_nothing_starts_by_itself(open_stage):
    stage = open_stage(reduced_motion="reduce")
    stage.scene = replace(stage.scene, picture=True)
    playing = chunk(1, history=history(range(1)), playing=True)
    stage.give(playing, 0, 1, 2, scene=stage.scene)
    assert [command["name"] for command in stage.sent("command")] == ["pause"]
    n = stage.sent("command")[0]["n"]
    stage.give(chunk(2, generation=2, answers=n), 0)
    stage.wait("s.step === 0 && !s.playing")
    stage.page.get_by_role("button", name="Play").click()
    n = stage.sent("command")[1]["n"]
    stage.give(chunk(3, generation=3, answers=n, playing=True), 1, 2)
    stage.wait("s.step === 2 && s.playing")


def test_every_picture_and_every_button_has_a_name(stage: Stage):
    stage.start()
    for picture in stage.page.locator("canvas:not([aria-hidden])").all():
        assert picture.get_attribute("aria-label")
    for button in stage.page.get_by_role("button").all():
        assert (button.get_attribute("aria-label") or button.inner_text()).strip()


def test_an_older_page_asks_to_be_loaded_again(stage: Stage, monkeypatch):
    monkeypatch.setattr("nnviz.stage.packing.WIRE_VERSION", WIRE_VERSION + 1)
    stage.give(chunk(1), 0, scene=stage.scene)
    assert "Reload the page" in stage.page.get_by_role("alert").inner_text()
