"""From probabilities to decisions: yes or no at every threshold, the largest of several; how often that is right."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, confusion_matrix
from nnviz.engine.layers.softmax import SoftmaxTrace
from nnviz.experiments.forward_pass.settings import THRESHOLD_STEPS
from nnviz.experiments.run.results import ClassResults
from nnviz.experiments.trained.networks import TrainedNetwork

DECISION_LINE = "predicted = (P[:, 0] >= threshold).astype(int)"
"""As a textbook has it; the engine's own lines also know targets of −1 and 1."""


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


def thresholds(trained_network: TrainedNetwork) -> Thresholds:
    """Decide every test sample at every threshold.

    Raises
    ------
    ValueError
        If the network's head is not one sigmoid unit.
    """
    if trained_network.head.output_activation != "sigmoid":
        raise ValueError(
            f"expected a network with one sigmoid unit, got {trained_network.head.title}; softmax has no threshold"
        )
    P = trained_network.network.forward(trained_network.X).A
    cuts = np.arange(THRESHOLD_STEPS + 1) / THRESHOLD_STEPS
    names, labels = trained_network.data.class_names, trained_network.test.labels
    found = [
        ClassResults(names, confusion_matrix(trained_network.head.decide(P, float(cut)), labels, 2)) for cut in cuts
    ]
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


def decided_classes(trained_network: TrainedNetwork, threshold: float = 0.5) -> ClassResults:
    """Judge the network on the test part."""
    decisions = trained_network.head.decide(trained_network.network.forward(trained_network.X).A, threshold)
    names = trained_network.data.class_names
    return ClassResults(names, confusion_matrix(decisions, trained_network.test.labels, len(names)))


def decisions_changed_by_softmax(trained_network: TrainedNetwork) -> tuple[int, int]:
    """Count the test samples whose largest logit is another class than the largest probability, and all of them.

    Raises
    ------
    ValueError
        If the network has no softmax.
    """
    last = trained_network.network.forward(trained_network.X).layers[-1]
    if not isinstance(last, SoftmaxTrace):
        raise ValueError("expected a network that ends in softmax, got another head; choose iris or digits")
    return int((last.X.argmax(-1) != last.A.argmax(-1)).sum()), len(trained_network.X)
