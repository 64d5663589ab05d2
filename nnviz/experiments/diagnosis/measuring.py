"""What the diagnosis measures: one pass over the training samples, and the learning curves so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan

import numpy as np

from nnviz.engine import (
    Activation,
    Array,
    Loss,
    Network,
    layer_metrics,
    unit_slopes,
    update_to_weight_ratios,
)
from nnviz.engine.activations.record import SATURATED_BELOW
from nnviz.experiments.run.choice import activation_of
from nnviz.experiments.run.columns import network_columns
from nnviz.experiments.run.run import Run

COLUMNS = ("step", "epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
"""What a row of a history holds."""

MAX_MULTIPLICATIONS = 3_000_000
"""Multiplications of one measuring pass, at most; larger networks are measured on fewer samples."""

MIN_SAMPLES = 32


@dataclass(frozen=True, eq=False)
class LayerDiagnostics:
    """What is measured of one dense layer on the training samples.

    Attributes
    ----------
    title : str
        "layer 1" for the first hidden layer; "the output layer".
    position : int
        Where it stands in `Network.layers`.
    activation : Activation or None
        Of a hidden layer; None for the output.
    units, dead : int
        Its units, and how many of them have slope zero on every sample.
    saturated : float
        Share of units x samples where the slope is below 5 % of the largest.
    signal : float
        Root mean square of dZ: the size of the gradient that arrives in the backward pass, sample by sample.
        Unlike dW it is not averaged over samples, where errors could cancel.
    gradient : float
        Length of dW.
    update : float
        Length of the last change of W over that of W; NaN before the first step.
    """

    title: str
    position: int
    activation: Activation | None
    units: int
    dead: int
    saturated: float
    signal: float
    gradient: float
    update: float


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
    rows = np.array([row[: len(COLUMNS)] for row in history], np.float64).reshape(-1, len(COLUMNS))
    rows = rows[np.isfinite(rows[:, 2]) & (rows[:, 0] <= run.step)]
    loss = run.evaluation.train_loss
    baseline_loss = constant_baseline_loss(run.state.rules.loss, run.data.train.Y)
    if not (isfinite(loss) and np.isfinite(run.state.network.theta).all()):
        return Measurements(run, rows, baseline_loss, loss, (), np.empty((0, 1)), 0)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        layers, slopes, n = _layers(run)
    return Measurements(run, rows, baseline_loss, loss, layers, slopes, n)


def constant_baseline_loss(loss: Loss, Y: Array) -> float:
    """Return the mean loss of giving every sample the mean of the targets: class shares, or the mean number.

    Parameters
    ----------
    loss : Loss
    Y : ndarray, shape (N, n_out)
    """
    mean = Y.mean(0)
    if loss.name == "binary_cross_entropy":
        share = np.clip(mean, 1e-12, 1.0 - 1e-12)
        mean = np.log(share / (1.0 - share))
    elif loss.name == "categorical_cross_entropy":
        mean = np.log(np.maximum(mean, 1e-300))
    return float(loss.forward(np.broadcast_to(mean, Y.shape).copy(), Y).L)


def _layers(run: Run) -> tuple[tuple[LayerDiagnostics, ...], Array, int]:
    network, train, loss = run.state.network, run.data.train, run.state.rules.loss
    n = min(len(train.X), max(MIN_SAMPLES, MAX_MULTIPLICATIONS // network.n_parameters))
    trace = network.forward(train.X[:n])
    gradients = network.backward(trace, loss.backward(loss.forward(trace.A, train.Y[:n])), need_dX=False)
    signs = layer_metrics(trace, gradients, network)
    updates = _updates(run, len(signs.dead))
    columns = network_columns(network)
    layers = []
    for i, column in enumerate(columns):
        part = run.settings.hidden[i] if i < len(columns) - 1 else None
        units = int(network.layers[column.dense].n_out or 0)
        layers.append(
            LayerDiagnostics(
                f"layer {i + 1}" if part else "the output layer",
                column.dense,
                activation_of(part.activation) if part else None,
                units,
                round(float(signs.dead[i]) * units),
                float(signs.saturated[i]),
                float(np.sqrt(np.square(gradients.layers[column.dense].dZ).mean())),  # type: ignore[attr-defined]
                float(signs.gradient_norm[i]),
                float(updates[i]),
            )
        )
    return tuple(layers), _output_slopes(trace, network, columns[-1].dense), n


def _updates(run: Run, n_dense: int) -> Array:
    """Return |change of W| / |W| of each dense layer in the last step."""
    if run.last is None:
        return np.full(n_dense, nan)
    return update_to_weight_ratios(run.last.before.network, run.last.after.network)


def _output_slopes(trace: object, network: Network, i: int) -> Array:
    largest = network.layers[i].activation.largest_slope  # type: ignore[attr-defined]
    slopes: Array = np.abs(unit_slopes(trace, network, i)) / largest  # type: ignore[arg-type]
    return slopes


__all__ = ["COLUMNS", "SATURATED_BELOW", "LayerDiagnostics", "Measurements", "constant_baseline_loss", "measure"]
