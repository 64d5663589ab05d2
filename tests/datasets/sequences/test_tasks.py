"""Each task says what it promises, is drawn from its seed alone, and refuses what cannot be drawn."""

import numpy as np
import pytest

from nnviz.datasets import SEQUENCES, Sequences, sequences


@pytest.mark.parametrize("name", SEQUENCES)
def test_a_seed_gives_the_same_sequences_and_another_seed_others(name):
    first, again, other = (sequences(name, rng=seed, samples=20) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first.X, again.X)
    np.testing.assert_array_equal(first.Y, again.Y)
    assert (first.X != other.X).any()


@pytest.mark.parametrize("name", SEQUENCES)
def test_a_set_has_the_shapes_that_it_says(name):
    info, data = SEQUENCES[name], sequences(name, samples=20)
    assert data.n_samples == 20 and data.X.shape[2] == len(data.symbols)
    assert (data.kind, data.each_step, data.title.split()[0]) == (info.kind, info.each_step, info.title.split()[0])
    assert data.counted.any() and np.isfinite(data.Y[data.counted]).all()
    assert not data.X.flags.writeable and not data.Y.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        data.X[0] = 1.0
    taken = data.take([3, 1])
    np.testing.assert_array_equal(taken.X, data.X[[3, 1]])


@pytest.mark.parametrize("name", SEQUENCES)
@pytest.mark.parametrize("steps", [1, 2, 37])
def test_any_length_can_be_drawn_or_is_refused_in_words(name, steps):
    settings = {"delay": min(5, steps - 1)} if name == "echo" else {}
    if name == "adding" and steps == 1:
        with pytest.raises(ValueError, match="at least 2"):
            sequences(name, samples=3, steps=steps)
        return
    data = sequences(name, samples=3, steps=steps, **settings)
    assert data.steps == (2 * steps + 4 if name in ("copy", "reverse") else steps)


def test_parity_is_odd_where_the_ones_so_far_are():
    data = sequences("parity", samples=50, steps=9)
    np.testing.assert_array_equal(data.Y[..., 0], data.X[..., 0].cumsum(1) % 2)
    last = sequences("parity", samples=50, steps=9, each_step=False)
    np.testing.assert_array_equal(last.Y, data.Y[:, -1])


def test_an_echo_comes_after_the_delay():
    data = sequences("echo", samples=5, steps=12, delay=4, symbols=3)
    np.testing.assert_array_equal(data.Y[:, 4:], data.X[:, :8])
    assert np.isnan(data.Y[:, :4]).all() and data.counted[:, 4:].all()
    with pytest.raises(ValueError, match="delay must be below the number of steps, 12"):
        sequences("echo", steps=12, delay=12)


def test_the_first_symbol_is_the_class_and_the_rest_is_random():
    data = sequences("first-symbol", samples=4000, steps=5, symbols=4)
    np.testing.assert_array_equal(data.Y, data.X[:, 0])
    for t in range(1, 5):
        agree = (data.X[:, t] * data.Y).sum(-1).mean()
        assert agree == pytest.approx(0.25, abs=0.03)


def test_copy_and_reverse_say_the_word_after_the_mark():
    for name, order in (("copy", slice(None)), ("reverse", slice(None, None, -1))):
        data = sequences(name, samples=6, steps=5, symbols=3, gap=7)
        assert data.steps == 17 and data.symbols[-2:] == ("blank", "mark")
        np.testing.assert_array_equal(data.Y[:, 12:], data.X[:, :5, :3][:, order])
        assert (data.numbers[:, 12] == 4).all() and (data.numbers[:, 5:12] == 3).all()
        assert not data.counted[:, :12].any()


def test_guessing_one_at_the_adding_problem_costs_a_sixth():
    data = sequences("adding", samples=20_000, steps=10)
    assert (data.X[..., 1].sum(1) == 2.0).all()
    assert (data.X[:, :5, 1].sum(1) == 1.0).all()
    np.testing.assert_allclose(data.Y[:, 0], data.X.prod(-1).sum(1))
    assert ((data.Y - 1.0) ** 2).mean() == pytest.approx(1 / 6, rel=0.03)


def test_every_third_bit_of_the_temporal_exclusive_or_can_be_known():
    data = sequences("temporal-xor", samples=400, steps=31)
    bits = np.concatenate([data.X[:, :1], data.Y], axis=1)[..., 0]
    np.testing.assert_array_equal(data.X[:, 1:], data.Y[:, :-1])
    np.testing.assert_array_equal(bits[:, 2::3], (bits[:, 0:30:3] + bits[:, 1:31:3]) % 2)


def test_the_next_value_of_a_wave_follows_from_two():
    """sin(a + w) = 2 cos(w) sin(a) - sin(a - w): the period is all there is to find out."""
    data = sequences("sine-waves", samples=30, steps=25)
    wave = np.concatenate([data.X[:, :1], data.Y], axis=1)[..., 0]
    twice_cosine = (wave[:, 2:] + wave[:, :-2]) / np.where(np.abs(wave[:, 1:-1]) < 0.1, np.nan, wave[:, 1:-1])
    np.testing.assert_allclose(twice_cosine, np.nanmean(twice_cosine, 1, keepdims=True) + 0 * twice_cosine, rtol=1e-9)
    noisy = sequences("sine-waves", samples=30, steps=25, noise=20)
    np.testing.assert_allclose(noisy.Y, data.Y)
    assert np.std(noisy.X - data.X) == pytest.approx(0.2, rel=0.2)


def test_symbols_have_numbers_and_numbers_have_none():
    data = sequences("echo", samples=4)
    np.testing.assert_array_equal(np.eye(4)[data.numbers.astype(int)], data.X)
    with pytest.raises(ValueError, match="one-hot inputs"):
        _ = sequences("adding").numbers


@pytest.mark.parametrize(
    ("name", "settings", "says"),
    [
        ("echoes", {}, "one of parity, echo, first-symbol"),
        ("parity", {"delay": 3}, "takes samples, steps, each_step, but delay was given"),
        ("parity", {"each_step": 1}, "True or False"),
        ("parity", {"samples": 0}, "samples must be a whole number from 1"),
        ("parity", {"steps": 501}, "steps must be a whole number from 1 to 500"),
        ("parity", {"steps": 2.5}, "steps must be a whole number"),
        ("echo", {"symbols": 1}, "symbols must be a whole number from 2"),
        ("copy", {"gap": -1}, "gap must be a whole number from 0"),
        ("sine-waves", {"noise": 51}, "noise must be a number from 0 to 50"),
        ("copy", {"samples": 20_000, "steps": 500}, "must make at most 20,000,000 numbers"),
        ("parity", {"rng": -1}, "a seed"),
    ],
)
def test_what_cannot_be_drawn_is_refused(name, settings, says):
    with pytest.raises(ValueError, match=says):
        sequences(name, **settings)


@pytest.mark.parametrize(
    ("X", "Y", "says"),
    [
        (np.ones((2, 3)), np.ones((2, 1)), r"X must have shape \(N, T, 1\)"),
        (np.ones((2, 3, 2)), np.ones((2, 1)), r"X must have shape \(N, T, 1\)"),
        (np.ones((2, 3, 1)), np.ones((2, 4, 1)), r"Y must have shape \(2, 3, 1\)"),
        (np.full((2, 3, 1), np.nan), np.ones((2, 1)), "X must be finite"),
        (np.ones((2, 3, 1)), np.full((2, 1), np.inf), "X must be finite"),
    ],
)
def test_a_set_whose_parts_do_not_fit_is_refused(X, Y, says):
    with pytest.raises(ValueError, match=says):
        Sequences("own", "Own", "regression", X, Y, ("value",))
