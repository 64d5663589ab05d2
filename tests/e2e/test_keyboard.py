"""Everything that a mouse can point at is reached by keys, and what is reached is said."""

import pytest
from playwright.sync_api import Page, expect

PHONE = {"width": 390, "height": 844}


def focused(page: Page) -> str:
    """The accessible name, value or text of what has the keyboard, within drawings too."""
    return page.evaluate(
        """() => {
            let at = document.activeElement;
            while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
            return at.ariaValueText || at.ariaLabel || at.textContent.trim();
        }"""
    )


def test_arrow_keys_lead_over_the_entries_of_z_and_enter_fills_one(go_on):
    page = go_on("matrices?entries_shown=0")
    entries = page.get_by_role("grid", name="Z (", exact=False).locator("td[data-name=z]")
    entries.first.focus()
    page.keyboard.press("ArrowRight")
    assert focused(page) == "empty"
    page.keyboard.press("Enter")
    expect(entries.nth(1)).to_have_attribute("aria-selected", "true")
    expect(entries.nth(1)).not_to_have_text("")
    expect(page.locator(".product-sum")).to_contain_text("Z[0, 1]")


def test_arrow_keys_lead_over_the_pixels_of_an_image(go_on):
    page = go_on("matrices")
    page.locator('.big-picture [tabindex="0"]').press("Home")
    page.keyboard.press("ArrowDown")
    name = focused(page)
    page.keyboard.press("Enter")
    expect(page.locator(".big-picture .chosen")).to_have_attribute("aria-label", name)
    assert "column 0" in name


def test_arrow_keys_lead_over_the_units_of_the_forward_pass(go_on):
    page = go_on("forward_pass")
    page.locator('.network-drawing [data-unit][tabindex="0"]').press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert "A1[0, 1]" in focused(page)
    page.keyboard.press("Enter")
    expect(page.locator(".network-drawing g.on").nth(1)).to_have_attribute("data-unit", "2-1")
    assert "A1[0, 1]" in focused(page), "the keyboard stays where it was"


@pytest.fixture
def playground(look_at) -> Page:
    return look_at("playground")


def test_keys_walk_over_the_network_and_set_a_weight(playground):
    page = playground
    diagram = page.get_by_role("application", name="Network diagram", exact=False)
    diagram.press("ArrowUp")
    diagram.press("ArrowLeft")
    diagram.press("ArrowDown")
    expect(page.locator(".net .heard")).to_contain_text("W₁[2, 1] =")
    diagram.press("Enter")
    expect(page.locator(".editor input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(diagram).to_be_focused()


def test_keys_move_a_cross_over_the_map_and_choose_a_place(playground):
    page = playground
    plane = page.get_by_role("slider", name="over the plane", exact=False)
    plane.press("ArrowRight")
    place = plane.get_attribute("aria-valuetext")
    plane.press("Shift+ArrowUp")
    assert plane.get_attribute("aria-valuetext") != place
    before = page.evaluate("window.__nnviz.sample?.position")
    plane.press("Enter")
    page.wait_for_function("before => String(window.__nnviz.sample?.position) !== String(before)", arg=before)


def test_a_slider_of_powers_of_ten_says_its_value(go_on):
    page = go_on("gradient_descent")
    rate = page.locator('.walker input[type="range"]').first
    rate.press("ArrowRight")
    assert float(rate.get_attribute("aria-valuetext")) > 0
    assert float(rate.get_attribute("aria-valuetext")) != float(rate.input_value())
