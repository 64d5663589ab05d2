"""Against recurrence in a real browser: predicted, played, told; another length is another training."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

KEY = "transformer-race"


def test_the_kinds_are_predicted_and_played_and_another_length_is_another_race(open_page):
    page = open_page("transformer?topic=race&race_steps=10")
    assert state(page, KEY)["shown"] == 0
    expect(page.locator(".race .curve")).to_have_count(0)
    page.locator(".st-key-transformer-question-race label").filter(has_text=re.compile("^Transformer$")).click()
    expect(page.locator(".race .curve")).to_have_count(6)
    expect(page.locator(".race-median")).to_have_count(3)
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.step === 10 && s.done && s.line.includes('LSTM: 0.0 %')")
    expect(page.get_by_role("cell", name=re.compile(r"^\d+\.\d ms$"))).to_have_count(3)

    page.locator(".st-key-transformer-race_length button").filter(has_text="10").click()
    page.wait_for_url(re.compile("race_length=10"))
    wait_for(page, KEY, "s.step === 0 && s.generation.includes('length=10')")
