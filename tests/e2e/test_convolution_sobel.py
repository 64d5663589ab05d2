"""Sobel found by descent in a real browser: predicted, trained, scrubbed back."""

from tests.e2e.drawings import wait_for

KEY = "convolution-sobel"


def test_descent_is_predicted_trained_paused_and_taken_back(go_on):
    page = go_on("convolution?topic=sobel")
    wait_for(page, KEY, "s.step === 0 && s.line.startsWith('Predict below')")
    page.locator(".st-key-convolution-question-sobel label").filter(has_text="the one in the centre").click()
    wait_for(page, KEY, "s.line.startsWith('largest error: 1.7')")
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.step > 10")
    page.get_by_role("button", name="Pause", exact=True).click()
    wait_for(page, KEY, "!s.playing")
    page.get_by_role("slider", name="step of training").fill("5")
    wait_for(page, KEY, "s.step === 5 && s.line.startsWith('largest error: 0.85')")
