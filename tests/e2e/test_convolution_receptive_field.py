"""Receptive fields in a real browser: predicted, a unit chosen by mouse and by keys, a layer changed."""

from playwright.sync_api import expect

from tests.e2e.drawings import settle, wait_for

KEY = "convolution-receptive"


def test_a_unit_of_any_map_is_chosen_and_its_boxes_and_gradient_follow(go_on):
    page = go_on("convolution?topic=receptive_field")
    wait_for(page, KEY, "!s.answered && s.rows[0].join() === '4,17' && s.line.endsWith('= 14')")
    page.locator(".st-key-convolution-question-receptive_field-show button").click()
    wait_for(page, KEY, "s.answered && s.line.includes('outside of the box: 0.0')")
    maps = page.locator(".receptive-maps .value-grid")
    corner = maps.nth(2).locator("[data-row='0'][data-column='19']")
    corner.click()
    wait_for(page, KEY, "s.layer === 2 && s.rows[0].join() === '0,2' && s.columns[0].join() === '17,19'")
    settle(page, KEY)
    corner.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    wait_for(page, KEY, "s.unit.join() === '1,19' && s.rows[0].join() === '0,3'")
    expect(maps.nth(0).locator(".value-box")).to_have_count(1)
    page.get_by_role("button", name="Add", exact=True).click()
    wait_for(page, KEY, "s.sizes.length === 7 && s.layer === 6")
