"""Linear collapse in a real browser: the slope takes the network from one matrix, modes rise as theory says, a race."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

STACK, MODES, RACE = "collapse-stack", "collapse-modes", "collapse-race"


def move(page, name, value):
    """Set a slider of a drawing, and let it go."""
    page.locator(f"input[name={name}]").evaluate(
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input'));"
        " input.dispatchEvent(new Event('change')); }",
        value,
    )


def test_the_slope_and_the_widths_take_the_network_from_one_matrix(go_on):
    page = go_on("linear_collapse?entries_shown=0")
    found = state(page, STACK)
    assert found["deviation"] < 1e-12
    assert found["filled"] == 0
    expect(page.locator(".collapse-sum")).to_contain_text("W* is empty")
    page.get_by_role("button", name="one entry").click()
    wait_for(page, STACK, "s.filled === 1 && /^W\\*\\[0, 0\\] = /.test(s.sum)")
    move(page, "slope", 0)
    wait_for(page, STACK, "s.slope === 0 && s.deviation > 0.5")
    expect(page.locator(".collapse-told").first).to_contain_text("largest |f(X)")
    move(page, "units-1", 1)
    wait_for(page, STACK, "s.widths[2] === 1")
    assert not page.locator(".collapse-bar").count(), "the rank is asked first"
    page.locator(".st-key-linear_collapse-question-rank-show button").click()
    expect(page.locator(".collapse-told").nth(1)).to_contain_text("rank of W* = 1; the narrowest layer has 1 unit")
    expect(page).to_have_url(re.compile("hidden=4%2C1%2C4|hidden=4,1,4"))
    expect(page).to_have_url(re.compile("slope=0"))


def test_modes_and_race_are_predicted_played_paused_and_scrubbed(go_on):
    page = go_on("linear_collapse?mode_learning_rate=0.1&race_depth=2&race_width=8")
    page.locator(".st-key-linear_collapse-question-modes-show button").click()
    room = page.locator(".st-key-collapse-modes-room")
    room.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, MODES, "s.step === s.last && !s.playing")
    found = state(page, MODES)
    assert found["numbers"]["strengths"][0] == pytest.approx(1.3229, abs=1e-3)
    assert found["tiles"] == 4
    room.get_by_role("button", name="One step back").click()
    wait_for(page, MODES, "s.step === s.last - 1")
    room.get_by_role("button", name="To the start").click()
    wait_for(page, MODES, "s.step === 0 && Math.abs(s.numbers.strengths[0] - 0.01) < 1e-12")
    page.locator(".st-key-linear_collapse-question-race-show button").click()
    race = page.locator(".st-key-collapse-race-room")
    race.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, RACE, "s.step === s.last && s.numbers.accuracy[1] > s.numbers.accuracy[0] + 0.2")


def test_of_one_input_the_playground_draws_a_curve(go_on):
    page = go_on("playground?dataset=reg-sine&step=50")
    label = page.locator("canvas[aria-label*='as a curve over x']")
    expect(label).to_have_count(1)
