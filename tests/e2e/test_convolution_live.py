"""Live: the network trains on the stage, an image is shifted by a pixel and drawn, maps and softmax follow."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for
from tests.e2e.live_stage import press
from tests.e2e.live_stage import wait_for as wait_for_stage

PAD = "convolution-digit"


def test_the_network_trains_and_a_shift_by_a_pixel_moves_maps_and_softmax(go_on):
    page = go_on("convolution?topic=live&live_network=small")
    wait_for_stage(page, "s.painted > 0")
    expect(page.locator(".nnviz-stage .notice")).to_contain_text("First answer the question")
    expect(page.locator(".nnviz-stage").get_by_role("button", name="Play")).to_be_disabled()
    page.locator(".st-key-convolution-question-live label").filter(has_text=re.compile("^clearly fewer")).click()
    expect(page.locator(".st-key-reply-convolution-question-live")).to_contain_text("Yes")
    press(page, "Play")
    wait_for_stage(page, "s.step > 45 && s.accuracy > 0.5")
    press(page, "Pause")
    wait_for_stage(page, "!s.playing && s.waiting === 0")
    step, before = page.evaluate("window.__nnviz.step"), page.evaluate("window.__nnviz.probabilities")

    page.get_by_role("button", name="Shift the image by a pixel: right").click()
    wait_for(page, PAD, "s.shift[1] === 1 && s.title === 'digit 13, 1 right'")
    wait_for_stage(page, "s.sample && s.sample.title === 'digit 13, 1 right'")
    moved = page.evaluate("window.__nnviz.probabilities")
    assert moved != before and page.evaluate("window.__nnviz.step") == step
    assert abs(sum(moved) - 1) < 1e-3
    expect(page).to_have_url(re.compile("live_right=1"))

    pixel = page.get_by_role("gridcell", name=re.compile("^pixel 0, 0:"))
    pixel.focus()
    page.keyboard.press("Enter")
    wait_for_stage(page, "s.sample.title === 'your drawing' && s.sample.label === null")
    assert state(page, PAD)["image"][0] == 16
    page.get_by_role("button", name="Clear", exact=True).click()
    wait_for(page, PAD, "s.image.every((x) => x === 0)")
