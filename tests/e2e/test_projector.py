"""Projector mode: everything large, navigation folded away, kept from page to page, and no key while somebody types."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

PAGES = sorted(path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py"))
SMALL_TEXT = (Path(__file__).parent / "small_text.js").read_text(encoding="utf-8")
LEAST = 22
"""The smallest text in pixels of a screen of 1920 x 1080."""


def small_text(page: Page) -> list[list[object]]:
    """Every text below the least size: its size, where it stands, the text."""
    return page.evaluate(f"({SMALL_TEXT.rstrip().removesuffix(';')})({LEAST})")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name == "softmax" else pytest.mark.long) for name in PAGES]
)
def test_no_text_is_smaller_than_22_pixels(open_page, name):
    page = open_page(f"{'' if name == 'home' else name}?projector=1", width=1920, height=1080)
    expect(page.locator("html.projector")).to_have_count(1)
    assert small_text(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"


def test_the_measure_finds_small_text_of_every_kind(open_page):
    page = open_page("playground", width=1920, height=1080)
    where = " ".join(str(row[1]) for row in small_text(page))
    assert "canvas of" in where and "stMarkdownContainer" in where and "counter" in where


def test_the_mode_lasts_from_page_to_page_and_ends_by_its_key(open_page, wait_for_app):
    page = open_page("loss?projector=1")
    header = page.get_by_test_id("stHeader")
    expect(header).to_be_hidden()
    page.get_by_role("button", name="Navigation and settings").click()
    expect(header).to_be_visible()
    page.get_by_test_id("stTopNavSection").first.click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Softmax").click()
    expect(page.get_by_role("heading", name="Softmax", exact=True)).to_be_visible()
    page.wait_for_url("**/softmax?*projector=1*")
    expect(page.locator("html.projector")).to_have_count(1)
    wait_for_app(page)
    field = page.get_by_label("Class names")
    field.focus()
    page.keyboard.press("Alt+p")
    expect(page.locator("html.projector")).to_have_count(1)
    field.blur()
    page.keyboard.press("Alt+p")
    expect(page.locator("html.projector")).to_have_count(0)
    page.wait_for_url(lambda url: "projector" not in url)
    expect(page.get_by_role("button", name="Projector mode")).to_have_attribute("aria-pressed", "false")
