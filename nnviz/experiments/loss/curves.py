"""Losses as curves: over what the network says, and over the logit behind it, each with its slope."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, Dense, Loss, Network, Softmax, activation, loss, one_hot
from nnviz.engine.activations import sigmoid

Z_LIMIT = 12
PER_UNIT = 20
"""Points of a curve on a distance of 1."""

PREDICTION_LIMIT = 4.0
SQUARED_ERROR = "half_squared_error"
"""What the page calls squared error: with the factor 1/2, in every section."""

CLASSES = 3


@dataclass(frozen=True, eq=False)
class LossCurve:
    """One loss of a single sample.

    Attributes
    ----------
    loss : Loss
        As it is fed here: from logits, from probabilities or from values.
    title : str
    values : ndarray, shape (M,)
    by_prediction : ndarray, shape (M,)
        The slope over the prediction.
    by_logit : ndarray, shape (M,)
        The slope over the logit; the same for numbers, which have none.
    """

    loss: Loss
    title: str
    values: Array
    by_prediction: Array
    by_logit: Array


@dataclass(frozen=True, eq=False)
class LossCurves:
    """All losses of one kind of target.

    Attributes
    ----------
    logit, prediction : ndarray, shape (M,)
        The same M places twice: z, and what it is turned into.
    target : float
    curves : tuple of LossCurve
    """

    logit: Array
    prediction: Array
    target: float
    curves: tuple[LossCurve, ...]


def loss_curves(task: str, target: int = 1) -> LossCurves:
    """Compute the curves of a task with the engine.

    Parameters
    ----------
    task : {'binary', 'classes', 'regression'}
        One sigmoid unit; softmax over three classes, two of them with logit 0; a plain number.
    target : int
        0 or 1, for one sigmoid unit. Of the classes it is the first that is true; the number should be 0.
    """
    return {"binary": _binary, "classes": _classes, "regression": _number}[task](target)


def logit_grid() -> Array:
    """Return the logits of the curves, shape (M,)."""
    return np.arange(-Z_LIMIT * PER_UNIT, Z_LIMIT * PER_UNIT + 1) / PER_UNIT


def _binary(target: int) -> LossCurves:
    """Each place is a sample of its own: leading axes keep the 1/N of a batch out."""
    z = logit_grid()
    Z, P = z[:, None, None], sigmoid(z)[:, None, None]
    Y = np.full((1, 1), float(target))
    fused, squared = loss("binary_cross_entropy"), loss(SQUARED_ERROR)
    through = Network((Dense(np.ones((1, 1)), np.zeros(1), activation("sigmoid")),))
    entropy = fused.forward(Z, Y)
    trace = through.forward(Z)
    error = squared.forward(trace.A, Y)
    back = through.backward(trace, squared.backward(error))
    assert back.dX is not None
    curves = (
        LossCurve(fused, "cross-entropy", entropy.L, _by_probability(P, Y), fused.backward(entropy)[:, 0, 0]),
        LossCurve(squared, "squared error", error.L, squared.backward(error)[:, 0, 0], back.dX[:, 0, 0]),
    )
    return LossCurves(z, P[:, 0, 0], float(target), curves)


def _by_probability(P: Array, Y: Array) -> Array:
    """The slope of cross-entropy over p: yes and no as two classes, whose probabilities p and 1 - p move oppositely."""
    both = np.concatenate([P, 1.0 - P], -1)
    pair = loss("categorical_cross_entropy_from_probabilities")
    slopes = pair.backward(pair.forward(both, np.concatenate([Y, 1.0 - Y], -1)))
    by_p: Array = slopes[:, 0, 0] - slopes[:, 0, 1]
    return by_p


def _classes(target: int) -> LossCurves:
    z = logit_grid()
    Z = np.concatenate([z[:, None, None], np.zeros((len(z), 1, CLASSES - 1))], -1)
    Y = one_hot(np.array([0]), CLASSES)
    layer, fused, squared = Softmax(), loss("categorical_cross_entropy"), loss(SQUARED_ERROR)
    trace = layer.forward(Z)
    entropy, error = fused.forward(Z, Y), squared.forward(trace.A, Y)
    pair = loss("categorical_cross_entropy_from_probabilities")
    by_P = pair.backward(pair.forward(trace.A, Y))[:, 0, 0]
    back = layer.backward(trace, squared.backward(error)).dX
    assert back is not None
    curves = (
        LossCurve(fused, "cross-entropy", entropy.L, by_P, fused.backward(entropy)[:, 0, 0]),
        LossCurve(squared, "squared error", error.L, squared.backward(error)[:, 0, 0], back[:, 0, 0]),
    )
    return LossCurves(z, trace.A[:, 0, 0], 1.0, curves)


def _number(target: int) -> LossCurves:
    values = logit_grid() * (PREDICTION_LIMIT / Z_LIMIT)
    A, Y = values[:, None, None], np.zeros((1, 1))
    curves = []
    for name in (SQUARED_ERROR, "mean_squared_error", "huber"):
        used = loss(name)
        trace = used.forward(A, Y)
        slope = used.backward(trace)[:, 0, 0]
        title = "squared error" if name == SQUARED_ERROR else used.title
        curves.append(LossCurve(used, title, trace.L, slope, slope))
    return LossCurves(values, values, 0.0, tuple(curves))
