"""A stack of linear layers is one matrix, its rank is the narrowest width, and a slope takes the network from it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import Dense, Dropout, Network, activation
from nnviz.experiments.linear_collapse import CollapseSettings, deviation, multiplied_out, stack
from nnviz.experiments.linear_collapse.stack import irises, rank, terms

HIDDEN = st.lists(st.integers(1, 6), max_size=5).map(tuple)


@settings(deadline=None)
@given(HIDDEN, st.integers(0, 1000))
def test_a_linear_stack_is_one_matrix_to_rounding(hidden, seed):
    one = stack(CollapseSettings(hidden=hidden, seed=seed, slope=1.0))
    assert one.deviation < 1e-12
    np.testing.assert_allclose(one.trace.A, one.X @ one.W + one.b, atol=1e-12)
    assert one.rank == one.narrowest == min(4, 3, *hidden) if hidden else one.rank == 3


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("hidden", [(4,), (4, 2, 4), (6, 6, 6, 6, 6)])
def test_relu_takes_the_network_far_from_it_and_a_slope_near_one_hardly(hidden, seed):
    """Calibrated with these 20 seeds: the smallest deviation at slope 0 was 0.53, the largest at slope 1 1.4e-15."""
    one = stack(CollapseSettings(hidden=hidden, seed=seed, slope=0.0))
    assert one.deviation == one.deviations[0] > 0.25
    assert one.deviations[-1] < 1e-14
    assert one.deviations[-2] < 0.5 * one.deviations[0]


def test_the_deviation_of_the_page_grows_as_the_slope_falls():
    assert (np.diff(stack(CollapseSettings()).deviations) < 0.0).all()


def test_all_deviations_are_those_of_the_same_weights():
    for slope in (0.0, 0.35, 1.0):
        one = stack(CollapseSettings(slope=slope))
        assert one.deviation == pytest.approx(one.deviations[round(20 * slope)], abs=1e-15)
        np.testing.assert_array_equal(one.W, stack(CollapseSettings()).W)


def test_the_product_is_checked_against_numpys_own():
    one = stack(CollapseSettings(hidden=(3, 5)))
    W1, W2, W3 = (layer.W for layer in one.network.layers)
    b1, b2, b3 = (layer.b for layer in one.network.layers)
    np.testing.assert_allclose(one.W, np.linalg.multi_dot([W1, W2, W3]), atol=1e-14)
    np.testing.assert_allclose(one.b, (b1 @ W2 + b2) @ W3 + b3, atol=1e-14)
    assert [product.shape for product in one.products] == [(4, 3), (4, 5), (4, 3)]


def test_an_ensemble_is_multiplied_out_member_by_member():
    rng = np.random.default_rng(0)
    identity = activation("identity")
    shapes = ((2, 3), (3, 4))
    layers = [Dense(rng.standard_normal((5, *s)), rng.standard_normal((5, s[1])), identity) for s in shapes]
    network, X = Network(tuple(layers)), rng.standard_normal((7, 2))
    products, b = multiplied_out(network)
    np.testing.assert_allclose(network.forward(X).A, X @ products[-1] + b[:, None, :], atol=1e-12)


def test_the_terms_of_every_entry_add_up_to_it():
    for hidden in ((), (2,), (4, 2, 4)):
        one = stack(CollapseSettings(hidden=hidden))
        for i in range(4):
            for j in range(3):
                assert sum(a * b for a, b in terms(one, i, j)) == pytest.approx(one.W[i, j], abs=1e-14)


def test_what_is_no_dense_layer_is_refused():
    network = Network((Dense(np.eye(2), None, activation("identity")), Dropout(0.5)))
    with pytest.raises(ValueError, match="expected dense layers, got a Dropout; leave it out"):
        multiplied_out(network)


def test_one_layer_never_deviates():
    assert stack(CollapseSettings(hidden=(), slope=0.0)).deviation < 1e-14
    assert deviation(stack(CollapseSettings(hidden=(), slope=0.0)).network, irises()) < 1e-14


def test_rank_counts_what_is_more_than_rounding():
    assert rank(np.array([1.0, 1e-3, 1e-17])) == 2
    assert rank(np.array([])) == 0


def test_layers_and_widths_are_changed_and_refused():
    now = CollapseSettings()
    assert now.with_layers(6).hidden == (4, 2, 4, 4, 4)
    assert now.with_layers(1).hidden == ()
    assert now.with_width(1, 3).hidden == (4, 3, 4)
    with pytest.raises(ValueError, match="expected 1 to 6 layers, got 7"):
        now.with_layers(7)
    with pytest.raises(ValueError, match="hidden"):
        now.with_width(0, 9)
