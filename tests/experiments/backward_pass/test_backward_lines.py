"""The backward pass line by line, nudges and updates, against products written out and against HIPS autograd."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from nnviz.experiments.backward_pass.along_a_line import along_line, nudge, parameter_symbol, update, updated
from nnviz.experiments.backward_pass.example import backward_example
from nnviz.experiments.backward_pass.lines import backward_lines
from nnviz.experiments.backward_pass.settings import BackwardSettings

CASES = [
    {},
    {"activation": "sigmoid", "hidden": (3, 3)},
    {"source": "digits", "hidden": (4,), "samples": 3},
    {"source": "circle", "hidden": (4, 3), "activation": "tanh", "samples": 6},
    {"loss": "squared_error"},
    {"source": "typed", "hidden": (2, 2, 2)},
    {"source": "worked"},
]


def made(case):
    return backward_example(BackwardSettings(**case))


@pytest.mark.parametrize("case", CASES)
def test_every_line_is_upstream_times_local_slope(case):
    for line in backward_lines(made(case)):
        up, slope = line.upstream.values, line.slope.values
        product = up * slope if line.operator == "⊙" else slope @ up if line.slope_first else up @ slope
        np.testing.assert_allclose(line.product.values, product, rtol=1e-12, atol=1e-16, err_msg=line.name)
        assert line.product.values.shape == (len(line.product.rows), len(line.product.columns))


@pytest.mark.parametrize("case", CASES)
def test_the_upstream_of_a_line_is_the_product_of_a_line_before_it(case):
    lines = backward_lines(made(case))
    for k, line in enumerate(lines[1:], start=1):
        (source,) = [earlier for earlier in lines[:k] if earlier.name == line.upstream.symbol]
        np.testing.assert_array_equal(source.product.values, line.upstream.values)
        assert lines.index(source) in line.needs


def test_two_layers_go_from_the_loss_to_the_first_weights_in_the_order_of_the_course():
    names = [line.name for line in backward_lines(made({}))]
    assert names == ["dℓ", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"]


def test_no_layer_can_be_skipped_on_the_way_to_the_first_weights():
    lines = backward_lines(made({"hidden": (3, 3)}))
    first = next(line for line in lines if line.name == "dW1")
    assert [lines[k].name for k in first.needs] == ["dℓ", "dA3", "dZ3", "dA2", "dZ2", "dA1", "dZ1"]


def test_the_gradients_of_iris_are_those_of_autograd():
    found = made({"activation": "tanh"})
    weights = [found.forward(1).layer.W, found.forward(1).layer.b, found.forward(2).layer.W, found.forward(2).layer.b]

    def mean_loss(W1, b1, W2, b2):
        logits = anp.tanh(found.X @ W1 + b1) @ W2 + b2
        log_P = logits - anp.log(anp.sum(anp.exp(logits), axis=1, keepdims=True))
        return -anp.sum(found.Y * log_P) / len(found.X)

    lines = {line.name: line.product.values for line in backward_lines(found)}
    for k, name in enumerate(["dW1", "db1", "dW2", "db2"]):
        expected = grad(mean_loss, k)(*weights)
        np.testing.assert_allclose(lines[name], np.atleast_2d(expected), rtol=1e-10, atol=1e-14)


def test_rows_of_typed_numbers_must_fit_each_other():
    with pytest.raises(ValueError, match="as many rows of targets as of inputs"):
        made({"source": "typed", "typed_x": "1 2; 3 4", "typed_y": "1"})
    with pytest.raises(ValueError, match="Y: expected numbers"):
        made({"source": "typed", "typed_y": "one"})


@pytest.mark.parametrize("parameter", [0, 7, 20, 26])
def test_a_nudge_is_a_forward_pass_with_one_number_changed(parameter):
    found = made({"activation": "sigmoid"})
    line = nudge(found, parameter)
    at = 100
    theta = found.network.theta.copy()
    theta[parameter] += line.t[at]
    L = float(found.loss.forward(found.network.with_theta(theta).forward(found.X).A, found.Y).L)
    assert line.loss[at] == pytest.approx(L, rel=1e-13)
    assert line.change[at] == pytest.approx(L - float(found.outcome.L), abs=1e-13)
    assert line.slope == found.gradients.theta[parameter]
    assert line.predicted[at] == pytest.approx(line.slope * line.t[at])


def test_a_nudge_ten_times_smaller_is_predicted_a_hundred_times_better():
    found = made({"activation": "tanh"})
    direction = np.zeros(found.network.n_parameters)
    direction[2] = 1.0
    gaps = along_line(found, direction, np.array([0.1, 0.01])).gap
    assert gaps[0] / gaps[1] == pytest.approx(100, rel=0.2)


def test_a_nudge_moves_nothing_before_its_layer():
    found = made({"hidden": (3, 3)})
    layer_two = found.network.layout.position(1, "W", (0, 1))
    first, second, _ = nudge(found, layer_two).outputs
    assert np.abs(first - found.forward(1).A).max() == 0.0
    assert np.abs(second[:, :, 1] - found.forward(2).A[:, 1]).max() > 0.0
    assert np.abs(np.delete(second - found.forward(2).A, 1, axis=2)).max() == 0.0


def test_a_small_update_lowers_the_loss_by_the_rate_times_the_squared_gradient():
    found = made({"activation": "tanh"})
    line = update(found)
    assert line.slope == pytest.approx(-float(found.gradients.theta @ found.gradients.theta))
    assert line.change[1] == pytest.approx(line.predicted[1], rel=0.1)
    after = updated(found, float(line.t[20]))
    L = float(found.loss.forward(after.forward(found.X).A, found.Y).L)
    assert line.loss[20] == pytest.approx(L, rel=1e-13)


def test_biases_can_be_left_alone():
    found = made({})
    after = updated(found, 0.5, biases=False)
    for new, old in zip(after.layers, found.network.layers, strict=True):
        np.testing.assert_array_equal(new.b, old.b)
        assert np.abs(new.W - old.W).max() > 0.0


def test_an_entry_is_named_with_its_layer_counted_from_one():
    network = made({"hidden": (4, 3)}).network
    n = network.layers[0].W.size
    assert [parameter_symbol(network, k) for k in (0, n - 1, n, n + 4)] == [
        "W1[0, 0]",
        f"W1[{n // 4 - 1}, 3]",
        "b1[0]",
        "W2[0, 0]",
    ]
