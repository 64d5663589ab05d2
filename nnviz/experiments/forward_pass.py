"""A forward pass step by step: Z1, A1, Z2, A2, ..., each with what it is made of; then the decision."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Dense, Softmax, TensorView, Trace, confusion_matrix
from nnviz.engine.dense import DenseTrace
from nnviz.engine.softmax import SoftmaxTrace
from nnviz.experiments.forward_settings import THRESHOLD_STEPS
from nnviz.experiments.inspection import Step, story
from nnviz.experiments.results import ClassResults
from nnviz.experiments.taught import Taught

BATCH = 8
"""Samples of a batch."""


@dataclass(frozen=True, eq=False)
class ForwardStep:
    """One computed tensor.

    Attributes
    ----------
    name : str
        ``Z1``, ``A1``, ...; the probabilities at the end are ``P``.
    kind : {'linear', 'bend', 'softmax'}
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


def forward_pass(taught: Taught, X: Array) -> ForwardPass:
    """Run samples through a network and name every tensor on the way.

    Parameters
    ----------
    taught : Taught
    X : ndarray, shape (n, d)
        As the network gets them.
    """
    trace = taught.network.forward(X)
    step = Step(trace, trace, known=taught.network)
    views = {view.path: view for chapter in story(step) for view in chapter.views}
    tensors, steps, below = {"X": X}, list[ForwardStep](), "X"
    for i, (layer, part) in enumerate(zip(taught.network.layers, trace.layers, strict=True)):
        number = sum(isinstance(other, Dense) for other in taught.network.layers[: i + 1])
        if isinstance(layer, Dense) and isinstance(part, DenseTrace):
            Z, W, b = f"Z{number}", f"W{number}", f"b{number}"
            tensors |= {W: layer.W, b: layer.b, Z: part.Z}
            steps.append(ForwardStep(Z, "linear", number, (below, W, b), views[f"layers[{i}].Z"]))
            below = Z
            if not (i + 1 < len(trace.layers) and isinstance(taught.network.layers[i + 1], Softmax)):
                below = f"A{number}"
                tensors[below] = part.A
                steps.append(ForwardStep(below, "bend", number, (Z,), views[f"layers[{i}].A"]))
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


def rows_of(taught: Taught, sample: int, own: tuple[float, ...] = ()) -> tuple[Array, NDArray[np.intp]]:
    """Choose the rows of a pass: the traced sample first, then test samples up to a batch.

    Parameters
    ----------
    taught : Taught
    sample : int
        Of the test part; the last one where there are fewer.
    own : tuple of float
        Features of a sample that a person typed, as they are measured; it then comes first.

    Returns
    -------
    X : ndarray, shape (8, d)
    rows : integer ndarray, shape (8,)
        Which test sample each row is; -1 for the typed one.
    """
    count = len(taught.X)
    first = min(sample, count - 1)
    rows = (first + np.arange(BATCH)) % count
    X = taught.X[rows]
    if own:
        X = np.concatenate([taught.scaling.apply(np.array([own])), X[:-1]])
        rows = np.concatenate([[-1], rows[:-1]])
    return X, rows


@dataclass(frozen=True, eq=False)
class Thresholds:
    """What a yes-or-no head decides at each threshold from 0 to 1.

    Attributes
    ----------
    cuts : ndarray, shape (101,)
    p : ndarray, shape (N,)
        The probability of yes for each test sample.
    labels : ndarray of int, shape (N,)
        1 is yes.
    counts : ndarray, shape (101, 2, 2)
        Row: the true class. Column: what is decided.
    accuracy, precision, recall : ndarray, shape (101,)
        Precision and recall of yes; NaN where nothing is called yes.
    class_names : tuple of str
    """

    cuts: Array
    p: Array
    labels: NDArray[np.int64]
    counts: NDArray[np.intp]
    accuracy: Array
    precision: Array
    recall: Array
    class_names: tuple[str, ...]

    def at(self, threshold: int) -> ClassResults:
        """The results at one threshold, in hundredths."""
        return ClassResults(self.class_names, self.counts[threshold])


def thresholds(taught: Taught) -> Thresholds:
    """Decide every test sample at every threshold.

    Raises
    ------
    ValueError
        If the network's head is not one sigmoid unit.
    """
    if taught.head.squash != "sigmoid":
        raise ValueError(f"expected a network with one sigmoid unit, got {taught.head.title}; softmax has no threshold")
    P = taught.network.forward(taught.X).A
    cuts = np.arange(THRESHOLD_STEPS + 1) / THRESHOLD_STEPS
    names, labels = taught.data.class_names, taught.test.labels
    found = [ClassResults(names, confusion_matrix(taught.head.decide(P, float(cut)), labels, 2)) for cut in cuts]
    return Thresholds(
        cuts,
        P[:, 0],
        labels,
        np.stack([results.counts for results in found]),
        np.array([results.accuracy for results in found]),
        np.array([results.precision[1] for results in found]),
        np.array([results.recall[1] for results in found]),
        names,
    )


def judged(taught: Taught, threshold: float = 0.5) -> ClassResults:
    """Judge the network on the test part."""
    decisions = taught.head.decide(taught.network.forward(taught.X).A, threshold)
    names = taught.data.class_names
    return ClassResults(names, confusion_matrix(decisions, taught.test.labels, len(names)))


def decided_otherwise_by_logits(taught: Taught) -> tuple[int, int]:
    """Count the test samples whose largest logit is another class than the largest probability, and all of them.

    Raises
    ------
    ValueError
        If the network has no softmax.
    """
    last = taught.network.forward(taught.X).layers[-1]
    if not isinstance(last, SoftmaxTrace):
        raise ValueError("expected a network that ends in softmax, got another head; choose iris or digits")
    return int((last.X.argmax(-1) != last.A.argmax(-1)).sum()), len(taught.X)
