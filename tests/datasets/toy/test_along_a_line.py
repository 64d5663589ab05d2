"""Functions as data: where x lie, what noise moves, and the settings that each set takes."""

import numpy as np
import pytest

from nnviz.datasets import DATASETS, FUNCTIONS, dataset, function

FITS = [name for name, info in DATASETS.items() if info.n_features == 1]


def test_every_function_is_a_data_set():
    assert [DATASETS[name].function for name in FITS] == list(FUNCTIONS)


@pytest.mark.parametrize("name", FITS)
def test_clean_targets_are_the_values_of_the_function(name):
    data = dataset(name, rng=3, samples=100)
    x = np.sort(data.X[:, 0])
    np.testing.assert_allclose(x, (np.arange(100) + 0.5) / 100)
    np.testing.assert_array_equal(data.Y[:, 0], function(DATASETS[name].function)(data.X[:, 0]))
    assert (data.feature_names, data.target_name, data.x_range) == (("x",), "y", (0.0, 1.0))


def test_noise_moves_targets_alone_and_has_the_stated_standard_deviation():
    clean, noisy = (dataset("reg-sine", rng=1, samples=20_000, noise=noise) for noise in (0, 20))
    np.testing.assert_array_equal(clean.X, noisy.X)
    assert (noisy.Y - clean.Y).std() == pytest.approx(0.2, rel=0.03)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("reg-sine", {"frequency": 3}),
        ("reg-sawtooth", {"folds": 4}),
        ("reg-step", {"jump": 0.2}),
        ("reg-drawn", {"heights": (0.0, 1.0, -1.0)}),
    ],
)
def test_a_setting_changes_the_function(name, settings):
    data = dataset(name, **settings)
    np.testing.assert_array_equal(data.Y[:, 0], function(DATASETS[name].function, **settings)(data.X[:, 0]))
    assert not np.array_equal(data.Y, dataset(name).Y)


def test_settings_that_a_set_does_not_take_or_that_are_out_of_range_are_refused():
    with pytest.raises(ValueError, match="'reg-sine' takes noise, samples, frequency, but folds was given"):
        dataset("reg-sine", folds=2)
    with pytest.raises(ValueError, match="'iris' takes no parameters.*frequency was given"):
        dataset("iris", frequency=2)
    with pytest.raises(ValueError, match="frequency must be a number from 0.25 to 16, but 99 was given"):
        dataset("reg-sine", frequency=99)
