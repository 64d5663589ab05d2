"""Modular addition: the whole table, coded one-hot, and a random share of it to learn from."""

import numpy as np
import pytest

from nnviz.datasets import modular_addition, modular_addition_split


@pytest.mark.parametrize("p", [2, 5, 31, 113])
def test_the_table_holds_every_pair_once_with_its_sum(p):
    data = modular_addition(p)
    a, b = data.X[:, :p].argmax(1), data.X[:, p:].argmax(1)
    assert data.X.shape == (p * p, 2 * p)
    np.testing.assert_array_equal(data.X.sum(1), 2.0)
    assert len({(int(i), int(j)) for i, j in zip(a, b, strict=True)}) == p * p
    np.testing.assert_array_equal(data.labels, (a + b) % p)
    np.testing.assert_array_equal(data.Y.argmax(1), data.labels)
    np.testing.assert_array_equal(np.bincount(data.labels), p)
    assert data.n_classes == p


def test_the_share_is_that_of_all_pairs_and_the_parts_share_none():
    parts = modular_addition_split(31, 0.5, rng=3)
    assert (parts.train.n_samples, parts.test.n_samples) == (480, 481)
    assert not set(parts.train_rows) & set(parts.test_rows)
    again, other = modular_addition_split(31, 0.5, rng=3), modular_addition_split(31, 0.5, rng=4)
    np.testing.assert_array_equal(parts.train_rows, again.train_rows)
    assert not np.array_equal(parts.train_rows, other.train_rows)


def test_pairs_are_drawn_regardless_of_their_sum():
    counts = np.bincount(modular_addition_split(31, 0.5).train.labels, minlength=31)
    assert np.ptp(counts) > 3


@pytest.mark.parametrize("p", [1, 114, 7.0, "7", True])
def test_a_modulus_out_of_its_limits_is_refused(p):
    with pytest.raises(ValueError, match="modulus must be a whole number from 2 to 113"):
        modular_addition(p)


def test_a_share_that_leaves_a_side_empty_is_refused():
    with pytest.raises(ValueError, match="train_share must be a number between 0 and 1"):
        modular_addition_split(31, 1.0)
