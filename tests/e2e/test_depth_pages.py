"""Vanishing gradients and initialization in a browser: sliders redraw all layers, training plays, one goes back."""

import re

import pytest
from playwright.sync_api import Page, expect

from nnviz.experiments.depth import SMALLEST_NORMAL
from tests.e2e.drawings import settle, state, wait_for

THEMES = ["light", "dark"]
LAYERS, STARTS = "depth-layers", "starts"


def move(page: Page, name: str, value: float) -> None:
    """Set a slider of a drawing, and let it go."""
    slider = page.get_by_label(name, exact=True)
    slider.evaluate(
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input'));"
        " input.dispatchEvent(new Event('change')); }",
        value,
    )


def test_layers_tell_their_numbers_and_their_number_redraws_everything(go_on):
    page = go_on("vanishing_gradients")
    page.locator(".layer-place svg").first.hover()
    wait_for(page, LAYERS, "/^layer \\d+/.test(s.line)")
    assert "mean |dZ|" in state(page, LAYERS)["line"]
    assert state(page, LAYERS)["layers"] == 10
    move(page, "hidden layers", 20)
    wait_for(page, LAYERS, "s.layers === 20")
    expect(page).to_have_url(re.compile("depth=20"))
    expect(page.get_by_text("with 20 hidden layers, a fraction of").first).to_be_visible()
    left = page.evaluate(f"window.__nnvizConcept['{LAYERS}'].state().values('left')")
    assert len(left) == 21 and 0 < left[0] < 0.25**20 * 2 and left[-1] == 1.0


def test_training_plays_and_one_can_go_back_to_the_start(go_on):
    page = go_on("vanishing_gradients?activation=tanh&depth=4&width=12&steps=60")
    first = page.evaluate(f"window.__nnvizConcept['{LAYERS}'].state().values('loss')")
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, LAYERS, "s.step === 60 && !s.playing")
    assert state(page, LAYERS)["frames"] == 61
    last = page.evaluate(f"window.__nnvizConcept['{LAYERS}'].state().values('loss')")
    assert last[0] < first[0]
    page.get_by_role("button", name="To the start").click()
    wait_for(page, LAYERS, "s.step === 0")
    assert page.evaluate(f"window.__nnvizConcept['{LAYERS}'].state().values('loss')") == first


def test_exact_zeros_have_a_place_of_their_own(go_on):
    page = go_on("vanishing_gradients?depth=50&weight_scale=0.000001")
    settle(page, LAYERS)
    expect(page.locator(".layer-place text", has_text="exactly 0").first).to_be_visible()
    expect(page.locator(".layer-place text", has_text="denormal").first).to_be_visible()
    gradient = page.evaluate(f"window.__nnvizConcept['{LAYERS}'].state().values('gradient')")
    dots = page.locator(".layer-panel").first.locator("circle.odd")
    odd = sum(size < SMALLEST_NORMAL for size in gradient)
    assert 1 <= gradient.count(0.0) < odd <= dots.count()


def test_seven_starts_train_in_lockstep(go_on):
    page = go_on("initialization_and_dropout?depth=3&width=12&steps=40")
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, STARTS, "s.step === 40 && !s.playing")
    losses = [page.evaluate(f"window.__nnvizConcept['{STARTS}'].state().values('loss', {k})")[0] for k in range(7)]
    assert losses[4] < losses[0] and losses[0] == pytest.approx(2.3, abs=0.05)


@pytest.mark.long
@pytest.mark.parametrize("name", ["vanishing_gradients", "initialization_and_dropout"])
@pytest.mark.parametrize("scheme", THEMES)
def test_nothing_sticks_out_of_a_phone(go_on, shot, name, scheme):
    page = go_on(name, scheme=scheme, width=390, height=844)
    shot(page, f"{name}-{scheme}-390")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_measurement_can_be_stopped(go_on):
    page = go_on("vanishing_gradients?steps=1500&depth=12")
    main = page.get_by_test_id("stMain")
    main.get_by_role("button", name="Measure the remedies").click()
    main.get_by_role("button", name="Stop", exact=True).click()
    expect(main.get_by_role("button", name="Measure the remedies")).to_be_visible()
    expect(main.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
