"""The page of losses by AppTest: its numbers against the formulas, its controls, what it refuses."""

import math

import numpy as np
import pytest

from tests.pages.reading import code_lines, in_address, texts, widget
from tests.stage.decoding import unpack


def shown(page, view, count=1):
    """Headers and arrays of the drawings of one view, in the order of the page."""
    found = [unpack(component.proto.bytes) for component in page.get("bidi_component")]
    found = [(header, arrays) for header, arrays in found if header["view"] == view]
    assert len(found) == count
    return found


def test_the_curves_stand_at_the_handle_with_both_slopes(run_page):
    page = run_page("loss", z="-3", target="1")
    ((header, arrays),) = shown(page, "graph")
    at = header["at"]
    p = 1 / (1 + math.exp(3))
    assert arrays["z"][at] == -3.0
    assert arrays["p"][at] == pytest.approx(p)
    assert arrays["loss0"][at] == pytest.approx(-math.log(p))
    assert arrays["dz0"][at] == pytest.approx(p - 1)
    assert arrays["dz1"][at] == pytest.approx((p - 1) * p * (1 - p))
    assert f"{p - 1:.4f}".replace("-", "−") in texts(page)


def test_another_target_mirrors_the_curves(run_page):
    page = run_page("loss")
    before = shown(page, "graph")[0][1]["loss0"]
    widget(page, "button_group", "loss.target").set_value(0).run()
    assert not page.exception
    np.testing.assert_allclose(shown(page, "graph")[0][1]["loss0"], before[::-1], rtol=1e-9)
    assert in_address(page, "target") == "0"


@pytest.mark.parametrize("task", ["classes", "regression"])
def test_other_targets_have_their_losses(run_page, task):
    page = run_page("loss", task=task)
    ((header, _),) = shown(page, "graph")
    titles = {series["title"] for panel in header["panels"] for series in panel["series"]}
    assert ("Huber" in titles) == (task == "regression")


def test_the_numbers_stand_in_the_formulas_on_demand(run_page):
    page = run_page("loss", z="-2")
    assert not any("0.1192" in element.value for element in page.latex)
    widget(page, "toggle", "loss.numbers").set_value(True).run()
    assert any("0.1192" in element.value for element in page.latex)
    assert any("2.126" in element.value for element in page.latex)


def test_the_lines_of_numpy_are_the_engines_own(run_page):
    code = "\n".join(code_lines(run_page("loss")))
    assert "dA = (P - Y) / P.shape[-2]" in code
    assert "losses = 0.5 * (E * E).sum(-1)" in code


def test_the_answer_to_the_question_is_the_engines(run_page):
    page = run_page("loss")
    widget(page, "radio", "loss.question.curves").set_value("5 to 50").run()
    assert "Yes." in texts(page)
    assert "13.82" in texts(page)


def test_lockstep_comes_after_its_question_and_is_the_published_example(run_page):
    page = run_page("loss")
    shown(page, "graph", 1)
    widget(page, "radio", "loss.question.lockstep").set_value("by less than 20 %").run()
    assert "Yes." in texts(page)
    _, (_, arrays) = shown(page, "graph", 2)
    assert round(arrays["squared error"][0], 2) == 0.98
    assert round(arrays["squared error"][300], 2) == 0.20
    assert arrays["entropy dz"][0] == pytest.approx(1 / (1 + math.exp(-4)))


def test_a_preset_sets_start_data_and_rate(run_page):
    page = run_page("loss", data="iris", learning_rate="1", w="-3")
    widget(page, "radio", "loss.question.lockstep").set_value("by more than 80 %").run()
    widget(page, "button", "loss.start.0").click().run()
    assert not page.exception
    _, (_, arrays) = shown(page, "graph", 2)
    assert round(arrays["squared error"][0], 2) == 0.82
    assert round(arrays["squared error"][300], 2) == 0.09
    ((header, _),) = shown(page, "surface")
    assert header["start"] == [0.6, 0.9]
    assert in_address(page, "w") == "0.6"


def test_the_surfaces_have_the_way_of_each_loss(run_page):
    ((header, arrays),) = shown(run_page("loss", w="1", b="-1", learning_rate="0.5"), "surface")
    assert header["reach"] == 5.0
    for name in ("squared", "entropy"):
        assert arrays[f"{name} path"].shape == (301, 2)
        assert arrays[f"{name} path"][0].tolist() == [1.0, -1.0]
    i, j = 60, 30  # b = 5, w = 0
    p = 1 / (1 + math.exp(-5))
    assert arrays["squared"][i, j] == pytest.approx(p * p / 2)
    assert arrays["entropy"][i, j] == pytest.approx(-math.log(1 - p))


def test_a_batch_has_a_bar_for_every_sample_and_their_mean(run_page):
    page = run_page("loss", source="iris", sample="7")
    ((header, arrays),) = shown(page, "bars")
    assert arrays["losses"].shape == (32,)
    assert header["mean"] == pytest.approx(arrays["losses"].mean())
    assert header["words"].startswith("Sample 7, true class ")
    assert f"{arrays['losses'][7]:.4f}" in header["words"]


def test_more_training_makes_the_batch_cheaper(run_page):
    page = run_page("loss", source="iris", epochs_trained="0")
    before = shown(page, "bars")[0][0]["mean"]
    widget(page, "select_slider", "loss.epochs_trained").set_value(15).run()
    assert not page.exception
    assert shown(page, "bars")[0][0]["mean"] < before
    assert in_address(page, "epochs_trained") == "15"


def test_what_cannot_be_read_in_the_address_is_told(run_page):
    page = run_page("loss", w="99", learning_rate="-1", task="cubic", sample="1000")
    assert len(page.warning) == 4
    assert shown(page, "surface")[0][0]["start"] == [2.0, 2.0]


def test_the_landscapes_can_be_turned_in_space(run_page):
    page = run_page("loss")
    widget(page, "toggle", "loss.landscapes").set_value(True).run()
    assert not page.exception
    shown(page, "figure")


def test_cross_entropy_is_solid_and_squared_error_dashed_in_every_drawing(run_page):
    page = run_page("loss")
    widget(page, "button", "loss.question.lockstep.show").click().run()
    panels = [panel for header, _ in shown(page, "graph", 2) for panel in header["panels"]]
    lines = [series for panel in panels for series in panel["series"]]
    lines += shown(page, "surface")[0][0]["surfaces"]
    for line in lines:
        assert line["colour"] == int(line["title"].startswith("squared error")), line
        assert bool(line.get("dash")) == line["title"].startswith("squared error"), line


def test_squared_error_has_one_definition_on_the_page(run_page):
    page = run_page("loss", z="-3", source="iris", loss="squared_error")
    widget(page, "button", "loss.question.lockstep.show").click().run()
    (_, curves), (_, lockstep) = shown(page, "graph", 2)
    _, (_, bars) = shown(page, "graph", 2)[0], shown(page, "bars")[0]
    p = curves["p"]
    np.testing.assert_allclose(curves["loss1"], (p - 1) ** 2 / 2)
    np.testing.assert_allclose(lockstep["squared L"], lockstep["squared error"] ** 2 / 2)
    assert bars["losses"].max() <= 1.0, "half the sum over three classes"


def test_the_drawing_behind_the_question_stays_while_the_controls_are_moved(run_page):
    page = run_page("loss")
    widget(page, "radio", "loss.question.lockstep").set_value("by more than 80 %").run()
    widget(page, "select_slider", "loss.learning_rate").set_value(1.0).run()
    shown(page, "graph", 2)
    assert "**No: by less than 20 %.**" in texts(page)


def test_the_question_on_the_curves_is_about_the_losses_on_view(run_page):
    page = run_page("loss")
    widget(page, "radio", "loss.question.curves").set_value("below 5").run()
    assert "**No: 5 to 50.**" in texts(page)
    widget(page, "button_group", "loss.task").set_value("regression").run()
    assert "outlier" in texts(page)
    assert "**No" not in texts(page)
