"""The stage under a person's hands: formulas on hover, weights set by hand, slow motion, diagnosis, a PNG."""

import struct
from dataclasses import dataclass, replace

import numpy as np
import pytest

from nnviz.experiments.diagnosis import TITLES
from nnviz.stage import Frame, Speed
from tests.e2e.diagram import part_of_diagram
from tests.e2e.stage_alone import Stage
from tests.stage.scenes import chunk, history, plane_frame, plane_scene

CURVE = tuple(float(v) for v in np.tanh(np.linspace(-3, 3, 25)))


def full_frame(step: int) -> Frame:
    """A frame with activations and sums, as the camera takes them, for whole numbers that one can add up."""
    plain = plane_frame(plane_scene(), step)
    X = np.array([2.0, -1.0])
    W1 = np.array([[0.5, 1.0, -1.0, 0.25], [1.0, -0.5, 0.5, 2.0]])
    weights = (W1, *plain.weights[1:])
    A, Z, outputs = X, [], [X]
    for W, b in zip(weights, plain.biases, strict=True):
        Z.append(A @ W + b)
        A = np.tanh(Z[-1])
        outputs.append(A)
    return replace(plain, weights=weights, activations=tuple(outputs), pre_activations=tuple(Z))


@pytest.fixture
def held(stage: Stage) -> Stage:
    """A stage that stands still at step 3 with every number."""
    plain = plane_scene()
    columns = [replace(c, layer=2 * i - 2 if i else -1, curve=CURVE if i else ()) for i, c in enumerate(plain.columns)]
    stage.give_frames(chunk(1, newest=3, history=history(range(4))), [full_frame(3)], replace(plain, columns=columns))
    stage.wait("s.step === 3 && !s.back")
    return stage


def test_a_unit_says_its_formula_with_the_numbers_of_the_chosen_sample(held: Stage):
    held.page.mouse.move(*part_of_diagram(held.page, "hidden 1, unit 1"))
    text = held.page.locator(".tip").inner_text()
    frame = full_frame(3)
    z, b = frame.pre_activations[0][0], frame.biases[0][0]
    bias = f"{b:.3f}" if b > 0 else f"(−{-b:.3f})"
    assert "z = Σ w·x + b" in text
    assert f"0.500·2.000 + 1.000·(−1.000) + {bias}" in text
    assert f"= {z:#.5g}".replace("-", "−") in text
    assert "a = tanh(" in text and f"{np.tanh(z):#.5g}".replace("-", "−") in text


def test_a_click_on_a_unit_opens_the_inspector_and_an_editor_for_its_bias(held: Stage):
    held.page.mouse.click(*part_of_diagram(held.page, "hidden 2, unit 2"))
    (inspect, *_) = held.sent("command")
    assert inspect["name"] == "inspect" and inspect["shown"] == 3
    assert inspect["value"] == {"kind": "unit", "layer": 2, "i": 0, "j": 1}
    field = held.page.locator(".editor input")
    assert float(field.input_value()) == pytest.approx(full_frame(3).biases[1][1], rel=1e-5)
    held.give_frames(chunk(2, newest=3, answers=inspect["n"]))
    field.fill("0,75")
    field.press("Enter")
    held.page.wait_for_function("window.sent.some((m) => m.name === 'edit')")
    edit = held.sent("command")[-1]
    assert edit["value"] == {"layer": 2, "name": "b", "index": [1], "value": 0.75}
    assert not field.is_visible()


def test_a_click_on_a_weight_names_its_row_and_column(held: Stage):
    x, y = part_of_diagram(held.page, "W₁[")
    held.page.mouse.move(x, y)
    text = held.page.locator(".tip").inner_text()
    i, j = (int(n) for n in text.split("[")[1].split("]")[0].split(","))
    W = full_frame(3).weights[0]
    assert f"W₁[{i}, {j}] = {W[i - 1, j - 1]:#.5g}".replace("-", "−") in text
    assert "dW₁" in text and "contributes w·x" in text
    held.page.mouse.click(x, y)
    (inspect, *_) = held.sent("command")
    assert inspect["value"] == {"kind": "weight", "layer": 0, "i": i - 1, "j": j - 1}
    assert float(held.page.locator(".editor input").input_value()) == W[i - 1, j - 1]


def test_the_editor_refuses_what_is_no_number_and_escape_closes_it(held: Stage):
    held.page.mouse.click(*part_of_diagram(held.page, "b₁[3]"))
    assert held.sent("command")[0]["value"] == {"kind": "bias", "layer": 0, "i": 0, "j": 2}
    field = held.page.locator(".editor input")
    for text in ("", "abc", "1e999", "1,2,3"):
        field.fill(text)
        field.press("Enter")
        assert held.page.get_by_role("alert").inner_text() == "Type a number such as 0.5"
    field.press("Escape")
    assert not field.is_visible() and "edit" not in {c["name"] for c in held.sent("command")}


def test_a_click_while_it_trains_pauses_first(held: Stage):
    held.give_frames(
        chunk(2, playing=True, speed=1, history=history(range(4, 100), since=3)), [full_frame(s) for s in range(4, 100)]
    )
    held.wait("s.playing && s.step > 6")
    x, y = part_of_diagram(held.page, "hidden 1, unit 2")
    held.page.mouse.click(x, y)
    held.wait("!s.playing")
    (pause, *_) = held.sent("command")
    held.give_frames(chunk(3, generation=2, newest=pause["shown"], answers=pause["n"]))
    held.page.wait_for_function("window.sent.some((m) => m.name === 'inspect')")
    assert pause["name"] == "pause" and held.sent("command")[-1]["shown"] == pause["shown"]


SLOW = {"speeds": (Speed("1 batch per second", 1), Speed("fast", 60)), "speed": 0}


def test_at_the_slowest_speed_the_parts_of_a_step_light_up_in_turn(stage: Stage):
    stage.start()
    stage.page.evaluate("""() => {
        window.phases = [];
        const look = () => {
            const { phase, step } = window.__nnviz;
            const name = `${phase} ${step}`;
            if (phase && window.phases.at(-1) !== name) window.phases.push(name);
            requestAnimationFrame(look);
        };
        look();
    }""")
    stage.give(chunk(2, playing=True, history=history(range(1, 4), since=0), **SLOW), 1, 2, 3)
    stage.wait("s.step === 2")
    seen = stage.page.evaluate("window.phases")[:4]
    assert seen == ["forward 0", "loss 0", "backward 0", "update 1"], "the weights change with the update"


def test_slow_motion_is_one_press_away_and_one_press_leads_back(stage: Stage):
    stage.start()
    slow = stage.page.get_by_role("button", name="Slow")
    slow.click()
    assert stage.sent("command")[-1]["name"] == "speed" and stage.sent("command")[-1]["value"] == 0
    assert slow.get_attribute("aria-pressed") == "true"
    stage.give(chunk(2, answers=stage.sent("command")[-1]["n"], speed=0))
    slow.click()
    assert stage.sent("command")[-1]["value"] == 1 and slow.get_attribute("aria-pressed") == "false"


def test_with_less_motion_nothing_lights_up(open_stage):
    stage = open_stage(reduced_motion="reduce")
    stage.start()
    stage.give(chunk(2, playing=True, history=history(range(1, 4), since=0), **SLOW), 1, 2, 3)
    stage.wait("s.step === 1")
    assert stage.get("phase") == ""


@dataclass(frozen=True)
class Found:
    """A finding as the diagnosis makes it."""

    sign: str
    sentence: str
    remedy: str


FOUND = (
    Found("dead", "3 of 4 units of layer 1 are dead: they put out 0 for every sample.", "Take leaky ReLU."),
    Found("slow", "The loss <b>hardly</b> falls.", "Raise the learning rate."),
)


def test_the_diagnosis_has_a_line_of_its_own_and_moves_nothing(stage: Stage):
    stage.start()
    top = "document.querySelector('.main').getBoundingClientRect().top"
    before = stage.page.evaluate(top)
    stage.give(chunk(2, newest=1, diagnosis=FOUND), 1)
    stage.wait("s.remarks === 'dead,slow'")
    line = stage.page.locator(".remarks .sentence")
    assert line.inner_text() == FOUND[0].sentence and stage.page.evaluate(top) == before
    stage.page.get_by_role("button", name="What to try, and 1 more").click()
    assert stage.page.get_by_text("Take leaky ReLU.").is_visible()
    assert stage.page.get_by_text("The loss <b>hardly</b> falls.").is_visible(), "text is text, never markup"
    stage.page.keyboard.press("Escape")
    assert not stage.page.get_by_text("Take leaky ReLU.").is_visible()
    stage.give(chunk(3, newest=100, diagnosis=()), 100)
    stage.wait("s.step === 100 && s.remarks === ''")
    assert line.inner_text() == "No problems found." and stage.page.evaluate(top) == before


def test_a_diagnosis_too_long_for_its_line_shows_its_title_and_unfolds_whole(stage: Stage):
    stage.start()
    told = Found("vanishing", "In the backward pass the gradient vanishes, " + "and so on and on " * 12, "Take ReLU.")
    stage.give(chunk(2, newest=1, diagnosis=(told,)), 1)
    stage.wait("s.remarks === 'vanishing'")
    line = stage.page.locator(".remarks .sentence")
    assert line.inner_text() == f"{TITLES['vanishing']}."
    assert line.evaluate("one => one.scrollWidth <= one.clientWidth"), "nothing is cut"
    stage.page.get_by_role("button", name="Why, and what to try").click()
    assert stage.page.get_by_role("listitem").get_by_text(told.sentence.strip()).is_visible()


def test_a_notice_stands_in_the_line_of_the_diagnosis_and_moves_nothing_either(stage: Stage):
    stage.start()
    top = "document.querySelector('.main').getBoundingClientRect().top"
    before = stage.page.evaluate(top)
    stage.give(chunk(2, newest=1, messages=("Stopped: the loss became NaN at step 1.",), diagnosis=FOUND[1:]), 1)
    stage.wait("s.remarks === 'slow'")
    assert "NaN at step 1" in stage.page.get_by_role("alert").inner_text()
    assert stage.page.get_by_text("The loss <b>hardly</b> falls.").first.is_visible()
    assert stage.page.evaluate(top) == before


def test_nothing_is_said_about_a_run_that_has_hardly_begun_or_that_nobody_looked_at(stage: Stage):
    stage.start(diagnosis=())
    assert stage.page.locator(".remarks .sentence").inner_text() == ""
    stage.give(chunk(2, newest=100), 100)
    stage.wait("s.step === 100")
    assert stage.page.locator(".remarks .sentence").inner_text() == ""


def test_wrong_points_are_counted_and_marked(stage: Stage):
    stage.start()
    right = (np.arange(30) % 3 != 0).astype(np.uint8), np.ones(20, np.uint8)
    frame = replace(plane_frame(stage.scene, 1), train_right=right[0], test_right=right[1])
    stage.give_frames(chunk(2, newest=1), [frame])
    stage.wait("s.step === 1 && s.wrong === 10")


def test_a_class_can_be_chosen_and_a_click_on_the_plane_adds_a_point_of_it(stage: Stage):
    scene = replace(plane_scene(), drawing=True)
    stage.give(chunk(1, history=history(range(1))), 0, scene=scene)
    stage.wait("s.step === 0")
    box = stage.page.locator(".panel.out .canvas").bounding_box()
    assert box
    where = (box["x"] + 0.4 * box["width"], box["y"] + 0.45 * box["height"])
    pen = stage.page.get_by_role("group", name="Add a point of class")
    pen.get_by_role("button", name="inner").click()
    stage.page.mouse.click(*where)
    (point, *_) = stage.sent("command")
    assert point["name"] == "point" and point["value"]["class"] == 1
    assert -6 <= point["value"]["x"] <= 6 and -6 <= point["value"]["y"] <= 6
    stage.give(chunk(2, answers=point["n"]))
    pen.get_by_role("button", name="inner").click()
    stage.page.mouse.click(*where)
    assert stage.sent("command")[-1]["name"] == "sample"


def test_without_drawing_there_is_no_pen(stage: Stage):
    stage.start()
    assert not stage.page.get_by_role("group", name="Add a point of class").is_visible()


def test_the_stage_is_saved_as_a_picture_with_the_step_in_its_name(held: Stage):
    with held.page.expect_download() as download:
        held.page.get_by_role("button", name="Save picture").click()
    assert download.value.suggested_filename == "nnviz-step-3.png"
    data = download.value.path().read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    root = held.page.locator(".nnviz-stage").bounding_box()
    assert root and data[:8] == b"\x89PNG\r\n\x1a\n"
    margin = 12
    assert (width, height) == tuple(round((root[side] + 2 * margin) * 2) for side in ("width", "height"))
    assert len(data) > 40_000, "an empty page would be far smaller"


def test_the_loss_axis_can_be_logarithmic(held: Stage):
    toggle = held.page.get_by_role("button", name="log")
    toggle.click()
    assert toggle.get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize(("kind", "symbol"), [("Gradients", "gradients"), ("Updates", "updates")])
def test_lines_show_gradients_or_updates(held: Stage, kind, symbol):
    W = full_frame(4).weights
    frame = replace(full_frame(4), weight_updates=tuple(0.01 * w for w in W), bias_updates=full_frame(4).bias_gradients)
    held.give_frames(chunk(2, newest=4), [frame])
    held.wait("s.step === 4")
    held.page.get_by_role("group", name="Lines show").get_by_role("button", name=kind).click()
    held.wait(f"s.kind === '{symbol}'")


@pytest.mark.parametrize(("width", "height"), [(360, 740), (3840, 2160)])
def test_every_size_of_screen_shows_all_of_it(open_stage, width, height):
    stage = open_stage()
    stage.page.set_viewport_size({"width": width, "height": height})
    stage.page.evaluate("document.getElementById('stage').style.width = '100%'")
    stage.page.evaluate("document.documentElement.style.fontSize = '18px'")  # and margins as in the app:
    stage.page.evaluate("document.body.style.margin = '0 1.6rem'")  # the figure's tools stand there
    stage.start(diagnosis=FOUND)
    assert stage.page.evaluate("document.documentElement.scrollWidth") <= width
    track = stage.page.get_by_label("Step on view").bounding_box()
    assert track and track["width"] > 0.4 * min(width, 2000)
    buttons = stage.page.locator(".timeline button").all()
    assert len(buttons) >= 5
    for button in buttons:
        box = button.bounding_box()
        assert box and 0 <= box["x"] and box["x"] + box["width"] <= width
        assert width > 700 or min(box["width"], box["height"]) >= 36, "a finger must be able to press it"
