"""A split shares no sample, loses none, and follows the share; several classes keep their proportions."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.datasets import dataset, split

NAMES = st.sampled_from(["circle", "arms", "reg-plane", "iris", "wine"])
SHARES = st.floats(0.02, 0.98)


@cache
def made(name):
    return dataset(name)


@given(NAMES, SHARES, st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_the_parts_are_disjoint_and_complete(name, share, seed):
    data = made(name)
    parts = split(data, share, seed)
    rows = np.concatenate([parts.train_rows, parts.test_rows])
    np.testing.assert_array_equal(np.sort(rows), np.arange(data.n_samples))
    np.testing.assert_array_equal(parts.train.X, data.X[parts.train_rows])
    np.testing.assert_array_equal(parts.test.Y, data.Y[parts.test_rows])


@given(NAMES, SHARES, st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_the_training_part_has_the_share_rounded_down(name, share, seed):
    data = made(name)
    assert abs(split(data, share, seed).train.n_samples - (data.n_samples * share - 0.5)) <= 0.5 + 1e-6


@given(st.sampled_from(["arms", "iris", "wine", "digits"]), SHARES, st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_every_class_keeps_its_share_within_one_sample(name, share, seed):
    data = made(name)
    train = split(data, share, seed).train
    exact = np.bincount(data.labels) * train.n_samples / data.n_samples
    assert np.abs(np.bincount(train.labels, minlength=data.n_classes) - exact).max() < 1.0 + 1e-9


def test_what_rounding_down_leaves_goes_to_the_class_that_lost_most():
    whole = dataset("iris")
    rows = [row for label, count in enumerate((10, 7, 3)) for row in np.flatnonzero(whole.labels == label)[:count]]
    train = split(whole.take(np.array(rows)), 0.6).train  # exactly 6, 4.2 and 1.8
    assert np.bincount(train.labels).tolist() == [6, 4, 2]


def test_a_share_in_per_cent_means_whole_per_cents():
    whole = dataset("circle", samples=100)
    for percent in range(1, 100):
        assert split(whole, percent / 100).train.n_samples == percent


def test_the_same_seed_gives_the_same_split_and_another_seed_another():
    rows = [split(made("circle"), 0.5, seed).train_rows for seed in (1, 1, 2)]
    np.testing.assert_array_equal(rows[0], rows[1])
    assert not np.array_equal(rows[0], rows[2])


def test_a_larger_share_of_the_same_seed_keeps_the_samples_of_a_smaller_one():
    small, large = (split(made("circle"), share, 3).train_rows for share in (0.3, 0.6))
    np.testing.assert_array_equal(large[: len(small)], small)


def test_a_generator_may_be_given():
    first = split(made("iris"), 0.5, np.random.default_rng(0))
    second = split(made("iris"), 0.5, np.random.default_rng(0))
    np.testing.assert_array_equal(first.train_rows, second.train_rows)


def test_parts_of_several_classes_are_in_random_order():
    assert (np.diff(split(made("iris"), 0.5).train.labels) != 0).sum() > 20


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.5, 50, float("nan"), "0.5", True, None])
def test_a_share_that_is_no_share_is_refused(share):
    with pytest.raises(ValueError, match="train_share must be a number between 0 and 1, but .* was given; 0.5 trains"):
        split(made("circle"), share)


@pytest.mark.parametrize(("samples", "share"), [(10, 0.05), (10, 0.0999), (500, 0.001)])
def test_a_side_without_a_sample_is_refused(samples, share):
    with pytest.raises(ValueError, match="both parts need a sample.*0 to train on"):
        split(dataset("circle", samples=samples), share)


def test_a_single_sample_cannot_be_split():
    with pytest.raises(ValueError, match="both parts need a sample"):
        split(made("circle").take([0]), 0.5)


@pytest.mark.parametrize("seed", range(5))
def test_binary_data_are_cut_class_by_class_when_asked(seed):
    data = dataset("circle", samples=40).take(range(12))
    parts = split(data, 0.5, rng=seed, stratify=True)
    shares = [np.bincount(part.labels, minlength=2) for part in (parts.train, parts.test)]
    assert np.abs(shares[0] - shares[1]).max() <= 1


def test_regression_is_never_cut_class_by_class():
    data = dataset("reg-plane", samples=40)
    assert np.array_equal(split(data, 0.5, 1, stratify=True).train_rows, split(data, 0.5, 1).train_rows)
