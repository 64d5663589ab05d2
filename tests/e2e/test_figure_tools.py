"""The tools of every figure: full screen, a picture, back to its start, its keys; by mouse and by keyboard."""

import struct

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.drawings import settle, state, wait_for


def tools(page: Page):
    """The tools of the page's first figure."""
    return page.get_by_role("toolbar", name="Figure").first


@pytest.mark.parametrize("address", ["softmax", pytest.param("loss", marks=pytest.mark.long)])
def test_every_figure_has_its_tools_in_the_margin(look_at, address):
    page = look_at(address)
    figures = page.locator(".figure-box")
    bars = page.get_by_role("toolbar", name="Figure")
    assert bars.count() == figures.count() > 1
    figures.first.hover()
    expect(bars.first).to_have_css("opacity", "1")
    bar, figure = bars.first.bounding_box(), figures.first.bounding_box()
    assert figure["x"] + figure["width"] <= bar["x"] and bar["x"] + bar["width"] <= 1280


def test_the_tools_are_one_stop_of_the_tab_key_with_arrows_between_them(look_at):
    page = look_at("softmax")
    names = ["Full screen", "Save picture", "Start over", "Keys"]
    tools(page).get_by_role("button", name=names[0]).focus()
    for name in [*names[1:], names[0]]:
        page.keyboard.press("ArrowDown")
        expect(tools(page).get_by_role("button", name=name)).to_be_focused()
    expect(tools(page)).to_have_css("opacity", "1")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.shadowRoot?.activeElement?.closest('.figure-tools')")


def test_a_figure_goes_back_to_how_the_page_was_opened(go_on):
    page = go_on("softmax?z=1,-1,0.5")
    bar = page.locator(".logits-table [role=slider]").first
    bar.press("PageUp")
    expect(bar).to_have_attribute("aria-valuenow", "2")
    settle(page, "softmax-logits")
    tools(page).get_by_role("button", name="Start over").click()
    expect(bar).to_have_attribute("aria-valuenow", "1")
    settle(page, "softmax-logits")
    expect(bar).to_have_attribute("aria-valuenow", "1")


def test_a_figure_fills_the_screen_and_comes_back(go_on):
    page = go_on("activation_functions")
    wait_for(page, "activation-curves", "true")
    figure = page.locator(".figure-box").first
    text = "figure => parseFloat(getComputedStyle(figure.querySelector('.inner')).fontSize)"
    before = figure.evaluate(text)
    tools(page).get_by_role("button", name="Full screen").click()
    page.wait_for_function("document.fullscreenElement !== null")
    leave = tools(page).get_by_role("button", name="Leave full screen")
    expect(leave).to_be_visible()
    assert figure.evaluate(text) > before
    assert figure.evaluate("figure => figure.scrollHeight <= figure.clientHeight"), "all of it is on the screen"
    leave.click()
    page.wait_for_function("document.fullscreenElement === null")
    expect(tools(page).get_by_role("button", name="Full screen")).to_be_visible()
    assert figure.evaluate(text) == before
    assert state(page, "activation-curves")


def test_a_drawing_is_saved_with_its_shapes_and_its_text(look_at):
    page = look_at("softmax")
    with page.expect_download() as download:
        tools(page).get_by_role("button", name="Save picture").click()
    assert download.value.suggested_filename == "nnviz-softmax-logits.png"
    data = download.value.path().read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    figure = page.locator(".inner").first.bounding_box()
    assert width == pytest.approx(2 * figure["width"] + 48, abs=1) and height > 2 * figure["height"]
    assert len(data) > 30_000, "an empty page would be far smaller"
