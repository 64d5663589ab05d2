"""Dropout against overfitting, over seeds: a wide network on few digits, some with a wrong label, with and without."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.engine import (
    HEADS,
    Architecture,
    Array,
    Batches,
    Hidden,
    Network,
    Purpose,
    Rules,
    TrainState,
    activation,
    generator,
    initializer,
    optimizer,
    take_steps,
)
from nnviz.engine import loss as loss_named
from nnviz.experiments.run.preparation import PreparedData, prepare
from nnviz.experiments.run.settings import RunSettings

RATES = (0.0, 0.2, 0.5)
SEEDS = 10
DROPOUT_EPOCHS = 160
MEASURE_EVERY = 4
"""Epochs between two looks."""
TESTED = 400
"""Test samples."""
MASKS = 300
"""Masks whose outputs are compared with that of evaluation."""


@dataclass(frozen=True, eq=False)
class DropoutTraining:
    """S networks with one dropout rate.

    Attributes
    ----------
    rate : float
    epochs : ndarray, shape (T,)
    train, test : ndarray, shape (S, T)
        Losses in evaluation, so that both are of the same network.
    test_accuracy : ndarray, shape (S, T)
    network : Network
        As it is after training: an ensemble of S.
    """

    rate: float
    epochs: Array
    train: Array
    test: Array
    test_accuracy: Array
    network: Network


@dataclass(frozen=True)
class SeedComparison:
    """One rate against none, seed by seed.

    Attributes
    ----------
    rate : float
    without, with_dropout : float
        Median losses on the test samples after training.
    better, seeds : int
        In how many of the seeds it is lower with dropout.
    difference, spread : float
        Mean and standard deviation, over the seeds, of the loss without less the loss with.
    """

    rate: float
    without: float
    with_dropout: float
    better: int
    seeds: int
    difference: float
    spread: float

    @property
    def within_spread(self) -> bool:
        """Whether the difference is no larger than it varies from seed to seed."""
        return abs(self.difference) <= self.spread


@lru_cache(maxsize=8)
def few_digits(samples: int) -> PreparedData:
    """Return the digits with so many of them for training (every kind of digit as often as it comes)."""
    whole = 1797
    return prepare(RunSettings(dataset="digits", scaling="unit", train_share=max(0.1, samples / whole)))


def with_wrong_labels(Y: Array, share: float) -> Array:
    """Return one-hot targets of which a share is drawn at random (and by chance right now and then).

    Parameters
    ----------
    Y : ndarray, shape (N, n_classes)
        Stays as it is.
    share : float
        From 0 to 1.

    Raises
    ------
    ValueError
        If the share is outside [0, 1].
    """
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"expected a share of wrong labels from 0 to 1, got {share}")
    rng = generator(0, Purpose.DATA)
    changed = rng.permutation(len(Y))[: round(share * len(Y))]
    mixed = Y.copy()
    mixed[changed] = np.eye(Y.shape[1])[rng.integers(0, Y.shape[1], len(changed))]
    return mixed


def train_with_dropout(
    rate: float,
    samples: int = 100,
    wrong: float = 0.2,
    units: int = 64,
    seeds: int = SEEDS,
    epochs: int = DROPOUT_EPOCHS,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> DropoutTraining | None:
    """Train an ensemble on all samples at once, two hidden ReLU layers with dropout behind each.

    Parameters
    ----------
    rate : float
        In [0, 1); 0 is without.
    samples : int
        Training samples.
    wrong : float
        The share of them whose label is drawn at random; the test labels stay right.
    units : int
        Of each hidden layer.
    seeds : int
        Networks; network s has the same first weights at every rate.
    epochs : int
        Steps, each over all samples.
    progress : callable, optional
        Called now and then with the share of the way, 0 to 1.
    cancelled : callable, optional
        Asked as often; True ends it.

    Returns
    -------
    DropoutTraining or None
        None if it was cancelled.
    """
    data, head = few_digits(samples), HEADS["softmax"]
    X, Y = data.train.X[:samples], with_wrong_labels(data.train.Y[:samples], wrong)
    loss = loss_named("categorical_cross_entropy")
    hidden = (Hidden(units, activation("relu"), rate),) * 2
    plan = Architecture(X.shape[1], hidden, head, loss, Y.shape[1], initializer("he_normal"))
    state = TrainState.start(plan.build(*range(seeds)), Rules(loss, optimizer("adam"), 0.003))
    batches = Batches(X, Y, len(X))
    rows = []
    for epoch in range(0, epochs + 1, MEASURE_EVERY):
        rows.append((epoch, *_evaluate(state.network, data, X, Y)))
        if progress is not None:
            progress(epoch / epochs)
        if cancelled is not None and cancelled():
            return None
        state = take_steps(state, batches.batch, min(MEASURE_EVERY, epochs - epoch), while_finite=False)
    at, train, test, right = zip(*rows, strict=True)
    return DropoutTraining(
        rate, np.array(at, np.float64), np.stack(train, -1), np.stack(test, -1), np.stack(right, -1), state.network
    )


def _evaluate(network: Network, data: PreparedData, X: Array, Y: Array) -> tuple[Array, Array, Array]:
    """Losses on both parts and the accuracy on the test part, shapes (S,), without dropout."""
    loss = loss_named("categorical_cross_entropy")
    A = network.forward(data.test.X[:TESTED]).A
    right = (A.argmax(-1) == data.test.labels[:TESTED]).mean(-1)
    train, test = loss.forward(network.forward(X).A, Y).L, loss.forward(A, data.test.Y[:TESTED]).L
    return np.asarray(train), np.asarray(test), np.asarray(right)


def compare_seeds(without: DropoutTraining, trained: DropoutTraining) -> SeedComparison:
    """Compare the last losses on the test samples, seed by seed."""
    gains = without.test[:, -1] - trained.test[:, -1]
    return SeedComparison(
        trained.rate,
        float(np.median(without.test[:, -1])),
        float(np.median(trained.test[:, -1])),
        int((gains > 0).sum()),
        len(gains),
        float(gains.mean()),
        float(gains.std()),
    )


def rows(found: tuple[DropoutTraining, ...]) -> list[dict[str, object]]:
    """Return a row for each rate, seed and look."""
    table: list[dict[str, object]] = []
    for one in found:
        for s in range(len(one.train)):
            for t, epoch in enumerate(one.epochs):
                losses = {"train_loss": float(one.train[s, t]), "test_loss": float(one.test[s, t])}
                place = {"dropout": one.rate, "seed": s, "epoch": int(epoch)}
                table.append({**place, **losses, "test_accuracy": float(one.test_accuracy[s, t])})
    return table


@dataclass(frozen=True, eq=False)
class TwoModes:
    """One test sample through one network, in training and in evaluation.

    Attributes
    ----------
    truth : int
        The class of the sample.
    train : ndarray, shape (masks,)
        The probability of the true class under each mask.
    mean, eval : float
        Their mean, and the probability in evaluation.
    """

    truth: int
    train: Array
    mean: float
    eval: float


def two_modes(trained: DropoutTraining, samples: int, index: int = 0, masks: int = MASKS) -> TwoModes:
    """Send one test sample through the first network of an ensemble, under many masks and without.

    Parameters
    ----------
    trained : DropoutTraining
    samples : int
        What it was trained with.
    index : int
        Of the test sample.
    masks : int
    """
    data, network = few_digits(samples), _first(trained.network)
    x, truth = data.test.X[index : index + 1], int(data.test.labels[index])
    softmax = HEADS["softmax"]
    loss = loss_named("categorical_cross_entropy")
    rng = np.random.default_rng(index)
    many = softmax.output(network.forward(np.repeat(x, masks, axis=0), rng).A, loss)[:, truth]
    alone = softmax.output(network.forward(x).A, loss)[0, truth]
    return TwoModes(truth, many, float(many.mean()), float(alone))


def _first(network: Network) -> Network:
    return network.with_theta(network.theta[0])
