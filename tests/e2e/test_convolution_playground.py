"""Convolution on the Playground in a real browser: layers by the sidebar, and an image of one's own."""

import re

from playwright.sync_api import expect

from tests.e2e import drawings
from tests.e2e.live_stage import open_stage, press, wait_for


def test_layers_are_added_and_trained_and_a_drawn_image_joins_the_data(open_page):
    page = open_stage(open_page, "playground?dataset=bars&samples=100&hidden=", height=1500)
    depth = page.get_by_role("spinbutton", name="Convolution and pooling layers")
    depth.fill("2")
    depth.press("Enter")
    expect(page.locator("canvas[aria-label*='conv 1: 8, pool 1: 8, output: 4']")).to_be_visible()
    expect(page).to_have_url(re.compile("image_layers=conv%288%29%2Cpool"))
    press(page, "Batch")
    wait_for(page, "s.step === 1 && s.waiting === 0")
    page.get_by_role("radio", name="Own data").click()
    page.get_by_text("images drawn by hand").click()
    pixel = page.locator(".digit-pad [tabindex='0']")
    pixel.focus()
    pixel.press("Enter")
    drawings.wait_for(page, "playground-image", "s.image[0] === 1")
    page.get_by_role("button", name="Add the image").click()
    expect(page.get_by_text("101 images in 4 classes.")).to_be_visible()
