"""The numeric check of a recurrent network in a real browser: broken, mended by a second mistake, taken to one step."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import wait_for

KEY = "recurrence-check"


def test_mistakes_are_found_and_a_pair_of_them_hides(go_on):
    page = go_on("recurrence?topic=check")
    wait_for(page, KEY, "s.states['dW_hh'] === 'right'")
    page.locator(".st-key-recurrence-question-check-show button").click()
    page.get_by_role("button", name="no gradient from t + 1").click()
    wait_for(page, KEY, "s.states['dW_hh'] === 'wrong' && s.states['dW_hy'] === 'right'")
    expect(page.get_by_text("in dW_xh and db from 2 steps on", exact=False).first).to_be_visible()
    page.locator('td[data-grid="largest error at every length"]').first.click()
    wait_for(page, KEY, "s.states['dW_hh'] === 'right' && s.states['dx'] === 'right'")
    expect(page).to_have_url(re.compile("check_steps=1(&|$)"))
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, "recurrence-check-training", "s.step > 4")
