"""Backward passes with mistakes: which tensors the numeric check finds wrong, and which mistakes NumPy refuses."""

import numpy as np
import pytest

from nnviz.experiments.backward_pass.example import backward_example
from nnviz.experiments.backward_pass.mistakes import (
    MISTAKES,
    check_of,
    check_possible,
    gradient_symbol,
    mistaken_pass,
    numeric_gradients,
    right_line,
    wrong_tensors,
)
from nnviz.experiments.backward_pass.settings import MISTAKE_NAMES, BackwardSettings


def found_wrong(mistakes, layer, **case):
    """The symbols that turn red, and whether each mistake was made."""
    found = backward_example(BackwardSettings(**case))
    broken = mistaken_pass(found, mistakes, layer)
    check = check_of(broken, numeric_gradients(found))
    red = {gradient_symbol(part.path) for part, bad in zip(check.tensors, wrong_tensors(check), strict=True) if bad}
    return red, [outcome.made for outcome in broken.outcomes]


ALL = {"dW1", "db1", "dW2", "db2", "dX"}


@pytest.mark.parametrize(
    "case", [{}, {"source": "digits"}, {"source": "circle", "hidden": (3, 3)}, {"source": "typed"}]
)
def test_the_right_pass_is_right_everywhere(case):
    assert found_wrong((), 1, **case) == (set(), [])


@pytest.mark.parametrize(
    ("mistake", "layer", "red"),
    [
        ("slope", 1, {"dW1", "db1", "dX"}),
        ("mean", 1, ALL),
        ("transpose_W", 2, {"dW1", "db1", "dX"}),
        ("transpose_X", 1, {"dW1"}),
        ("mask", 1, {"dW1", "db1", "dX"}),
        ("order", 2, {"dW1", "db1", "dX"}),
        ("order", 1, {"dX"}),
        ("skip", 2, {"dW1", "db1", "dX"}),
    ],
)
def test_a_mistake_turns_red_what_comes_after_it(mistake, layer, red):
    assert found_wrong((mistake,), layer) == (red, [True])


def test_a_mistake_in_the_middle_leaves_the_layers_above_it_right():
    red, _ = found_wrong(("slope",), 2, hidden=(3, 3), activation="sigmoid")
    assert red == {"dW1", "db1", "dW2", "db2", "dX"}


def test_a_sum_instead_of_a_mean_is_n_times_as_large():
    found = backward_example(BackwardSettings())
    broken = mistaken_pass(found, ("mean",), 1)
    np.testing.assert_allclose(broken.dW[0], 4 * found.backward(1).dW)


@pytest.mark.parametrize(
    ("mistake", "layer", "why"),
    [
        ("transpose_W", 1, "inner dimensions 3 and 4 differ"),
        ("transpose_X", 2, "inner dimensions 3 and 4 differ"),
        ("skip", 1, "but dX needs"),
        ("slope", 2, "is linear"),
    ],
)
def test_what_shapes_do_not_allow_is_explained_and_not_done(mistake, layer, why):
    found = backward_example(BackwardSettings())
    outcome = check_possible(found, mistake, layer)
    assert not outcome.made
    assert why in outcome.why
    assert found_wrong((mistake,), layer) == (set(), [False])


def test_numpy_agrees_about_which_shapes_fit():
    found = backward_example(BackwardSettings(hidden=(3, 5), samples=4))
    for layer in range(1, found.depth + 1):
        trace, back = found.forward(layer), found.backward(layer)
        for mistake, left, right in (("transpose_W", back.dZ, trace.layer.W), ("transpose_X", trace.X, back.dZ)):
            if check_possible(found, mistake, layer).made:
                assert (left @ right).size
            else:
                with pytest.raises(ValueError, match="mismatch"):
                    left @ right


def test_every_mistake_shows_the_engines_line_and_a_wrong_one():
    found = backward_example(BackwardSettings())
    assert set(MISTAKES) == set(MISTAKE_NAMES)
    for name, mistake in MISTAKES.items():
        assert right_line(found, name) != mistake.mistaken
    assert right_line(found, "slope") == "dZ = dA * dg(Z, A)"
    assert MISTAKES["slope"].mistaken == "dZ = dA"
    assert right_line(found, "mean") == "dA = (P - Y) / P.shape[-2]"


def test_several_mistakes_at_once():
    red, made = found_wrong(("slope", "transpose_X"), 1)
    assert red == {"dW1", "db1", "dX"}
    assert made == [True, True]
