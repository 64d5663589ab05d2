"""Scaling in a real browser: the width by its slider, the weights of a query, and two networks trained."""

from playwright.sync_api import expect

from tests.e2e.drawings import wait_for

KEY = "attention-scaling"


def test_softmax_saturates_with_the_width_and_two_networks_are_trained(go_on):
    page = go_on("attention?topic=scaling&scaling_trained=16")
    wait_for(page, KEY, "s.width === 64 && !s.answered && s.variances[1].startsWith('variance')")
    page.locator(".st-key-attention-question-scaling-show button").click()
    wait_for(page, KEY, "s.answered && s.largest[4] > 0.8 && s.largest[11] < 0.3 && s.written.includes('√64 = 8')")
    slider = page.get_by_role("slider", name="d: numbers of a query and a key")
    slider.press("End")
    wait_for(page, KEY, "s.width === 256 && s.jacobian[6] < 0.12 && s.jacobian[13] > 0.28")

    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY + "-training", "s.step >= 40")
    page.locator(".st-key-attention-question-scaling-training-show button").click()
    expect(page.locator(".st-key-attention-scaling-training-room .recording-line")).to_contain_text("q·k / √d")
