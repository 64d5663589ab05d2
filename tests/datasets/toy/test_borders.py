"""Two classes with a function for a border: who is above, the gap, the balance, and what noise does."""

import numpy as np
import pytest

from nnviz.datasets import DATASETS, dataset, function
from nnviz.datasets.toy.borders import border

BORDERS = [name for name in DATASETS if name.startswith("border-")]


@pytest.mark.parametrize("name", BORDERS)
@pytest.mark.parametrize("seed", range(3))
def test_class_one_is_above_the_border_and_nobody_stands_on_it(name, seed):
    data = dataset(name, rng=seed)
    above = data.X[:, 1] - border(function(DATASETS[name].function))(data.X[:, 0])
    np.testing.assert_array_equal(data.labels, above > 0)
    assert np.abs(above).min() >= 0.3
    assert data.class_names == ("below", "above")


@pytest.mark.parametrize("name", BORDERS)
def test_both_classes_have_about_half_of_the_points(name):
    assert 0.4 < dataset(name, samples=5000).labels.mean() < 0.6


def test_borders_have_the_shapes_that_their_names_say():
    x = np.array([-5.0, -2.5, 0.0, 2.5, 5.0])
    np.testing.assert_allclose(border(function("sine"))(x), [0, 3, 0, -3, 0], atol=1e-12)
    np.testing.assert_allclose(border(function("abs"))(x), [3, 0, -3, 0, 3])
    np.testing.assert_allclose(border(function("cubic"))(x), [-3, 3, 0, -3, 3])
    np.testing.assert_allclose(border(function("drawn", heights=(-1, 0.5)))(x[[0, -1]]), [-3, 1.5])


def test_noise_moves_labels_near_the_border_and_no_point():
    clean, noisy = (dataset("border-v", rng=3, samples=20_000, noise=noise) for noise in (0, 10))
    np.testing.assert_array_equal(clean.X, noisy.X)
    changed = noisy.X[clean.labels != noisy.labels]
    assert len(changed) > 100
    assert np.abs(changed[:, 1] - border(function("abs"))(changed[:, 0])).max() < 0.5 + 0.5 * 1.2


def test_a_drawn_border_follows_its_heights():
    flat = dataset("border-drawn", heights=(0.0, 0.0), rng=1)
    np.testing.assert_array_equal(flat.labels, flat.X[:, 1] > 0)
