"""The tied dense layer in a real browser: entries and cells by mouse and keys, the sums, three layers trained."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

KEY = "convolution-tied"


def test_an_entry_is_found_in_the_matrix_summed_over_its_ties_and_trained_without_them(go_on):
    page = go_on("convolution?topic=tied")
    expect(page.locator(".tied-line")).to_contain_text("Answer the question below")
    page.locator(".st-key-convolution-question-tied-matrix-show button").click()
    wait_for(page, KEY, "s.answered && s.places === 36")
    expect(page.locator(".tied-line")).to_contain_text("9 different numbers in all")

    page.locator(".tied-left [aria-label*='K[2, 2]']").click()
    wait_for(page, KEY, "s.entry === 8")
    expect(page).to_have_url(re.compile("tied_entry=8"))
    cell = page.locator(".tied-left [tabindex='0'][aria-label*='output']")
    cell.focus()
    cell.press("Home")
    page.keyboard.press("Enter")
    wait_for(page, KEY, "s.cell === 12")
    canvas = page.locator(".tied-matrix canvas").first
    canvas.click(position={"x": 1, "y": 1})
    wait_for(page, KEY, "s.cell === 0 && s.entry === 0")

    page.get_by_role("radio", name="untied gradient").click()
    page.locator(".st-key-convolution-question-tied-sum-show button").click()
    wait_for(page, KEY, "s.colour === 'gradient' && s.summed")
    found = state(page, KEY)
    assert max(abs(a - b) for a, b in zip(found["sums"], found["dK"], strict=True)) < 1e-12 * max(map(abs, found["dK"]))
    page.locator(".tied-matrix canvas").first.hover()
    page.mouse.move(5, 5)
    expect(page.locator(".tied-line")).to_contain_text(re.compile(r"dK\[0, 0\] = .*\(36 places\) = .*'s own"))

    page.locator(".st-key-convolution-question-tied-trained-show button").click()
    wait_for(page, "convolution-ties", "s.steps === 0")
    page.get_by_role("slider", name="Steps of gradient descent").press("End")
    wait_for(page, "convolution-ties", "s.steps === 100 && s.layers[0].different === 9 && s.layers[2].different > 1000")
    layers = state(page, "convolution-ties")["layers"]
    assert layers[0]["test"] < layers[1]["test"] < layers[2]["test"]
