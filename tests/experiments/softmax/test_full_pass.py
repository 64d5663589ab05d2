"""Softmax, its Jacobian, its gradient and its overflow, against the formulas written out."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nnviz.engine import softmax
from nnviz.experiments.softmax.full_pass import (
    AS_WRITTEN,
    JACOBIAN_LINES,
    STABLE,
    along_temperature,
    naive_softmax,
    overflow,
    shares_of_sum,
    softmax_pass,
    two_classes,
)
from nnviz.experiments.softmax.settings import LIMIT

LOGITS = st.lists(st.floats(-15.0, 15.0), min_size=2, max_size=10).map(tuple)


@given(LOGITS, st.data())
def test_everything_agrees_with_the_formulas(z, data):
    target = data.draw(st.integers(0, len(z) - 1))
    found = softmax_pass(z, target)
    E = [math.exp(value) for value in z]
    P = np.array([e / math.fsum(E) for e in E])
    np.testing.assert_allclose(found.P, P, rtol=1e-12)
    assert found.loss == pytest.approx(-math.log(P[target]), rel=1e-10, abs=1e-12)
    np.testing.assert_allclose(found.dZ, P - np.eye(len(z))[target], rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(found.J, np.diag(P) - np.outer(P, P), rtol=1e-9, atol=1e-15)


@given(LOGITS)
def test_rows_add_up_to_one_and_rows_of_the_jacobian_to_zero(z):
    found = softmax_pass(z, 0)
    assert found.P.sum() == pytest.approx(1.0, abs=1e-14)
    np.testing.assert_allclose(found.J.sum(-1), 0.0, atol=1e-15)


@given(st.lists(st.floats(-LIMIT, LIMIT), min_size=2, max_size=10).map(tuple), st.sampled_from([0.1, 1.0, 10.0]))
@example((20.0, -20.0), 1.0)
@example((20.0, -20.0), 0.1)
@example((6.0, -6.0, 0.0), 0.1)
def test_the_long_way_back_is_the_short_one_however_small_the_probability(z, temperature):
    found = softmax_pass(z, 1, temperature)
    assert found.product_gap < 1e-13
    assert found.dP[1] == pytest.approx(-1.0 / found.P[1], rel=1e-12)


@given(LOGITS, st.floats(-20.0, 20.0))
def test_a_constant_on_every_logit_changes_nothing(z, shift):
    assert softmax_pass(z, 0, shift=shift).shift_gap < 1e-13


def test_the_jacobian_is_how_the_probabilities_move():
    z, h = (2.0, 1.0, 0.1), 1e-6
    found = softmax_pass(z, 0)
    for k in range(3):
        up = tuple(value + h * (j == k) for j, value in enumerate(z))
        down = tuple(value - h * (j == k) for j, value in enumerate(z))
        numeric = (softmax_pass(up, 0).P - softmax_pass(down, 0).P) / (2 * h)
        np.testing.assert_allclose(found.J[:, k], numeric, rtol=1e-7)


def test_a_high_temperature_flattens_and_a_low_one_decides():
    P = along_temperature((2.0, 1.0, 0.1), 0.0)
    np.testing.assert_allclose(P[0], [1.0, 0.0, 0.0], atol=1e-6)
    np.testing.assert_allclose(P[-1], 1 / 3, atol=0.02)
    assert np.all(np.diff(P[:, 0]) <= 0.0)


@pytest.mark.parametrize("temperature", [0.0, -1.0, float("nan")])
def test_a_temperature_that_is_not_positive_is_refused(temperature):
    with pytest.raises(ValueError, match="positive temperature"):
        softmax_pass((1.0, 2.0), 0, temperature)


def test_the_formula_as_written_overflows_at_1000_and_the_engine_does_not():
    found = overflow((2.0, 1.0, 0.1), 1000.0)
    assert found.broken
    assert np.isinf(found.naive_E).all()
    assert np.isnan(found.naive_P).all()
    assert any("overflow" in text for text in found.numpy_warnings)
    np.testing.assert_allclose(found.P, softmax_pass((2.0, 1.0, 0.1), 0).P, rtol=1e-10)


def test_the_formula_as_written_is_right_while_nothing_overflows():
    found = overflow((2.0, 1.0, 0.1), 10.0)
    assert not found.broken
    assert found.numpy_warnings == ()
    np.testing.assert_allclose(found.naive_P, found.P, rtol=1e-14)


def test_overflow_begins_between_709_and_710():
    assert np.isfinite(naive_softmax(np.array([709.0]))[0]).all()
    assert overflow((0.0, 0.0), 710.0).broken


def test_two_classes_are_the_sigmoid():
    found = two_classes()
    assert found.gap < 1e-15
    np.testing.assert_allclose(found.of_sigmoid, 1 / (1 + np.exp(-found.z)), rtol=1e-13)


def test_the_textbook_lines_of_the_jacobian_give_the_engines_numbers():
    found = softmax_pass((2.0, 1.0, -0.5), 1, temperature=2.0)
    values = {"np": np, "P": found.P, "Y": found.Y}
    exec(JACOBIAN_LINES, values)
    np.testing.assert_allclose(values["J"], found.J, atol=1e-15)
    np.testing.assert_allclose(values["dZ"], found.dZ, atol=1e-15)


@pytest.mark.parametrize("z", [(2.0, 1.0, -0.5), (700.0, 1.0, -700.0)])
def test_the_textbook_lines_of_softmax_give_the_engines_numbers(z):
    Z, found = np.array(z), overflow(z, 0.0)
    for lines, P in ((AS_WRITTEN, found.naive_P), (STABLE, found.P)):
        values = {"np": np, "Z": Z}
        exec(lines, values)
        assert values["P"].dtype == np.float64
        np.testing.assert_allclose(values["P"], P, rtol=1e-12)
        np.testing.assert_allclose(values["P"], softmax(Z), rtol=1e-12)


def test_shares_of_the_sum_are_no_probabilities_with_mixed_signs():
    assert shares_of_sum(np.array([2.0, 1.0, 0.1])).startswith("z divided by the sum of z would be 0.65, 0.32, 0.03;")
    assert "no probabilities, as some are negative" in shares_of_sum(np.array([2.0, -1.0]))
    assert "not defined" in shares_of_sum(np.array([1.0, -1.0]))
