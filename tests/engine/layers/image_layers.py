"""Convolutions for the tests, drawn by Hypothesis, and the same by plain loops; nothing in here is a test."""

from itertools import product as each

import numpy as np
from hypothesis import strategies as st

from nnviz.engine import Convolution, TransposedConvolution, Window, activation
from nnviz.engine.layers.transposed import transposed_window


def convolution(
    kernel, channels, filters, size, *, leading=(), biases=True, name="tanh", seed=0, kind=Convolution, **rest
):
    """A layer with random kernels and biases."""
    rng = np.random.default_rng(seed)
    K = rng.normal(size=(*leading, *kernel, channels, filters))
    b = rng.normal(size=(*leading, filters)) if biases else None
    return kind(K, b, activation(name), size, **rest)


def images(layer, n=2, seed=1, leading=()):
    """Samples that a layer takes."""
    return np.random.default_rng(seed).normal(size=(*leading, n, *layer.in_shape))


@st.composite
def windows(draw, of=Window.of):
    """Size, kernel, stride, padding and dilation of one axis that leave an output."""
    kernel, dilation, stride = draw(st.integers(1, 3)), draw(st.integers(1, 2)), draw(st.integers(1, 3))
    reach = dilation * (kernel - 1) + 1
    ends = st.tuples(st.integers(0, 3), st.integers(0, 3))
    padding = draw(st.one_of(st.sampled_from(["valid", "same", "full"]), st.integers(0, 2), ends))
    size = draw(st.integers(1, 6))
    if of is Window.of:
        zeros = {"valid": 0, "same": reach, "full": 2 * reach}.get(padding)
        size = max(
            size, reach - (2 * padding if isinstance(padding, int) else sum(padding) if zeros is None else zeros)
        )
    else:
        cut = {"valid": 0, "same": 0, "full": 2 * (reach - 1)}.get(padding)
        cut = 2 * padding if isinstance(padding, int) else sum(padding) if cut is None else cut
        while stride * (size - 1) + reach <= cut:
            size += 1
    of(size, kernel, stride, padding, dilation)
    return size, kernel, stride, padding, dilation


@st.composite
def layers(draw, kind=Convolution, name="tanh", leading=()):
    """Convolutions, or their transposes, of signals and images."""
    of = Window.of if kind is Convolution else transposed_window
    axes = draw(st.lists(windows(of), min_size=1, max_size=2))
    size, kernel, stride, padding, dilation = (tuple(column) for column in zip(*axes, strict=True))
    channels, filters = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    return convolution(
        kernel,
        channels,
        filters,
        size,
        leading=leading,
        biases=draw(st.booleans()),
        name=name,
        kind=kind,
        stride=stride,
        padding=padding,
        dilation=dilation,
    )


def by_loops(layer, X):
    """Z of one convolution or its transpose, by the definition: one product after the other, for a single network."""
    Z = np.zeros((len(X), *layer.out_shape))
    transposed = isinstance(layer, TransposedConvolution)
    for stop in np.ndindex(*(w.out for w in layer.windows)):
        for entry in np.ndindex(*layer.kernel):
            looks = tuple(
                w.stride * i + w.dilation * u - w.before for w, i, u in zip(layer.windows, stop, entry, strict=True)
            )
            if not all(0 <= place < w.size for place, w in zip(looks, layer.windows, strict=True)):
                continue  # a zero around the image
            at_X, at_Z = (stop, looks) if transposed else (looks, stop)
            for n, c, f in each(range(len(X)), range(X.shape[-1]), range(Z.shape[-1])):
                Z[(n, *at_Z, f)] += X[(n, *at_X, c)] * layer.K[(*entry, c, f)]
    return Z + layer.biases
