"""The page of initialization and dropout by AppTest: lanes, masks, refusals, what is measured over seeds."""

import numpy as np
import pytest

from nnviz.experiments.depth import DepthSettings, begin
from nnviz.experiments.initialization_and_dropout import draw_masks
from nnviz.experiments.initialization_and_dropout.initializations import INITIALIZATIONS, lanes
from nnviz.experiments.initialization_and_dropout.masks import MASK_LINES
from nnviz.ui.initialization_and_dropout import dropout, initializations
from tests.pages.messages import warnings
from tests.pages.reading import code_lines, drawn, in_address, texts, widget


def radio(page, start):
    return next(found for found in page.radio if found.key.startswith(start))


def test_seven_starts_stand_beside_each_other(run_page):
    header, arrays = drawn(run_page("initialization_and_dropout"), "depth")
    settings = DepthSettings(activation="relu", depth=6, learning_rate=0.05)
    layers = begin(settings, lanes(0)).frames[0].layers
    np.testing.assert_array_equal(arrays["frame gradient"], layers.gradient[None])
    assert (arrays["frame gradient"][0, 0] == 0.0).sum() == 7
    assert [panel["title"] for panel in header["panels"][:7]] == [one.title for one in INITIALIZATIONS]


def test_the_address_brings_the_page_back_and_tells_what_it_cannot_read(run_page):
    page = run_page("initialization_and_dropout", activation="tanh", depth="3", dropout_rate="1.5")
    assert len(page.warning) == 1 and "rate=1.5" in warnings(page)[0]
    assert drawn(page, "depth")[0]["layers"] == 3
    assert in_address(page, "activation") == "tanh"


def test_zero_weights_get_exactly_no_gradient(run_page):
    page = run_page("initialization_and_dropout")
    header, _ = drawn(page, "depth")
    assert [panel.get("veiled") for panel in header["panels"][7:14]] == [True] + 6 * [False]
    assert all(one["lane"] != 0 for one in header["readings"] + header["panels"][14]["series"])
    radio(page, "initialization_and_dropout.question.zero").set_value("exactly 0").run()
    assert "Yes." in texts(page) and "‖dW‖ of layer 1 is 0" in texts(page)
    header, _ = drawn(page, "depth")
    assert not any(panel.get("veiled") for panel in header["panels"])
    assert header["readings"][0]["lane"] == header["panels"][14]["series"][0]["lane"] == 0


def test_a_new_mask_is_another_one_and_the_mean_is_of_all(run_page):
    page = run_page("initialization_and_dropout")
    widget(page, "button", "initialization_and_dropout.draw.10").click().run()
    assert not page.exception
    header, arrays = drawn(page, "matrices")
    assert set(arrays) == {"X", "kept"}, "which are dropped can be seen, but not by what the others are multiplied"
    assert "1/(1" not in header["summary"] + texts(page)
    np.testing.assert_array_equal(arrays["kept"], draw_masks(0.5, 11).M > 0)
    widget(page, "button", "initialization_and_dropout.question.kept.show").click().run()
    _, arrays = drawn(page, "matrices")
    found = draw_masks(0.5, 11)
    np.testing.assert_array_equal(arrays["M"], found.M)
    np.testing.assert_array_equal(arrays["mean"], found.mean)
    assert code_lines(page)[-2] == MASK_LINES, "the textbook's lines first, then the engine's"
    assert in_address(page, "masks") == "11"


def test_evaluation_drops_nothing(run_page):
    page = run_page("initialization_and_dropout", mode="eval")
    header, arrays = drawn(page, "matrices")
    np.testing.assert_array_equal(arrays["A"], arrays["X"])
    assert "mean" not in arrays and "nothing is dropped" in header["summary"]
    assert widget(page, "button", "initialization_and_dropout.draw.1").disabled


def test_the_kept_ones_are_scaled_up(run_page):
    page = run_page("initialization_and_dropout", dropout_rate="0.75")
    radio(page, "initialization_and_dropout.question.kept").set_value("4").run()
    assert "Yes." in texts(page)


@pytest.mark.parametrize("rate", ["0", "0.5"])
def test_no_question_is_asked_that_has_no_answer(run_page, rate):
    page = run_page("initialization_and_dropout", dropout_rate=rate)
    assert any(found.key == "initialization_and_dropout.question.kept" for found in page.radio) == (rate != "0")


def test_the_starts_are_measured_over_seeds(run_page, monkeypatch):
    real = initializations.measure_initializations

    def measure_two_seeds(*args, **more):
        return real(*args, **more | {"seeds": 2})

    monkeypatch.setattr(initializations, "measure_initializations", measure_two_seeds)
    page = run_page("initialization_and_dropout", depth="3", width="12", steps="30", seed="5")
    widget(page, "button", "initialization_and_dropout.measure_initializations").click().run()
    assert not page.exception
    radio(page, "initialization_and_dropout.question.best").set_value("zero").run()
    assert not page.exception
    assert "range over the seeds" in texts(page) and "of 2" in texts(page)


def test_the_effect_of_dropout_is_told_with_its_spread(run_page, monkeypatch):
    real = dropout.train_with_dropout
    few = {"seeds": 2, "epochs": 40}
    monkeypatch.setattr(dropout, "train_with_dropout", lambda *args, **more: real(*args, **more | few))
    page = run_page("initialization_and_dropout", samples="60", label_noise="0.25")
    widget(page, "button", "initialization_and_dropout.measure_dropout").click().run()
    assert not page.exception
    radio(page, "initialization_and_dropout.question.effect").set_value("dropout 0.2").run()
    assert not page.exception
    assert "of 2 seeds" in texts(page) and "±" in texts(page)
    assert "Evaluation gives" in texts(page)
