"""The tiny transformer on names in a real browser: trained, a letter chosen, another prefix typed, letters cut off."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import wait_for

KEY = "transformer-names"


def test_it_trains_a_letter_is_chosen_and_another_prefix_is_read(open_page):
    page = open_page("transformer?topic=names&names_steps=10&names_top_k=4")
    expect(page.locator(".names-bar.cut")).to_have_count(23)
    page.locator(".st-key-transformer-question-names label").filter(has_text="some of them").click()
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.step === 10")
    page.locator(".names-bar[data-column='5']").click()
    page.wait_for_url(re.compile("names_letter=5"))
    expect(page.locator(".recording-line")).to_contain_text("The logit of e depends most on")
    page.get_by_label("Prefix").fill("Jo")
    page.get_by_label("Prefix").press("Enter")
    expect(page.locator(".recording-line")).to_contain_text("After jo:")
    wait_for(page, KEY, "s.step === 10")
    expect(page.locator(".names-name")).to_have_count(8)
