"""The stage's timeline: one goes back, looks around, and trains on from there; the previous run's curves stay."""

from dataclasses import replace

import numpy as np
import pytest

from tests.e2e.stage_alone import Stage
from tests.stage.scenes import chunk, history, plane_scene


@pytest.fixture
def trained(stage: Stage) -> Stage:
    """A stage that stands at step 60 of a run, ten steps an epoch, with every second step held."""
    stage.start()
    steps = range(2, 61, 2)
    stage.give(chunk(2, newest=60, history=history(range(1, 61), since=0)), *steps)
    stage.wait("s.step === 60 && s.queue === 0")
    return stage


def key(stage: Stage, *names: str) -> None:
    """Press keys, one after the other."""
    for name in names:
        stage.page.keyboard.press(name)


def drag(stage: Stage, share: float, *, let_go: bool = True) -> None:
    """Drag the timeline's thumb from where it is to a share of its way."""
    box = stage.page.get_by_label("Step on view").bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    stage.page.mouse.move(box["x"] + box["width"] - 7, middle)
    stage.page.mouse.down()
    stage.page.mouse.move(box["x"] + 7 + share * (box["width"] - 14), middle, steps=4)
    if let_go:
        stage.page.mouse.up()


def test_the_arrows_go_by_a_frame_and_with_shift_by_an_epoch(trained: Stage):
    keys = ("ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", "ArrowRight", "Shift+ArrowRight")
    for name, step in zip(keys, (58, 56, 50, 40, 42, 50), strict=True):
        key(trained, name)
        trained.wait(f"s.step === {step}")
    key(trained, "Home")
    trained.wait("s.step === 0 && s.back")
    key(trained, "End")
    trained.wait("s.step === 60 && !s.back")
    assert "step" not in {command["name"] for command in trained.sent("command")}, "nothing was trained"


def test_the_arrow_beyond_the_newest_step_trains_one_batch(trained: Stage):
    key(trained, "ArrowRight")
    assert [command["name"] for command in trained.sent("command")] == ["step"]


def test_everything_follows_the_thumb_and_the_server_hears_of_it_once(trained: Stage):
    trained.stop_the_clock()
    drag(trained, 0.5, let_go=False)
    trained.page.clock.run_for(50)
    trained.wait("s.back && Math.abs(s.step - 30) <= 2")
    step = trained.get("step")
    assert trained.page.locator(".counter.step b").inner_text() == str(step)
    assert trained.get("loss") == pytest.approx(1 / (1 + step))
    assert f"step {step} of 60" in trained.page.locator(".where").inner_text()
    assert trained.sent("command") == []
    trained.page.mouse.up()
    trained.page.clock.run_for(500)
    assert [(c["name"], c["value"], c["shown"]) for c in trained.sent("command")] == [("seek", step, step)]


def test_playing_goes_on_from_the_past_and_the_later_steps_become_the_previous_run(trained: Stage):
    drag(trained, 0.5)
    step = trained.get("step")
    trained.page.get_by_role("button", name="Continue from here").click()
    trained.wait(f"s.playing && s.newest === {step} && s.previousRun === 61")
    answer = chunk(
        3, generation=2, playing=True, rewind_to=step, history=history(range(step + 1, step + 3), since=step)
    )
    trained.page.wait_for_function("window.sent.some((m) => m.name === 'seek')")
    n = trained.sent("command")[0]["n"]
    trained.give(replace(answer, answers=n - 1), step + 1, step + 2)
    trained.wait(f"s.step === {step + 2}")
    assert trained.get("points") == step + 3
    trained.page.get_by_role("button", name="previous run").click()
    trained.wait("s.previousRun === 0")


def test_a_reset_leaves_the_run_before_behind_and_another_data_set_does_not(trained: Stage):
    again = replace(plane_scene(), id=2)
    trained.give(chunk(3, scene=2, generation=2, rewind_to=-1, history=history(range(1))), 0, scene=again)
    trained.wait("s.scene === 2 && s.step === 0 && s.previousRun === 61")
    rng = np.random.default_rng(5)
    other = replace(plane_scene(), id=3, train_points=rng.uniform(-5, 5, (30, 2)))
    trained.give(chunk(4, scene=3, generation=3, rewind_to=-1, history=history(range(1))), 0, scene=other)
    trained.wait("s.scene === 3 && s.step === 0")
    assert trained.get("previousRun") == 0


def test_exact_values_stand_under_the_pointer_also_of_the_run_before(trained: Stage):
    drag(trained, 0.5)
    trained.page.keyboard.press("Space")
    trained.wait("s.previousRun > 0")
    box = trained.page.locator(".panel.loss .canvas").bounding_box()
    assert box
    trained.page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] / 2)
    text = trained.page.locator(".tip").inner_text()
    step = int(text.split("step ")[1].split("\n")[0])
    assert f"train {1 / (1 + step):.5g}" in text and "previous run" in text
    trained.wait(f"Math.abs(s.cross - {step / 10}) < 1e-6")
    trained.page.mouse.move(2, 2)
    trained.wait("s.cross === null")


def test_a_click_on_a_curve_goes_to_that_step(trained: Stage):
    box = trained.page.locator(".panel.accuracy .canvas").bounding_box()
    assert box
    trained.page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    trained.wait("s.back && s.step > 10 && s.step < 50")


def test_the_slider_says_the_step_to_those_who_hear_the_page(trained: Stage):
    slider = trained.page.get_by_role("slider", name="Step on view")
    key(trained, "ArrowLeft")
    trained.wait("s.step === 58")
    assert slider.get_attribute("aria-valuetext") == "step 58 of 60"
    slider.focus()
    key(trained, "ArrowLeft")
    trained.wait("s.step === 56")
    trained.page.wait_for_function("document.querySelector('.status').textContent.includes('step 56 of 60')")
    text = trained.page.locator(".panel.loss canvas").get_attribute("aria-label")
    assert text and "At epoch 5.600: train 0.017544" in text


def test_a_hidden_tab_asks_for_nothing_and_goes_on_when_it_is_seen(stage: Stage):
    stage.start()
    stage.stop_the_clock()
    stage.page.evaluate("""() => {
        Object.defineProperty(document, "hidden", {value: true, configurable: true});
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    stage.give(chunk(2, playing=True, history=history(range(1, 3), since=0)), 1, 2)
    stage.page.clock.run_for(1800)
    assert stage.sent("need") == [] and stage.get("step") == 0
    stage.page.evaluate("""() => {
        Object.defineProperty(document, "hidden", {value: false});
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    stage.page.clock.resume()
    stage.wait("s.step === 2")
    stage.page.wait_for_function("window.sent.some((m) => m.trigger === 'need')")
