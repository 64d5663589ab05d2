"""A forward pass step by step: Z1, A1, Z2, A2, ..., each with what it is made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Dense, Softmax, TensorView, Trace
from nnviz.engine.layers.dense import DenseTrace
from nnviz.engine.layers.softmax import SoftmaxTrace
from nnviz.experiments.inspection import Step, tensor_groups
from nnviz.experiments.trained.networks import TrainedNetwork

BATCH = 8
"""Samples of a batch."""


@dataclass(frozen=True, eq=False)
class ForwardStep:
    """One computed tensor.

    Attributes
    ----------
    name : str
        ``Z1``, ``A1``, ...; the probabilities at the end are ``P``.
    kind : {'linear', 'activation', 'softmax'}
    layer : int
        Counted from 1.
    inputs : tuple of str
        The tensors that it is made of: ``("X", "W1", "b1")`` or ``("Z1",)``.
    view : TensorView
        Its formula, its line of NumPy and its numbers.
    """

    name: str
    kind: str
    layer: int
    inputs: tuple[str, ...]
    view: TensorView


@dataclass(frozen=True, eq=False)
class ForwardPass:
    """A few samples on their way through a network.

    Attributes
    ----------
    trace : Trace
    step : Step
        The trace as the inspector takes it.
    steps : tuple of ForwardStep
    tensors : dict of str to ndarray
        Every tensor by its name: X, W1, b1, Z1, A1, ...
    P : ndarray, shape (n, n_out)
        The output.
    """

    trace: Trace
    step: Step
    steps: tuple[ForwardStep, ...]
    tensors: dict[str, Array]
    P: Array


def forward_pass(trained_network: TrainedNetwork, X: Array) -> ForwardPass:
    """Run samples through a network and name every tensor on the way.

    Parameters
    ----------
    trained_network : TrainedNetwork
    X : ndarray, shape (n, d)
        As the network gets them.
    """
    trace = trained_network.network.forward(X)
    step = Step(trace, trace, known=trained_network.network)
    views = {view.path: view for group in tensor_groups(step) for view in group.views}
    tensors, steps, below = {"X": X}, list[ForwardStep](), "X"
    for i, (layer, part) in enumerate(zip(trained_network.network.layers, trace.layers, strict=True)):
        number = sum(isinstance(other, Dense) for other in trained_network.network.layers[: i + 1])
        if isinstance(layer, Dense) and isinstance(part, DenseTrace):
            Z, W, b = f"Z{number}", f"W{number}", f"b{number}"
            tensors |= {W: layer.W, b: layer.b, Z: part.Z}
            steps.append(ForwardStep(Z, "linear", number, (below, W, b), views[f"layers[{i}].Z"]))
            below = Z
            if not (i + 1 < len(trace.layers) and isinstance(trained_network.network.layers[i + 1], Softmax)):
                below = f"A{number}"
                tensors[below] = part.A
                steps.append(ForwardStep(below, "activation", number, (Z,), views[f"layers[{i}].A"]))
        elif isinstance(part, SoftmaxTrace):
            tensors["P"] = part.A
            steps.append(ForwardStep("P", "softmax", number, (below,), views[f"layers[{i}].A"]))
    return ForwardPass(trace, step, tuple(steps), tensors, trace.A)


def layered_latex(step: ForwardStep) -> str:
    r"""Return a step's formula with the layers as indices, such as ``Z^{[2]} = A^{[1]} W^{[2]} + b^{[2]}``."""
    out, *inputs = (_indexed(name) for name in (step.name, *step.inputs))
    if step.kind == "linear":
        X, W, b = inputs
        return f"{out} = {X}\\, {W} + {b}"
    if step.kind == "softmax":
        return rf"{out}_j = \frac{{e^{{Z_j}}}}{{\sum_k e^{{Z_k}}}}, \qquad Z = {inputs[0]}"
    rule = step.view.formula.partition(r"\quad")[2].strip()
    return rf"{out} = g({inputs[0]}), \qquad {rule}"


def _indexed(name: str) -> str:
    return rf"{name[0]}^{{[{name[1:]}]}}" if name[1:] else name


def batch_rows(
    trained_network: TrainedNetwork, sample: int, typed_features: tuple[float, ...] = ()
) -> tuple[Array, NDArray[np.intp]]:
    """Choose the rows of a pass: the traced sample first, then test samples evenly spread, up to a batch.

    Parameters
    ----------
    trained_network : TrainedNetwork
    sample : int
        Of the test part; the last one where there are fewer.
    typed_features : tuple of float
        Features of a sample that a person typed, as they are measured; it then comes first.

    Returns
    -------
    X : ndarray, shape (8, d)
    rows : integer ndarray, shape (8,)
        Which test sample each row is; -1 for the typed one.
    """
    count = len(trained_network.X)
    first = min(sample, count - 1)
    rows = (first + np.arange(BATCH) * (count // BATCH)) % count
    X = trained_network.X[rows]
    if typed_features:
        X = np.concatenate([trained_network.scaling.apply(np.array([typed_features])), X[:-1]])
        rows = np.concatenate([[-1], rows[:-1]])
    return X, rows
