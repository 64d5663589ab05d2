"""Small recurrent layers and networks for the tests; nothing in here is a test."""

import numpy as np

from nnviz.engine import GRU, LSTM, Elman, PerStepLoss, RecurrentArchitecture, activation, loss, one_hot

N, T, D, M = 4, 6, 3, 5
KINDS = ("elman", "gru", "lstm")


def layer(kind, leading=(), seed=0, learned=False, steps=T, **options):
    """A layer whose parameters are nowhere zero."""
    rng = np.random.default_rng(seed)
    gates = {"elman": 1, "gru": 3, "lstm": 4}[kind]
    W_xh, W_hh, b = (
        rng.normal(0.0, 0.6, (*leading, *shape)) for shape in ((D, gates * M), (M, gates * M), (gates * M,))
    )
    states = {"h0": rng.normal(size=(*leading, M))} if learned else {}
    if kind == "elman":
        return Elman(W_xh, W_hh, b, options.pop("activation", activation("tanh")), steps, **states, **options)
    if kind == "gru":
        return GRU(W_xh, W_hh, b, steps, **states, **options)
    if learned:
        states["c0"] = rng.normal(size=(*leading, M))
    return LSTM(W_xh, W_hh, b, steps, **states, **options)


def sequences_in(n=N, steps=T, seed=1, leading=()):
    return np.random.default_rng(seed).normal(size=(*leading, n, steps, D))


def task(kind, each_step, embedding=None, seeds=(0,), seed=3, n=N, steps=T, d=D, units=M, **options):
    """A network, a loss, X and Y; where every step is read, some steps have no target."""
    rng = np.random.default_rng(seed)
    net = RecurrentArchitecture(kind, steps, d, units, 2, each_step, embedding, **options).build(*seeds)
    X = rng.integers(0, d, (n, steps)).astype(np.float64) if embedding else rng.normal(size=(n, steps, d))
    measure = loss("categorical_cross_entropy")
    if not each_step:
        return net, measure, X, one_hot(rng.integers(0, 2, n), 2)
    Y = one_hot(rng.integers(0, 2, n * steps), 2).reshape(n, steps, 2)
    Y[0, steps - 2 :] = Y[1, : steps - 4] = np.nan
    return net, PerStepLoss(measure), X, Y
