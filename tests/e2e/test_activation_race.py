"""The activation race as a visitor runs it: predict, race, pause, go back, open tensors, read the verdict."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.frames import paint, until
from tests.e2e.live_stage import places

SHORT = "activation_race?epochs=6&seeds=10"
LONG = "activation_race?epochs=1000&seeds=10"


def race(page: Page) -> dict:
    return page.evaluate("window.__nnvizRace")


def predict(page: Page, name: str) -> None:
    page.locator(".st-key-race-prediction button", has_text=name).first.click()
    until(page, "() => window.__nnvizRace.locked === ''")


def press(page: Page, name: str) -> None:
    page.get_by_role("group", name="Training").get_by_role("button", name=name, exact=True).click()


def test_a_prediction_then_a_race_then_a_verdict_on_it(go_on, wait_for_app):
    page = go_on(SHORT)
    play = page.get_by_role("group", name="Training").get_by_role("button", name="Play")
    expect(play).to_be_disabled()
    expect(page.get_by_text("First predict the winner")).to_be_visible()
    predict(page, "sigmoid")
    expect(page.get_by_text("First predict the winner")).to_be_hidden()
    stood = places(page)
    assert max(int(place.split()[-1]) for place in stood) <= 720, "all of the race is in sight"
    press(page, "Play")
    until(page, "() => window.__nnvizRace.epoch >= 6")
    expect(page.get_by_role("heading", name="Verdict")).to_be_visible()
    wait_for_app(page)
    expect(page.locator(".st-key-race-prediction")).to_contain_text("No: ")
    assert places(page) == stood, "the verdict has its room"
    found = race(page)
    assert [runner["title"] for runner in found["runners"]] == ["ReLU", "sigmoid", "leaky ReLU"]
    assert found["runners"][0]["loss"] < found["runners"][1]["loss"]
    assert not found["playing"]


def test_space_pauses_and_the_past_can_be_looked_at_with_its_tensors(go_on, wait_for_app):
    page = go_on(LONG)
    predict(page, "just watch")
    press(page, "Play")
    until(page, "() => window.__nnvizRace.step > 100")
    press(page, "Pause")
    until(page, "() => !window.__nnvizRace.playing && window.__nnvizRace.waiting === 0")
    stood = race(page)["step"]
    paint(page, 30)
    assert race(page)["step"] == stood
    expect(page.get_by_role("heading", name=f"Tensors at step {stood:,}")).to_be_visible()
    page.get_by_role("button", name="Back by one epoch").click()
    until(page, "stood => window.__nnvizRace.step < stood && window.__nnvizRace.back", arg=stood)
    past = race(page)["step"]
    expect(page.get_by_role("heading", name=f"Tensors at step {past:,}")).to_be_visible()
    wait_for_app(page)
    page.locator(".st-key-activation_race-contestant").get_by_text("leaky ReLU").click()
    expect(page.get_by_text("leaky ReLU, seed 0: test loss")).to_be_visible()
    assert race(page)["step"] == past and race(page)["newest"] == stood


def test_a_click_on_a_dot_shows_that_seeds_maps(go_on):
    page = go_on(SHORT)
    predict(page, "ReLU")
    press(page, "Epoch")
    until(page, "() => window.__nnvizRace.epoch === 1 && window.__nnvizRace.waiting === 0")
    x, y = race(page)["seedDots"][1][7]
    page.locator(".runner canvas[role=slider]").nth(1).click(position={"x": x, "y": y})
    until(page, "() => window.__nnvizRace.sample !== 0")
    seed = race(page)["sample"]
    expect(page.get_by_role("group", name="Maps show")).to_contain_text(f"map of seed {seed}")
    page.get_by_role("button", name="mean of all seeds").click()
    until(page, "() => window.__nnvizRace.sample === -1")


def test_another_thing_to_differ_in_begins_another_race_without_losing_the_stage(go_on):
    page = go_on(f"{SHORT}&vary=learning_rate&contestants=0.01,1")
    assert [runner["title"] for runner in race(page)["runners"]] == ["η = 0.01", "η = 1"]
    predict(page, "too close")
    press(page, "New seeds")
    until(page, "() => window.__nnvizRace.locked !== ''")
    expect(page.get_by_role("group", name="Maps show")).to_contain_text("map of seed 10")
    page.wait_for_url("**first_seed=10**")


@pytest.mark.long
def test_on_a_phone_nothing_scrolls_sideways_and_contestants_stand_below_each_other(go_on):
    page = go_on(SHORT, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    boxes = [panel.bounding_box() for panel in page.locator(".runner").all()]
    assert len({round(box["x"]) for box in boxes}) == 1
    assert boxes[0]["y"] < boxes[1]["y"] < boxes[2]["y"]
