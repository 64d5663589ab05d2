"""Own task in a real browser: lines are refused, taken and learned; an input of one's own is tried."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import wait_for

KEY = "transformer-own"


def test_own_lines_are_learned_and_an_input_is_tried(open_page):
    page = open_page("transformer?topic=own")
    wait_for(page, KEY, "s.step === 0")
    box = page.locator(".st-key-transformer-own-text textarea")
    take = page.get_by_role("button", name="Take these lines")
    box.fill("ab -> a\nb\nba -> b")
    take.click()
    expect(page.get_by_text(re.compile("in line 2"))).to_be_visible()
    box.fill("ab -> a\nba -> b\naa -> a\nbb -> b")
    take.click()
    page.wait_for_url(re.compile("own_lines="))
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.step === 300")
    page.locator(".st-key-transformer-question-own-show button").click()
    line = page.locator(f".st-key-{KEY}-room .recording-line")
    expect(line).to_contain_text("Whole outputs correct, trained: 100")
    expect(line).to_contain_text("held out:")
    page.get_by_label("Try another input").fill("ba")
    page.get_by_label("Try another input").press("Enter")
    expect(page.get_by_text(re.compile("After 300 steps: ba → b"))).to_be_visible()
