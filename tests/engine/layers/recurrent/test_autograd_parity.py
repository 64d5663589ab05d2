"""Recurrent networks against HIPS autograd, which differentiates a loop over the steps by itself."""

import autograd.numpy as np
import numpy
import pytest
from autograd import grad
from autograd.scipy.special import logsumexp

from tests.engine.layers.recurrent.specimens import KINDS, M, N, T, task


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def states(kind, X, W_xh, W_hh, b, h0, c0=None):
    """The states of all steps, each a list entry of shape (N, m)."""
    h, c, found = np.tile(h0, (N, 1)), None if c0 is None else np.tile(c0, (N, 1)), []
    blocks = [slice(k * M, (k + 1) * M) for k in range(W_hh.shape[1] // M)]
    for t in range(T):
        x, v = np.dot(X[:, t], W_xh) + b, np.dot(h, W_hh)
        if kind == "elman":
            h = np.tanh(x + v)
        elif kind == "gru":
            r, u = (sigmoid((x + v)[:, block]) for block in blocks[:2])
            n = np.tanh(x[:, blocks[2]] + r * v[:, blocks[2]])
            h = u * h + (1 - u) * n
        else:
            i, f, o = (sigmoid((x + v)[:, block]) for block in blocks[:3])
            c = f * c + i * np.tanh((x + v)[:, blocks[3]])
            h = o * np.tanh(c)
        found.append(h)
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("each_step", [False, True])
def test_loss_and_all_gradients_agree(kind, each_step):
    net, measure, X, Y = task(kind, each_step, learned_state=True)
    net = net.with_theta(numpy.random.default_rng(0).normal(0.0, 0.6, net.n_parameters))
    counted = ~numpy.isnan(Y[..., 0])

    def mean_loss(parameters):
        *recurrent, W, b = parameters
        found = states(kind, parameters[0], *recurrent[1:])
        rows = np.stack([np.dot(h, W) + b for h in found], axis=1)[counted] if each_step else np.dot(found[-1], W) + b
        return np.mean(logsumexp(rows, axis=-1) - np.sum(rows * Y[counted], -1))

    parameters = [X, *(array for layer in net.layers for array in layer.parameters)]
    trace = net.forward(X)
    losses = measure.forward(trace.A, Y)
    gradients = net.backward(trace, measure.backward(losses))
    slopes = grad(mean_loss)(parameters)
    numpy.testing.assert_allclose(losses.L, mean_loss(parameters), rtol=1e-12)
    numpy.testing.assert_allclose(gradients.dX, slopes[0], rtol=1e-10, atol=1e-15)
    theta = numpy.concatenate([slope.ravel() for slope in slopes[1:]])
    numpy.testing.assert_allclose(gradients.theta, theta, rtol=1e-10, atol=1e-15)
