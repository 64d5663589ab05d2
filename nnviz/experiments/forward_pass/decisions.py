"""From probabilities to decisions: yes or no at every threshold, the largest of several; how often that is right."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, confusion_matrix
from nnviz.engine.layers.softmax import SoftmaxTrace
from nnviz.experiments.forward_pass.settings import THRESHOLD_STEPS
from nnviz.experiments.run.results import ClassResults
from nnviz.experiments.trained.networks import Taught


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
    if taught.head.output_activation != "sigmoid":
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
