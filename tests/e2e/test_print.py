"""A page prints as a handout: light, as wide as the sheet, without answers, buttons and navigation."""

from playwright.sync_api import Page, expect

from tests.e2e.live_stage import open_stage

DARK_INK = "rgb(23, 32, 44)"
DARKEST = """() => {
    const roots = [...document.querySelectorAll("*")].map(element => element.shadowRoot).filter(Boolean);
    const canvases = roots.flatMap(root => [...root.querySelectorAll("canvas")]);
    return canvases.filter(c => c.offsetWidth > 40).map(c => {
        const { data } = c.getContext("2d").getImageData(0, 0, c.width, c.height);
        let inked = 0;
        for (let k = 3; k < data.length; k += 4) inked += Number(data[k] > 0);
        return [inked, c.width / c.offsetWidth];
    });
}"""
"""Of every canvas: how many of its pixels are painted, and how many there are for each pixel of the page."""


MARKS = """options => options.map(option => [...option.querySelectorAll("div")]
    .filter(part => !part.textContent && getComputedStyle(part).visibility === "visible")
    .map(part => { const { borderColor, backgroundColor, boxShadow } = getComputedStyle(part);
                   return [borderColor, backgroundColor, boxShadow].join(); }).join(" | "))"""
"""How the circle before each option looks."""


def printed(page: Page) -> None:
    """Look at the page as the printer does."""
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("html.printing")).to_have_count(1)


def test_a_handout_is_light_and_hides_answers_and_controls(open_page):
    page = open_page("softmax", scheme="dark")
    page.get_by_text("nothing", exact=True).first.click()
    reply = page.locator('[class*="st-key-reply"]').first
    expect(reply).to_contain_text("Yes.")
    figure = page.locator(".st-key-softmax-two-classes-room")
    page.wait_for_function("Object.keys(window.__nnvizPlotlyText ?? {}).length > 0")
    expect(figure.locator(".main-svg")).to_have_count(0)  # nobody has scrolled to it
    printed(page)
    expect(figure.locator(".main-svg .trace").first).to_be_visible()
    expect(figure.locator(".loading-sign")).to_have_count(0)
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("h1")).to_have_css("color", DARK_INK)
    expect(page.locator(".logits-table .cell.name").last).to_have_css("color", DARK_INK)
    for hidden in (reply, page.get_by_test_id("stHeader"), page.get_by_role("button", name="Projector mode")):
        expect(hidden).to_be_hidden()
    marks = page.get_by_test_id("stRadio").first.locator("[role=radiogroup] label").evaluate_all(MARKS)
    assert len(marks) == 3 and len(set(marks)) == 1, "which option was chosen can be seen"
    assert page.pdf(format="A4").count(b"/MediaBox") >= 2
    page.emulate_media(media="screen", color_scheme="dark")
    expect(page.locator("html.printing")).to_have_count(0)
    expect(page.locator(".logits-table .cell.name").last).not_to_have_css("color", DARK_INK)


def test_nothing_of_a_handout_is_cut_and_no_control_stands_for_what_it_would_show(go_on):
    page = go_on("gradient_descent")
    groups = page.get_by_test_id("stButtonGroup").locator("> [role]")
    cut = "groups => groups.filter(group => group.scrollWidth > group.clientWidth + 1).length"
    printed(page)
    assert groups.count() >= 4 and groups.evaluate_all(cut) == 0
    boxes = page.get_by_test_id("stVerticalBlock").filter(has=page.locator("> * > [class*='st-key-reply']"))
    assert boxes.evaluate_all("boxes => boxes.map(box => getComputedStyle(box).breakInside)") == ["avoid"] * 5
    expect(page.get_by_test_id("stCheckbox").first).to_be_hidden()


def test_canvases_of_a_handout_are_painted_for_it_and_fit(open_page):
    page = open_stage(open_page, scheme="dark")
    printed(page)
    canvases = page.evaluate(DARKEST)
    assert len(canvases) >= 2
    assert all(inked > 1000 and ratio > 1.9 for inked, ratio in canvases), canvases
    rooms = page.locator('[class*="-room"]')
    assert max(rooms.evaluate_all("rooms => rooms.map(room => room.scrollWidth - room.clientWidth)")) <= 1
