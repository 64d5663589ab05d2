"""Architectures with convolutions and pooling: shapes, layers, fans, limits, and what they refuse."""

import numpy as np
import pytest

from nnviz.engine import (
    INITIALIZERS,
    Architecture,
    Convolution,
    Convolved,
    Dense,
    Hidden,
    MaxPool,
    Pooled,
    PReLU,
    Reshape,
    activation,
    check_work,
    generator,
    head,
    initializer,
    loss,
)
from nnviz.engine.limits import MAX_MAP_ENTRIES, MAX_PARAMETERS, MAX_PRODUCTS
from nnviz.engine.randomness import Purpose
from tests.engine.test_architecture import kinds, peak


def plan(*hidden, image=(8, 8, 1), draw="he_normal", classes=10, n_in=None):
    measure = loss("categorical_cross_entropy")
    n_in = n_in if n_in is not None else int(np.prod(image))
    return Architecture(n_in, hidden, head("softmax"), measure, classes, initializer(draw), image=image)


def test_a_plan_becomes_convolutions_and_pooling_with_reshaping_around_them():
    net = plan(Convolved(4), Pooled(), Convolved(8), Pooled(), Hidden(5)).build(0)
    assert kinds(net) == [Reshape, Convolution, MaxPool, Convolution, MaxPool, Reshape, Dense, Dense]
    assert [layer.out_shape for layer in net.layers] == [
        (8, 8, 1), (8, 8, 4), (4, 4, 4), (4, 4, 8), (2, 2, 8), (32,), (5,), (10,),
    ]  # fmt: skip
    assert (net.n_in, net.n_out) == (64, 10)


def test_shapes_and_widths_are_those_of_the_layers():
    one = plan(Convolved(4, stride=2, padding="valid"), Pooled("average", window=(3, 2), stride=1), Hidden(5))
    assert one.shapes == ((8, 8, 1), (3, 3, 4), (1, 2, 4), (5,), (10,))
    assert one.widths == (64, 36, 8, 5, 10)
    signal = plan(Convolved(4, kernel=5), Pooled(window=None), image=(40, 2))
    assert signal.shapes == ((40, 2), (40, 4), (1, 4), (10,))
    assert plan(Hidden(5)).shapes == ((64,), (5,), (10,)), "an image that nothing looks at is a vector"


@pytest.mark.parametrize(
    ("hidden", "parameters"),
    [
        ((Convolved(4), Pooled(), Convolved(8), Pooled()), 666),
        ((Convolved(8), Pooled(), Convolved(16), Pooled()), 1898),
        ((Convolved(4, biases=False), Pooled(window=None), Hidden(3, biases=False)), 36 + 12 + 40),
        ((Hidden(16),), 1210),
    ],
)
def test_parameters_are_counted_before_anything_is_built(hidden, parameters):
    one = plan(*hidden)
    assert one.n_parameters == one.build(0).n_parameters == parameters


def test_multiplications_are_counted_at_every_place():
    assert plan(Convolved(4), Pooled(), Convolved(8, stride=2)).n_products == 64 * 9 * 4 + 4 * 9 * 4 * 8 + 32 * 10
    assert plan(Hidden(16)).n_products == 64 * 16 + 160


def test_settings_of_every_layer_reach_it():
    part = Convolved(3, (3, 2), (1, 2), ("same", (0, 1)), (2, 1), activation("tanh"), biases=False)
    layer = plan(part, Pooled("average", 2, 3)).build(0).layers[1]
    assert (layer.kernel, layer.stride, layer.padding, layer.dilation) == ((3, 2), (1, 2), ("same", (0, 1)), (2, 1))
    assert layer.b is None and layer.activation.name == "tanh"
    pool = plan(part, Pooled("average", 2, 3)).build(0).layers[2]
    assert (pool.window, pool.stride) == (2, 3)


def test_a_learned_activation_has_a_slope_for_each_channel():
    net = plan(Convolved(3, activation=activation("prelu", slope=0.1)), Pooled()).build(0)
    assert kinds(net)[:3] == [Reshape, Convolution, PReLU]
    assert net.layers[1].activation.name == "identity"
    assert net.layers[2].slope.tolist() == [0.1] * 3 and net.layers[2].in_shape == (8, 8, 3)


def test_several_seeds_make_an_ensemble_of_the_single_networks():
    one = plan(Convolved(3, activation=activation("prelu")), Pooled(), Hidden(4))
    many = one.build(5, 6, 7)
    for r, seed in enumerate((5, 6, 7)):
        np.testing.assert_array_equal(many.theta[r], one.build(seed).theta)


def test_networks_that_differ_in_pooling_share_the_kernels_of_their_convolutions():
    one, other = plan(Convolved(3), Convolved(4)).build(7), plan(Convolved(3), Pooled(), Convolved(4)).build(7)
    np.testing.assert_array_equal(one.layers[1].K, other.layers[1].K)
    np.testing.assert_array_equal(one.layers[2].K, other.layers[3].K)


@pytest.mark.parametrize("name", ["glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_normal"])
def test_kernels_are_drawn_with_the_fans_of_a_convolution(name):
    """fan_in = entries x channels, fan_out = entries x filters (He et al. 2015, section 2.2)."""
    K, b = initializer(name).kernels(np.random.default_rng(0), (3, 5), 16, 64)
    fan_in, fan_out = 15 * 16, 15 * 64
    variance = {"g": 2 / (fan_in + fan_out), "h": 2 / fan_in, "l": 1 / fan_in}[name[0]]
    assert K.shape == (3, 5, 16, 64) and b.tolist() == [0.0] * 64
    assert K.var() == pytest.approx(variance, rel=0.05)
    if name.endswith("uniform"):
        assert np.abs(K).max() == pytest.approx(np.sqrt(3 * variance), rel=1e-3)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_every_initializer_draws_kernels_as_it_draws_a_matrix_of_patches_by_filters(name):
    rule, rng = initializer(name), generator(3, Purpose.WEIGHTS)
    K, b = rule.kernels(generator(3, Purpose.WEIGHTS), (3,), 2, 4)
    W, c = rule.sample(rng, 6, 4, fan_out=12)
    np.testing.assert_array_equal(K.reshape(6, 4), W)
    np.testing.assert_array_equal(b, c)


@pytest.mark.parametrize("shape", [((0,), 1, 1), ((3,), 0, 1), ((3,), 1, 0), ((3,), 1.5, 1)])
def test_kernels_without_entries_are_refused(shape):
    with pytest.raises(ValueError, match="whole numbers of at least 1 as channels and filters"):
        initializer("he_normal").kernels(np.random.default_rng(0), *shape)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: plan(Convolved(2), image=None, n_in=64), r"expected the shape of the images .* got none; give image="),
        (lambda: plan(Convolved(2), image=(8, 8, 1), n_in=65), r"features, 65, got \(8, 8, 1\) with 64"),
        (lambda: plan(Convolved(2), image=(64,)), r"expected image as \(rows, columns, channels\)"),
        (lambda: plan(Hidden(3), Convolved(2)), "before all dense layers, got a dense layer among them"),
        (lambda: plan(Convolved(2, kernel=9, padding=0)), r"use a kernel of at most 8, .*\(along the rows\)"),
        (
            lambda: plan(Pooled(), Pooled(), Pooled(), Pooled()),
            r"fits into the 1 places, got a window of 2; .* at most 1",
        ),
        (
            lambda: plan(Convolved(2, kernel=(3, 3, 3))),
            "kernel as one value, or a tuple with one for each of the 2 axes",
        ),
        (lambda: Convolved(0), "at least 1 as channels, got 0"),
        (lambda: Convolved(2, activation="relu"), "expected activation to be an instance of Activation"),
        (lambda: Convolved(2, biases=1), "expected biases to be True or False"),
        (lambda: Pooled("mean"), "expected a kind of pooling, one of max, average, got 'mean'"),
        (lambda: plan(Convolved(128), image=(32, 32, 1)), f"1 to {MAX_MAP_ENTRIES} entries in layer 1, got 131072"),
        (lambda: plan(3), "expected each hidden layer to be an instance of Hidden"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(make, says):
    with pytest.raises(ValueError, match=says):
        make()


def test_too_many_parameters_are_refused_before_anything_is_allocated():
    wide = (Convolved(2048, kernel=31), Convolved(16, kernel=31))
    assert peak(lambda: plan(*wide, image=(4, 4, 1))) < 200_000
    with pytest.raises(ValueError, match=f"at most {MAX_PARAMETERS:,} parameters, got 33,46"):
        plan(*wide, image=(4, 4, 1))
    assert peak(lambda: plan(Convolved(64), Convolved(64)).build(*range(1000))) < 400_000


def test_work_is_measured_in_multiplications_where_layers_are_not_all_dense():
    work = plan(Convolved(8), Pooled(), Convolved(16), Pooled()).n_products
    check_work(MAX_PRODUCTS // work, work)
    with pytest.raises(
        ValueError, match=rf"million \({MAX_PRODUCTS // work + 1:,} samples, {work:,} for each\); use fewer"
    ):
        check_work(MAX_PRODUCTS // work + 1, work)
