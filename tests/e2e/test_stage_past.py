"""The stage's timeline: one goes back, looks around, and trains on from there; the run before stays as a ghost."""

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


def test_a_look_at_the_past_pauses_the_training_at_the_newest_step(stage: Stage):
    stage.start()
    stage.give(chunk(2, playing=True, history=history(range(1, 200), since=0)), *range(1, 200))
    stage.wait("s.step > 20")
    key(stage, "Home")
    stage.wait("s.step === 0 && s.back && !s.playing")
    newest = stage.get("newest")
    (pause, *_) = stage.sent("command")
    assert (pause["name"], pause["shown"]) == ("pause", newest)
    n = pause["n"]
    stage.give(chunk(3, generation=2, newest=newest, rewind_to=newest, answers=n), newest)
    stage.wait("s.generation === 2")
    assert stage.get("step") == 0 and stage.get("back"), "the frame of the pause does not pull the view away"


def test_playing_goes_on_from_the_past_and_the_later_steps_become_the_ghost(trained: Stage):
    drag(trained, 0.5)
    step = trained.get("step")
    trained.page.get_by_role("button", name="Continue from here").click()
    trained.wait(f"s.playing && s.newest === {step} && s.ghost === 61")
    answer = chunk(
        3, generation=2, playing=True, rewind_to=step, history=history(range(step + 1, step + 3), since=step)
    )
    trained.page.wait_for_function("window.sent.some((m) => m.name === 'seek')")
    n = trained.sent("command")[0]["n"]
    trained.give(replace(answer, answers=n - 1), step + 1, step + 2)
    trained.wait(f"s.step === {step + 2}")
    assert trained.get("points") == step + 3
    trained.page.get_by_role("button", name="run before").click()
    trained.wait("s.ghost === 0")


def test_a_reset_leaves_the_run_before_behind_and_another_data_set_does_not(trained: Stage):
    again = replace(plane_scene(), id=2)
    trained.give(chunk(3, scene=2, generation=2, rewind_to=-1, history=history(range(1))), 0, scene=again)
    trained.wait("s.scene === 2 && s.step === 0 && s.ghost === 61")
    rng = np.random.default_rng(5)
    other = replace(plane_scene(), id=3, train_points=rng.uniform(-5, 5, (30, 2)))
    trained.give(chunk(4, scene=3, generation=3, rewind_to=-1, history=history(range(1))), 0, scene=other)
    trained.wait("s.scene === 3 && s.step === 0")
    assert trained.get("ghost") == 0


def test_another_view_of_the_same_run_is_no_run_before(trained: Stage):
    again = replace(plane_scene(), id=2, axis_titles=("a", "b"))
    trained.give(chunk(3, scene=2, generation=2, newest=60, history=history(range(61))), 60, scene=again)
    trained.wait("s.scene === 2 && s.step === 60")
    assert trained.get("ghost") == 0


def test_a_lost_rewind_is_told_by_the_newest_step_of_the_next_message(trained: Stage):
    trained.give(chunk(3, generation=2, newest=20, history=history(range(0), since=20)), 20)
    trained.wait("s.newest === 20 && s.have === 20 && s.step === 20")


def test_a_step_that_is_not_held_is_asked_for_and_shown_when_it_comes(stage: Stage):
    stage.give(chunk(1, newest=60, history=history(range(61))), 20, scene=stage.scene)
    stage.wait("s.step === 20 && s.back && s.newest === 60")
    key(stage, "ArrowRight")
    stage.page.wait_for_function("window.sent.some((m) => m.name === 'seek')")
    (seek, *_) = stage.sent("command")
    assert (seek["value"], seek["shown"]) == (21, 20)
    stage.give(chunk(2, newest=60, answers=seek["n"]), 21)
    stage.wait("s.step === 21 && s.back && s.past === 2")
    key(stage, "Shift+ArrowRight")
    stage.page.wait_for_function("window.sent.filter((m) => m.name === 'seek').length === 2")
    assert stage.sent("command")[-1]["value"] == 30
    key(stage, "End")
    stage.page.wait_for_timeout(300)
    stage.give(chunk(3, newest=60, answers=stage.sent("command")[-1]["n"]), 30)
    stage.page.wait_for_function("window.sent.at(-1).value === 60")


def test_a_frame_of_the_step_looked_at_replaces_it_and_later_ones_stay(trained: Stage):
    key(trained, *["ArrowLeft"] * 5)
    trained.wait("s.step === 50")
    trained.give(chunk(3, generation=2, newest=60), 50, rate=0.7)
    trained.wait("Math.abs(s.learningRate - 0.7) < 1e-6 && s.step === 50 && s.newest === 60")
    assert trained.get("past") == 31


def test_exact_values_stand_under_the_pointer_also_of_the_run_before(trained: Stage):
    drag(trained, 0.5)
    trained.page.keyboard.press("Space")
    trained.wait("s.ghost > 0")
    box = trained.page.locator(".panel.loss .canvas").bounding_box()
    assert box
    trained.page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] / 2)
    text = trained.page.locator(".tip").inner_text()
    step = int(text.split("step ")[1].split("\n")[0])
    assert f"train {1 / (1 + step):.5g}" in text and "run before" in text
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


def test_the_past_stays_within_its_bytes_and_keeps_its_ends(stage: Stage):
    held = stage.page.evaluate("""async () => {
        const {Past} = await import("./past.js");
        const past = new Past();
        for (let step = 0; step < 36000; step++) past.keep({step, epoch: step / 10, bytes: 40000});
        const steps = past.frames.map((f) => f.step);
        const sum = past.frames.reduce((s, f) => s + f.bytes, 0);
        return {bytes: past.bytes, sum, steps};
    }""")
    assert held["bytes"] == held["sum"] <= 48e6
    steps = held["steps"]
    assert steps == sorted(set(steps)) and steps[0] == 0 and steps[-1] == 35999 and len(steps) > 500
    assert steps[-1] - steps[-100] == 99, "the newest frames are all there"


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
