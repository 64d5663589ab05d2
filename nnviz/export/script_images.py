"""The part of a script that holds convolution and pooling, with the two functions that both are made of."""

from collections.abc import Sequence

import numpy as np

from nnviz.engine import Array, AveragePool, Convolution, MaxPool
from nnviz.engine.activations.identity_and_step import IDENTITY
from nnviz.export.engine_source import activation_call
from nnviz.export.layer_text import LayerText

Pairs = Sequence[tuple[int, int]]


def patches_of(X: Array, kernel: Sequence[int], stride: Sequence[int], zeros: Pairs, dilation: Sequence[int]) -> Array:
    """Cut out what every window looks at, with zeros around X: (samples, places, entries of the kernel, channels)."""
    axes = tuple(range(1, len(kernel) + 1))
    reach = tuple(d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True))
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(X, ((0, 0), *zeros, (0, 0))), reach, axis=axes)
    every = [slice(None, None, step) for step in (1, *stride, 1, *dilation)]
    return np.moveaxis(windows[tuple(every)], len(kernel) + 1, -1)


def sum_patches(
    dpatches: Array, size: Sequence[int], stride: Sequence[int], zeros: Pairs, dilation: Sequence[int]
) -> Array:
    """Add every entry of every patch to the place that it was cut from, and leave the zeros around out."""
    n = len(size)
    padded = [before + length + after for length, (before, after) in zip(size, zeros, strict=True)]
    dX = np.zeros((len(dpatches), *padded, dpatches.shape[-1]))
    for entry in np.ndindex(dpatches.shape[n + 1 : -1]):
        seen = zip(entry, dpatches.shape[1 : n + 1], stride, dilation, strict=True)
        at = [slice(d * u, d * u + s * (out - 1) + 1, s) for u, out, s, d in seen]
        dX[(slice(None), *at)] += dpatches[(slice(None),) * (n + 1) + entry]
    inside = [slice(before, before + length) for length, (before, _) in zip(size, zeros, strict=True)]
    return dX[(slice(None), *inside)]


def convolution_text(layer: Convolution, k: int) -> LayerText:
    """Return the lines of a convolution, the k-th layer with weights."""
    n = len(layer.size)
    straight = layer.activation is IDENTITY
    title = f"# Layer {k}: {_sizes(layer.in_shape)} -> {_sizes(layer.out_shape)}, convolution, {layer.activation.title}"
    call = activation_call(layer.activation, False).format(f"Z{k}")
    slope = activation_call(layer.activation, True).format(f'kept["Z{k}"], kept["A{k}"]')
    linear = f"np.tensordot(X{k}, K{k}, {n + 1})" + ("" if layer.b is None else f" + b{k}")
    over = tuple(range(n + 1))
    stride, zeros, dilation = _numbers(layer)
    backward = (
        title,
        "dZ = dA" if straight else f"dZ = dA * {slope}",
        f'dK{k} = np.tensordot(kept["X{k}"], dZ, ({over}, {over}))',
        *([] if layer.b is None else [f"db{k} = dZ.sum(axis={over})"]),
        *(
            [f"dA = sum_patches(np.tensordot(dZ, K{k}, (-1, -1)), {layer.size}, {stride}, {zeros}, {dilation})"]
            if k > 1
            else []
        ),
    )
    cut_out = f"X{k} = patches_of(A, {layer.kernel}, {stride}, {zeros}, {dilation})"
    functions = (patches_of, *((sum_patches,) if k > 1 else ()))
    if straight:
        return LayerText((title, cut_out, f"A = {linear}"), backward, (f"X{k}",), functions)
    forward = (title, cut_out, f"Z{k} = {linear}", f"A = A{k} = {call}")
    slopes = (layer.activation.f, layer.activation.df)
    return LayerText(forward, backward, (f"X{k}", f"Z{k}", f"A{k}"), (*functions, *slopes))


def pooling_text(layer: MaxPool | AveragePool, p: int) -> LayerText:
    """Return the lines of the p-th pooling."""
    maximum = isinstance(layer, MaxPool)
    kernel, (stride, zeros, dilation) = tuple(w.kernel for w in layer.windows), _numbers(layer)
    what = f"{'maximum' if maximum else 'mean'} of {_sizes(kernel)}"
    title = f"# Pooling {p}: {_sizes(layer.in_shape)} -> {_sizes(layer.out_shape)}, the {what}"
    places, channels = layer.out_shape[:-1], layer.in_shape[-1]
    flat = ", ".join(map(str, (*places, layer.entries, channels)))
    windows = f"V = patches_of(A, {kernel}, {stride}, {zeros}, {dilation}).reshape(-1, {flat})"
    back = ", ".join(map(str, (*places, *kernel, channels)))
    summed = f"dA = sum_patches(dV.reshape(-1, {back}), {layer.in_shape[:-1]}, {stride}, {zeros}, {dilation})"
    if maximum:
        winners = f'dV = (np.arange({layer.entries})[:, None] == kept["winners{p}"][..., None, :]) * dA[..., None, :]'
        return LayerText(
            (title, windows, f"winners{p} = V.argmax(axis=-2)", "A = V.max(axis=-2)"),
            (title, winners, summed),
            (f"winners{p}",),
            (patches_of, sum_patches),
        )
    shares = f"dV = np.repeat(dA[..., None, :] / {layer.entries}, {layer.entries}, axis=-2)"
    return LayerText((title, windows, "A = V.mean(axis=-2)"), (title, shares, summed), (), (patches_of, sum_patches))


def _numbers(layer: Convolution | MaxPool | AveragePool) -> tuple[tuple[int, ...], Pairs, tuple[int, ...]]:
    """Return strides, zeros around and dilations, one for each axis."""
    windows = layer.windows
    zeros = tuple((w.before, w.after) for w in windows)
    return tuple(w.stride for w in windows), zeros, tuple(w.dilation for w in windows)


def _sizes(shape: Sequence[int]) -> str:
    return " x ".join(map(str, shape))
