"""Equivariance in a real browser: an image moved by keys and by mouse, the differences that are left."""

from tests.e2e.drawings import settle, wait_for

KEY = "convolution-shift"


def test_an_image_is_shifted_and_the_convolution_moves_along_exactly(go_on):
    page = go_on("convolution?topic=equivariance")
    wait_for(page, KEY, "s.right === 1 && s.words[1].startsWith('?')")
    page.locator(".st-key-convolution-question-equivariance label").filter(has_text="the convolution's alone").click()
    wait_for(page, KEY, "s.answered && s.words[1].startsWith('0.0') && s.largest[2] > 0")
    handle = page.get_by_role("slider", name="shift of the image")
    handle.focus()
    page.keyboard.press("ArrowRight")
    wait_for(page, KEY, "s.right === 2 && s.words[2].startsWith('0.0')")
    settle(page, KEY)
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 3 * box["height"] / 16, steps=3)
    page.mouse.up()
    wait_for(page, KEY, "s.right === 2 && s.down === -3 && s.largest[1] === 0 && s.largest[2] > 0")
