"""Attention, norms, positions and residual connections against central differences, over every parameter and input."""

import numpy as np
import pytest

from nnviz.engine import (
    Convolution,
    Dense,
    LayerNorm,
    LearnedPositions,
    Network,
    Residual,
    RMSNorm,
    SinusoidalPositions,
    activation,
    central_differences,
    gradient_check,
    walk,
)
from tests.engine.layers.attention.specimens import D, T, attention, task, tokens


def along(shape):
    """Weights of a sum that stands for a loss, so that every entry of the output matters."""
    return np.random.default_rng(7).normal(size=shape)


def assert_right(part, X):
    net = Network((part,))
    dA = along(net.forward(X).A.shape)
    gradients = net.backward(net.forward(X), dA)
    by_theta = central_differences(lambda theta: float((dA * net.with_theta(theta).forward(X).A).sum()), net.theta)
    by_X = central_differences(lambda nudged: float((dA * net.forward(nudged).A).sum()), X)
    np.testing.assert_allclose(gradients.theta, by_theta, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(gradients.dX, by_X, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("heads", [1, 2, 4])
@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("leading", [(), (2,)])
def test_attention(heads, causal, scaled, leading):
    assert_right(attention(leading, heads=heads, causal=causal, scaled=scaled), tokens(leading=leading))


@pytest.mark.parametrize("kind", [LayerNorm, RMSNorm])
@pytest.mark.parametrize("gains", [False, True])
@pytest.mark.parametrize("eps", [0.0, 1e-5, 0.1])
def test_norms(kind, gains, eps):
    rng = np.random.default_rng(5)
    names = ("gamma", "beta") if kind is LayerNorm else ("gamma",)
    parameters = {name: rng.normal(size=D) for name in names} if gains else {}
    assert_right(kind(D, T, eps=eps, **parameters), tokens())


def test_positions():
    assert_right(LearnedPositions(along((T, D))), tokens())
    assert_right(SinusoidalPositions(T, D), tokens())


def test_a_residual_connection_around_layers_of_every_kind():
    assert_right(Residual((LayerNorm(D, T), attention(causal=True))), tokens())
    assert_right(Residual((Residual((attention(),)), SinusoidalPositions(T, D))), tokens())
    W, X = along((3, 3)), along((4, 3))
    assert_right(Residual((Dense(W, W[0], activation("tanh")), Dense(W.T, W[1], activation("sigmoid")))), X)
    image = Convolution(along((3, 3, 2, 2)), along(2), activation("tanh"), size=(4, 4), padding="same")
    assert_right(Residual((image,)), along((2, 4, 4, 2)))


def test_cross_attention_sends_gradients_to_both_sequences():
    part, X, C = attention(scaled=True), tokens(), tokens(seed=9, steps=T + 2)
    padding = np.zeros(C.shape[:-1], bool)
    padding[0, 4:] = True
    trace = part.attend(X, C, padding)
    dA = along(trace.A.shape)
    gradients = part.backward(trace, dA)
    by_X = central_differences(lambda nudged: float((dA * part.attend(nudged, C, padding).A).sum()), X)
    by_C = central_differences(lambda nudged: float((dA * part.attend(X, nudged, padding).A).sum()), C)
    np.testing.assert_allclose(gradients.dX, by_X, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(gradients.dcontext, by_C, rtol=1e-6, atol=1e-8)
    assert (gradients.dcontext[0, 4:] == 0.0).all()
    assert (trace.P[0, :, :, 4:] == 0.0).all()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"blocks": 2, "hidden": 3},
        {"hidden": 3, "norm": "rms", "positions": "sinusoidal"},
        {"norm": "none", "positions": "none", "causal": False, "scaled": False},
        {"gains": False, "tied": True, "hidden": 3},
        {"tied": True, "norm": "rms"},
    ],
)
def test_a_transformer_with_its_loss(options):
    net, measure, X, Y = task(**options)
    check = gradient_check(net, measure, X, Y)
    for part in check.tensors:
        np.testing.assert_allclose(part.analytic, part.numeric, rtol=1e-5, atol=1e-9, err_msg=part.path)
    assert sum(part.error.size for part in check.tensors) == net.n_parameters
    listed = {view.path for view in walk(net.forward(X))}
    assert {part.path for part in check.tensors} <= listed  # so the check and the inspector name them alike


@pytest.mark.parametrize("tied", [False, True])
def test_every_network_of_an_ensemble_is_differentiated_on_its_own(tied):
    net, measure, X, Y = task(0, 1, hidden=3, tied=tied)
    trace = net.forward(X)
    gradients = net.backward(trace, measure.backward(measure.forward(trace.A, Y)))

    def total(theta):
        return float(measure.forward(net.with_theta(theta.copy()).forward(X).A, Y).L.sum())

    np.testing.assert_allclose(gradients.theta, central_differences(total, net.theta), rtol=1e-5, atol=1e-8)
