"""Gradient descent in a real browser: a hand drags the start, walkers follow, figures keep their zoom and camera."""

import pytest
from playwright.sync_api import expect

from tests.e2e.drawings import drag, settle, state, wait_for


def test_dragging_the_start_gives_walks_that_follow_the_closed_form(go_on):
    page = go_on("gradient_descent?step=5")
    pad = page.locator("svg.contour-pad").first
    drag(page, pad, 0.3, 0.8, following="descent-bowl")
    settle(page, "descent-bowl")
    found = state(page, "descent-bowl")
    x, y = found["start"]
    assert x > 1
    for walker in found["walkers"]:
        expected = [x * (1 - walker["rate"]) ** 5, y * (1 - 10 * walker["rate"]) ** 5]
        assert walker["theta"] == pytest.approx(expected, rel=1e-9, abs=1e-12)
    page.wait_for_url(f"**x={x:g}*")


def test_a_rate_past_the_limit_is_said_to_diverge(go_on):
    page = go_on("gradient_descent?optimizers=sgd:0.19,sgd:0.21")
    assert [walker["verdict"] for walker in state(page, "descent-bowl")["walkers"]] == [
        "damped oscillation",
        "diverges",
    ]
    assert not state(page, "descent-bowl")["limitShown"]
    page.get_by_text("2/λmax", exact=True).click()
    wait_for(page, "descent-bowl", "s.limitShown")
    expect(page.locator(".log-chart .limit-text")).to_have_text("SGD: 0.2")


def test_walking_moves_all_walkers_in_step_and_a_symbol_marks_its_arrows(go_on):
    page = go_on("gradient_descent?optimizers=momentum:0.05,adam:0.3&step=0")
    page.get_by_role("button", name="Run", exact=True).click()
    wait_for(page, "descent-bowl", "s.t >= 3")
    page.get_by_role("button", name="Pause").click()
    page.locator(".state-table thead th[data-link=g]").hover()
    expect(page.locator(".pad-arrow.gradient.linked")).to_have_count(2)
    assert page.locator(".state-table td.linked").count() == 0, "a column of boxes says no more than its head"
    page.locator(".state-table td[data-link^=g-]").first.hover()
    expect(page.locator(".pad-arrow.gradient.linked")).to_have_count(1)
    assert page.locator(".state-table .linked").count() == 2, "the number and its letter in the rule"


def test_a_kept_figure_changes_its_numbers_and_keeps_zoom_camera_and_place(go_on):
    page = go_on("gradient_descent")
    page.get_by_text("27 or more", exact=True).click()
    page.locator(".st-key-descent-surface-room").scroll_into_view_if_needed()
    wait_for(page, "descent-surface", "s.drawn > 0")
    page.locator(".st-key-descent-contour-room").scroll_into_view_if_needed()
    wait_for(page, "descent-contour", "s.drawn > 0")
    page.evaluate("""() => { for (const key of ["descent-contour", "descent-surface"])
        document.querySelector(`.st-key-${key}-room`).dataset.kept = "yes"; }""")
    box = page.locator(".st-key-descent-contour-room .nsewdrag").bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 160, steps=6)
    page.mouse.up()
    wait_for(page, "descent-contour", "s.x[1] - s.x[0] < 2.5")
    zoomed, before = state(page, "descent-contour"), state(page, "descent-surface")
    slider = page.locator(".st-key-gradient_descent-epoch input, .st-key-gradient_descent-epoch [role=slider]").first
    slider.focus()
    scroll = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    page.keyboard.press("ArrowRight")
    wait_for(page, "descent-contour", f"s.drawn > {zoomed['drawn']}")
    wait_for(page, "descent-surface", f"s.drawn > {before['drawn']}")
    assert state(page, "descent-contour")["x"] == pytest.approx(zoomed["x"])
    assert state(page, "descent-surface")["eye"] == pytest.approx(before["eye"])
    assert page.locator("[data-kept=yes]").count() == 2
    assert abs(page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") - scroll) < 2

    page.wait_for_function("new URLSearchParams(location.search).get('epoch') !== null")
    epoch = int(page.evaluate("new URLSearchParams(location.search).get('epoch')"))
    for _ in range(12):  # every quick press of a key moves the slider once
        page.keyboard.press("ArrowRight")
    page.wait_for_function(f"new URLSearchParams(location.search).get('epoch') === '{epoch + 12}'")

    page.locator("input[name=batch]").press("ArrowRight")
    wait_for(page, "descent-fan", "s.batch === 8")
    page.wait_for_url("**batch_size=8*")


@pytest.mark.long
@pytest.mark.screenshots
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 720)])
def test_the_page_fits_and_has_its_picture_taken(go_on, shot, scheme, width, height):
    page = go_on(
        "gradient_descent?optimizers=sgd:0.1,momentum:0.05,adam:0.3", scheme=scheme, width=width, height=height
    )
    expect(page.locator("svg.contour-pad").first).to_be_visible()
    shot(page, f"gradient-descent-{scheme}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    if width == 1280:
        assert page.locator(".descent-clock").bounding_box()["y"] < 720
