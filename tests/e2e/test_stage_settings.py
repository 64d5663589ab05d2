"""What is set on the picture itself, and the unit that is pointed at: the stage alone, without Streamlit."""

from dataclasses import replace

import pytest

from nnviz.stage.controls import Control, Controls
from tests.e2e.diagram import part_of_diagram
from tests.e2e.stage_alone import Stage
from tests.stage.scenes import chunk, history, plane_scene

RATES = ((0.03, "0.03"), (0.1, "0.1"), (0.3, "0.3"))
CONTROLS = Controls(
    (
        Control("dataset", "Data set", "Data", (("circle", "Circle"), ("xor", "XOR")), "circle"),
        Control("learning_rate", "Learning rate", "Learning rate", RATES, 0.1),
        Control("penalty_rate", "Penalty rate", "", RATES, 0.03, off=True),
    ),
    (4, 2),
    ("tanh", "relu"),
    (("tanh", "tanh"), ("relu", "ReLU")),
    most_layers=3,
    most_units=5,
)


@pytest.fixture
def held(stage: Stage) -> Stage:
    """A stage that stands at its first step, with all of its controls."""
    stage.start(controls=CONTROLS)
    return stage


def asked(stage: Stage) -> list[tuple[str, object]]:
    """What was set, in the order in which it was sent or waits to be sent."""
    waiting = stage.page.evaluate("window.sent")
    return [(one["value"]["name"], one["value"]["value"]) for one in waiting if one.get("name") == "set"]


def answer(stage: Stage, sequence: int, controls: Controls = CONTROLS) -> None:
    """Carry out what was sent."""
    stage.give(chunk(sequence, controls=controls, answers=stage.sent("command")[-1]["n"]))


def test_the_row_sets_data_and_rates_and_waits_for_the_answer(held: Stage):
    rate = held.page.get_by_label("Learning rate", exact=True)
    rate.select_option("0.3")
    assert asked(held) == [("learning_rate", 0.3)]
    held.give(chunk(2, controls=CONTROLS))  # was under way
    assert rate.input_value() == "0.3"
    answer(held, 3)
    assert rate.input_value() == "0.1", "what the page refused is shown as it is"
    held.page.get_by_label("Data set").select_option("XOR")
    assert asked(held)[-1] == ("dataset", "xor")
    assert held.page.get_by_label("Penalty rate").is_disabled()


def test_plus_and_minus_stand_above_the_columns_and_count_every_press(held: Stage):
    plus = held.page.get_by_role("button", name="Add a unit to hidden layer 2")
    for _ in range(4):
        plus.evaluate("button => button.click()")
    assert asked(held)[0] == ("units.1", 3)
    answer(held, 2)
    held.page.wait_for_function("window.sent.filter((one) => one.name === 'set').length === 2")
    assert asked(held)[1] == ("units.1", 5), "presses that waited go as one, and none beyond the limit"
    assert plus.get_attribute("aria-disabled") == "true", "five units are the most here"
    answer(held, 3, replace(CONTROLS, units=(1, 5)))
    fewer = held.page.get_by_role("button", name="Remove a unit from hidden layer 1")
    fewer.evaluate("button => button.click()")
    assert fewer.get_attribute("aria-disabled") == "true" and len(asked(held)) == 2


def test_layers_come_and_go_and_one_menu_sets_all_activations(held: Stage):
    held.page.get_by_role("button", name="Add a hidden layer").click()
    assert asked(held) == [("layers", 3)]
    answer(held, 2)
    every = held.page.get_by_label("Activation of all hidden layers")
    assert every.input_value() == "mixed"
    every.select_option("ReLU")
    assert asked(held)[-1] == ("activation", "relu")
    answer(held, 3)
    held.page.get_by_label("Activation of hidden layer 1").select_option("ReLU")
    assert asked(held)[-1] == ("activation.0", "relu")


def test_a_deep_network_keeps_its_buttons_apart_and_inside(stage: Stage):
    stage.scene = plane_scene(sizes=(2, 4, 4, 4, 4, 4, 4, 1))
    controls = replace(CONTROLS, units=(4,) * 6, activations=("tanh",) * 6)
    stage.start(controls=controls)
    boxes = [button.bounding_box() for button in stage.page.locator(".heads button:visible").all()]
    assert len(boxes) == 12
    for left, right in zip(boxes[:-1], boxes[1:], strict=True):
        assert left and right and left["x"] + left["width"] <= right["x"] + 0.5
    assert stage.page.evaluate("document.documentElement.scrollWidth") <= 960


def test_a_stage_that_nothing_can_be_set_on_shows_no_control(stage: Stage):
    stage.start()
    for name in ("Add a hidden layer", "Add a unit to hidden layer 1"):
        assert stage.page.get_by_role("button", name=name).count() == 0
    assert not stage.page.locator(".settings").is_visible() and stage.page.locator(".net .note").is_visible()


def test_a_unit_that_is_pointed_at_is_shown_large_with_name_and_bias_and_the_output_comes_back(held: Stage):
    over = held.page.locator(".panel.out canvas[aria-label*='over the plane']")
    assert "Regions of the classes" in str(over.get_attribute("aria-label"))
    x, y = part_of_diagram(held.page, "hidden 1, unit 1")
    held.page.mouse.move(x, y)
    assert held.page.locator(".panel.out h2").inner_text() == "Unit map"
    assert "Activation of hidden 1, unit 1, b₁ = " in str(over.get_attribute("aria-label"))
    tip, box = held.page.locator(".tip").bounding_box(), over.bounding_box()
    assert tip and box and tip["x"] + tip["width"] <= box["x"] + 4, "what is said of it leaves its map free"
    held.give(chunk(2, newest=1, controls=CONTROLS, history=history(range(1, 2), since=0)), 1)
    held.wait("s.step === 1")
    assert held.page.locator(".panel.out h2").inner_text() == "Unit map", "it stays while the network learns"
    held.page.mouse.move(2, 2)
    assert held.page.locator(".panel.out h2").inner_text() == "Decision map"


@pytest.mark.parametrize("width", [390, 930])
def test_every_target_on_the_picture_is_large_enough_for_a_finger(stage: Stage, width: int):
    stage.page.set_viewport_size({"width": width, "height": 844})
    stage.page.evaluate("document.getElementById('stage').style.width = '100%'")
    stage.start(controls=CONTROLS)
    for target in stage.page.locator(".nnviz-stage :is(button, select):visible").all():
        box = target.bounding_box()
        assert box and min(box["width"], box["height"]) >= 23.9, target.evaluate("one => one.outerHTML")
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
