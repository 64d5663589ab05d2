"""The leak in a real browser: predicted, trained, and a gradient that is exactly zero."""

from playwright.sync_api import expect

from tests.e2e.drawings import wait_for

KEY = "transformer-leak"


def test_both_train_and_the_gradient_on_later_symbols_is_exactly_zero_with_the_mask(open_page):
    page = open_page("transformer?topic=leak&leak_steps=10&leak_task=copy")
    expect(page.locator(".strip tr")).to_have_count(1)
    page.locator(".st-key-transformer-question-leak label").filter(has_text="of both fewer than 5 %").click()
    expect(page.locator(".strip tr")).to_have_count(3)
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, KEY, "s.step === 10")
    expect(page.locator(".recording-line")).to_contain_text("with the mask: exactly 0   without it: ")
    expect(page.get_by_text("In the median of the seeds", exact=False)).to_be_visible()
