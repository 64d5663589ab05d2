"""The page of recurrence in a real browser: a number of a step, a summand and its truncation, the gradient's course."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for


def show(page, topic):
    page.locator(f".st-key-recurrence-question-{topic}-show button").click()


def test_a_number_of_a_step_is_written_out_and_the_cell_is_folded(go_on):
    page = go_on("recurrence?bits=1011")
    show(page, "unroll")
    wait_for(page, "recurrence-unroll", "s.cells === 4 && s.shared.startsWith('19 parameters')")
    page.get_by_role("gridcell", name=re.compile("zₜ, step 4, unit 2")).click()
    wait_for(page, "recurrence-unroll", "s.step === 3 && s.written.startsWith('z_4[2] = 1·')")
    expect(page).to_have_url(re.compile("shown_tensor=z"))
    page.get_by_role("button", name="Fold").click()
    wait_for(page, "recurrence-unroll", "s.cells === 1")


def test_a_summand_is_chosen_and_truncation_takes_some_away(go_on):
    key = "recurrence-summands"
    page = go_on("recurrence?topic=summands&summed_loss=last")
    expect(page.locator(".summands-left")).to_contain_text("Answer the question below")
    wait_for(page, key, "s.maps === 8 && !s.missing.some(Boolean)")
    show(page, "summands")
    wait_for(page, key, "s.answered && s.missing.join() === [0, 1, 1, 1, 1, 0, 0, 0].map(Boolean).join()")
    slider = page.get_by_role("slider", name="Backpropagate over at most")
    slider.press("Home")
    wait_for(page, key, "s.truncation === 1 && s.missing.filter(Boolean).length === 6")
    expect(page.locator(".summands-left")).to_contain_text(re.compile(r"6 summands missing, 0 changed; .* at [\d.]+°"))
    expect(page).to_have_url(re.compile("summed_truncation=1"))
    slider.press("End")
    wait_for(page, key, "!s.missing.some(Boolean) && s.left.includes('leaves nothing out')")

    page.locator(".summands-map").nth(6).click()
    wait_for(page, key, "s.step === 6 && s.written.startsWith('Step 7 contributes h₆ᵀ dz₇')")
    expect(page).to_have_url(re.compile("summed_step=7"))
    page.locator(".summands-strips [tabindex='0'][aria-label*='share, step 7']").press("End")
    page.keyboard.press("Enter")
    wait_for(page, key, "s.step === 7 && s.written.startsWith('Step 8')")
    page.locator(".st-key-recurrence-summed_steps input").press("End")
    wait_for(page, key, "s.steps === 60 && s.maps === 0")
    expect(page.locator(".summands-strips")).to_be_visible()


def test_the_radius_moves_the_gradients_course(go_on):
    key = "recurrence-gradient"
    page = go_on("recurrence?topic=gradient&gradient_cell=linear")
    wait_for(page, key, "s.series.length === 0 && s.dots === 32")
    show(page, "gradient")
    wait_for(page, key, "s.series.includes('norms') && s.series.includes('bound')")
    before = state(page, key)["note"]
    page.locator(".st-key-recurrence-gradient_radius input").press("ArrowRight")
    wait_for(page, key, f"s.note !== {before!r} && s.note.includes('factor of 1.15 a step')")
