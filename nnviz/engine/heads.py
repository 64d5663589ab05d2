"""The head says what a network's output means: a number, a yes or no, or one of several classes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnviz.engine.activations.sigmoids import sigmoid
from nnviz.engine.arrays import Array, float64
from nnviz.engine.layers.softmax import softmax
from nnviz.engine.losses import Loss
from nnviz.engine.parameters import check_kind, check_name, is_number, is_whole

Task = Literal["binary", "classes", "regression"]


@dataclass(frozen=True)
class Head:
    """The output of a network: its activation, the losses that fit it, and how it is interpreted.

    Attributes
    ----------
    name, title : str
    tasks : tuple of {'binary', 'classes', 'regression'}
        The kinds of data that it fits.
    losses : tuple of str
        The losses that fit it, the usual one first.
    output_activation : {'identity', 'sigmoid', 'tanh', 'softmax'}
        What turns the linear output into the output that is interpreted. Losses from logits contain it; for other
        losses it is part of the network.
    targets : {'values', 'indicators', 'signs'}
        Real numbers; 0 or 1; or -1 or +1.
    """

    name: str
    title: str
    tasks: tuple[Task, ...]
    losses: tuple[str, ...]
    output_activation: str
    targets: Literal["values", "indicators", "signs"]

    def n_out(self, n_classes: int) -> int:
        """Return the number of output units for that many classes (0 for regression)."""
        return n_classes if self.output_activation == "softmax" else 1

    def output(self, A: Array, loss: Loss) -> Array:
        """Return the output to interpret: A, after the output activation if the loss took logits.

        Parameters
        ----------
        A : ndarray, shape (..., N, n_out)
        loss : Loss
            The one that the network was trained with.

        Returns
        -------
        ndarray, shape (..., N, n_out)
            Probabilities; numbers for regression; in [-1, 1] for tanh.
        """
        check_kind(loss, Loss, "loss", f'loss("{self.losses[0]}")')
        A = float64(A, "A")
        return _OUTPUT_ACTIVATIONS[self.output_activation](A) if loss.expects == "logits" else A

    def decide(self, output: Array, threshold: float = 0.5) -> NDArray[np.intp]:
        """Return the class of each sample, shape (..., N): the most probable, or 1 at and above the threshold.

        Parameters
        ----------
        output : ndarray, shape (..., N, n_out)
            What `output` returned.
        threshold : float
            For one sigmoid unit, the probability from which on the class is 1; for a tanh unit it is scaled to its
            range (0.5 is an output of 0).

        Raises
        ------
        ValueError
            For regression, which decides nothing, or if the output is no matrix or the threshold no number.
        """
        if self.targets == "values":
            raise ValueError("expected a head that decides between classes, got regression")
        output = float64(output, "the output")
        if output.ndim < 2:
            raise ValueError(f"expected outputs of shape (..., N, n_out), a row for each sample, got {output.shape}")
        if not is_number(threshold):
            raise ValueError(f"expected a finite number as threshold, got {threshold!r}")
        if self.output_activation == "softmax":
            return np.asarray(np.argmax(output, axis=-1))
        cut = 2.0 * threshold - 1.0 if self.targets == "signs" else threshold
        return np.asarray(output[..., 0] >= cut, np.intp)

    def check_loss(self, loss: Loss) -> None:
        """Refuse a loss that does not fit.

        Raises
        ------
        ValueError
            With the losses that fit.
        """
        check_kind(loss, Loss, "loss", f'loss("{self.losses[0]}")')
        if loss.name not in self.losses:
            raise ValueError(
                f"expected one of the losses {', '.join(self.losses)} for the head {self.title!r}, got {loss.name}"
            )


_OUTPUT_ACTIVATIONS: dict[str, Callable[[Array], Array]] = {"sigmoid": sigmoid, "softmax": softmax}

HEADS: dict[str, Head] = {
    head.name: head
    for head in (
        Head(
            "sigmoid",
            "one sigmoid unit",
            ("binary",),
            ("binary_cross_entropy", "mean_squared_error", "half_squared_error"),
            "sigmoid",
            "indicators",
        ),
        Head(
            "softmax",
            "softmax",
            ("binary", "classes"),
            (
                "categorical_cross_entropy",
                "categorical_cross_entropy_from_probabilities",
                "mean_squared_error",
                "half_squared_error",
            ),
            "softmax",
            "indicators",
        ),
        Head(
            "tanh",
            "one tanh unit (TensorFlow Playground)",
            ("binary",),
            ("half_squared_error", "mean_squared_error", "huber"),
            "tanh",
            "signs",
        ),
        Head(
            "regression",
            "regression (a linear unit)",
            ("regression",),
            ("mean_squared_error", "half_squared_error", "huber"),
            "identity",
            "values",
        ),
    )
}
"""Every head by its name."""


def head(name: str) -> Head:
    """Return the head of that name.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    check_name(name, HEADS, "a head")
    return HEADS[name]


def check_targets(Y: Array, head: Head) -> None:
    """Refuse targets that the head cannot be trained on.

    Parameters
    ----------
    Y : ndarray, shape (N, n_out)
    head : Head

    Raises
    ------
    ValueError
        If they are not finite, not 0/1 (or -1/+1 for tanh), or a row for softmax is not one-hot.
    """
    check_kind(head, Head, "head", 'head("sigmoid")')
    Y = float64(Y, "the targets Y")
    if not np.all(np.isfinite(Y)):
        raise ValueError("expected finite targets, got NaN or infinity; leave those samples out")
    allowed = {"indicators": (0.0, 1.0), "signs": (-1.0, 1.0)}.get(head.targets)
    if allowed is not None and not np.all(np.isin(Y, allowed)):
        wrong = Y[~np.isin(Y, allowed)][0]
        raise ValueError(
            f"expected targets {allowed[0]:g} or {allowed[1]:g} for {head.title!r}, got {wrong:g}; recode them"
        )
    if head.output_activation == "softmax" and not np.all(Y.sum(-1) == 1.0):
        row = int(np.argmax(Y.sum(-1) != 1.0))
        raise ValueError(f"expected one-hot targets, one 1 in each row, got {Y[row]} in row {row}; see one_hot")


def one_hot(labels: ArrayLike, n_classes: int) -> Array:
    """Return a row with a single one for each label.

    Parameters
    ----------
    labels : array of int, shape (N,)
        From 0 to n_classes - 1.
    n_classes : int

    Returns
    -------
    ndarray, shape (N, n_classes)

    Raises
    ------
    ValueError
        If a label is no whole number or outside the classes.
    """
    if not is_whole(n_classes) or n_classes < 1:
        raise ValueError(f"expected a whole number of classes, at least 1, got {n_classes!r}")
    given = np.asarray(labels)
    if given.ndim != 1 or not (given.size == 0 or np.issubdtype(given.dtype, np.integer)):
        raise ValueError(
            f"expected whole numbers of shape (N,) as labels, got shape {given.shape} of {given.dtype}; "
            "number the classes 0, 1, 2, ..."
        )
    outside = (given < 0) | (given >= n_classes)
    if np.any(outside):
        i = int(np.argmax(outside))
        raise ValueError(
            f"expected labels from 0 to {n_classes - 1}, got {given[i]} at position {i}; number the classes from 0"
        )
    Y: Array = np.zeros((len(given), n_classes))
    Y[np.arange(len(given)), given.astype(np.intp)] = 1.0
    return Y
