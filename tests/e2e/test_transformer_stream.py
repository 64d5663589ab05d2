"""The residual stream in a real browser: it opens trained, a part is clicked off, a place and a symbol are chosen."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

KEY = "transformer-stream"


def test_it_opens_trained_and_a_part_is_clicked_off(open_page):
    page = open_page("transformer?topic=stream&stream_task=reverse")
    wait_for(page, KEY, "s.done && s.shown === s.frames - 1 && s.step === 200")
    expect(page.locator(".recording-line")).to_contain_text("100.0 % right.")
    page.get_by_role("button", name="head 2", exact=True).click()
    wait_for(page, KEY, "s.look.off.join() === '3' && s.step === 200")
    page.wait_for_url(re.compile("stream_off=3"))
    expect(page.locator(".recording-line")).to_contain_text("head 2 set to zero: logit")
    page.locator(".places-row").nth(3).locator("[data-column='7']").click()
    wait_for(page, KEY, "s.look.step === 7")
    page.locator(".outcomes [data-column='2']").first.click()
    wait_for(page, KEY, "s.look.symbol === 2")
    assert state(page, KEY)["shown"] == state(page, KEY)["frames"] - 1
