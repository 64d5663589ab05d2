"""Width and depth in a browser: a function is drawn, networks are trained, a region opened, a built one trained on."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import drag, settle, state, wait_for

FUNCTION, DEPTHS, REGIONS = "width-function", "width-depths", "width-regions"


def test_a_function_is_drawn_built_and_learned(go_on):
    """Points 1 and 2: a stroke is there at once, the built network follows it, twenty trained ones follow both."""
    page = go_on("width_and_depth?units=2&function=drawn")
    before = state(page, FUNCTION)["knots"]
    pad = page.locator(".function-pad svg")
    drag(page, pad, 0.3, 0.6)
    wait_for(page, FUNCTION, f"s.knots.join() !== '{','.join(map(str, before))}'")
    expect(page).to_have_url(re.compile("heights="))
    pad.focus()
    pad.press("Home")
    pad.press("ArrowUp")
    settle(page, FUNCTION)
    page.get_by_role("radio", name="it roughly halves").first.check(force=True)
    expect(page.get_by_text("ReLU kinks: exact with 32").first).to_be_visible()
    play = page.locator(f".st-key-{FUNCTION}-room .play")
    play.click()
    wait_for(page, FUNCTION, "s.step > 30")
    play.click()
    wait_for(page, FUNCTION, "!s.playing && s.values('largest')[1] > 0")
    page.locator(f".st-key-{FUNCTION}-room").get_by_role("button", name="To the start").click()
    wait_for(page, FUNCTION, "s.step === 0")


def test_zigzags_regions_and_products_answer_their_controls(go_on):
    """Points 3 to 6: pieces counted, depths at equal parameters, a region's own map, gates in a tree, towers."""
    page = go_on("width_and_depth?zigzag=4&widths=4,4&inputs=8&task=saw-1")
    page.locator(".st-key-width_and_depth-question-fold-show button").click()
    expect(page.get_by_text("largest difference between both")).to_be_visible()
    wait_for(page, DEPTHS, "s.values('error', 3).length === 3")
    count = state(page, REGIONS)["counts"][0]
    place = page.locator(".regions-place path[data-region]")
    expect(place).to_have_count(count)
    place.nth(count - 1).click()
    wait_for(page, REGIONS, f"s.region === {count - 1}")
    expect(page).to_have_url(re.compile("region="))
    page.get_by_role("button", name="layers 1 to 2").click()
    wait_for(page, REGIONS, "s.layer === 1 && s.region === 0")
    page.locator(".st-key-width_and_depth-question-product-show button").click()
    expect(page.get_by_text("tree of gates, 4(n − 1) units")).to_be_visible()
    page.get_by_text("train on from here: 6 × 6 towers").click()
    expect(page.get_by_text("agrees with central differences within")).to_be_visible()
    wait_for(page, "width-on-towers", "s.step === 0")
