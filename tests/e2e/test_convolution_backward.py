"""The backward pass of a convolution in a real browser: entries chosen, products pointed at, mistakes made."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

KEY = "convolution-backward"
CHECK = "convolution-check"


def test_an_entry_is_taken_apart_and_a_broken_pass_is_found(go_on):
    page = go_on("convolution?topic=backward")
    line = page.locator(".patches-line")
    expect(line).to_contain_text("dK[0, 1] = ?")
    page.locator(".st-key-convolution-question-backward-dK label").filter(has_text=re.compile("^50: ")).click()
    wait_for(page, KEY, "s.answered")
    expect(line).to_contain_text("a part for each image")

    entry = page.get_by_label(re.compile("dK 0, 1: "))
    entry.focus()
    entry.press("ArrowDown")
    page.keyboard.press("Enter")
    wait_for(page, KEY, "s.chosen.join() === '1,1'")
    expect(page).to_have_url(re.compile("backward_row=1"))
    page.get_by_label(re.compile("product 4, 3: ")).hover()
    wait_for(page, KEY, "s.pointed?.join() === '4,3' && s.line.startsWith('X[4, 3] · dZ[4, 3] = ')")

    page.get_by_role("radio", name="dX, of the image").click()
    page.locator(".st-key-convolution-question-backward-dX-show button").click()
    wait_for(page, KEY, "s.gradient === 'dX' && s.answered && s.line.startsWith('dX[1, 1] = ')")

    page.locator(".st-key-convolution-question-backward-check-show button").click()
    wait_for(page, CHECK, "s.states['dK'] === 'right' && s.states['dX, image 2'] === 'right'")
    page.get_by_role("button", name="no flip").click()
    wait_for(page, CHECK, "s.states['dX, image 1'] === 'wrong' && s.states['dK'] === 'right'")
    expect(page.get_by_text("Wrong: all 50 entries of dX.")).to_be_visible()
    page.get_by_role("button", name="mean instead of sum").click()
    wait_for(page, CHECK, "s.states['dK'] === 'wrong' && s.states['db'] === 'wrong'")
    expect(page.get_by_text("Each is 25 times too small", exact=False)).to_be_visible()
    assert state(page, KEY)["gradient"] == "dX", "the picture above stays"
