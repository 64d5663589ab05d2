"""Pooling in a real browser: a prediction, the pixel that gets the gradient, overlapping windows, a tie."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

KEY = "convolution-pooling"


def test_the_gradient_is_predicted_routed_added_up_and_halved_at_a_tie(go_on):
    page = go_on("convolution?topic=pooling&pooling_source=typed")
    line = page.locator(".st-key-convolution-pooling-room .patches-line")
    expect(line).to_contain_text("Where does the gradient of A[0, 0] go?")
    options = page.locator(".st-key-convolution-question-pooling label")
    options.filter(has_text=re.compile(r"^X\[1, 1\] = 5 alone")).click()
    wait_for(page, KEY, "s.answered && s.line.includes('All of it goes to X[1, 1].')")

    cell = page.get_by_label(re.compile(r"\bA 0, 0: "))
    cell.focus()
    cell.press("ArrowRight")
    page.keyboard.press("Enter")
    wait_for(page, KEY, "s.chosen.join() === '0,1'")
    expect(page).to_have_url(re.compile("pooling_column=1"))
    page.locator(".st-key-convolution-question-pooling-show button").click()
    wait_for(page, KEY, "s.answered && s.line.includes('A tie: 4 pixels hold this maximum')")

    page.locator(".st-key-convolution-question-pooling-ties label").filter(has_text="half of it").click()
    wait_for(page, "convolution-pooling-check", "s.wrong.filter(Boolean).length === 10")
    page.get_by_role("switch", name="Move all numbers a little apart").press("Space")
    wait_for(page, "convolution-pooling-check", "!s.wrong.some(Boolean)")

    page.get_by_role("radio", name="3 × 3").click()
    page.get_by_role("radio", name="1", exact=True).click()
    wait_for(page, KEY, "s.answered && s.A.length === 4")
    page.get_by_label(re.compile("dX 1, 1: ")).hover()
    wait_for(page, KEY, "s.pixel?.join() === '1,1' && s.line.split('from A[').length === 5")
    found = state(page, KEY)
    assert abs(found["dX"][5] - sum(found["dA"])) < 1e-12, "the 5 is the maximum of all four windows"
