"""The first visit, with nothing cached: it asks no other host, and no page waits for Plotly.

The Playground and the race never need it, elsewhere it comes after the first drawing. What stands beside and below the
first drawing comes when that is painted.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.driving import Server
from tests.seeds import some

# Notes, when a page wants Plotly, which drawings were painted by then and which were not; and how many controls of the
# sidebar, and how wide a main part, there were when the first drawing was on the screen.
NOTED = """() => {
    const tell = navigator.sendBeacon.bind(navigator);
    const find = (name) => [...document.querySelectorAll(`[data-testid="${name}"]`)];
    navigator.sendBeacon = (address) => {
        const controls = find("stSidebar").flatMap((bar) => [...bar.querySelectorAll("label")]).length;
        (window.__painted ??= []).push({ controls, width: find("stMain")[0].clientWidth });
        return tell(address);
    };
    window.__wanted = [];
    let promises;
    Object.defineProperty(window, "__nnvizPlotly", { get: () => promises, set: (value) => {
        promises = value;
        const drawn = Object.entries(window.__nnvizConcept ?? {}).filter(([, { view }]) => view.drawn > 0);
        window.__wanted.push({ drawn: drawn.map(([key]) => key), unpainted: window.__nnvizUnpainted.size });
    } });
}"""


def opened(browser: Browser, server: Server, address: str) -> tuple[Page, list[str]]:
    """Open an address with an empty cache; return what it requests, as it grows."""
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(f"({NOTED})()")
    page.goto(f"{server.url}/{address}")
    return page, asked


def elsewhere(asked: list[str], server: Server) -> list[str]:
    """What was not asked of the app."""
    return [url for url in asked if not url.startswith((server.url, "data:", "blob:"))]


@pytest.mark.parametrize(
    ("address", "key"), some([("playground?dataset=xor", "playground"), ("activation_race", "race")])
)
def test_the_first_visitor_of_a_server_may_come_by_an_address_and_asks_nobody_else(browser, fresh_server, address, key):
    server = fresh_server
    page, asked = opened(browser, server, address)
    expect(page.locator(f".st-key-{key}-picture-room td[data-row]").first).to_be_visible()
    expect(page.get_by_test_id("stTopNavLink").first).to_be_visible()
    (painted,) = page.evaluate("window.__painted")
    assert painted == {"controls": 0, "width": page.get_by_test_id("stMain").evaluate("main => main.clientWidth")}
    expect(page.get_by_test_id("stSidebar").locator("label").first).to_be_visible()
    if key == "playground":
        expect(page.get_by_role("heading", name="Playground")).to_be_visible()
        expect(page).to_have_url(re.compile("dataset=xor"))
        page.get_by_text("Results", exact=True).click()
        expect(page.locator("table.confusion")).to_be_visible()
    assert elsewhere(asked, server) == []
    assert not [url for url in asked if re.search("plotly", url, re.IGNORECASE)]
    assert page.evaluate("window.__wanted") == []
    looked_for = [url for url in asked if url.endswith("/_stcore/health")]
    assert looked_for == [f"{server.url}/_stcore/health"], "the server is where the page says"
    page.context.close()


def test_elsewhere_plotly_comes_into_view_after_everything_else_is_painted(browser, server):
    page, asked = opened(browser, server, "gradient_descent")
    figure = page.locator(".st-key-descent-stop-room")
    expect(figure).to_be_attached()
    page.wait_for_function("Object.values(window.__nnvizConcept ?? {}).some(({ view }) => view.drawn > 0)")
    assert page.evaluate("window.__wanted") == []
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".main-svg").first).to_be_visible()
    (wanted,) = page.evaluate("window.__wanted")
    assert "descent-bowl" in wanted["drawn"] and wanted["unpainted"] == 0
    assert not [url for url in asked if re.search("plotly", url, re.IGNORECASE)], "Streamlit's own chunk"
    assert elsewhere(asked, server) == []
    page.context.close()
