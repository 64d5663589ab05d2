"""What papers say of gradients through time, as bounds that hold to rounding."""

import numpy as np
import pytest

from nnviz.engine import LSTM, Clamp, Elman, activation, generator, initializer
from tests.engine.layers.recurrent.specimens import M, layer, sequences_in


def gradient_at_every_step(part, X, seed=0):
    """The norms of dL/dh_t, where the loss looks at the last step alone; shape (T,)."""
    trace = part.forward(X)
    dA = np.zeros_like(trace.H)
    dA[..., -1, :] = np.random.default_rng(seed).normal(size=dA[..., -1, :].shape)
    return np.linalg.norm(part.backward(trace, dA).dH[0], axis=-1)


@pytest.mark.parametrize("rho", [0.5, 0.9, 1.0, 1.1])
def test_a_linear_recurrence_scales_the_gradient_by_rho_at_each_step(rho):
    """Hochreiter 1991; Bengio, Simard and Frasconi 1994: rho times an orthogonal matrix shrinks every vector by rho."""
    W_hh, _ = initializer("orthogonal", gain=rho).sample(generator(0, 0), 16, 16)
    part = Elman(np.ones((1, 16)), W_hh, np.zeros(16), activation("identity"), 50)
    norms = gradient_at_every_step(part, np.zeros((1, 50, 1)))
    np.testing.assert_allclose(norms[:-1] / norms[1:], rho, rtol=1e-12)


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "relu", "softsign", "arctan"])
@pytest.mark.parametrize("gain", [0.3, 1.0, 3.0])
def test_no_gradient_grows_faster_than_the_largest_singular_value_times_the_largest_slope(name, gain):
    """Pascanu, Mikolov and Bengio 2013, section 2.1."""
    g = activation(name)
    for seed in range(20):
        rng = np.random.default_rng(seed)
        W_hh = gain * rng.normal(size=(12, 12)) / np.sqrt(12)
        part = Elman(rng.normal(size=(3, 12)), W_hh, rng.normal(size=12), g, 30)
        norms = gradient_at_every_step(part, rng.normal(size=(1, 30, 3)))
        bound = np.linalg.norm(W_hh, 2) * g.largest_slope
        assert (norms[:-1] <= norms[1:] * bound * (1 + 1e-12)).all()
        assert norms[0] <= norms[-1] * bound**29 * (1 + 1e-10)


def test_the_carousel_keeps_the_cell_and_its_gradient_for_ever():
    """Hochreiter and Schmidhuber 1997: with f = 1 and i = 0, dc_T / dc_0 = 1."""
    T, units = 100, 5
    part = layer("lstm", learned=True, steps=T, clamps=(Clamp("f", 1.0), Clamp("i", 0.0), Clamp("o", 1.0)))
    X = sequences_in(n=1, steps=T)
    trace = part.forward(X)
    np.testing.assert_array_equal(trace.C[0], np.broadcast_to(part.c0, (T, units)))
    dA = np.zeros_like(trace.H)
    dA[:, -1] = 1.0
    gradients = part.backward(trace, dA)
    np.testing.assert_allclose(gradients.dC[0, 0], gradients.dC[0, -1], rtol=1e-12)
    np.testing.assert_allclose(gradients.dc0, 1.0 - np.tanh(part.c0) ** 2, rtol=1e-12)


def test_the_direct_way_through_the_cells_is_the_product_of_the_forget_gates():
    """With W_hh = 0 there is no other way: dc_T / dc_0 is the product of all f_t (Gers et al. 2000)."""
    T = 20
    free = layer("lstm", learned=True, steps=T)
    part = LSTM(free.W_xh, np.zeros_like(free.W_hh), free.b, T, free.h0, free.c0)
    trace = part.forward(sequences_in(n=1, steps=T))
    dA = np.zeros_like(trace.H)
    dA[:, -1] = 1.0
    gradients = part.backward(trace, dA)
    np.testing.assert_allclose(gradients.dc0, gradients.dC[0, -1] * trace.F[0].prod(0), rtol=1e-12)


@pytest.mark.parametrize(("bias", "kept"), [(1.0, 0.0019), (3.0, 0.38)])
def test_what_a_forget_bias_keeps_of_twenty_steps(bias, kept):
    b = np.concatenate([np.zeros(M), np.full(M, bias), np.zeros(2 * M)])
    part = LSTM(np.zeros((1, 4 * M)), np.zeros((M, 4 * M)), b, 20, None, np.ones(M))
    trace = part.forward(np.zeros((1, 20, 1)))
    assert trace.F[0].prod(0) == pytest.approx(kept, rel=0.05)
    np.testing.assert_allclose(trace.C[0, -1], trace.F[0].prod(0), rtol=1e-12)


@pytest.mark.parametrize(
    ("gain", "lowest", "highest"), [(0.5, 0.49, 0.51), (0.8, 0.784, 0.816), (1.0, 0, 1), (2, 1.1, 9)]
)
def test_the_edge_of_chaos(gain, lowest, highest):
    """Sompolinsky, Crisanti and Sommers 1988: the factor of a step; 256 tanh units, variance g^2/N."""
    rng = np.random.default_rng(0)
    N, T = 256, 60
    W_hh = gain * rng.normal(size=(N, N)) / np.sqrt(N)
    part = Elman(np.zeros((1, N)), W_hh, np.zeros(N), activation("tanh"), T, rng.normal(0.0, 1.0, N))
    norms = gradient_at_every_step(part, np.zeros((1, T, 1)))
    factor = (norms[T // 3] / norms[-1]) ** (1 / (T - 1 - T // 3))
    assert lowest < factor < highest
