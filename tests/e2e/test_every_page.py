"""Every page is opened once, by its address, and audited in both themes and on three widths."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from nnviz.ui.shell.catalogue import tab_title
from tests.e2e.accessibility import FITS, PAPER, Audit

PAGES = sorted(path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py"))

SHARED_PARTS = {"home", "playground"}
"""Where the parts that are the same on every page are looked at."""

MORE_VIEWS = [("dark", 1280, 720), ("light", 1920, 1080), ("dark", 1920, 1080), ("light", 1280, 720)]
"""Taken for a person to look at, by `make screenshots`; in a test run the audit looks at a page."""


@pytest.fixture(scope="module", params=PAGES)
def name(request):
    """One page after another, all tests of one before those of the next: they share its window."""
    return request.param


def opened(look_at, name):
    """The window on a page."""
    return look_at("" if name == "home" else name, calm=True)


@pytest.mark.long
@pytest.mark.screenshots
def test_pictures_of_a_page_are_taken(look_at, wait_for_app, shot, name):
    page = opened(look_at, name)
    for scheme, width, height in MORE_VIEWS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", PAPER[scheme])
        wait_for_app(page)
        shot(page, f"{name}-{scheme}-{width}x{height}")
        assert page.evaluate(FITS), "the page scrolls sideways"


def test_a_page_opens_by_its_address_and_can_be_used_by_everybody(look_at, wait_for_app, name):
    page = opened(look_at, name)
    expect(page).to_have_title(tab_title(name))
    expect(page.locator("h1").first).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    found = Audit(page, wait_for_app, shared=name in SHARED_PARTS).run()
    assert not found, f"{len(found)} findings\n" + "\n".join(map(str, found))


@pytest.mark.long  # the audit of each page asks for the very colours of both
@pytest.mark.parametrize(("scheme", "darker"), [("dark", True), ("light", False)])
def test_the_app_follows_the_systems_colour_scheme(open_page, scheme, darker):
    page = open_page(scheme=scheme)
    colour = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    channels = [int(channel) for channel in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    assert (sum(channels) < 3 * 128) == darker
