"""What the diagnosis measures: one pass over the training samples, and the learning curves so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite, nan

import numpy as np

from nnviz.engine import (
    Activation,
    Array,
    Loss,
    Network,
    PerStepLoss,
    layer_metrics,
    unit_slopes,
    update_to_weight_ratios,
    weight_gradients_of,
    weights_of,
)
from nnviz.engine.activations.record import SATURATED_BELOW
from nnviz.experiments.run.choice import activation_of
from nnviz.experiments.run.columns import network_columns
from nnviz.experiments.run.image_layers import ConvolvedSettings
from nnviz.experiments.run.preparation import PreparedData
from nnviz.experiments.run.run import Run

COLUMNS = ("step", "epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
"""What a row of a history holds."""

MAX_MULTIPLICATIONS = 3_000_000
"""Multiplications of one measuring pass, at most; larger networks are measured on fewer samples."""

MIN_SAMPLES = 32


@dataclass(frozen=True, eq=False)
class LayerDiagnostics:
    """What is measured of one layer with weights on the training samples.

    Attributes
    ----------
    title : str
        "layer 1" for the first hidden layer, "convolution 1" for the first of these; "the output layer".
    position : int
        Where it stands in `Network.layers`.
    activation : Activation or None
        Of a hidden layer; None for the output.
    units, dead : int
        Its units, or the channels of its maps, and how many of them have slope zero on every sample, at every place.
    saturated : float
        Share of units x samples (x places) where the slope is below 5 % of the largest.
    signal : float
        Root mean square of dZ, of a channel over all its places together: the size of the gradient that arrives in the
        backward pass, sample by sample. Unlike dW it is not averaged over samples, where errors could cancel.
    gradient : float
        Length of dW.
    growth : float
        What the loss rises by, for each share by which all weights of the layer grow: dW times W, added up.
    update : float
        Length of the last change of W over that of W; NaN before the first step.
    convolution : bool
        Whether it is a convolution; its W is K.
    """

    title: str
    position: int
    activation: Activation | None
    units: int
    dead: int
    saturated: float
    signal: float
    gradient: float
    growth: float
    update: float
    convolution: bool = False

    @property
    def unit(self) -> str:
        """What it has several of."""
        return "channels" if self.convolution else "units"


@dataclass(frozen=True, eq=False)
class Measurements:
    """All measurements that the signs use.

    Attributes
    ----------
    run : Run
    rows : ndarray, shape (n, 6)
        The history, columns as `COLUMNS`, without rows whose training loss is not finite.
    baseline_loss : float
        The training loss of always giving the same, best answer.
    loss : float
        The training loss now.
    layers : tuple of LayerDiagnostics
        Hidden layers and the output; empty where a number of the network is not finite.
    output_slopes : ndarray, shape (n_samples, n_out)
        |g'(Z)| of the output layer over its largest.
    n_samples : int
        How many training samples the layers were measured on.
    """

    run: Run
    rows: Array
    baseline_loss: float
    loss: float
    layers: tuple[LayerDiagnostics, ...]
    output_slopes: Array
    n_samples: int

    @property
    def relative(self) -> float:
        """The training loss as a multiple of that of guessing: 1 has learned nothing, 0 everything."""
        return self.loss / self.baseline_loss if self.baseline_loss > 0 else nan

    @property
    def remaining(self) -> float:
        """What is left to learn as a share of what can be learned: equal inputs with other targets cannot be."""
        floor = attainable_loss(self.run.data, self.run.state.rules.loss)
        learnable = self.baseline_loss - floor
        return (self.loss - floor) / learnable if learnable > 1e-9 * self.baseline_loss else 0.0

    @property
    def hidden(self) -> tuple[LayerDiagnostics, ...]:
        """The layers before the output."""
        return self.layers[:-1]

    @property
    def clean(self) -> bool:
        """Whether the data are known to hold no noise, so that a perfect answer exists."""
        return "noise" in self.run.settings.info.parameters and self.run.settings.noise == 0.0

    @property
    def accuracy(self) -> float:
        """Share of the training samples that are right; NaN for regression."""
        return self.run.evaluation.train_accuracy

    def column(self, name: str) -> Array:
        """Return one column of the history, shape (n,)."""
        values: Array = self.rows[:, COLUMNS.index(name)]
        return values


def measure(run: Run, history: Sequence[Sequence[float]] | Array) -> Measurements:
    """Measure a run.

    Parameters
    ----------
    run : Run
    history : rows of six numbers or more
        As `COLUMNS`, steps in rising order; what comes behind them is not looked at.
    """
    rows = np.asarray(history, np.float64)[:, : len(COLUMNS)] if len(history) else np.empty((0, len(COLUMNS)))
    rows = rows[np.isfinite(rows[:, 2]) & (rows[:, 0] <= run.step)]
    loss = run.evaluation.train_loss
    baseline_loss = constant_baseline_loss(run.state.rules.loss, run.data.train.Y)
    if run.settings.is_sequence or not (isfinite(loss) and np.isfinite(run.state.network.theta).all()):
        return Measurements(run, rows, baseline_loss, loss, (), np.empty((0, 1)), 0)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        layers, slopes, n = _layers(run)
    return Measurements(run, rows, baseline_loss, loss, layers, slopes, n)


def constant_baseline_loss(loss: Loss, Y: Array) -> float:
    """Return the mean loss of giving every sample the mean of the targets: class shares, or the mean number.

    Parameters
    ----------
    loss : Loss
    Y : ndarray, shape (N, n_out), or (N, T, n_out) of every step
    """
    if isinstance(loss, PerStepLoss):
        loss, Y = loss.loss, Y[~np.isnan(Y[..., 0])]
    return loss_of_shares(loss, np.broadcast_to(Y.mean(0), Y.shape), Y)


@lru_cache(maxsize=4)
def attainable_loss(data: PreparedData, loss: Loss) -> float:
    """Return the least training loss that any network can reach: equal inputs get the same answer, the mean of theirs.

    Parameters
    ----------
    data : PreparedData
    loss : Loss
    """
    X, Y = data.train.X, data.train.Y
    _, groups, counts = np.unique(X, axis=0, return_inverse=True, return_counts=True)
    if len(counts) == len(X):
        return loss_of_shares(loss, Y, Y)
    sums = np.zeros((len(counts), Y.shape[1]))
    np.add.at(sums, groups.ravel(), Y)
    return loss_of_shares(loss, (sums / counts[:, None])[groups.ravel()], Y)


def learning_rate(run: Run) -> float:
    """Return the learning rate of the last step, schedule included; before the first, that of the settings."""
    return float(run.last.learning_rate) if run.last is not None else run.settings.learning_rate


def loss_of_shares(loss: Loss, shares: Array, Y: Array) -> float:
    """Return the mean loss of answering with these shares or numbers, shape (N, n_out)."""
    answers: Array = shares.copy()
    if loss.name == "binary_cross_entropy":
        within = np.clip(shares, 1e-12, 1.0 - 1e-12)
        answers = np.log(within / (1.0 - within))
    elif loss.name == "categorical_cross_entropy":
        answers = np.log(np.maximum(shares, 1e-300))
    return float(loss.forward(answers, Y).L)


def moving_average(values: Array) -> Array:
    """Return means over five neighbours, fewer at the start."""
    if len(values) < 5:
        return values
    sums = np.cumsum(np.concatenate([np.repeat(values[:1], 4), values]))
    means: Array = (sums[4:] - np.concatenate([[0.0], sums[:-5]])) / 5.0
    return means


def _layers(run: Run) -> tuple[tuple[LayerDiagnostics, ...], Array, int]:
    network, train, loss = run.state.network, run.data.train, run.state.rules.loss
    work = run.settings.architecture.n_products if run.settings.image_layers else network.n_parameters
    n = min(len(train.X), max(MIN_SAMPLES, MAX_MULTIPLICATIONS // work))
    trace = network.forward(train.X[:n])
    gradients = network.backward(trace, loss.backward(loss.forward(trace.A, train.Y[:n])), need_dX=False)
    signs = layer_metrics(trace, gradients, network)
    updates = _updates(run, len(signs.dead))
    columns = [column for column in network_columns(network) if column.trained]
    convolved = [part for part in run.settings.image_layers if isinstance(part, ConvolvedSettings)]
    parts = (*convolved, *run.settings.hidden, None)
    layers = []
    for i, (column, part) in enumerate(zip(columns, parts, strict=True)):
        layer, dW = network.layers[column.layer], gradients.layers[column.layer]
        dZ: Array = dW.dZ  # type: ignore[attr-defined]
        units = dZ.shape[-1]
        layers.append(
            LayerDiagnostics(
                column.title if part else "the output layer",
                column.layer,
                activation_of(part.activation) if part else None,
                units,
                round(float(signs.dead[i]) * units),
                float(signs.saturated[i]),
                float(np.sqrt(np.square(dZ).sum() / (len(dZ) * units))),
                float(signs.gradient_norm[i]),
                float((weight_gradients_of(layer, dW) * weights_of(layer)).sum()),
                float(updates[i]),
                column.kind == "convolution",
            )
        )
    return tuple(layers), _output_slopes(trace, network, columns[-1].layer), n


def _updates(run: Run, n_dense: int) -> Array:
    """Return |change of W| / |W| of each dense layer in the last step."""
    if run.last is None:
        return np.full(n_dense, nan)
    return update_to_weight_ratios(run.last.before.network, run.last.after.network)


def _output_slopes(trace: object, network: Network, i: int) -> Array:
    largest = network.layers[i].activation.largest_slope  # type: ignore[attr-defined]
    slopes: Array = np.abs(unit_slopes(trace, network, i)) / largest  # type: ignore[arg-type]
    return slopes


__all__ = [
    "COLUMNS",
    "SATURATED_BELOW",
    "LayerDiagnostics",
    "Measurements",
    "attainable_loss",
    "constant_baseline_loss",
    "learning_rate",
    "loss_of_shares",
    "measure",
    "moving_average",
]
