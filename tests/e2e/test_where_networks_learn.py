"""Where networks learn, in a real browser: by the keys from cell to cell, and into the Playground, again and again."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import wait_for

MAP = "where-map"


def test_a_cell_is_reached_by_the_keys_and_opens_its_network_on_the_playground(go_on):
    page = go_on("where_networks_learn?point=depth:1,weight_scale:0.5")
    page.locator(".st-key-where_networks_learn-question-border-show button").click()
    wait_for(page, MAP, "!s.veiled")
    page.locator('.map-cell[tabindex="0"]').focus()
    page.keyboard.press("ArrowUp")
    wait_for(page, MAP, "`${s.chosen}` === '1,1' && `${s.opened?.place}` === '1,1'")
    expect(page.locator(".map-where")).to_contain_text("of 5 runs solved it")
    expect(page.locator(".map-losses .curve")).to_have_count(3)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"playground\?hidden=16%3Atanh%2C16%3Atanh&initializer=lecun_normal"))
    expect(page.get_by_role("heading", name="Playground", level=1)).to_be_visible()
