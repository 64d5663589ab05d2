"""Softmax: probabilities from any logits, the true Jacobian product, and the fused form with cross-entropy."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import jacobian
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnviz.engine import Softmax, loss, softmax, softmax_jacobian
from tests.engine.specimens import FROM_PROBABILITIES, inputs, targets

shapes = st.tuples(st.integers(1, 4), st.integers(1, 5))
any_rows = arrays(np.float64, shapes, elements=st.floats(-1e4, 1e4))
logits = arrays(np.float64, (3, 4), elements=st.floats(-20.0, 20.0))


def by_autograd(row):
    E = anp.exp(row - anp.max(row))
    return E / anp.sum(E)


@given(any_rows)
def test_every_row_sums_to_one_and_lies_between_zero_and_one(Z):
    P = softmax(Z)
    np.testing.assert_allclose(P.sum(-1), 1.0, rtol=1e-14)
    assert (P >= 0.0).all() and (P <= 1.0).all()


@given(logits, st.floats(-1e3, 1e3))
def test_adding_a_constant_to_a_row_changes_nothing(Z, shift):
    np.testing.assert_allclose(softmax(Z + shift), softmax(Z), rtol=1e-10)


@given(any_rows)
def test_a_batch_is_its_rows_one_by_one(Z):
    np.testing.assert_array_equal(softmax(Z), np.stack([softmax(row) for row in Z]))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([1000.0, 1000.0], [0.5, 0.5]),
        ([-1000.0, -1000.0], [0.5, 0.5]),
        ([1000.0, -1000.0], [1.0, 0.0]),
        ([1e308, -1e308], [1.0, 0.0]),
        ([1e308, 0.9e308], [1.0, 0.0]),
        ([np.inf, 3.0], [1.0, 0.0]),
        ([-np.inf, 3.0], [0.0, 1.0]),
        ([-np.inf, np.inf], [0.0, 1.0]),
    ],
)
def test_extreme_logits_give_the_limit(row, expected):
    assert softmax(np.array(row)).tolist() == expected


@given(logits)
def test_the_jacobian_agrees_with_autograd(Z):
    J = softmax_jacobian(softmax(Z))
    for i, row in enumerate(Z):
        np.testing.assert_allclose(J[i], jacobian(by_autograd)(row), rtol=1e-10, atol=1e-15)


@given(logits)
def test_the_layer_multiplies_by_the_jacobian_without_building_it(Z):
    dA = inputs(3, 4)
    layer = Softmax()
    trace = layer.forward(Z)
    explicit = np.einsum("ij,ijk->ik", dA, softmax_jacobian(trace.A))
    np.testing.assert_allclose(layer.backward(trace, dA).dX, explicit, rtol=1e-10, atol=1e-14)


def test_the_jacobian_is_symmetric_and_its_rows_sum_to_zero():
    J = softmax_jacobian(softmax(inputs(5, 4)))
    np.testing.assert_array_equal(J, J.mT)
    np.testing.assert_allclose(J.sum(-1), 0.0, atol=1e-15)


def test_a_gradient_equal_in_all_classes_does_not_come_through():
    layer = Softmax()
    trace = layer.forward(inputs(5, 4))
    np.testing.assert_allclose(layer.backward(trace, np.ones((5, 4))).dX, 0.0, atol=1e-15)


@given(arrays(np.float64, (5, 4), elements=st.floats(-10.0, 10.0)))
def test_the_fused_loss_equals_the_softmax_layer_with_cross_entropy_from_probabilities(Z):
    """dZ = (P - Y) / N either way; logits within 10 keep every probability above the floor of the clipped form."""
    Y, layer = targets(FROM_PROBABILITIES, 5, 4), Softmax()
    fused, plain = loss("categorical_cross_entropy"), loss(FROM_PROBABILITIES)
    trace = layer.forward(Z)
    from_logits, from_probabilities = fused.forward(Z, Y), plain.forward(trace.A, Y)
    np.testing.assert_allclose(from_logits.losses, from_probabilities.losses, rtol=1e-12, atol=1e-12)
    dZ = layer.backward(trace, plain.backward(from_probabilities)).dX
    np.testing.assert_allclose(fused.backward(from_logits), dZ, rtol=0.0, atol=1e-12)
    np.testing.assert_allclose(dZ, (trace.A - Y) / 5, rtol=0.0, atol=1e-12)


def test_a_softmax_layer_takes_any_number_of_classes_and_has_no_parameters():
    assert Softmax().n_in is None and Softmax().n_out is None
    assert Softmax().parameters == ()
    assert Softmax().forward(inputs(2, 7)).A.shape == (2, 7)


def test_the_gradient_of_the_input_is_spared_where_nobody_asks():
    trace = Softmax().forward(inputs(2, 3))
    assert Softmax().backward(trace, np.ones((2, 3)), need_dX=False).dX is None
