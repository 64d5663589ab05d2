"""Back leaves a page at once, whatever was changed or corrected on it; forward and reload come back to its settings."""

import re

from playwright.sync_api import expect

from tests.e2e.live_stage import wait_for


def test_one_step_back_leaves_a_page_on_which_three_settings_were_changed(open_page):
    page = open_page("softmax")
    page.get_by_role("link", name="Next: Forward pass").click()
    expect(page).to_have_title("Forward pass · nnviz")
    page.get_by_role("link", name="Next: Loss").click()
    expect(page).to_have_title("Loss · nnviz")
    for choice, address in (("a number", "=regression"), ("one of three classes", "=classes"), ("a number", "=regr")):
        page.get_by_role("radio", name=choice).first.click()
        expect(page).to_have_url(re.compile(rf"/loss\?task{address}"))
    page.go_back()
    expect(page).to_have_title("Forward pass · nnviz")
    page.go_forward()
    expect(page).to_have_title("Loss · nnviz")
    expect(page).to_have_url(re.compile(r"/loss\?task=regression$"))
    page.reload()
    expect(page.get_by_role("radio", name="a number").first).to_be_checked()
    expect(page).to_have_url(re.compile(r"/loss\?task=regression$"))
    page.goto(re.sub(r"\?.*", "?task=classes&z=99&nonsense=1", page.url))
    expect(page).to_have_url(re.compile(r"/loss\?nonsense=1&task=classes$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/loss\?task=regression$"))


def test_a_press_on_the_page_that_is_being_left_takes_nothing_from_the_next(open_page):
    page = open_page("")
    page.get_by_role("link", name="Playground").first.click()
    expect(page).to_have_title("Playground · nnviz")
    wait_for(page, "s.painted > 0 && !s.playing")
    page.get_by_role("group", name="Training").get_by_role("button", name="Batch").evaluate("""batch => {
        addEventListener("popstate", () => setTimeout(() => batch.click()), { once: true });
        history.back();
    }""")
    expect(page).to_have_title("nnviz")
    wait_for(page, "s.epoch > 2 && s.playing")
    expect(page.get_by_role("heading", name="See how a neural network learns")).to_be_visible()
