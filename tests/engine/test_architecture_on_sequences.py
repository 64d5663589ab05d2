"""Architectures with recurrent layers: shapes, layers, parameters, and what they refuse."""

import numpy as np
import pytest

from nnviz.engine import (
    LSTM,
    Architecture,
    Convolved,
    Dense,
    Elman,
    Hidden,
    LastStep,
    PerStep,
    PerStepLoss,
    RecurrentHidden,
    RecurrentStart,
    Reshape,
    activation,
    head,
    loss,
)
from tests.engine.test_architecture import kinds


def plan(*hidden, each_step=False, image=(6, 3), measure="categorical_cross_entropy"):
    of_one = loss(measure)
    return Architecture(
        int(np.prod(image)), hidden, head("softmax"), PerStepLoss(of_one) if each_step else of_one, 4, image=image,
        each_step=each_step,
    )  # fmt: skip


def test_the_last_state_goes_into_the_dense_layers():
    net = plan(RecurrentHidden("elman", 5), RecurrentHidden("lstm", 7), Hidden(2)).build(0)
    assert kinds(net) == [Reshape, Elman, LSTM, LastStep, Dense, Dense]
    assert [layer.out_shape for layer in net.layers] == [(6, 3), (6, 5), (6, 7), (7,), (2,), (4,)]
    assert net.forward(np.ones((9, 18))).A.shape == (9, 4)


def test_at_each_step_every_layer_keeps_the_steps():
    learned = Hidden(5, activation("prelu"), dropout=0.1)
    net = plan(
        RecurrentHidden("gru", 3), learned, each_step=True, measure="categorical_cross_entropy_from_probabilities"
    ).build(0, 1)
    assert [kind.__name__ for kind in kinds(net)] == [
        "Reshape", "GRU", "PerStep", "PReLU", "Dropout", "PerStep", "Softmax",
    ]  # fmt: skip
    A = net.forward(np.ones((9, 18))).A
    assert A.shape == (2, 9, 6, 4)
    np.testing.assert_allclose(A.sum(-1), 1.0)


def test_a_network_without_memory_may_answer_at_each_step():
    net = plan(Hidden(2), each_step=True).build(0)
    assert kinds(net) == [Reshape, PerStep, PerStep]
    assert net.n_parameters == 3 * 2 + 2 + 2 * 4 + 4


@pytest.mark.parametrize("each_step", [False, True])
@pytest.mark.parametrize("cell", ["elman", "gru", "lstm"])
def test_parameters_are_counted_without_building(cell, each_step):
    found = plan(RecurrentHidden(cell, 5), Hidden(3), each_step=each_step)
    assert found.n_parameters == found.build(0).n_parameters


def test_multiplications_are_those_of_all_steps():
    once, every = (plan(RecurrentHidden("elman", 5), each_step=each) for each in (False, True))
    assert once.n_products == 6 * (3 + 5) * 5 + 5 * 4
    assert every.n_products == 6 * ((3 + 5) * 5 + 5 * 4)


def test_layers_start_where_their_start_says():
    start = RecurrentStart(memory_bias=3.0)
    lstm = plan(RecurrentHidden("lstm", 4, start)).build(0).layers[1]
    assert lstm.b[lstm.columns["f"]].tolist() == [3.0] * 4


def test_a_layer_of_another_kind_leaves_the_others_weights_alone():
    one, other = (plan(RecurrentHidden(cell, 4), Hidden(3)).build(5) for cell in ("gru", "lstm"))
    assert np.array_equal(one.layers[3].W, other.layers[3].W)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: plan(RecurrentHidden("gru", 4), image=(4, 4, 1)), "shape .steps, features."),
        (lambda: plan(Hidden(3), RecurrentHidden("gru", 4)), "before all dense layers"),
        (lambda: plan(Convolved(2), each_step=True), "at every step"),
        (lambda: RecurrentHidden("rnn", 4), "elman"),
        (lambda: RecurrentHidden("gru", 0), "at least 1"),
    ],
)
def test_what_does_not_fit_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
