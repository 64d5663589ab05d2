"""The backward pass of a block of attention in a real browser: a number clicked, another tensor, a mistake."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import wait_for

KEY = "attention-block"


def test_a_number_is_written_out_another_tensor_is_opened_and_a_mistake_is_flagged(go_on):
    page = go_on("attention?topic=backward&block_mistakes=norm")
    wait_for(page, KEY, "s.veiled && s.written.startsWith('dS[1, 0] = ')")
    page.locator(".st-key-attention-question-backward-rows-show button").click()
    wait_for(page, KEY, "!s.veiled")
    operand = page.locator(".block-row [role='grid']").first
    operand.locator("[data-row='2'][data-column='1']").click()  # of P
    wait_for(page, KEY, "s.chosen.name === 'P' && s.written.startsWith('P[2, 1] = e^')")
    page.get_by_role("button", name="dX", exact=True).click()
    wait_for(page, KEY, "s.operands.join() === 'dX_Q,dX_K,dX_V,dA'")
    expect(page.locator(".block-line")).to_have_text(re.compile(r"^dX\[2, 1\] = "))
    expect(page).to_have_url(re.compile("block_tensor=dX"))
    wrong = page.locator(".st-key-attention-check-room .tensor-box.wrong")
    expect(wrong).to_have_count(1)
    page.get_by_text("no row sum", exact=True).click()
    expect(wrong).to_have_count(5)
