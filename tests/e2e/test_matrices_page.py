"""The matrices page in a real browser: numbers are dragged and typed, cells filled one by one, origins marked."""

import pytest
from playwright.sync_api import expect

from tests.e2e.drawings import THEMES, drag, settle, state, wait_for
from tests.e2e.frames import paint

KEY = "matrices-product"


def product(found):
    """Z of what a drawing says of itself, by loops."""
    n, d, p = found["n"], found["d"], found["p"]
    X, W, b = found["X"], found["W"], found["b"]
    return [sum(X[i * d + k] * W[k * p + j] for k in range(d)) + b[j] for i in range(n) for j in range(p)]


def test_the_product_is_pointed_at_filled_dragged_typed_and_grown(go_on):
    page = go_on("matrices")
    page.locator('td[data-name="z"][data-row="2"][data-column="1"]').click()
    wait_for(page, KEY, "s.row === 2 && s.column === 1")
    assert page.locator('td[data-name="x"].of-row').count() == 2
    assert page.locator('td[data-name="x"].of-row').first.get_attribute("data-row") == "2"
    assert page.locator('td[data-name="w"].of-column').count() == 2
    assert page.locator('td[data-name="b"].of-column').get_attribute("data-column") == "1"
    expect(page.locator(".product-sum")).to_contain_text("= (−2) + (−2) + (−1) = −5")
    page.wait_for_url("**row=2*")
    page.locator(".product-sum b").nth(1).hover()
    assert page.locator("td.linked").count() == 2, "a term marks its entry of X and its entry of W"

    hidden = page.locator('td[data-name="z"].hidden-cell')
    page.get_by_role("button", name="empty").click()
    expect(hidden).to_have_count(12)
    page.get_by_role("button", name="one cell").click()
    page.get_by_role("button", name="one cell").click()
    expect(hidden).to_have_count(10)
    settle(page, KEY)
    assert state(page, KEY)["column"] == 1
    page.get_by_role("button", name="all at once").click()
    expect(hidden).to_have_count(0)
    page.get_by_role("button", name="one cell").click()
    expect(hidden).to_have_count(11)
    page.get_by_role("button", name="cell by cell").click()
    expect(hidden).to_have_count(9)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="all at once").click()
    expect(hidden).to_have_count(0)

    cell = page.locator('td[data-name="w"] input').nth(1)
    box = cell.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    for k in range(1, 7):
        page.mouse.move(box["x"] + 20, box["y"] + 10 - 10 * k)
        paint(page)
    page.mouse.up()
    settle(page, KEY)
    found = state(page, KEY)
    assert found["W"][1] == pytest.approx(0.5)
    assert found["Z"] == pytest.approx(product(found))
    cell.fill("2,5,1")
    cell.press("Enter")
    expect(page.locator(".refusal")).to_contain_text("Expected at most 1")
    cell.fill("−3")
    cell.press("Enter")
    wait_for(page, KEY, "s.W[1] === -3")
    found = state(page, KEY)
    assert found["Z"] == pytest.approx(product(found))
    assert found["refused"] == ""
    page.wait_for_url("**W=1%2C-3*")

    cell = page.locator('td[data-name="x"] input').first
    before = found["X"][0]
    for _ in range(3):
        cell.press("ArrowUp")
    settle(page, KEY)
    assert state(page, KEY)["X"][0] > before
    slider = page.locator("input[name=p]")
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft"):
        slider.press(key)
        settle(page, KEY)
    found = state(page, KEY)
    assert len(found["b"]) == found["p"] == 2
    assert found["Z"] == pytest.approx(product(found))


def test_models_mismatches_and_indices_are_pointed_at_and_turned(go_on):
    page = go_on("matrices")
    page.locator(".models-legend button").nth(2).hover()
    expect(page.locator(".model.linked")).to_have_count(2)
    page.locator(".models-legend button").nth(2).click()
    expect(page.locator(".model")).to_have_count(2)

    planes = page.get_by_role("slider", name="rotation of the planes")
    before = state(page, "matrices-models")["turn"]
    drag(page, planes, 0.4, 0.6)
    dragged = state(page, "matrices-models")["turn"]
    assert dragged > before
    planes.press("ArrowLeft")
    assert state(page, "matrices-models")["turn"] == pytest.approx(dragged - 0.1)

    page.get_by_text("only A * B", exact=True).click()
    expect(page.locator(".rails .alone")).to_have_count(1)
    expect(page.locator(".rails .missing")).to_have_count(1)
    page.locator('td[data-name="value1"]').nth(1).hover()
    expect(page.locator(".operators .line, .line").filter(has_text="(A * B)[0, 1] = 2·(−1) = −2")).to_have_count(1)
    assert page.locator(".given td.linked").count() == 2

    page.get_by_role("button", name="image 1: a 1").click(position={"x": 8, "y": 8})
    page.locator(".big-picture i").nth(8 * 2 + 4).click()
    wait_for(page, "matrices-ranks", "s.at.join() === '1,2,4'")
    found = state(page, "matrices-ranks")
    assert found["titles"][3] == "rank 0, scalar: T[1, 2, 4]  ()"
    page.wait_for_url("**image=1*")


@pytest.mark.long
@pytest.mark.screenshots
@pytest.mark.parametrize("scheme", THEMES)
def test_the_matrices_fit_a_phone(go_on, shot, scheme):
    page = go_on("matrices", scheme=scheme, width=390, height=844)
    expect(page.locator(".inner").first).to_be_visible()
    shot(page, f"matrices-phone-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
