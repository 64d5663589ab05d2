"""Attention by hand in a real browser: arrows by mouse and keys, the mask, numbers that are opened."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import wait_for

KEY = "attention-by-hand"


def test_an_arrow_is_dragged_and_numbers_are_opened(go_on):
    page = go_on("attention")
    wait_for(page, KEY, "s.written.startsWith('P[2, 1] = e^')")
    key = page.get_by_role("slider", name="key of token 3")
    box = key.locator(".vector-grip").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 130, y - 60, steps=4)
    page.mouse.up()
    wait_for(page, KEY, "s.k[4] > 1 && s.P[6] > 0.15 && s.chosen.tensor === 'k' && s.written.startsWith('k₃ = row 3')")
    expect(page).to_have_url(re.compile("hand_keys="))

    page.get_by_role("slider", name="query of token 4").press("Shift+ArrowUp")
    wait_for(page, KEY, "s.q[7] === -1.5 && s.chosen.token === 3 && s.written.startsWith('q₄ = row 4')")
    page.get_by_role("slider", name="value of token 2").press("ArrowLeft")
    wait_for(page, KEY, "s.v[2] === 2.4 && s.written.startsWith('v₂ = row 2')")

    page.get_by_role("gridcell", name="1 to 4").last.click()
    wait_for(page, KEY, "s.written.startsWith('P[1, 4] = ')")
    page.get_by_text("Causal mask", exact=True).click()
    wait_for(page, KEY, "s.P[3] === 0 && s.P[0] === 1 && s.written.includes('the mask sets its score')")
    page.locator(".by-hand-maps .value-grid").last.locator("[data-row='0'][data-column='1']").click()
    wait_for(page, KEY, "s.written.startsWith('O[1, 2] = 1·')")
    expect(page.locator(".by-hand-mixture")).to_be_visible()
