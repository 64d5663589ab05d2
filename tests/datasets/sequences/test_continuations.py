"""Sequences to be continued: what follows what, which symbols can be known, and what is refused."""

import numpy as np
import pytest

from nnviz.datasets import CONTINUATIONS, continuations

ANSWERS = {"copy": lambda s: s, "reverse": lambda s: s[:, ::-1], "sort": lambda s: np.sort(s, 1)}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_follows_what_is_given_and_it_alone_is_predicted(name):
    data = continuations(name, rng=3, samples=50)
    assert data.numbers.shape == (50, 12) and data.steps == 11 and data.given == 6 and len(data.symbols) == 8
    heard, said = data.numbers[:, :6], data.numbers[:, 6:]
    np.testing.assert_array_equal(said, ANSWERS[name](heard))
    assert set(heard.ravel()) == set(range(8))
    np.testing.assert_array_equal(data.counted, np.broadcast_to(np.arange(11) >= 5, (50, 11)))


def test_targets_are_the_symbols_one_step_later_and_nan_where_none_is_asked_for():
    data = continuations("reverse", rng=0, samples=20)
    np.testing.assert_array_equal(data.X[:, 1:], data.targets[:, :-1])
    assert np.isnan(data.Y[~data.counted]).all()
    np.testing.assert_array_equal(data.Y[data.counted].argmax(-1), data.targets[data.counted])
    np.testing.assert_array_equal(data.Y[data.counted].sum(-1), 1.0)
    assert data.take(slice(3, 4)).numbers.tolist() == [data.numbers[3].tolist()]


def test_a_pattern_of_different_symbols_repeats_with_another_period_in_every_sequence():
    data = continuations("induction", rng=1, samples=400)
    periods = (~data.counted).sum(1)
    assert set(periods) == set(range(4, 13))
    assert data.steps == 24 and len(data.symbols) == 16
    for row, period in zip(data.numbers, periods, strict=True):
        assert len(set(row[:period])) == period
        np.testing.assert_array_equal(row[period:], row[:-period])


def test_what_can_be_known_is_what_followed_the_same_symbol_before():
    data = continuations("induction", rng=2, samples=60)
    for row, counted in zip(data.numbers, data.counted, strict=True):
        known = [row[t] in row[:t] for t in range(data.steps)]
        assert known == counted.tolist()


def test_a_fixed_period_is_that_of_all_sequences():
    data = continuations("induction", rng=2, samples=60, period=7)
    assert ((~data.counted).sum(1) == 7).all()


def test_the_same_seed_draws_the_same():
    for name in CONTINUATIONS:
        a, b, c = (continuations(name, rng=seed, samples=9).numbers for seed in (4, 4, 5))
        np.testing.assert_array_equal(a, b)
        assert (a != c).any()


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("swap", {}, "must be one of copy, reverse, sort, induction"),
        ("copy", {"length": 41}, "length must be a whole number from 1 to 40"),
        ("copy", {"symbols": 1}, "symbols must be a whole number from 2 to 26"),
        ("copy", {"samples": 0}, "samples must be"),
        ("copy", {"period": 4}, "'copy' has no period, but 4 was given; leave it out"),
        ("induction", {"length": 12}, "length must be a whole number from 13 to 40"),
        ("induction", {"symbols": 11}, "symbols must be a whole number from 12 to 26"),
        ("induction", {"period": 3}, "period must be a whole number from 4 to 12"),
    ],
)
def test_what_cannot_be_drawn_is_refused(name, options, words):
    with pytest.raises(ValueError, match=words):
        continuations(name, **options)
