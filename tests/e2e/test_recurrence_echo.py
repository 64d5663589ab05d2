"""Echo in a real browser: predicted, trained, and the state holds what will be asked for."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

KEY = "recurrence-echo"


def test_a_cell_is_predicted_and_the_state_comes_to_hold_the_delay(go_on):
    page = go_on("recurrence?topic=echo&echo_delay=2&echo_units=8&echo_steps=40")
    wait_for(page, KEY, "s.shown === 0")
    assert len(state(page, KEY)["readOut"]) == 6
    expect(page.locator(".st-key-recurrence-echo-room .curve")).to_have_count(1)
    page.locator(".st-key-recurrence-question-echo label").filter(has_text=re.compile("^Elman$")).click()
    expect(page.locator(".st-key-recurrence-echo-room .curve")).to_have_count(4)
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.done && s.shown === s.frames - 1")
    found = state(page, KEY)
    assert found["readOut"][2] > 0.7 and sorted(found["order"]) == list(range(8))
    expect(page.get_by_text("Of 5 each have learned it", exact=False)).to_be_visible()
