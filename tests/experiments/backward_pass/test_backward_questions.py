"""The questions of the page "Backward pass" over the range of its controls: one true answer, tried by the engine."""

import numpy as np
import pytest

from nnviz.engine import ACTIVATIONS, activation
from nnviz.experiments.backward_pass.along_a_line import nudge
from nnviz.experiments.backward_pass.example import backward_example
from nnviz.experiments.backward_pass.mistakes import numeric_gradients
from nnviz.experiments.backward_pass.questions import check_question, nudge_question, skip_question
from nnviz.experiments.backward_pass.settings import BackwardSettings

OFFERED = [name for name in ACTIVATIONS if not activation(name).learned and name != "step"]
SETTINGS = [BackwardSettings(activation=name) for name in OFFERED]
SETTINGS += [BackwardSettings(hidden=hidden) for hidden in ((4,), (6,), (3, 3), (4, 3), (3, 3, 3))]
SETTINGS += [BackwardSettings(source=source) for source in ("digits", "circle", "typed", "worked")]
SETTINGS += [BackwardSettings(loss="squared_error", samples=n) for n in (1, 6)]
SETTINGS += [BackwardSettings(seed=seed) for seed in range(6)]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_each_question_is_posed_with_one_true_answer(settings):
    example = backward_example(settings)
    numeric = numeric_gradients(example)
    W = example.forward(example.depth).layer.W
    fits = W.shape[0] == W.shape[1]
    assert (skip_question(example, numeric).answer == "the shapes do not match") is not fits
    asked = check_question(example, numeric)
    assert asked is not None
    assert asked.answer in ("only those of layer 1", "none")
    for parameter in range(0, example.network.n_parameters, 5):
        line = nudge(example, parameter)
        answer = nudge_question(example, parameter, line).answer
        change = np.interp(0.5, line.t, line.change)
        assert answer == ("it stays the same" if abs(change) < 1e-12 else "it falls" if change < 0 else "it rises")


def test_without_a_slope_to_drop_no_gradient_is_wrong():
    example = backward_example(BackwardSettings(activation="identity"))
    asked = check_question(example, numeric_gradients(example))
    assert asked is not None
    assert asked.answer == "none"
    assert "identity" in asked.text


def test_a_weight_of_a_pixel_that_is_always_blank_leaves_the_loss_as_it_is():
    example = backward_example(BackwardSettings(source="digits"))
    assert not example.X[:, 0].any()
    assert nudge_question(example, 0, nudge(example, 0)).answer == "it stays the same"
