"""Straight pieces along a line and regions of the plane: counted exactly, never more than theory allows."""

import numpy as np
import pytest

from nnviz.datasets.functions import function
from nnviz.engine import Dense, Network, activation
from nnviz.experiments.width_and_depth import (
    deep_tent,
    flat_tent,
    folded,
    lines_cut,
    most_regions,
    pieces_along,
    random_network,
    regions,
    trained_network,
)
from nnviz.experiments.width_and_depth.regions import network_at


@pytest.mark.parametrize("folds", range(1, 9))
def test_k_layers_of_two_units_make_exactly_two_to_the_k_pieces(folds):
    """Telgarsky 2015, Representation benefits of deep feedforward networks, lemma 3.8."""
    both = folded(folds)
    assert both.deep_pieces.count == both.flat_pieces.count == 2**folds
    assert len(both.deep.layers) == folds + 1
    assert [layer.n_out for layer in both.deep.layers[:-1]] == [2] * folds
    assert both.difference == 0.0


@pytest.mark.parametrize("make", [deep_tent, flat_tent])
def test_both_say_what_the_folded_tent_says(make):
    x = np.linspace(0, 1, 1001)
    np.testing.assert_allclose(make(4).forward(x[:, None]).A[:, 0], function("sawtooth", folds=4)(x), atol=1e-12)


def test_a_flat_network_of_fewer_units_has_fewer_pieces():
    flat = flat_tent(3)
    first, last = flat.layers
    cut = Network((Dense(first.W[:, :5], first.b[:5], first.activation), Dense(last.W[:5], last.b, last.activation)))
    assert pieces_along(cut).count == 5


def test_pieces_along_a_line_are_found_between_any_two_points_of_a_grid():
    network = random_network((6, 6), seed=3)
    start, end = np.array([-1.3, 0.4]), np.array([1.2, -0.7])
    pieces = pieces_along(network, start, end)
    t = np.linspace(0, 1, 20001)
    A = network.forward(start + t[:, None] * (end - start)).A[:, 0]
    np.testing.assert_allclose(np.interp(t, pieces.breaks, pieces.values), A, atol=1e-9)


def test_a_unit_that_does_not_bend_the_output_cuts_a_pattern_and_no_piece():
    W2 = np.array([[1.0], [0.0]])
    hidden = Dense(np.ones((1, 2)), np.array([-0.3, -0.6]), activation("relu"))
    pieces = pieces_along(Network((hidden, Dense(W2, np.zeros(1), activation("identity")))))
    assert (pieces.count, pieces.patterns) == (2, 3)


@pytest.mark.parametrize(("n", "count"), [(4, 11), (8, 37)])
@pytest.mark.parametrize("seed", range(5))
def test_one_layer_cuts_the_plane_into_as_many_regions_as_zaslavsky_says(n, count, seed):
    """Zaslavsky 1975; Pascanu, Montufar and Bengio 2014: 11 of 11 for n = 4, 37 of 37 for n = 8."""
    first = random_network((n,), seed).layers[0]
    assert lines_cut(first.W, first.b) == most_regions(n) == count


def test_parallel_equal_and_concurrent_lines_make_fewer():
    W = np.array([[1.0, 1.0, -2.0], [0.0, 0.0, 0.0]])
    assert lines_cut(W, np.array([0.0, 1.0, 0.0])) == 3
    assert lines_cut(np.zeros((2, 2)), np.ones(2)) == 1


@pytest.mark.parametrize("make", [random_network, trained_network])
@pytest.mark.parametrize("widths", [(4,), (6, 6), (3, 5, 4)])
def test_every_region_is_one_affine_map_of_the_network(make, widths):
    found = regions(make(widths, 1))
    assert found.complete and found.counts[0] <= most_regions(widths[0])
    for region in found.layers[-1]:
        inside = 0.9 * region.corners + 0.1 * region.middle
        np.testing.assert_allclose(found.network.forward(inside).A, inside @ region.W + region.b, atol=1e-9, rtol=1e-9)
        np.testing.assert_allclose(network_at(found, region), region.middle @ region.W + region.b, atol=1e-9)


def test_regions_fill_the_window_once_and_a_grid_finds_no_other_pattern():
    found = regions(random_network((5, 4), 2))
    low, high = found.window

    def area(corners):
        x, y = corners.T
        return 0.5 * abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))

    for layer in found.layers:
        assert sum(area(region.corners) for region in layer) == pytest.approx((high - low) ** 2)
    rng = np.random.default_rng(0)
    trace = found.network.forward(rng.uniform(low, high, (4000, 2)))
    grid = {tuple(row) for row in np.concatenate([part.Z > 0 for part in trace.layers[:2]], 1).tolist()}
    exact = {tuple(region.pattern.tolist()) for region in found.layers[-1]}
    assert grid <= exact and len(exact) == found.counts[-1]


@pytest.mark.parametrize("network", [Network((Dense(np.ones((2, 1)), np.zeros(1), activation("tanh")),))])
def test_networks_without_straight_pieces_are_refused(network):
    with pytest.raises(ValueError, match="got tanh"):
        regions(network)
    with pytest.raises(ValueError, match="got tanh"):
        pieces_along(network)
