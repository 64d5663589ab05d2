"""How good a network is, class by class or number by number."""

from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, confusion_matrix
from nnviz.experiments.run.run import Run

PartName = Literal["train", "test"]


@dataclass(frozen=True, eq=False)
class ClassResults:
    """The confusion matrix of a network.

    Attributes
    ----------
    class_names : tuple of str
        k names.
    counts : integer ndarray, shape (k, k)
        Row: the true class. Column: what the network says.
    """

    class_names: tuple[str, ...]
    counts: NDArray[np.intp]

    @property
    def n_samples(self) -> int:
        """All samples."""
        return int(self.counts.sum())

    @property
    def right(self) -> int:
        """Samples that are classified correctly."""
        return int(np.trace(self.counts))

    @property
    def accuracy(self) -> float:
        """Share of samples that are classified correctly."""
        return self.right / self.n_samples

    @property
    def support(self) -> NDArray[np.intp]:
        """Samples of each class, shape (k,)."""
        return np.asarray(self.counts.sum(1))

    @property
    def precision(self) -> Array:
        """True positives over predicted positives of each class, shape (k,); NaN for one never predicted."""
        return _share(self.counts.diagonal(), self.counts.sum(0))

    @property
    def recall(self) -> Array:
        """True positives over samples of each class, shape (k,); NaN for a class without samples."""
        return _share(self.counts.diagonal(), self.support)

    @property
    def f1(self) -> Array:
        """The harmonic mean of precision and recall, shape (k,): 2 correct / (predicted + support)."""
        return _share(2 * self.counts.diagonal(), self.counts.sum(0) + self.support)


@dataclass(frozen=True, eq=False)
class NumberResults:
    """True values and the network's predictions, in the target's own units.

    Attributes
    ----------
    truth, predicted : ndarray, shape (N,)
    target : str
        What is predicted; empty where it has no name.
    """

    truth: Array
    predicted: Array
    target: str = ""

    @property
    def n_samples(self) -> int:
        """All samples."""
        return len(self.truth)

    @property
    def root_mean_squared_error(self) -> float:
        """The root of the mean squared error, in the units of the target."""
        return float(np.sqrt(np.square(self.predicted - self.truth).mean()))

    @property
    def mean_absolute_error(self) -> float:
        """The mean of the absolute errors."""
        return float(np.abs(self.predicted - self.truth).mean())

    @property
    def r_squared(self) -> float:
        """R squared: 1 is perfect, 0 is as good as always predicting the mean; NaN if all targets are equal."""
        spread = float(np.square(self.truth - self.truth.mean()).sum())
        return 1.0 - float(np.square(self.predicted - self.truth).sum()) / spread if spread > 0 else float("nan")


def results(run: Run, part: PartName = "test") -> ClassResults | NumberResults | None:
    """Judge the network of a run on one part of its data.

    Parameters
    ----------
    run : Run
    part : {'train', 'test'}

    Returns
    -------
    ClassResults or NumberResults or None
        None where the network's output or its loss is no longer finite.
    """
    chosen = run.data.train if part == "train" else run.data.test
    output = run.output(chosen.X)
    loss = run.evaluation.train_loss if part == "train" else run.evaluation.test_loss
    if not (isfinite(loss) and np.isfinite(output).all()):
        return None
    if run.head.targets == "values":
        predicted = run.predictions(output)[:, 0]
        finite = bool(np.isfinite(predicted).all())
        return NumberResults(chosen.raw_Y[:, 0], predicted, run.data.data.target_name) if finite else None
    names = run.data.data.class_names
    decided, counted = run.head.decide(output), chosen.counted
    return ClassResults(names, confusion_matrix(decided[counted], chosen.labels[counted], len(names)))


def _share(part: NDArray[np.intp], whole: NDArray[np.intp]) -> Array:
    share: Array = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return share
