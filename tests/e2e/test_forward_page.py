"""The page of the forward pass in a real browser: steps revealed, diagram and tensors linked, a threshold dragged."""

import math

import pytest
from playwright.sync_api import expect

from tests.e2e.drawings import THEMES, drag, settle, state, wait_for

KEY = "forward-pass"


def test_diagram_and_tensors_mark_each_other_and_steps_are_revealed(go_on):
    page = go_on("forward_pass?data=iris")
    expect(page.locator(".network-drawing .unit text:not(:empty)").first).to_be_visible()
    page.locator('td[data-name="Z1"]').nth(2).hover()
    expect(page.locator(".unit.linked")).not_to_have_count(0)
    assert page.locator(".edge.linked").count() == 4, "the four weights into unit 2"
    assert page.locator('td[data-name="W1"].linked').count() == 4
    assert page.locator('td[data-name="b1"].linked').count() == 1
    expect(page.locator(".inner.forward .line")).to_contain_text("Z1[0, 2] = ")
    page.locator('td[data-name="W1"]').nth(5).hover()
    expect(page.locator(".edge.linked")).to_have_count(1)
    page.locator(".unit").nth(5).hover()
    assert page.locator('td[data-name="Z1"].linked').count() == 1

    page.get_by_role("button", name="X only").click()
    expect(page.locator(".chips .dim")).to_have_count(4)
    page.get_by_role("button", name="next step").click()
    page.get_by_role("button", name="next step").click()
    expect(page.locator(".chips .dim")).to_have_count(2)
    settle(page, KEY)
    assert state(page, KEY)["step"] == 2
    page.wait_for_url("**step=2*")
    expect(page.locator(".katex").first).to_be_visible()
    page.get_by_role("button", name="all steps").click()
    expect(page.locator(".chips .dim")).to_have_count(0)

    page.get_by_text("Fill in the numbers").click()
    page.locator('[data-unit="3-1"]').click()
    wait_for(page, KEY, "s.step === 3 && s.unit === 1")
    settle(page, KEY)
    expect(page.locator(".katex-mathml annotation").first).to_contain_text("Z_{0,1}")
    page.wait_for_url("**unit=1*")
    page.get_by_role("button", name="next step").click()
    table = page.locator(".step-panel table").filter(has=page.locator('td[data-name="P"]'))
    expect(table.locator("thead th")).to_have_text(["setosa", "versicolor", "virginica"])

    page.get_by_role("button", name="X only").click()
    page.get_by_role("button", name="next step").click()
    page.get_by_role("button", name="a batch of 8").click()
    wait_for(page, KEY, "s.batch")
    expect(page.locator('td[data-name="Z1"]')).to_have_count(32)
    page.locator('td[data-name="Z1"][data-row="3"]').first.click()
    wait_for(page, KEY, "s.sample === 21")


def test_another_sample_goes_through_and_a_threshold_is_dragged_without_the_server(go_on):
    page = go_on("forward_pass")
    slider = page.locator("input[name=sample]")
    for _ in range(3):
        slider.press("ArrowRight")
        settle(page, KEY)
    found = state(page, KEY)
    assert found["sample"] == 3
    width = found["shapes"]["W1"][1]
    Z = [sum(found["X"][k] * found["W1"][k * width + j] for k in range(64)) + found["b1"][j] for j in range(width)]
    assert found["Z1"][:width] == pytest.approx(Z)
    z2 = sum(max(z, 0) * found["W2"][j] for j, z in enumerate(Z)) + found["b2"][0]
    assert found["A2"][0] == pytest.approx(1 / (1 + math.exp(-z2)))
    page.wait_for_url("**sample=3*")

    page.get_by_text("nothing changes", exact=True).click()
    expect(page.locator(".threshold-drawing")).to_be_visible()
    before = state(page, "forward-threshold")
    drag(page, page.locator(".threshold-drawing"), 0.5, 0.95)
    found = state(page, "forward-threshold")
    assert found["at"] > 90
    assert found["counts"][3] <= before["counts"][3]
    assert sum(found["counts"]) == sum(before["counts"])
    expect(page.locator('[data-case="11"]')).to_have_text(str(int(found["counts"][3])))
    assert found["recall"] == pytest.approx(found["counts"][3] / (found["counts"][2] + found["counts"][3]))
    page.wait_for_url("**threshold=9*")
    settle(page, "forward-threshold")
    page.locator(".sample-dot.wrong").first.dispatch_event("pointerdown", {"pointerId": 1})
    wait_for(page, KEY, "s.sample !== 3 && s.verdict.includes('but the true class is')")


@pytest.mark.long
@pytest.mark.screenshots
@pytest.mark.parametrize("scheme", THEMES)
@pytest.mark.parametrize("address", ["forward_pass", "forward_pass?data=digits&hidden=8,6,4"])
def test_the_forward_pass_fits_a_phone(go_on, shot, scheme, address):
    page = go_on(address, scheme=scheme, width=390, height=844)
    expect(page.locator(".inner").first).to_be_visible()
    shot(page, f"forward-phone-{'digits' if '?' in address else 'pair'}-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
