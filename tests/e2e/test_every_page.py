"""Every page opens by its address, in both themes and on two sizes of screen, and has its picture taken."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from nnviz.ui.shell.catalogue import tab_title

PAGES = sorted(path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py"))

PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(14, 17, 23)"}
VIEWS = [("light", 1280, 720), ("dark", 1920, 1080)]
MORE_VIEWS = [("dark", 1280, 720), ("light", 1920, 1080)]
"""Looked at by a person after `make screenshots`, not in every test run."""


@pytest.mark.screenshots
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_by_its_address_and_follows_theme_and_window(open_page, wait_for_app, shot, name):
    page = open_page("" if name == "home" else name)
    expect(page).to_have_title(tab_title(name))
    for scheme, width, height in VIEWS + MORE_VIEWS * ("NNVIZ_ALL_VIEWS" in os.environ):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", PAPER[scheme])
        wait_for_app(page)
        shot(page, f"{name}-{scheme}-{width}x{height}")
        expect(page.locator("h1").first).to_be_visible()
        expect(page.get_by_text("Page not found")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"


@pytest.mark.parametrize(("scheme", "darker"), [("light", False), ("dark", True)])
def test_the_app_follows_the_systems_colour_scheme(open_page, scheme, darker):
    page = open_page(scheme=scheme)
    colour = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    channels = [int(channel) for channel in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    assert (sum(channels) < 3 * 128) == darker


def test_a_visit_asks_no_other_host(browser, server):
    context = browser.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url)
    expect(page.locator("h1").first).to_be_visible()
    context.close()
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []


def test_the_first_visitor_of_a_server_may_come_by_the_address_of_a_page(browser, fresh_server):
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(f"{fresh_server.url}/playground?dataset=xor")
    expect(page.get_by_role("heading", name="Playground")).to_be_visible()
    expect(page.get_by_test_id("stTopNavLink").first).to_be_visible()
    assert "dataset=xor" in page.url
    context.close()
