"""Built networks of one hidden layer: what they say, and how their largest error falls."""

import numpy as np
import pytest

from nnviz.datasets.functions import FUNCTIONS, function
from nnviz.experiments.width_and_depth import build, error_curve
from nnviz.experiments.width_and_depth.bumps import KINDS, largest_error


@pytest.mark.parametrize("n", [10, 20, 50, 128])
def test_the_largest_error_of_n_steps_goes_like_one_over_n(n):
    """Elementary: pieces of width 1/n around their middles miss sin 2 pi x, of slope 2 pi, by pi/n."""
    assert 0.97 <= n * build(np_sine, n, "step").largest_error / np.pi <= 1.001


@pytest.mark.parametrize("n", [20, 33, 64, 128])
def test_the_largest_error_of_n_kinks_goes_like_one_over_n_squared(n):
    """Elementary: straight pieces miss a function by h^2 max|f''| / 8, here (pi^2/2) / n^2."""
    assert 0.98 <= n**2 * build(np_sine, n, "relu").largest_error / (np.pi**2 / 2) <= 1.001


def np_sine(x):
    return np.sin(2 * np.pi * x)


@pytest.mark.parametrize(("kind", "slope"), [("step", -1.0), ("sigmoid", -1.0), ("relu", -2.0)])
def test_a_log_log_plot_shows_the_power(kind, slope):
    curve = error_curve(np_sine, kind, (16, 32, 64, 128))
    assert curve.slope == pytest.approx(slope, abs=0.03)


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "step"])
def test_kinks_go_through_the_function_at_the_ends_of_all_pieces(name):
    f, edges = function(name), np.linspace(0, 1, 13)
    A = build(f, 12, "relu").network.forward(edges[:, None]).A[:, 0]
    np.testing.assert_allclose(A, f(edges), atol=1e-12)


def test_no_number_of_units_comes_near_a_jump_everywhere():
    f = function("step", jump=0.37)
    assert min(build(f, n, kind).largest_error for n in (8, 32, 64) for kind in KINDS) > 0.4


def test_a_function_that_is_made_of_the_pieces_is_built_exactly():
    assert build(function("sawtooth", folds=3), 8, "relu").largest_error < 1e-12


def test_the_largest_error_is_that_of_a_dense_grid_or_more():
    built = build(np_sine, 7, "step")
    x = np.linspace(0, 1, 9973)
    assert (
        largest_error(built.network, np_sine, (0.0, 1.0), 7)
        >= np.abs(built.network.forward(x[:, None]).A[:, 0] - np_sine(x)).max() - 1e-3
    )


@pytest.mark.parametrize("given", [{"units": 0}, {"units": 3, "kind": "gauss"}, {"units": 3, "domain": (1.0, 1.0)}])
def test_nonsense_is_refused_with_words(given):
    with pytest.raises(ValueError, match="expected"):
        build(np_sine, **given)
