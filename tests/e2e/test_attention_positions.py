"""Shuffled tokens in a real browser: one moved by keys, one dragged, with positions and without."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import wait_for

KEY = "attention-positions"


def test_tokens_are_moved_by_hand_and_keep_their_outputs_only_without_positions(go_on):
    page = go_on("attention?topic=positions")
    wait_for(page, KEY, "s.order === 'badce' && !s.answered")
    page.locator(".st-key-attention-question-positions-show button").click()
    wait_for(page, KEY, "s.answered && s.same && s.words.includes('kept its output')")
    page.get_by_role("slider", name="token e").press("ArrowLeft")
    wait_for(page, KEY, "s.order === 'badec' && s.same")
    token = page.get_by_role("slider", name="token b").bounding_box()
    x, y = token["x"] + token["width"] / 2, token["y"] + token["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 2 * (token["width"] + 4), y, steps=4)
    page.mouse.up()
    wait_for(page, KEY, "s.order === 'adbec' && s.same && s.largest <= 1e-12")
    expect(page).to_have_url(re.compile("position_order=adbec"))
    page.get_by_text("learned", exact=True).click()
    wait_for(page, KEY, "s.added === 'learned' && !s.same && s.largest > 0.1")
    page.get_by_role("button", name="In order").click()
    wait_for(page, KEY, "s.order === 'abcde' && s.largest === 0")
