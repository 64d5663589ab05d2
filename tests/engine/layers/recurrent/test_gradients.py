"""Backpropagation through time against central differences, over every parameter and every input."""

import numpy as np
import pytest

from nnviz.engine import ACTIVATIONS, Clamp, Network, activation, central_differences, gradient_check, loss
from tests.engine.layers.recurrent.specimens import KINDS, M, T, layer, sequences_in, task
from tests.seeds import some

SMOOTH = [name for name in ACTIVATIONS if not activation(name).kinks]


def along(shape):
    """Weights of a sum that stands for a loss, so that every entry of the output matters."""
    return np.random.default_rng(7).normal(size=shape)


def differentiate(part, X):
    """Both gradients of sum(dA * A): of all parameters, and of X."""
    net = Network((part,))
    dA = along(net.forward(X).A.shape)
    gradients = net.backward(net.forward(X), dA)
    by_theta = central_differences(lambda theta: float((dA * net.with_theta(theta).forward(X).A).sum()), net.theta)
    by_X = central_differences(lambda nudged: float((dA * net.forward(nudged).A).sum()), X)
    return gradients, by_theta, by_X


def assert_right(part, X):
    gradients, by_theta, by_X = differentiate(part, X)
    np.testing.assert_allclose(gradients.theta, by_theta, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(gradients.dX, by_X, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("learned", [False, True])
def test_every_parameter_every_input_and_the_initial_states(kind, learned):
    assert_right(layer(kind, learned=learned), sequences_in())


@pytest.mark.parametrize("name", SMOOTH)
def test_an_elman_layer_with_every_activation(name):
    assert_right(layer("elman", activation=activation(name), steps=3), sequences_in(steps=3))


@pytest.mark.parametrize("kind", ["gru", "lstm"])
@pytest.mark.parametrize("where", some([{}, {"unit": 0, "step": 3}, {"unit": 1}, {"step": 2}], 2))
def test_no_gradient_passes_through_a_gate_that_is_held(kind, where):
    for gate in layer(kind).gates:
        assert_right(layer(kind, learned=True, clamps=(Clamp(gate, 0.7, **where),)), sequences_in(n=2))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("each_step", [False, True])
@pytest.mark.parametrize("embedding", [None, 4])
@pytest.mark.parametrize("learned_state", [False, True])
def test_a_network_with_a_head_a_loss_and_missing_targets(kind, each_step, embedding, learned_state):
    net, measure, X, Y = task(kind, each_step, embedding, learned_state=learned_state)
    check = gradient_check(net, measure, X, Y)
    for part in check.tensors:
        np.testing.assert_allclose(part.analytic, part.numeric, rtol=1e-5, atol=1e-9, err_msg=part.path)
    assert ("X" in [part.path for part in check.tensors]) is (embedding is None)
    assert sum(part.error.size for part in check.tensors if part.path != "X") == net.n_parameters


@pytest.mark.parametrize("kind", KINDS)
def test_every_network_of_an_ensemble_is_differentiated_on_its_own(kind):
    net, measure, X, Y = task(kind, True, seeds=(0, 1, 2))
    trace = net.forward(X)
    gradients = net.backward(trace, measure.backward(measure.forward(trace.A, Y)))

    def total(theta):
        return float(measure.forward(net.with_theta(theta.copy()).forward(X).A, Y).L.sum())

    np.testing.assert_allclose(gradients.theta, central_differences(total, net.theta), rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("kind", KINDS)
def test_dh_and_dc_are_the_gradients_of_the_states(kind):
    """A nudge of h_t and c_t: the rest of the sequence starts from there."""
    part, X, t = layer(kind), sequences_in(n=1), 2
    trace = part.forward(X)
    dA = along(trace.H.shape)
    gradients = part.backward(trace, dA)
    rest = part.with_steps(T - t - 1)
    states = {"h0": trace.H[0, t]} | ({"c0": trace.C[0, t]} if kind == "lstm" else {})

    def later(name, value):
        given = states | {name: value}
        h = given["h0"]
        if name == "c0":  # h_t shows c_t
            h = trace.O[0, t] * np.tanh(value)
        start = {"h0": h} | ({"c0": given["c0"]} if kind == "lstm" else {})
        H = type(rest)(**{**vars_of(rest), **start}).forward(X[:, t + 1 :]).H
        return float((dA[:, t + 1 :] * H).sum() + (dA[0, t] * h).sum())

    np.testing.assert_allclose(
        gradients.dH[0, t], central_differences(lambda h: later("h0", h), trace.H[0, t]), rtol=1e-6, atol=1e-9
    )
    if kind == "lstm":
        np.testing.assert_allclose(
            gradients.dC[0, t], central_differences(lambda c: later("c0", c), trace.C[0, t]), rtol=1e-6, atol=1e-9
        )


def vars_of(part):
    return {name: value for name, value in vars(part).items() if name not in ("in_shape", "out_shape")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("leading", [(), (3,)])
def test_what_the_steps_contribute_adds_up_to_the_gradients(kind, leading):
    part, X = layer(kind, leading), sequences_in()
    trace = part.forward(X)
    gradients = part.backward(trace, along(trace.H.shape))
    summands = part.summands(trace, gradients)
    assert summands.dW_hh.shape == (*leading, T, *gradients.dW_hh.shape[-2:])
    assert (summands.dW_hh[..., 0, :, :] == 0.0).all()  # the state before the first step is zero
    for name, axis in (("dW_xh", -3), ("dW_hh", -3), ("db", -2)):
        np.testing.assert_allclose(getattr(summands, name).sum(axis), getattr(gradients, name), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("truncation", [1, 2, 4, T, 100])
def test_truncation_cuts_the_steps_from_the_last_into_stretches(kind, truncation):
    """Each stretch is a sequence of its own that starts from the state before it, which counts as given."""
    part, X = layer(kind), sequences_in()
    trace = part.forward(X)
    dA = along(trace.H.shape)
    gradients = part.with_truncation(truncation).backward(trace, dA)
    ends = list(range(T, 0, -truncation))
    expected = 0.0
    for end in ends:
        start = max(0, end - truncation)
        before = {} if start == 0 else {"h0": trace.H[:, start - 1]}
        if start and kind == "lstm":
            before["c0"] = trace.C[:, start - 1]
        for n in range(len(X)):  # a state of its own for each sample
            own = {name: state[n] for name, state in before.items()}
            piece = type(part)(**{**vars_of(part), **own, "steps": end - start})
            expected = expected + piece.backward(piece.forward(X[n : n + 1, start:end]), dA[n : n + 1, start:end]).dW_hh
    np.testing.assert_allclose(gradients.dW_hh, expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_a_last_step_that_is_truncated_forgets_the_early_steps(kind):
    part, X = layer(kind, truncation=2), sequences_in()
    trace = part.forward(X)
    dA = np.zeros((*trace.H.shape[:-1], M))
    dA[:, -1] = 1.0
    summands = part.summands(trace, part.backward(trace, dA))
    assert (summands.dW_hh[: T - 2] == 0.0).all() and (summands.dW_hh[T - 2 :] != 0.0).any((-2, -1)).all()


@pytest.mark.parametrize("name", ["mean_squared_error", "half_squared_error", "huber", "binary_cross_entropy"])
def test_every_loss_of_one_column_per_step(name):
    from nnviz.engine import PerStepLoss

    net, _, X, _ = task("elman", True)
    Y = np.random.default_rng(4).integers(0, 2, (*X.shape[:2], 2)).astype(np.float64)
    Y[2] = np.nan
    assert gradient_check(net, PerStepLoss(loss(name)), X, Y).passed(1e-5)
