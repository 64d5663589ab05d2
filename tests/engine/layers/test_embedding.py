"""Looking symbols up is one-hot times W, forwards and backwards, alone and in ensembles."""

import numpy as np
import pytest

from nnviz.engine import Dense, Embedding, PerStep, activation


@pytest.mark.parametrize("leading", [(), (3,), (2, 3)])
def test_a_look_up_is_a_product_with_one_hot_rows(leading):
    rng = np.random.default_rng(0)
    W = rng.normal(size=(*leading, 7, 4))
    symbols = rng.integers(0, 6, (5, 8))  # the last symbol never occurs
    table, dense = Embedding(W, 8), PerStep(Dense(W, None, activation("identity")), 8)
    X = np.eye(7)[symbols]
    X = X if not leading else np.broadcast_to(X, (*leading, *X.shape))
    looked_up = table.forward(symbols.astype(np.float64))
    if len(leading) < 2:
        np.testing.assert_allclose(looked_up.A, dense.forward(X).A, rtol=1e-14)
    dA = rng.normal(size=(*leading, 5, 8, 4))
    dW = table.backward(looked_up, dA).dW
    np.testing.assert_allclose(dW, np.einsum("...ntk,...ntd->...kd", X, dA), rtol=1e-12, atol=1e-14)
    assert (dW[..., 6, :] == 0.0).all()


def test_several_batches_through_one_table_have_a_gradient_each():
    rng = np.random.default_rng(1)
    table = Embedding(rng.normal(size=(4, 3)), 5)
    X = rng.integers(0, 4, (2, 6, 5)).astype(np.float64)
    dA = rng.normal(size=(2, 6, 5, 3))
    dW = table.backward(table.forward(X), dA).dW
    for r in range(2):
        np.testing.assert_allclose(dW[r], table.backward(table.forward(X[r]), dA[r]).dW, rtol=1e-13)


def test_symbols_have_no_gradient():
    table = Embedding(np.ones((2, 1)), 1)
    assert table.backward(table.forward(np.zeros((1, 1))), np.ones((1, 1, 1))).dX is None
