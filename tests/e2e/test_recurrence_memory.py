"""Who remembers, in a real browser: predicted, played, told; another bias is another training."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

KEY = "recurrence-memory"


def test_the_cells_are_predicted_and_played_and_another_bias_is_another_training(go_on):
    page = go_on("recurrence?topic=memory&memory_length=5&memory_steps=40")
    assert state(page, KEY)["shown"] == 0
    expect(page.locator(".race .curve")).to_have_count(0)
    page.locator(".st-key-recurrence-question-memory label").filter(has_text=re.compile("^at most 5$")).click()
    expect(page.locator(".race .curve")).to_have_count(6)
    expect(page.locator(".race-median")).to_have_count(3)
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.step === 40 && s.line.includes('LSTM:')")
    expect(page.get_by_text("Elman networks did.", exact=False)).to_be_visible()

    page.locator(".st-key-recurrence-memory_bias button").filter(has_text="chrono").click()
    expect(page).to_have_url(re.compile("memory_bias=chrono"))
    wait_for(page, KEY, "s.step === 0 && s.generation.includes('chrono')")
