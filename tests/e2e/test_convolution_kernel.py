"""Kernel by hand in a real browser: a number typed, a cell reached by keys, a pixel drawn, the kernel turned."""

import re

from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

KEY = "convolution-kernel"


def test_numbers_pixels_and_the_turned_kernel_change_the_output_at_once(go_on):
    page = go_on("convolution?image=drawn")
    assert state(page, KEY)["answered"] is False
    expect(page.locator(".kernel-sum")).to_contain_text("= ?")
    page.locator(".st-key-convolution-question-kernel-show button").click()
    wait_for(page, KEY, "s.answered")
    before = state(page, KEY)

    number = page.get_by_label("K 0, 0", exact=True)
    number.fill("5")
    number.press("Enter")
    wait_for(page, KEY, "s.kernel[0] === 5 && s.K[0] === 5")
    assert state(page, KEY)["Z"] != before["Z"]

    page.get_by_label("K 0, 1", exact=True).focus()
    for key in ("1", "Tab", "2", "Tab", "3", "Tab"):  # quicker than the engine answers
        page.keyboard.press(key)
    wait_for(page, KEY, "s.kernel.slice(0, 4).join() === '5,1,2,3'")
    assert [page.get_by_label(f"K {i}, {j}", exact=True).input_value() for i, j in ((0, 1), (0, 2), (1, 0))] == [*"123"]

    cell = page.locator(".kernel-output [tabindex='0']")
    cell.focus()
    cell.press("ArrowRight")
    wait_for(page, KEY, "s.pointed?.join() === '3,4' && s.sum.startsWith('Z[3, 4] = ')")
    page.keyboard.press("Enter")
    wait_for(page, KEY, "s.chosen.join() === '3,4'")
    expect(page).to_have_url(re.compile("output_column=4"))

    wait_for(page, KEY, "s.X[0] === 0")
    first = page.locator(".kernel-image [data-row='1'][data-column='1']")
    first.hover()
    pixel = first.bounding_box()
    middle = (pixel["x"] + pixel["width"] / 2, pixel["y"] + pixel["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 2 * pixel["width"], middle[1])
    page.mouse.up()
    wait_for(page, KEY, "s.X.slice(0, 4).join() === '16,16,16,0'")
    expect(page).to_have_url(re.compile("drawn=ggg0"))

    page.get_by_role("radio", name="convolution", exact=True).click()
    wait_for(page, KEY, "s.K[8] === 5 && s.kernel[0] === 5")
