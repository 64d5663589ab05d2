"""Convolutions, their transposes and pooling against PyTorch in float64: `make parity`, which installs it.

PyTorch's images are (N, channels, rows, columns) and its kernels (filters, channels, rows, columns), those of a
transposed convolution (channels, filters, rows, columns). Its paddings are equal at both ends, so that zeros are put
there first.
"""

import numpy as np
import pytest
import torch

from nnviz.engine import (
    Architecture,
    AveragePool,
    Batch,
    Convolution,
    Convolved,
    Dense,
    MaxPool,
    Pooled,
    PReLU,
    Reshape,
    Rules,
    TrainState,
    TransposedConvolution,
    activation,
    head,
    loss,
    one_hot,
    optimizer,
    take_steps,
    train_step,
)
from tests.engine.layers.image_layers import convolution, images

F = torch.nn.functional
torch.set_default_dtype(torch.float64)

SETTINGS = [
    {},
    {"stride": 2},
    {"stride": (3, 1), "padding": (1, 2)},
    {"padding": "same", "dilation": (1, 2)},
    {"padding": "same", "stride": (2, 3)},
    {"padding": "full", "stride": (1, 2)},
    {"padding": ((2, 0), (1, 3)), "stride": (2, 1), "dilation": 2},
]


def first(maps):
    """Channels first, as PyTorch has them."""
    return torch.movedim(maps, -1, 1)


def last(maps):
    return torch.movedim(maps, 1, -1)


def zeros_around(layer, X):
    """Put the zeros of a layer around images whose channels come first."""
    return F.pad(X, [n for w in reversed(layer.windows) for n in (w.before, w.after)])


def run(layer, X, K, b):
    """Z of a layer in PyTorch, channels last."""
    n, settings = len(layer.windows), {}
    settings["stride"] = tuple(w.stride for w in layer.windows)
    settings["dilation"] = tuple(w.dilation for w in layer.windows)
    if isinstance(layer, Convolution):
        apply = F.conv1d if n == 1 else F.conv2d
        return last(apply(zeros_around(layer, first(X)), torch.movedim(K, (-1, -2), (0, 1)), b, **settings))
    apply = F.conv_transpose1d if n == 1 else F.conv_transpose2d
    whole = apply(first(X), torch.movedim(K, (-2, -1), (0, 1)), None, **settings)
    beyond = [w.padded - size for w, size in zip(layer.windows, whole.shape[2:], strict=True)]
    whole = F.pad(whole, [n for extra in reversed(beyond) for n in (0, extra)])
    cut = last(whole[(..., *(slice(w.before, w.before + w.size) for w in layer.windows))])
    return cut if b is None else cut + b


def compare(layer):
    X = images(layer)
    trace = layer.forward(X)
    dA = np.random.default_rng(5).normal(size=trace.A.shape)
    gradients = layer.backward(trace, dA)
    names = ["X", *layer.parameter_names]
    leaves = [torch.tensor(trace.X if name == "X" else getattr(layer, name), requires_grad=True) for name in names]
    Z = run(layer, *leaves, *([None] if layer.b is None else []))
    torch.tanh(Z).backward(torch.tensor(dA))
    np.testing.assert_allclose(trace.Z, Z.detach().numpy(), rtol=1e-10, atol=1e-12)
    for name, leaf in zip(names, leaves, strict=True):
        np.testing.assert_allclose(getattr(gradients, "d" + name), leaf.grad.numpy(), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("kind", [Convolution, TransposedConvolution])
@pytest.mark.parametrize("biases", [True, False])
def test_images_agree(kind, settings, biases):
    compare(convolution((3, 2), 2, 3, (7, 6), kind=kind, biases=biases, **settings))


@pytest.mark.parametrize("settings", [{}, {"stride": 3, "padding": "same"}, {"padding": ((2, 1),), "dilation": 2}])
@pytest.mark.parametrize("kind", [Convolution, TransposedConvolution])
def test_signals_agree(kind, settings):
    compare(convolution((3,), 2, 3, (9,), kind=kind, **settings))


@pytest.mark.parametrize("extra", [0, 1, 2])
def test_the_size_of_a_transposed_convolution_agrees(extra):
    layer = convolution((4, 4), 2, 3, (5, 5), kind=TransposedConvolution, stride=3, padding=1, extra=extra)
    theirs = torch.nn.ConvTranspose2d(2, 3, 4, 3, 1, extra)(torch.zeros(1, 2, 5, 5))
    assert tuple(theirs.shape[2:]) == layer.out_shape[:2]
    compare(layer)


@pytest.mark.parametrize(("window", "stride"), [(2, None), (3, 1), ((2, 3), (1, 2)), ((6, 7), None)])
@pytest.mark.parametrize("kind", [MaxPool, AveragePool])
def test_pooling_agrees(kind, window, stride):
    """With ties, too: PyTorch also gives the first of several maxima the gradient."""
    layer = kind((6, 7, 2), window, stride)
    for X in (images(layer), np.round(images(layer))):
        trace = layer.forward(X)
        dA = np.random.default_rng(5).normal(size=trace.A.shape)
        leaf = torch.tensor(X, requires_grad=True)
        pool = F.max_pool2d if kind is MaxPool else F.avg_pool2d
        A = last(pool(first(leaf), window, stride or window))
        A.backward(torch.tensor(dA))
        np.testing.assert_allclose(trace.A, A.detach().numpy(), rtol=1e-12)
        np.testing.assert_allclose(layer.backward(trace, dA).dX, leaf.grad.numpy(), rtol=1e-12, atol=1e-15)


def whole(net, parameters, X):
    """The forward pass of a convolutional network in PyTorch."""
    A, left = X, list(parameters)
    for layer in net.layers:
        if isinstance(layer, Convolution):
            A = run(layer, A, left.pop(0), left.pop(0))
            A = torch.relu(A) if layer.activation.name == "relu" else A
        elif isinstance(layer, PReLU):
            A = last(F.prelu(first(A), left.pop(0)))
        elif isinstance(layer, MaxPool | AveragePool):
            pool = F.max_pool2d if isinstance(layer, MaxPool) else F.avg_pool2d
            A = last(pool(first(A), layer.window, layer.stride or layer.window))
        elif isinstance(layer, Reshape):
            A = A.reshape(-1, *layer.out_shape)
        else:
            assert isinstance(layer, Dense)
            A = A @ left.pop(0) + left.pop(0)
    return A


@pytest.mark.parametrize("taken", [train_step, take_steps])
@pytest.mark.parametrize("rule", ["sgd", "adam"])
def test_thirty_steps_of_a_convolutional_network_agree(rule, taken):
    measure, rng = loss("categorical_cross_entropy"), np.random.default_rng(0)
    hidden = (
        Convolved(4),
        Pooled(),
        Convolved(3, stride=(1, 2), activation=activation("prelu")),
        Pooled("average", 2, 1),
    )
    net = Architecture(64, hidden, head("softmax"), measure, 3, image=(8, 8, 1)).build(0)
    X, Y = rng.normal(size=(9, 64)), one_hot(rng.integers(0, 3, 9), 3)
    state = TrainState.start(net, Rules(measure, optimizer(rule), 0.02))
    parameters = [torch.tensor(array, requires_grad=True) for layer in net.layers for array in layer.parameters]
    theirs = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[rule](parameters, lr=0.02)
    for _ in range(30):
        theirs.zero_grad()
        F.cross_entropy(whole(net, parameters, torch.tensor(X)), torch.tensor(Y)).backward()
        theirs.step()
        if taken is train_step:
            state = train_step(state, Batch(X, Y)).after
        else:
            state = take_steps(state, lambda step: Batch(X, Y), 1)
        theta = np.concatenate([parameter.detach().numpy().ravel() for parameter in parameters])
        np.testing.assert_allclose(state.network.theta, theta, rtol=1e-8, atol=1e-11)
