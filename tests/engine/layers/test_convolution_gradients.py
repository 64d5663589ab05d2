"""Central differences over every kernel entry, bias and input of convolutions, their transposes and pooling."""

import numpy as np
import pytest
from hypothesis import given

from nnviz.engine import (
    ACTIVATIONS,
    Architecture,
    AveragePool,
    Convolution,
    Convolved,
    Dense,
    Hidden,
    MaxPool,
    Network,
    Pooled,
    PReLU,
    Reshape,
    TransposedConvolution,
    activation,
    central_differences,
    flatten,
    gradient_check,
    head,
    initializer,
    loss,
    one_hot,
)
from tests.engine.layers.image_layers import convolution, images, layers
from tests.engine.layers.test_pooling import pools

MSE = loss("mean_squared_error")


def agree(layer, seed=0):
    """Both gradients of a layer, followed by a dense layer that reads all of its output, entry by entry.

    A difference of losses of about 1 is rounded by 1e-16, and divided by 2e-5: gradients agree to 1e-10 at best.
    """
    rng, flat = np.random.default_rng(seed), flatten(layer.out_shape)
    dense = Dense(rng.normal(size=(flat.n_out, 2)) / np.sqrt(flat.n_out), rng.normal(size=2), activation("identity"))
    X, Y = images(layer, 2, seed), rng.normal(size=(2, 2))
    check = gradient_check(Network((layer, flat, dense)), MSE, X, Y)
    paths = [part.path for part in check.tensors]
    assert paths[: len(layer.parameter_names)] == [f"layers[0].{name}" for name in layer.parameter_names]
    for part in check.tensors:
        np.testing.assert_allclose(part.analytic, part.numeric, rtol=1e-5, atol=1e-9, err_msg=part.path)
    assert check.tensors[-1].analytic.shape == X.shape


@given(layers())
def test_every_kernel_bias_and_pixel_of_a_convolution(layer):
    agree(layer)


@given(layers(TransposedConvolution))
def test_every_kernel_bias_and_pixel_of_a_transposed_convolution(layer):
    agree(layer)


@given(pools(MaxPool))
def test_every_pixel_under_max_pooling_at_a_generic_point(layer):
    agree(layer)


@given(pools(AveragePool))
def test_every_pixel_under_average_pooling(layer):
    agree(layer)


def test_at_a_tie_max_pooling_has_no_derivative_and_the_check_says_so():
    """A central difference sees half of the slope there: the winner's gradient is as good as any other's."""
    layer = MaxPool((2, 2, 1))
    flat = flatten(layer.out_shape)
    net = Network((layer, flat, Dense(np.ones((1, 1)), np.zeros(1), activation("identity"))))
    check = gradient_check(net, MSE, np.zeros((1, 2, 2, 1)), np.ones((1, 1)))
    assert not check.passed() and check.worst.path == "X"
    np.testing.assert_allclose(check.worst.analytic.ravel(), [-2.0, 0.0, 0.0, 0.0], atol=1e-4)
    np.testing.assert_allclose(check.worst.numeric.ravel(), [-1.0] * 4, rtol=1e-4)
    assert gradient_check(net, MSE, np.arange(4.0).reshape(1, 2, 2, 1), np.ones((1, 1))).passed()


@pytest.mark.parametrize("kind", [Convolution, TransposedConvolution])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_behind_a_convolution(name, kind):
    g = activation(name)
    for seed in range(20):
        layer = convolution((2, 2), 1, 2, (3, 3), name=name, seed=seed, kind=kind)
        Z = layer.forward(images(layer, 2, seed)).Z
        if all(np.abs(Z - kink).min() > 1e-3 for kink in g.kinks):
            break
    else:
        pytest.fail("no seed keeps off the kinks")
    agree(layer, seed)


@pytest.mark.parametrize("size", [(3,), (3, 2)])
def test_a_slope_learned_by_each_channel(size):
    layer = PReLU(np.array([0.25, -0.3]), size)
    assert layer.in_shape == layer.out_shape == (*size, 2)
    assert np.abs(images(layer)).min() > 1e-3
    agree(layer)


def test_a_whole_network_on_images():
    """Two convolutions, both kinds of pooling, a learned slope, a hidden layer, softmax with cross-entropy."""
    measure = loss("categorical_cross_entropy")
    hidden = (
        Convolved(3, kernel=(3, 2), activation=activation("tanh")),
        Pooled(),
        Convolved(2, stride=(1, 2), activation=activation("prelu")),
        Pooled("average", window=2, stride=1),
        Hidden(4, activation("sigmoid")),
    )
    net = Architecture(36, hidden, head("softmax"), measure, 3, initializer("he_normal"), image=(6, 6, 1)).build(1)
    X, Y = np.random.default_rng(0).normal(size=(3, 36)), one_hot(np.arange(3), 3)
    check = gradient_check(net, measure, X, Y)
    assert check.passed(1e-5) and check.tensors[-1].analytic.shape == (3, 36)
    assert sum(part.analytic.size for part in check.tensors[:-1]) == net.n_parameters


@pytest.mark.parametrize("leading", [(3,), (2, 2)])
@pytest.mark.parametrize("kind", [Convolution, TransposedConvolution])
def test_every_network_of_an_ensemble_is_differentiated_on_its_own(leading, kind):
    layer = convolution((2, 2), 2, 2, (3, 4), leading=leading, stride=(2, 1), padding="same", kind=kind)
    net, X = Network((layer, flatten(layer.out_shape))), images(layer)
    Y = np.random.default_rng(4).normal(size=(2, net.n_out))
    trace = net.forward(X)
    gradients = net.backward(trace, MSE.backward(MSE.forward(trace.A, Y)))

    def total(theta):
        return float(MSE.forward(net.with_theta(theta.copy()).forward(X).A, Y).L.sum())

    assert gradients.theta.shape == (*leading, net.n_parameters)
    np.testing.assert_allclose(gradients.theta, central_differences(total, net.theta), rtol=1e-5, atol=1e-8)


def test_samples_may_carry_leading_axes_where_the_kernels_have_none():
    layer = convolution((2, 2), 2, 2, (3, 4))
    X = images(layer, leading=(2, 3))
    trace = layer.forward(X)
    dA = np.random.default_rng(0).normal(size=trace.A.shape)
    gradients = layer.backward(trace, dA)
    assert gradients.dK.shape == (2, 3, *layer.K.shape) and gradients.db.shape == (2, 3, 2)
    alone = layer.backward(layer.forward(X[1, 2]), dA[1, 2])
    np.testing.assert_allclose(gradients.dK[1, 2], alone.dK, rtol=1e-12)
    np.testing.assert_allclose(gradients.dX[1, 2], alone.dX, rtol=1e-12)


def test_reshaping_moves_the_gradient_back_to_where_it_came_from():
    layer = Reshape((2, 6), (3, 2, 2))
    X = np.arange(24.0).reshape(2, 2, 6)
    trace = layer.forward(X)
    np.testing.assert_array_equal(layer.backward(trace, trace.A).dX, X)
    assert trace.A.shape == (2, 3, 2, 2)


@pytest.mark.parametrize(
    ("shapes", "says"),
    [
        (((4,), (2, 3)), r"equally many entries, got \(4,\) with 4 and \(2, 3\) with 6"),
        (((4,), ()), "expected out_shape as a tuple of whole numbers"),
        (((0,), (0,)), "expected in_shape as a tuple"),
        ((4, (4,)), "expected in_shape as a tuple"),
    ],
)
def test_shapes_that_hold_different_numbers_of_entries_are_refused(shapes, says):
    with pytest.raises(ValueError, match=says):
        Reshape(*shapes)


def test_samples_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"expected X of shape \(..., N, 4\), got \(4,\)"):
        Reshape((4,), (2, 2)).forward(np.zeros(4))


def test_in_training_nothing_goes_back_below_the_first_layer_that_does_more_than_reshape():
    first = convolution((3, 3), 1, 2, (4, 4))
    net = Network((Reshape((16,), (4, 4, 1)), first, flatten(first.out_shape)))
    trace = net.forward(np.random.default_rng(0).normal(size=(3, 16)))
    dA = np.ones_like(trace.A)
    least, all_of_it = net.backward(trace, dA, need_dX=False), net.backward(trace, dA)
    assert least.dX is None and least.layers[1].dX is None and all_of_it.dX.shape == (3, 16)
    np.testing.assert_array_equal(least.theta, all_of_it.theta)
