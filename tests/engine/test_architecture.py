"""Plans become networks; what is too large or empty is refused before memory is asked for."""

import tracemalloc

import numpy as np
import pytest

from nnviz.engine import (
    Architecture,
    Dense,
    Dropout,
    Hidden,
    PReLU,
    Softmax,
    activation,
    check_size,
    generator,
    head,
    initializer,
    loss,
)
from nnviz.engine.limits import MAX_LAYERS, MAX_PARAMETERS, MAX_UNITS
from nnviz.engine.randomness import SEED_LIMIT, Purpose
from tests.engine.specimens import FROM_PROBABILITIES

BCE = ("sigmoid", "binary_cross_entropy")


def plan(*hidden, n_in=2, kind=BCE, n_classes=2, draw="glorot_uniform"):
    layers = tuple(part if isinstance(part, Hidden) else Hidden(part) for part in hidden)
    return Architecture(n_in, layers, head(kind[0]), loss(kind[1]), n_classes, initializer(draw))


def kinds(net):
    return [type(layer) for layer in net.layers]


def peak(action):
    """The most memory, in bytes, that an action asked for before it was refused."""
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="expected .* got .*;"):
            action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_plan_becomes_dense_layers_of_the_widths_it_names():
    net = plan(4, 3).build(0)
    assert kinds(net) == [Dense, Dense, Dense]
    assert [layer.W.shape for layer in net.layers] == [(2, 4), (4, 3), (3, 1)]
    assert (net.n_in, net.n_out) == (2, 1)


def test_a_plan_without_hidden_layers_is_a_linear_model():
    assert kinds(plan(n_in=5).build(0)) == [Dense]


def test_a_learned_activation_and_dropout_are_layers_of_their_own():
    net = plan(Hidden(4, activation("prelu", slope=0.1), 0.3)).build(0)
    assert kinds(net) == [Dense, PReLU, Dropout, Dense]
    assert net.layers[0].activation.name == "identity"
    assert net.layers[1].slope.tolist() == [0.1] * 4
    assert net.layers[2].rate == 0.3


@pytest.mark.parametrize(
    ("kind", "last", "name", "width"),
    [
        (("sigmoid", "binary_cross_entropy"), Dense, "identity", 1),
        (("sigmoid", "mean_squared_error"), Dense, "sigmoid", 1),
        (("tanh", "half_squared_error"), Dense, "tanh", 1),
        (("regression", "huber"), Dense, "identity", 1),
        (("softmax", "categorical_cross_entropy"), Dense, "identity", 3),
        (("softmax", FROM_PROBABILITIES), Softmax, "identity", 3),
    ],
)
def test_the_head_squashes_in_the_network_unless_the_loss_does(kind, last, name, width):
    net = plan(4, kind=kind, n_classes=3).build(0)
    assert isinstance(net.layers[-1], last)
    dense = [layer for layer in net.layers if isinstance(layer, Dense)][-1]
    assert dense.activation.name == name and net.n_out == width


def test_a_seed_always_draws_the_same_weights_and_another_seed_others():
    np.testing.assert_array_equal(plan(4, 3).build(7).theta, plan(4, 3).build(7).theta)
    assert not np.array_equal(plan(4, 3).build(7).theta, plan(4, 3).build(8).theta)


def test_layers_of_the_same_shape_start_with_different_weights():
    first, second = plan(4, 4, n_in=4).build(7).layers[:2]
    assert not np.array_equal(first.W, second.W)


def test_networks_that_differ_in_a_later_layer_share_the_weights_of_the_earlier_ones():
    np.testing.assert_array_equal(plan(4, 3).build(7).layers[0].W, plan(4, 9, 2).build(7).layers[0].W)


def test_several_seeds_make_an_ensemble_of_the_single_networks():
    many = plan(4, Hidden(3, activation("prelu"))).build(5, 6, 7)
    for r, seed in enumerate((5, 6, 7)):
        np.testing.assert_array_equal(many.theta[r], plan(4, Hidden(3, activation("prelu"))).build(seed).theta)


def test_a_loss_that_does_not_fit_the_head_is_refused():
    with pytest.raises(ValueError, match="expected one of the losses .*, got huber"):
        plan(4, kind=("sigmoid", "huber"))


@pytest.mark.parametrize("units", [0, -1, 2.5, MAX_UNITS + 1, True, None, "8"])
def test_a_layer_without_units_or_with_too_many_is_refused_with_its_place(units):
    with pytest.raises(ValueError, match=f"expected 1 to {MAX_UNITS} units in layer 2, got {units!r}"):
        plan(4, units)


def test_no_features_are_refused():
    with pytest.raises(ValueError, match="units in the input, got 0"):
        plan(4, n_in=0)


def test_too_many_layers_are_refused():
    with pytest.raises(ValueError, match=f"expected 1 to {MAX_LAYERS} layers after the input, got {MAX_LAYERS + 1}"):
        plan(*[2] * MAX_LAYERS)


@pytest.mark.parametrize("rate", [1.0, -0.1, np.nan])
def test_a_share_of_dropout_that_leaves_nothing_is_refused(rate):
    with pytest.raises(ValueError, match=r"expected a dropout rate in \[0, 1\), got"):
        Hidden(4, dropout=rate)


def test_a_million_units_by_a_million_are_refused_before_anything_is_allocated():
    assert peak(lambda: plan(10**6, 10**6)) < 100_000
    assert peak(lambda: check_size((10**6, 10**6))) < 100_000
    assert peak(lambda: initializer("normal").sample(np.random.default_rng(0), 10**6, 10**6)) < 100_000


def test_layers_that_are_each_allowed_but_too_large_together_are_refused_before_anything_is_allocated():
    assert peak(lambda: plan(*[MAX_UNITS] * 3)) < 100_000
    with pytest.raises(ValueError, match=f"at most {MAX_PARAMETERS:,} parameters, got 33,579,009; use fewer"):
        plan(*[MAX_UNITS] * 3)


def test_an_ensemble_that_is_too_large_is_refused_before_anything_is_allocated():
    large = plan(1000, 1000)
    assert peak(lambda: large.build(*range(20))) < 100_000


def test_an_ensemble_of_no_network_is_refused():
    with pytest.raises(ValueError, match="expected at least one network in an ensemble, got 0"):
        plan(4).build()


@pytest.mark.parametrize("seed", [-1, SEED_LIMIT, 1.5, "0", None, True])
def test_a_seed_out_of_range_is_refused(seed):
    with pytest.raises(ValueError, match="expected a whole number from 0 to 2147483647 as seed, got"):
        generator(seed, Purpose.WEIGHTS)


def test_every_purpose_and_number_has_a_stream_of_its_own():
    drawn = {
        generator(seed, purpose, number).random() for seed in (0, 1) for purpose in Purpose for number in (0, 1, 2**40)
    }
    assert len(drawn) == 2 * len(Purpose) * 3
