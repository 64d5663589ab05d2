"""Sizes in a real browser: the window walks, missed pixels are hatched, and what leaves no output is told."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

KEY = "convolution-sizes"


def test_the_window_walks_and_what_leaves_no_output_is_told(go_on):
    page = go_on("convolution?topic=sizes")
    expect(page.locator(".sizes-sum")).to_contain_text("not shown yet")
    page.locator(".st-key-convolution-question-sizes label").filter(has_text=re.compile("^2$")).click()
    wait_for(page, KEY, "s.answered && s.hatched === 11")
    expect(page.get_by_text("11 pixels are hatched: no window looks at them.")).to_be_visible()
    page.get_by_role("button", name="One step forward").click()
    wait_for(page, KEY, "s.at === 1 && s.sum.startsWith('Z[0, 1] = ')")
    expect(page).to_have_url(re.compile("size_place=1"))
    page.get_by_role("radio", name="transposed").click()
    page.locator(".st-key-convolution-question-sizes-show button").click()
    wait_for(page, KEY, "s.transposed && s.answered && s.Z.length === 169")
    page.get_by_role("slider", name="Stride s").press("Home")
    expect(page.get_by_text("a window that never moves leaves no output")).to_be_visible()
    page.get_by_role("slider", name="Stride s").press("ArrowRight")
    wait_for(page, KEY, "s.stride === 1 && s.Z.length === 64")
    assert state(page, KEY)["answered"], "what was chosen is kept"
