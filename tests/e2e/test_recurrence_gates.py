"""Gates in a real browser: one is held by its slider and by its button, and all of them are let go."""

from playwright.sync_api import expect

from tests.e2e.drawings import wait_for

KEY = "recurrence-gates"


def test_a_gate_is_held_by_hand_and_let_go(go_on):
    page = go_on("recurrence?topic=gates&gates_trained=100&gates_bias=3")
    wait_for(page, KEY, "s.rows.includes('path') && s.step === 1 && Object.keys(s.held).length === 0")
    page.get_by_role("slider", name="hold forget gate").press("Home")
    wait_for(page, KEY, "s.held.f === 0 && s.told.includes('f held at 0') && s.predictions[0] !== s.predictions[4]")
    page.get_by_role("button", name="Let go forget gate").click()
    wait_for(page, KEY, "s.told.startsWith('All gates free')")
    page.get_by_role("button", name="Carousel").click()
    wait_for(page, KEY, "s.held.f === 1 && s.held.i === 0 && s.cell.every((c) => c === s.cell[0])")
    page.locator(".gates-row", has_text="cell c").locator("[data-column='4']").click()
    wait_for(page, KEY, "s.step === 4 && s.written.startsWith('c_5 = ')")
    page.locator(".st-key-recurrence-question-gates-show button").click()
    expect(page.get_by_text("σ(1) to the power of 20")).to_be_visible()
