"""The topics of Transformer in a real browser: one window, loaded once, goes from one to the next."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.drawings import state, wait_for

SMALL = (
    "induction_seeds=5&induction_steps=10&stream_task=reverse&leak_steps=10&leak_task=copy&names_steps=10&names_top_k=4"
    "&race_steps=10"
)
"""Short trainings of all topics: an address holds the settings of the whole page."""


@pytest.fixture(scope="module")
def loaded():
    """The topics that have been looked at."""
    return set()


@pytest.fixture
def show(come_back, walking_window, loaded):
    """A function that goes to a topic; whoever loads the page sets short trainings."""

    def to(topic):
        loads = walking_window.astray or not loaded
        page = come_back(f"transformer?topic={topic}" + (f"&{SMALL}" if loads else ""))
        loaded.add(topic)
        return page

    return to


def test_a_task_is_predicted_and_learned_before_ones_eyes_and_another_is_another_training(show):
    page = show("tasks")
    assert state(page, "transformer-tasks")["shown"] == 0
    page.locator(".st-key-transformer-question-tasks label").filter(has_text="down to the left").click()
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, "transformer-tasks", "s.playing && s.step > 20")
    wait_for(page, "transformer-tasks", "s.step > 100 && s.line.includes('running freely: 100.0 %')")
    expect(page.locator(".strip td.right")).to_have_count(6)
    page.locator(".layer-place canvas").first.hover(position={"x": 40, "y": 40})
    expect(page.locator(".attending small").first).to_contain_text(" at 1")

    page.get_by_role("button", name="Pause", exact=True).click()
    here = state(page, "transformer-tasks")
    expect(page).to_have_url(re.compile(f"tasks_step={here['step']}(&|$)"))
    page.get_by_role("button", name="Undo").click()
    wait_for(page, "transformer-tasks", "s.step === 0")
    page.get_by_role("button", name="Redo").click()
    wait_for(page, "transformer-tasks", f"s.step === {here['step']}")
    assert state(page, "transformer-tasks")["line"] == here["line"], "the same step has the same numbers"

    page.locator(".st-key-transformer-tasks_task button").filter(has_text="Copy").click()
    expect(page).to_have_url(re.compile("tasks_task=copy"))
    wait_for(page, "transformer-tasks", "s.step === 0 && s.generation.includes('copy')")
    expect(page).not_to_have_url(re.compile("tasks_step"))


def test_two_kinds_of_networks_are_trained_and_the_heads_of_another_are_shown_at_the_same_step(show):
    page = show("induction")
    assert state(page, "transformer-induction")["shown"] == 0
    expect(page.locator(".attending .curve")).to_have_count(0)
    page.locator(".st-key-transformer-question-induction-show button").click()
    expect(page.locator(".attending .curve")).to_have_count(4)
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, "transformer-induction", "s.step === 10 && s.done && s.line.includes('two layers: 0.0 %')")

    page.get_by_label("Maps of network, of 5").fill("3")
    page.get_by_label("Maps of network, of 5").press("Enter")
    expect(page).to_have_url(re.compile("induction_shown=3"))
    wait_for(page, "transformer-induction", "s.step === 10 && s.generation.endsWith('2]')")


def test_it_opens_trained_and_a_part_is_clicked_off(show):
    page = show("stream")
    wait_for(page, "transformer-stream", "s.done && s.shown === s.frames - 1 && s.step === 200")
    expect(page.locator(".recording-line")).to_contain_text("100.0 % right.")
    page.get_by_role("button", name="head 2", exact=True).click()
    wait_for(page, "transformer-stream", "s.look.off.join() === '3' && s.step === 200")
    expect(page).to_have_url(re.compile("stream_off=3"))
    expect(page.locator(".recording-line")).to_contain_text("head 2 set to zero: logit")
    page.locator(".places-row").nth(3).locator("[data-column='7']").click()
    wait_for(page, "transformer-stream", "s.look.step === 7")
    page.locator(".outcomes [data-column='2']").first.click()
    wait_for(page, "transformer-stream", "s.look.symbol === 2")
    assert state(page, "transformer-stream")["shown"] == state(page, "transformer-stream")["frames"] - 1


def test_both_train_and_the_gradient_on_later_symbols_is_exactly_zero_with_the_mask(show):
    page = show("leak")
    expect(page.locator(".strip tr")).to_have_count(1)
    page.locator(".st-key-transformer-question-leak label").filter(has_text="of both fewer than 5 %").click()
    expect(page.locator(".strip tr")).to_have_count(3)
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, "transformer-leak", "s.step === 10")
    expect(page.locator(".recording-line")).to_contain_text("with the mask: exactly 0   without it: ")
    expect(page.get_by_text("In the median of the seeds", exact=False)).to_be_visible()


def test_it_trains_a_letter_is_chosen_and_another_prefix_is_read(show):
    page = show("names")
    expect(page.locator(".names-bar.cut")).to_have_count(23)
    page.locator(".st-key-transformer-question-names label").filter(has_text="some of them").click()
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, "transformer-names", "s.step === 10")
    page.locator(".names-bar[data-column='5']").click()
    expect(page).to_have_url(re.compile("names_letter=5"))
    expect(page.locator(".recording-line")).to_contain_text("The logit of e depends most on")
    page.get_by_label("Prefix").fill("Jo")
    page.get_by_label("Prefix").press("Enter")
    expect(page.locator(".recording-line")).to_contain_text("After jo:")
    wait_for(page, "transformer-names", "s.step === 10")
    expect(page.locator(".names-name")).to_have_count(8)


def test_own_lines_are_learned_and_an_input_is_tried(show):
    page = show("own")
    wait_for(page, "transformer-own", "s.step === 0")
    box = page.locator(".st-key-transformer-own-text textarea")
    take = page.get_by_role("button", name="Take these lines")
    box.fill("ab -> a\nb\nba -> b")
    take.click()
    expect(page.get_by_text(re.compile("in line 2"))).to_be_visible()
    box.fill("ab -> a\nba -> b\naa -> a\nbb -> b")
    take.click()
    expect(page).to_have_url(re.compile("own_lines="))
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, "transformer-own", "s.step === 300")
    page.locator(".st-key-transformer-question-own-show button").click()
    line = page.locator(f".st-key-{'transformer-own'}-room .recording-line")
    expect(line).to_contain_text("Whole outputs correct, trained: 100")
    expect(line).to_contain_text("held out:")
    page.get_by_label("Try another input").fill("ba")
    page.get_by_label("Try another input").press("Enter")
    expect(page.get_by_text(re.compile("After 300 steps: ba → b"))).to_be_visible()


def test_the_kinds_are_predicted_and_played_and_another_length_is_another_race(show):
    page = show("race")
    assert state(page, "transformer-race")["shown"] == 0
    expect(page.locator(".race .curve")).to_have_count(0)
    page.locator(".st-key-transformer-question-race label").filter(has_text=re.compile("^Transformer$")).click()
    expect(page.locator(".race .curve")).to_have_count(6)
    expect(page.locator(".race-median")).to_have_count(3)
    page.get_by_role("button", name="Train", exact=True).click()
    wait_for(page, "transformer-race", "s.step === 10 && s.done && s.line.includes('LSTM: 0.0 %')")
    expect(page.get_by_role("cell", name=re.compile(r"^\d+\.\d ms$"))).to_have_count(3)

    page.locator(".st-key-transformer-race_length button").filter(has_text="10").click()
    expect(page).to_have_url(re.compile("race_length=10"))
    wait_for(page, "transformer-race", "s.step === 0 && s.generation.includes('length=10')")
