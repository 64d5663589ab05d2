"""Convolutions on the stage under a person's hands: kernels set by mouse and keys, channels seen large."""

import numpy as np
import pytest
from playwright.sync_api import expect

from nnviz.stage import Sample
from tests.e2e.diagram import part_of_diagram
from tests.e2e.stage_alone import Stage
from tests.stage.scenes import chunk, history, image_frame, image_scene


def show(stage: Stage, channels: tuple[int, ...] = (8, 16)) -> None:
    """Let the stage stand still at step 3 of a network with convolutions."""
    scene = image_scene(channels=channels)
    head = chunk(1, newest=3, history=history(range(4)), sample=Sample(3, "test 4", 3))
    stage.give_frames(head, [image_frame(scene, 3)], scene)
    stage.wait("s.step === 3 && !s.back")


def edits(stage: Stage) -> list[dict]:
    """What was set, once the server has answered all that was sent before it."""
    for sequence in range(2, 9):
        n = stage.sent("command")[-1]["n"]
        stage.give_frames(chunk(sequence, newest=3, answers=n, sample=Sample(3, "test 4", 3)))
        stage.wait(f"s.waiting === 0 || window.sent.some(({{ trigger, n }}) => trigger === 'command' && n > {n})")
        if stage.get("waiting") == 0:
            break
    return [message["value"] for message in stage.sent("command") if message["name"] == "edit"]


def test_a_kernel_is_set_by_the_mouse(stage: Stage):
    show(stage)
    page, K = stage.page, image_frame(image_scene(), 3).weights[0][:, :, 0, 0]
    page.mouse.click(*part_of_diagram(page, "kernel from input to channel 1"))
    inspect = next(message for message in stage.sent("command") if message["name"] == "inspect")
    pointed = inspect["value"]
    assert (pointed["kind"], pointed["layer"], pointed["i"], pointed["j"]) == ("kernel", 1, 0, 0)
    editor = page.get_by_role("group", name="Kernel K₁[:, :, 1, 1]")
    fields = editor.get_by_role("textbox")
    expect(fields).to_have_count(9)
    shown = [float(fields.nth(k).input_value().replace("−", "-")) for k in range(9)]
    assert shown == pytest.approx(K.ravel(), rel=1e-3)
    box = editor.get_by_role("textbox", name="row 2, column 3").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 30, steps=3)
    page.mouse.up()
    (edit,) = edits(stage)
    assert (edit["layer"], edit["name"], edit["index"]) == (1, "K", [1, 2, 0, 0])
    assert edit["value"] == pytest.approx(K[1, 2] + 0.5 * max(0.5, np.abs(K).max()), abs=0.02)


def test_a_kernel_is_reached_and_set_by_the_keyboard(stage: Stage):
    show(stage)
    page = stage.page
    page.locator(".panel.net canvas").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowLeft", "Enter"):  # a channel, the next one, its kernel
        page.keyboard.press(key)
    field = page.get_by_role("textbox", name="row 1, column 1")
    expect(field).to_be_focused()
    page.keyboard.type("0.25")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")  # a step of 0.05
    first, second = edits(stage)
    assert first == {"layer": 1, "name": "K", "index": [0, 0, 0, 1], "value": 0.25}
    K = image_frame(image_scene(), 3).weights[0]
    assert second["index"] == [0, 1, 0, 1] and second["value"] == pytest.approx(K[0, 1, 0, 1] + 0.05, abs=0.006)
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(page.locator(".panel.net canvas")).to_be_focused()


def test_a_channel_is_seen_large_and_keys_reach_those_that_are_not_drawn(stage: Stage):
    show(stage, (8, 32))
    page = stage.page
    title, tip = page.locator(".panel.out h2"), page.locator(".tip")
    expect(title).to_have_text("Selected samples")
    page.locator(".panel.net canvas").focus()
    for key in ("ArrowDown", "End"):
        page.keyboard.press(key)
    expect(tip).to_contain_text("conv 1, channel 8 of 8")
    expect(tip).to_contain_text("dead: zero for all samples")
    expect(title).to_have_text("Channel")
    for key in ("ArrowRight", "ArrowRight", "End", "ArrowRight"):  # pool 1, a kernel of its channel, the last one
        page.keyboard.press(key)
    expect(tip).to_contain_text("conv 2, channel 32 of 32")
    page.keyboard.press("Escape")
    expect(title).to_have_text("Selected samples")
