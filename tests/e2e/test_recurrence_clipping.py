"""Clipping in a real browser: predicted, trained, paused, scrubbed back, another network drawn."""

from tests.e2e.drawings import wait_for

KEY = "recurrence-clipping"


def test_two_trainings_are_predicted_played_and_taken_back(go_on):
    page = go_on("recurrence?topic=clipping")
    wait_for(page, KEY, "s.step === 1 && s.line.startsWith('Predict below')")
    page.locator(".st-key-recurrence-question-clipping label").filter(has_text="with clipping").last.click()
    wait_for(page, KEY, "s.line.startsWith('Of 20 networks')")
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.step > 10")
    page.get_by_role("button", name="Pause", exact=True).click()
    wait_for(page, KEY, "!s.playing")
    page.get_by_role("slider", name="step of training").fill("5")
    wait_for(page, KEY, "s.step === 6")
