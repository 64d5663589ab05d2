"""Names in a real browser: a prefix is typed, a step chosen, names are written."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import settle, wait_for

KEY = "recurrence-names"


def test_a_prefix_is_read_a_step_chosen_and_names_are_written(go_on):
    page = go_on("recurrence?topic=names&names_trained=50")
    wait_for(page, KEY, "s.bars === 27 && s.step === 4 && s.written.length === 0")
    settle(page, KEY)
    page.locator(".names-row").nth(1).locator("[data-column='2']").click()
    wait_for(page, KEY, "s.step === 2 && s.told.startsWith('After ma: ')")
    expect(page).to_have_url(re.compile("names_step=2"))
    page.locator(".st-key-recurrence-question-names-show button").click()
    wait_for(page, KEY, "s.written.length === 8 && s.written.every((name) => name.startsWith('ma'))")
    written, read = page.locator(".names-name").first, page.locator(".names-row .value-cell").first
    expect(written).to_have_css("border-top-style", "dashed")
    expect(read).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")  # given letters look unlike written ones
    page.get_by_label("Prefix").fill("jo")
    page.get_by_label("Prefix").press("Enter")
    wait_for(page, KEY, "s.read.join('') === 'startjo'")
    expect(page.locator(".names-name")).to_have_count(8)
