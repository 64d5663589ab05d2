"""The inspector below the Playground's stage in a real browser: open a tensor, click a number, see where it is from."""

import pytest
from playwright.sync_api import Page, expect

from tests.seeds import some

KEY = ".st-key-playground"


def entry(page: Page, row: int, column: int):
    """A number of the open tensor."""
    return page.locator(f"{KEY}-picture-room td[data-row='{row}'][data-column='{column}']")


def open_tensor(page: Page, row: int, name: str, path: str, wait_for_app) -> None:
    """Click a name in a row of the list, and wait until the tensor is open."""
    page.locator(f"{KEY}-list .tensor-list [role=group]").nth(row).get_by_text(name, exact=True).click()
    expect(page.locator(f"{KEY}-open h3")).to_contain_text(path)
    wait_for_app(page)


@pytest.mark.parametrize("scheme", some(["light", "dark"]))
def test_a_click_on_a_number_says_where_it_comes_from(open_page, wait_for_app, shot, scheme):
    page = open_page("playground", scheme=scheme, height=900)
    open_tensor(page, 1, "Z", "layers[0].Z", wait_for_app)
    entry(page, 3, 2).click()
    formula = page.locator(f"{KEY}-formula .katex-display annotation")
    expect(formula).to_contain_text(r"&= \sum_k X_{3,k}\, W_{k,2}")
    wait_for_app(page)
    assert page.get_by_role("spinbutton", name="sample").input_value() == "3"
    assert page.get_by_role("spinbutton", name="unit").input_value() == "2"
    shot(page, f"inspector-{scheme}")


def test_the_arrow_keys_lead_through_the_entries_and_enter_opens_one(open_page, wait_for_app):
    page = open_page("playground", height=900)
    open_tensor(page, 1, "Z", "layers[0].Z", wait_for_app)
    entry(page, 0, 0).focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(f"{KEY}-formula .katex-display annotation")).to_contain_text(r"Z_{2,1} &")


def test_of_a_large_tensor_the_entry_under_the_pointer_is_told_and_opened(open_page, wait_for_app):
    page = open_page("playground?dataset=digits&hidden=32:relu", height=900)
    open_tensor(page, 1, "W", "layers[0].W", wait_for_app)
    pixels = page.locator(f"{KEY}-picture-room .tensor-map image")
    box = pixels.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 5.5 / 32, box["y"] + box["height"] * 10.5 / 64)
    told = page.locator(f"{KEY}-picture-room output")
    expect(told).to_contain_text("feature pixel 1,2, unit 5: ")
    page.mouse.down()
    page.mouse.up()
    expect(page.locator(f"{KEY}-formula .katex-display")).to_contain_text("W")
    wait_for_app(page)
    expect(page.get_by_role("spinbutton", name="feature")).to_have_value("10")


def test_nothing_jumps_when_another_tensor_is_opened(open_page, wait_for_app):
    page = open_page("playground", height=900)
    tops = []
    for row, name, path in ((1, "W", "layers[0].W"), (4, "losses", "loss.losses"), (5, "dA", "layers[2].dA")):
        open_tensor(page, row, name, path, wait_for_app)
        frame = page.locator(f"{KEY}-picture-room .tensor-frame").bounding_box()
        list_top = page.locator(f"{KEY}-list").bounding_box()["y"]
        tops.append((round(frame["y"] - list_top), round(frame["height"])))
    assert len(set(tops)) == 1, tops


def test_one_sample_is_traced_and_its_numbers_can_be_copied(open_page, wait_for_app):
    page = open_page("playground", height=900)
    open_tensor(page, 1, "A", "layers[0].A", wait_for_app)
    page.get_by_text("One sample", exact=True).click()
    expect(page.get_by_text("shown: sample 0")).to_be_visible()
    page.locator(f"{KEY}-open").get_by_text("NumPy", exact=True).click()
    code = page.locator(f"{KEY}-open [data-testid='stCode']").last
    expect(code).to_contain_text("A = np.array([[")
    page.locator(f"{KEY}-open").get_by_text("CSV", exact=True).click()
    expect(code).to_contain_text("sample,unit 0,unit 1")


@pytest.mark.long
def test_on_a_phone_the_page_does_not_scroll_sideways(open_page, wait_for_app, shot):
    page = open_page("playground", width=390, height=844)
    open_tensor(page, 1, "Z", "layers[0].Z", wait_for_app)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(f"{KEY}-open").scroll_into_view_if_needed()
    shot(page, "inspector-phone")
