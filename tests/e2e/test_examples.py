"""Examples, addresses of TensorFlow Playground, diagnosis, results and past runs, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.live_stage import open_stage, press, stage, wait_for


def choose_example(page: Page, title: str) -> None:
    """Choose a set-up by its title in the sidebar."""
    page.get_by_role("combobox", name="Example").click()
    page.get_by_role("option", name=title).click()


def show_results(page: Page) -> None:
    page.get_by_role("radio", name="Results").click()
    expect(page.get_by_text("Confusion matrix").first).to_be_visible()


def test_learning_rate_10_is_diagnosed_and_its_remedy_starts_again(open_page, shot):
    page = open_stage(open_page)
    choose_example(page, "Learning rate 10")
    expect(page).to_have_url(re.compile(r"learning_rate=10(&|$)"))
    expect(page.get_by_text("is it a hundred times as fast?")).to_be_visible()
    press(page, "Play")
    wait_for(page, "s.step > 600")
    press(page, "Pause")
    wait_for(page, "!s.playing && s.waiting === 0")
    show_results(page)
    told = page.get_by_test_id("stMain").get_by_text("Steps too large.").last
    expect(told).to_be_visible()
    shot(page, "results-of-rate-10")
    page.get_by_role("button", name="Apply: learning rate 0.03").first.click()
    expect(page).to_have_url(re.compile(r"learning_rate=0\.03(&|$)"))
    wait_for(page, "s.step === 0")


def test_a_pasted_address_of_tensorflow_playground_trains_here(open_page):
    page = open_stage(open_page)
    page.get_by_role("button", name="Paste link").click()
    field = page.get_by_role("textbox", name="TensorFlow Playground link")
    field.fill("https://playground.tensorflow.org/#activation=relu&dataset=gauss&networkShape=3&seed=0.5&noise=10")
    field.press("Enter")
    page.wait_for_url("**dataset=gauss**")
    for setting in ("head=tanh", "initializer=playground", "hidden=3%3Arelu", "shuffle=False"):
        assert setting in page.url
    expect(page.get_by_text("Set up as in TensorFlow Playground.")).to_be_visible()
    page.keyboard.press("Escape")
    press(page, "Play")
    wait_for(page, "s.step > 50 && s.accuracy > 0.9")


@pytest.mark.long
def test_nonsense_in_the_field_is_told_and_the_run_stays(open_page):
    page = open_stage(open_page)
    loss = stage(page, "loss")
    page.get_by_role("button", name="Paste link").click()
    field = page.get_by_role("textbox", name="TensorFlow Playground link")
    field.fill("<b>hello</b> [x](http://example.org)")
    field.press("Enter")
    expect(page.get_by_text("This is not a TensorFlow Playground link")).to_be_visible()
    assert stage(page, "loss") == loss


def test_a_past_run_is_reopened_where_it_was_left(open_page):
    page = open_stage(open_page)
    press(page, "Epoch")
    wait_for(page, "s.step === 25")
    loss = stage(page, "loss")
    choose_example(page, "All weights zero")
    page.wait_for_url("**initializer=zeros**")
    wait_for(page, f"s.step === 0 && s.loss !== {loss}")
    show_results(page)
    page.get_by_role("button", name="Reopen", exact=True).click()
    wait_for(page, f"s.step === 25 && s.loss === {loss}")
    expect(page).not_to_have_url(re.compile("initializer"))


def test_the_figures_follow_the_part_that_is_judged(open_page, shot):
    page = open_stage(open_page, "playground?dataset=iris")
    press(page, "Epoch")
    show_results(page)
    loss = page.get_by_test_id("stMetricValue").last
    before = loss.inner_text()
    expect(page.get_by_text("of 75").first).to_be_visible()
    page.get_by_role("radio", name="Training samples").click()
    expect(loss).not_to_have_text(before)
    expect(page.get_by_text("setosa").first).to_be_visible()
    shot(page, "results-of-iris")
