"""Induction in a real browser: shown, played, and another network's heads at the same step."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

KEY = "transformer-induction"


def test_two_kinds_of_networks_are_trained_and_the_heads_of_another_are_shown_at_the_same_step(open_page):
    page = open_page("transformer?topic=induction&induction_seeds=5&induction_steps=20")
    assert state(page, KEY)["shown"] == 0
    expect(page.locator(".attending .curve")).to_have_count(0)
    page.locator(".st-key-transformer-question-induction-show button").click()
    expect(page.locator(".attending .curve")).to_have_count(4)
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.step === 20 && s.done && s.line.includes('two layers: 0.0 %')")

    page.get_by_label("Maps of network, of 5").fill("3")
    page.get_by_label("Maps of network, of 5").press("Enter")
    page.wait_for_url(re.compile("induction_shown=3"))
    wait_for(page, KEY, "s.step === 20 && s.generation.endsWith('2]')")
