"""The Playground in a real browser: it trains, obeys at once, and comes back by its address."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.live_stage import open_stage, places, press, stage, wait_for

DIGITS = "playground?dataset=digits&hidden=32:relu&train_share=0.8&batch_size=32&initializer=he_normal"


@pytest.mark.long
def test_the_digits_reach_95_per_cent_within_20_epochs_while_the_loss_falls(open_page, shot):
    page = open_stage(open_page, DIGITS)
    wait_for(page, "s.loss > 1.5")
    press(page, "Play")
    wait_for(page, "s.accuracy >= 0.95 && s.loss < 0.3 && s.epoch <= 20")
    assert stage(page, "points") > 20, "the loss plot has followed"
    press(page, "Pause")
    shot(page, "digits-trained")


def test_training_moves_nothing_obeys_at_once_pauses_steps_and_returns(open_page):
    page = open_stage(open_page)
    first = stage(page, "loss")
    stood = places(page)
    assert len(stood) == 8 and max(int(place.split()[-1]) for place in stood) <= 720
    press(page, "Play")
    wait_for(page, "s.epoch > 8")
    assert places(page) == stood
    page.get_by_role("combobox", name="Learning rate").focus()
    before = stage(page, "step")
    page.keyboard.press("ArrowRight")
    wait_for(page, "Math.abs(s.learningRate - 0.3) < 1e-6")
    assert stage(page, "step") >= before
    wait_for(page, f"s.step > {before + 50} && s.playing")
    expect(page).to_have_url(re.compile("learning_rate=0.3"))
    press(page, "Pause")
    wait_for(page, "!s.playing && s.remarks !== undefined && s.waiting === 0")
    assert places(page) == stood
    held = stage(page, "step")
    press(page, "Batch")
    wait_for(page, f"s.step === {held + 1}")
    press(page, "Epoch")
    wait_for(page, f"s.step > {held + 1} && s.step % 25 === 0")
    press(page, "Reset")
    wait_for(page, "s.step === 0")
    assert stage(page, "loss") == first


def test_a_unit_added_on_the_picture_and_new_weights_reach_the_run_the_sidebar_and_the_address(open_page):
    page = open_stage(open_page)
    plus = page.get_by_role("button", name="Add a unit to hidden layer 1")
    plus.click()
    plus.click()
    expect(page).to_have_url(re.compile("hidden=6%3Atanh%2C2%3Atanh"))
    expect(page.get_by_role("spinbutton", name="Layer 1")).to_have_value("6")
    expect(page.locator(".notice", has_text="initial weights")).to_be_visible()
    first = stage(page, "loss")
    press(page, "New weights")
    page.wait_for_url("**seed=1**")
    wait_for(page, f"s.loss !== {first}")


def test_leaving_the_page_stops_the_work_and_other_layers_start_again(open_page):
    page = open_stage(open_page, calm=True)
    press(page, "Play")
    wait_for(page, "s.step > 50")
    press(page, "Pause")
    wait_for(page, "!s.playing && s.waiting === 0")
    held = stage(page, "step")
    page.get_by_role("link", name="Home").first.click()
    expect(page.get_by_role("heading", name="See how a neural network learns")).to_be_visible()
    page.go_back()
    wait_for(page, f"s.step === {held}")

    field = page.get_by_role("spinbutton", name="Hidden layers")
    field.fill("3")
    field.press("Enter")
    wait_for(page, "s.step === 0 && !s.playing")
    note = page.locator(".notice", has_text="initial weights")
    expect(note).to_be_visible()
    expect(note).to_have_role("status")
    page.get_by_role("link", name="Home").first.click()
    expect(page.get_by_role("heading", name="See how a neural network learns")).to_be_visible()
    page.go_back()
    wait_for(page, "s.step === 0")
    expect(note).to_be_hidden()
    field.fill("2")
    field.press("Enter")
    expect(note).to_be_visible()
    press(page, "Batch")
    wait_for(page, "s.step === 1")
    expect(note).to_be_hidden()


def test_every_press_counts_however_fast_they_come(open_page):
    page = open_stage(open_page)
    buttons = page.get_by_role("group", name="Training")
    for _ in range(20):
        buttons.get_by_role("button", name="Batch").click(no_wait_after=True)
    wait_for(page, "s.step === 20 && s.waiting === 0")
    for _ in range(15):
        page.keyboard.down("ArrowRight")  # held down: the key repeats
    page.keyboard.up("ArrowRight")
    wait_for(page, "s.step === 35 && s.waiting === 0")
    buttons.evaluate("""group => {
        const [batch, epoch] = ["Batch", "Epoch"].map(
            name => [...group.querySelectorAll("button")].find(button => button.textContent.includes(name)));
        for (const button of [...Array(8).fill(epoch), batch, batch, epoch, batch]) button.click();
    }""")
    wait_for(page, f"s.step === {8 * 25 + 25 + 25 + 1} && s.waiting === 0 && !s.playing")


@pytest.mark.long
def test_every_press_counts_at_the_slowest_speed(open_page):
    page = open_stage(open_page)
    page.get_by_role("slider", name="Speed").press("Home")
    wait_for(page, "s.waiting === 0")
    for _ in range(12):
        press(page, "Batch")
        page.wait_for_timeout(70)
    wait_for(page, "s.step === 12 && s.waiting === 0")


def test_an_address_far_away_shows_its_way_and_a_pause_leaves_a_page_to_use(open_page, wait_for_app):
    page = open_stage(open_page, "playground?step=5000000", busy=True)
    way = page.get_by_text("On the way to step 5,000,000").first
    expect(way).to_contain_text("steps a second")
    before = stage(page, "step")
    wait_for(page, f"s.step > {before}")
    press(page, "Pause")
    wait_for(page, "!s.playing && s.waiting === 0")
    expect(way).to_be_hidden()
    wait_for_app(page)
    held = stage(page, "step")
    press(page, "Batch")
    wait_for(page, f"s.step === {held + 1}")
    page.get_by_role("combobox", name="Learning rate").press("ArrowRight")
    wait_for(page, "Math.abs(s.learningRate - 0.3) < 1e-6")
    expect(page).to_have_url(re.compile("learning_rate=0.3"))
    expect(page).not_to_have_url(re.compile("step="))


@pytest.mark.long
def test_keys_play_and_reset(open_page):
    page = open_stage(open_page)
    press(page, "Batch")
    wait_for(page, "s.step === 1")
    page.keyboard.press("Space")
    wait_for(page, "s.playing && s.step > 20")
    page.keyboard.press("Space")
    wait_for(page, "!s.playing")
    before = stage(page, "step")
    page.keyboard.press("r")
    wait_for(page, "s.step === 0")
    page.get_by_role("button", name="Undo reset").click()
    wait_for(page, f"s.step === {before} && s.newest === {before}")


def test_the_address_brings_everything_back_after_a_reload_in_mid_training(open_page, wait_for_app):
    page = open_stage(open_page, "playground?dataset=spiral&hidden=8:relu,8:tanh&learning_rate=0.01")
    press(page, "Play")
    wait_for(page, "s.step > 20")
    page.reload()
    wait_for_app(page)
    wait_for(page, "s.painted > 0 && Math.abs(s.learningRate - 0.01) < 1e-6")
    expect(page.get_by_role("spinbutton", name="Layer 1")).to_have_value("8")


@pytest.mark.long
def test_a_run_that_diverges_says_when_and_why(open_page):
    page = open_stage(open_page, "playground?dataset=reg-gauss&hidden=8:relu,8:relu&learning_rate=50")
    press(page, "Play")
    expect(page.get_by_text("the loss became").first).to_be_visible()
    wait_for(page, "!s.playing")


def test_wide_layers_are_summarised_and_still_fast(open_page, shot):
    page = open_stage(open_page, "playground?dataset=digits&hidden=64:relu,64:relu", scheme="dark")
    press(page, "Play")
    wait_for(page, "s.painted > 30")
    shot(page, "wide-layers-dark")
