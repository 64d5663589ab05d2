"""The race of dense networks against convolutions in a real browser: predicted, played, told, shuffled."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

KEY = "convolution-race"


def test_the_race_is_predicted_and_played_and_the_convolution_loses_its_lead_once_pixels_are_shuffled(go_on):
    page = go_on("convolution?topic=race&race_samples=25")
    assert state(page, KEY)["shown"] == 0
    expect(page.locator(".race .curve")).to_have_count(3)  # only on training images
    page.locator(".st-key-convolution-question-race label").filter(has_text=re.compile("^the convolution$")).click()
    expect(page.locator(".race .curve")).to_have_count(6)
    expect(page.locator(".race-median")).to_have_count(3)
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.playing && s.shown > 1")
    page.get_by_role("button", name="Pause", exact=True).click()
    wait_for(page, KEY, "!s.playing")

    page.locator(".st-key-convolution-race_shuffled label").click()
    expect(page).to_have_url(re.compile("race_shuffled"))
    wait_for(page, KEY, "s.shown === 0 && s.step === 0 && s.generation.includes('shuffled=True')")
    expect(page.locator(".race .layer-panel").filter(has_text="What they see")).to_contain_text("shuffled")
