"""Signals of 40 numbers follow MNIST-1D's published recipe (github.com/greydanus/mnist1d, data.py and transform.py)."""

import numpy as np
import pytest
from scipy.interpolate import interp1d
from scipy.ndimage import gaussian_filter

from nnviz.datasets import dataset
from nnviz.datasets.toy import signals as recipe
from nnviz.datasets.toy.signals import signals, templates


def test_templates_start_and_end_at_zero_and_have_the_published_size():
    np.testing.assert_allclose(templates()[:, [0, -1]], 0.0, atol=1e-15)
    np.testing.assert_allclose(templates().std(axis=1), 1 / 6, rtol=1e-12)
    np.testing.assert_allclose(templates()[7][[1, 6]] / templates()[7][[2, 3]], [1.0, 0.25], rtol=1e-12)


@pytest.mark.parametrize("padding", [36, 47, 60])
def test_a_template_is_padded_and_stretched_as_published(padding):
    for label in (0, 4, 9):
        padded = np.concatenate([templates()[label] + 1e-8, np.zeros(padding)])
        expected = interp1d(np.linspace(0, 1, len(padded)), padded)(np.linspace(0, 1, 72))
        x, pattern = recipe._stretched(np.array([label]), np.array([padding]))
        np.testing.assert_allclose(x[0], expected, atol=1.1e-8)
        np.testing.assert_array_equal(pattern[0], expected != 0.0)


def test_smooth_noise_is_scipys_gaussian_filter():
    noise = np.random.default_rng(0).normal(size=(3, 72))
    expected = [gaussian_filter(row, 2) for row in noise]
    np.testing.assert_allclose(noise @ recipe._smoothing(72, 2.0), expected, atol=1e-15)


def test_the_end_of_the_recipe_reads_off_40_numbers_by_linear_interpolation():
    x = np.random.default_rng(0).normal(size=(2, 72))
    expected = interp1d(np.linspace(0, 1, 72), x, axis=1)(np.linspace(0, 1, 40))
    np.testing.assert_allclose(recipe._read_off(x, 40), expected, atol=1e-14)


def test_signals_have_mean_zero_and_variance_one_and_as_many_of_each_class():
    X, labels = signals(np.random.default_rng(1), 1000, 0.0)
    assert X.shape == (1000, 40, 1)
    assert (X.mean(), X.std()) == (pytest.approx(0.0, abs=1e-12), pytest.approx(1.0))
    np.testing.assert_array_equal(np.bincount(labels), 100)


def test_more_noise_comes_on_top_of_the_recipes():
    clean, noisy = (signals(np.random.default_rng(3), 1000, noise)[0] for noise in (0.0, 20.0))
    assert (noisy - clean).std() == pytest.approx(0.2, rel=0.02)


def test_the_recipe_is_named_with_its_licence():
    data = dataset("signals", samples=20)
    assert data.shape == (40, 1)
    for words in ("MNIST-1D", "arXiv:2011.14439", "Apache License 2.0", "re-implemented"):
        assert words in data.source
