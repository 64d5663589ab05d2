"""Central differences over every kernel entry, bias and input of convolutions, their transposes and pooling."""

import numpy as np
import pytest

from nnviz.engine import (
    AveragePool,
    Convolution,
    Dense,
    MaxPool,
    Network,
    TransposedConvolution,
    activation,
    flatten,
    gradient_check,
    loss,
)

SETTINGS = [
    {},
    {"stride": 2},
    {"stride": (1, 3), "padding": "same"},
    {"padding": "full", "dilation": (2, 1)},
    {"padding": ((2, 0), (1, 3)), "stride": (2, 1), "dilation": 2},
]


def checked(layer, seed=0):
    """The gradient check of a layer, followed by a dense layer that reads all of its output."""
    rng = np.random.default_rng(seed)
    flat = flatten(layer.out_shape)
    dense = Dense(rng.normal(size=(flat.n_out, 2)), rng.normal(size=2), activation("identity"))
    X, Y = rng.normal(size=(3, *layer.in_shape)), rng.normal(size=(3, 2))
    check = gradient_check(Network((layer, flat, dense)), loss("mean_squared_error"), X, Y)
    assert check.tensors[-1].analytic.shape == X.shape
    return check


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("kind", [Convolution, TransposedConvolution])
def test_images(kind, settings):
    rng = np.random.default_rng(1)
    layer = kind(rng.normal(size=(3, 2, 2, 3)), rng.normal(size=3), activation("tanh"), (6, 5), **settings)
    assert checked(layer).passed(1e-5)


@pytest.mark.parametrize("settings", [{}, {"stride": 3, "padding": "same"}, {"padding": ((2, 1),), "dilation": 2}])
@pytest.mark.parametrize("kind", [Convolution, TransposedConvolution])
def test_signals(kind, settings):
    rng = np.random.default_rng(1)
    layer = kind(rng.normal(size=(3, 2, 3)), None, activation("tanh"), (9,), **settings)
    assert checked(layer).passed(1e-5)


@pytest.mark.parametrize("kind", [MaxPool, AveragePool])
@pytest.mark.parametrize(
    "layer", [((6, 5, 2), 2, None), ((6, 5, 2), (3, 2), 1), ((9, 2), 3, 2), ((4, 4, 3), (4, 4), None)]
)
def test_pooling(kind, layer):
    assert checked(kind(*layer)).passed(1e-5)
