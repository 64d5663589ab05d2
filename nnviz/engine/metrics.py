"""Metrics of a network: how often it is right, how large its gradients are, which units are dead or saturated."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.engine.activations import Activation
from nnviz.engine.arrays import Array, euclidean_norm, float64
from nnviz.engine.layers.layer import Layer, LayerGradients
from nnviz.engine.layers.prelu import PReLU
from nnviz.engine.network import Gradients, Network, Trace
from nnviz.engine.parameters import check_kind, is_whole

Classes = NDArray[np.integer[Any] | np.bool_]


def accuracy(decisions: Classes, labels: Classes, output: Array | None = None) -> Array:
    """Return the share of samples that are classified correctly.

    Parameters
    ----------
    decisions : integer ndarray, shape (..., N)
    labels : integer ndarray, shape (N,)
    output : ndarray, shape (..., N, n_out), optional
        What the decisions were made from. NaN and infinity decide nothing, so where one is in it the accuracy is NaN.

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    ValueError
        If there is not one decision for each label, or either is no whole number.
    """
    decisions, labels = _classes(decisions, "decisions"), _classes(labels, "labels")
    if labels.ndim != 1 or decisions.shape[-1:] != labels.shape:
        raise ValueError(
            f"expected decisions of shape (..., N) and labels of shape (N,), got {decisions.shape} and "
            f"{labels.shape}; give one decision for each label"
        )
    share: Array = np.add.reduce(decisions == labels, -1, np.float64) / labels.size
    if output is None:
        return share
    output = float64(output, "the output")
    if output.ndim < 2 or output.shape[-2] != len(labels):
        shape = f"(..., {len(labels)}, n_out)"
        raise ValueError(f"expected output of shape {shape}, one row per sample, got {output.shape}")
    return np.where(np.isfinite(output).all((-2, -1)), share, np.nan)


def _classes(values: object, name: str) -> NDArray[np.intp]:
    """Return whole numbers as such of full width, in which no product of them wraps round."""
    if not (isinstance(values, np.ndarray) and values.dtype.kind in "biu"):
        given = f"an array of {values.dtype}" if isinstance(values, np.ndarray) else type(values).__name__
        raise ValueError(f"expected {name} as a NumPy array of whole numbers, got {given}; number the classes")
    return values.astype(np.intp, copy=False)


def confusion_matrix(decisions: NDArray[np.intp], labels: NDArray[np.intp], n_classes: int) -> NDArray[np.intp]:
    """Count how often each class (row) was classified as each class (column).

    Parameters
    ----------
    decisions, labels : integer ndarray, shape (N,)
    n_classes : int

    Returns
    -------
    integer ndarray, shape (n_classes, n_classes)

    Raises
    ------
    ValueError
        If a decision or label is outside the classes, or there are not as many of both.
    """
    decisions, labels = _classes(decisions, "decisions"), _classes(labels, "labels")
    if decisions.ndim != 1 or decisions.shape != labels.shape:
        raise ValueError(
            f"expected decisions and labels of one shape (N,), got {decisions.shape} and {labels.shape}; "
            "give one decision for each label"
        )
    if not is_whole(n_classes) or n_classes < 1:
        raise ValueError(f"expected a whole number of classes, at least 1, got {n_classes!r}")
    for name, values in (("decisions", decisions), ("labels", labels)):
        if values.size and not (values.min() >= 0 and values.max() < n_classes):
            raise ValueError(
                f"expected {name} from 0 to {n_classes - 1}, got values from {values.min()} to {values.max()}; "
                "number the classes from 0, or give more of them"
            )
    counts = np.bincount(labels * n_classes + decisions, minlength=n_classes * n_classes)
    return counts.reshape(n_classes, n_classes)


@dataclass(frozen=True, eq=False)
class LayerMetrics:
    """Metrics of each layer with weights; every array has one entry per such layer, shape (..., n_layers).

    Attributes
    ----------
    gradient_norm : ndarray
        Frobenius norm of the gradient of all weights of the layer: dW, dK, or dW_xh and dW_hh together.
    dead : ndarray
        Share of the units whose activation has slope zero on every sample of the batch: they learn nothing from it. A
        channel of maps counts as a unit, and is dead where its slope is zero at all places as well; a unit of sequences
        where it is at all steps. NaN where a layer has no activation of its own (see `unit_slopes`).
    saturated : ndarray
        Share of the units x samples (x places, or steps) where the slope is below the activation's `flat_below`; NaN
        as above.
    """

    gradient_norm: Array
    dead: Array
    saturated: Array


def layer_metrics(trace: Trace, gradients: Gradients, network: Network) -> LayerMetrics:
    """Measure every layer with weights of one pass.

    Parameters
    ----------
    trace : Trace
    gradients : Gradients
        Of the same pass.
    network : Network

    Raises
    ------
    ValueError
        If these are no trace, gradients and network.
    """
    check_kind(trace, Trace, "trace", "network.forward(X)")
    check_kind(gradients, Gradients, "gradients", "network.backward(trace, dA)")
    check_kind(network, Network, "network", "Network(layers)")
    rows = [
        (weight_norm(layer, gradients.layers[i], "d"), *_signs(trace, network, i))
        for i, layer in enumerate(network.layers)
        if has_weights(layer)
    ]
    shapes = [np.broadcast_arrays(*row) for row in rows]
    return LayerMetrics(*(np.stack(column, -1) for column in zip(*shapes, strict=True)))


def _signs(trace: Trace, network: Network, i: int) -> tuple[Array, Array]:
    """Return which share of the units of layer ``i`` is dead, and which saturated."""
    activation = activation_of_layer(network.layers[i])
    if activation is None:
        return np.array(np.nan), np.array(np.nan)
    with np.errstate(over="ignore", invalid="ignore"):  # a run that has blown up is measured too
        slope = np.abs(unit_slopes(trace, network, i))
    places = tuple(range(-len(network.layers[i].out_shape or ()) - 1, -1))  # the samples, and places of maps or steps
    return (slope == 0.0).all(places).mean(-1), (slope < activation.flat_below).mean((*places, -1))


def activation_of_layer(layer: Layer[Any]) -> Activation | None:
    """Return the activation that a layer applies to each of its units, or None.

    A GRU and an LSTM have none: their gates are saturated where they keep, which is no fault. Embeddings, attention
    and layers made of layers have none either.
    """
    found = getattr(layer, "activation", None)
    return found if isinstance(found, Activation) else None


def unit_slopes(trace: Trace, network: Network, i: int) -> Array:
    """Return the slope g'(Z) of every unit of layer ``i`` on every sample, shape (..., N, *out_shape).

    Parameters
    ----------
    trace : Trace
    network : Network
    i : int

    Raises
    ------
    ValueError
        If layer ``i`` has no activation.

    Notes
    -----
    A learned activation (PReLU) that follows the layer counts as its activation.
    """
    check_kind(trace, Trace, "trace", "network.forward(X)")
    check_kind(network, Network, "network", "Network(layers)")
    part: Any = trace.layers[i]
    following = network.layers[i + 1] if i + 1 < len(network.layers) else None
    if isinstance(following, PReLU):
        return following.slopes(part.A)
    activation = activation_of_layer(network.layers[i])
    if activation is None:
        kind = type(network.layers[i]).__name__
        raise ValueError(f"expected a layer with an activation, such as Dense or Elman, got {kind} as layer {i}")
    return activation.df(part.Z, part.A)


def has_weights(layer: Layer[Any]) -> bool:
    """Return whether a layer has weights: parameters that L1 and L2 may shrink, W of a dense layer, K of another."""
    return bool(layer.penalised)


def weights_of(layer: Layer[Any]) -> Array:
    """Return the weights of a layer that has some: W of a dense layer, the kernels K of a convolution."""
    weights: Array = getattr(layer, layer.penalised[0])
    return weights


def weight_gradients_of(layer: Layer[Any], gradients: LayerGradients) -> Array:
    """Return the gradient of a layer's weights: dW, or dK."""
    dW: Array = getattr(gradients, f"d{layer.penalised[0]}")
    return dW


def weight_norm(layer: Layer[Any], of: object, prefix: str = "") -> Array:
    """Return the Frobenius norm of all weights of a layer together, biases aside; shape (...).

    Parameters
    ----------
    layer : Layer
        Which says what its weights are: W, K, W_xh and W_hh, W_Q to W_O, or those of the layers inside.
    of : Layer or LayerGradients
        Where they are read: the layer itself, or its gradients.
    prefix : str
        "d" for gradients.
    """
    return _norm(layer, [getattr(of, prefix + name) for name in layer.penalised])


def _norm(layer: Layer[Any], arrays: Sequence[Array]) -> Array:
    """Return the norm of arrays in the shapes of a layer's weights, all of them together."""
    each = [norm(V.reshape(*V.shape[: len(layer.ensemble)], -1, V.shape[-1])) for V in arrays]
    return each[0] if len(each) == 1 else euclidean_norm(np.stack(each, -1), -1)[..., 0]


def norm(V: Array) -> Array:
    """Return the Frobenius norm over the last two axes, shape (...).

    Raises
    ------
    ValueError
        If V is no matrix of real numbers, nor a stack of them.
    """
    V = float64(V, "V")
    if V.ndim < 2:
        raise ValueError(f"expected a matrix, or a stack of them, got shape {V.shape}; write V[None] for a vector")
    return euclidean_norm(V, (-2, -1))[..., 0, 0]


def update_to_weight_ratios(before: Network, after: Network) -> Array:
    """Return |change of W| / |W| for each layer with weights, shape (..., n_layers); W stands for all of its weights.

    About 1e-3 is healthy, 0/0 counts as 0.

    Parameters
    ----------
    before, after : Network
        The network before and after a step.

    Raises
    ------
    ValueError
        If these are no networks.
    """
    check_kind(before, Network, "before", "Network(layers)")
    check_kind(after, Network, "after", "Network(layers)")
    ratios = []
    for old, new in zip(before.layers, after.layers, strict=True):
        if has_weights(old) and has_weights(new):
            with np.errstate(over="ignore", invalid="ignore"):
                changes = [getattr(new, name) - getattr(old, name) for name in old.penalised]
                change, size = _norm(old, changes), weight_norm(old, old)
                ratio = np.divide(change, size, out=np.where(change > 0, np.inf, 0.0), where=size > 0)
            ratios.append(ratio)
    return np.stack(ratios, -1)
