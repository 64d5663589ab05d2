"""A frame of a training: its weights, its slopes on every sample, its output, and what is found, at one moment."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.engine import Array, Dense, Gradients, Network, unit_slopes
from nnviz.engine.network import Trace
from nnviz.experiments.diagnosis import Finding, diagnose
from nnviz.experiments.diagnosis.divergence import tensors_in_order
from nnviz.experiments.diagnosis.measuring import Measurements, measure
from nnviz.experiments.diagnosis.neighbours import neighbour_accuracy
from nnviz.experiments.diagnosis.units import different_units
from nnviz.experiments.run.columns import network_columns
from nnviz.experiments.run.run import Run

MASK_SAMPLES = 30
"""Training samples of the mask: the columns."""

SIDE = 20
"""Cells of the output's map along each side."""

BINS = 24
HISTOGRAM_LIMIT = 2.0
"""The histograms of activations go from minus this to this; what lies outside counts at the ends."""

TOY_PLANE = (-6.0, 6.0)
_OMITTED = ("X", "b", "db", "dA", "dX", "Y", "P", "mask")
"""Tensors that are left out of the chain of sizes: copies of others, or what follows from them at once."""


@dataclass(frozen=True, eq=False)
class ClinicFrame:
    """One moment; numbers that are not defined, since the network is not finite, are NaN.

    U are the hidden units, D the dense layers, M the samples of the mask.

    Attributes
    ----------
    step : int
    epoch : float
    row : tuple of float
        A row of the history that `diagnose` takes.
    baseline_loss : float
        The training loss of the best constant answer.
    weights : ndarray
        W and b of every dense layer, row by row, one after the other.
    slopes : ndarray, shape (U, M)
        |g'(Z)| over the activation's largest.
    histograms : ndarray, shape (D - 1, BINS)
        How the outputs of each hidden layer are distributed: shares in bins from -HISTOGRAM_LIMIT to HISTOGRAM_LIMIT.
    signal, gradient, update : ndarray, shape (D,)
        Root mean square of dZ; length of dW; length of the last change of W over that of W.
    dead, saturated : ndarray, shape (D - 1,)
        Shares in each hidden layer.
    different : ndarray, shape (D - 1,)
        Units of each hidden layer that are not copies.
    field : ndarray, shape (SIDE * SIDE,)
        The output on the plane, the lowest row first; empty for data of more than two features.
    outputs, corrections : ndarray, shape (M,)
        What a single output unit says of the samples, and how much of a correction each sends back: |dZ| N. Empty for
        several output units.
    sizes : ndarray
        The largest absolute number of each tensor of the step, in the order of computation (`size_names`).
    matrix : ndarray
        W and b of the one matrix that equals a linear network; empty for a nonlinear one.
    collapse_error : float
        The largest difference between the network and that matrix on the training samples; NaN for a nonlinear network.
    findings : tuple of Finding
        What `diagnose` says.
    """

    step: int
    epoch: float
    row: tuple[float, ...]
    baseline_loss: float
    weights: Array
    slopes: Array
    histograms: Array
    signal: Array
    gradient: Array
    update: Array
    dead: Array
    saturated: Array
    different: Array
    field: Array
    outputs: Array
    corrections: Array
    sizes: Array
    matrix: Array
    collapse_error: float
    findings: tuple[Finding, ...]

    @property
    def signs(self) -> tuple[str, ...]:
        """The names of what was found."""
        return tuple(finding.sign for finding in self.findings)


def history_row(run: Run) -> tuple[float, ...]:
    """Return a run's row of the history."""
    now = run.evaluation
    return (float(run.step), run.epoch, now.train_loss, now.test_loss, now.train_accuracy, now.test_accuracy)


def measure_frame(run: Run, history: tuple[tuple[float, ...], ...]) -> ClinicFrame:
    """Measure a run.

    Parameters
    ----------
    run : Run
    history : tuple of rows
        Those of the frames before this one, and its own (`history_row`).
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        network, rows = run.state.network, mask_samples(len(run.data.train.X))
        found = measure(run, history)
        trace = network.forward(run.data.train.X[rows])
        signal, gradient, update, dead, saturated = _by_layer(network, found)
        outputs, corrections = _outputs_and_corrections(run, trace, rows)
        matrix, collapse_error = _collapsed(run, bool(found.layers))
        return ClinicFrame(
            run.step,
            run.epoch,
            history[-1],
            found.baseline_loss,
            flat_weights(network),
            _slopes(network, trace),
            _histograms(network, trace),
            signal,
            gradient,
            update,
            dead,
            saturated,
            np.array(different_units(network), float) if found.layers else np.full(len(dead), np.nan),
            _field(run),
            outputs,
            corrections,
            _sizes(run),
            matrix,
            collapse_error,
            diagnose(run, history),
        )


def mask_samples(n: int) -> Array:
    """Return which of n training samples the mask shows, evenly chosen."""
    rows: Array = np.unique(np.linspace(0, n - 1, MASK_SAMPLES).round().astype(np.intp))
    return rows


def flat_weights(network: Network) -> Array:
    """Return W and b of the dense layers, one after the other."""
    dense = [layer for layer in network.layers if isinstance(layer, Dense)]
    return np.concatenate([np.concatenate([layer.W.ravel(), layer.biases]) for layer in dense])


def size_names(run: Run) -> tuple[str, ...]:
    """Name the tensors of a step in the order of computation: W1, Z1, A1, ..., L, ..., dZ1, dW1, and the new W1′."""
    numbers = {column.layer: k + 1 for k, column in enumerate(network_columns(run.state.network))}
    names: list[str] = []
    for path, _ in _chain(run):
        place, _, name = path.rpartition(".")
        number = numbers.get(int(place[7:-1])) if place.startswith("layers[") else None
        text = f"{name}{number}" if number is not None else name.replace("losses", "loss")
        names.append(f"{text}′" if text in names else text)
    return tuple(names)


def collapsed_matrix(network: Network) -> tuple[Array, Array]:
    """Multiply the matrices of a network up to its output's linear part.

    Parameters
    ----------
    network : Network

    Returns
    -------
    W : ndarray, shape (n_in, n_out)
    b : ndarray, shape (n_out,)
    """
    dense = [layer for layer in network.layers if isinstance(layer, Dense)]
    W, b = dense[0].W, dense[0].biases
    for layer in dense[1:]:
        W, b = W @ layer.W, b @ layer.W + layer.biases
    return W, b


def label_predictability(run: Run) -> tuple[float, float]:
    """Return what the nearest neighbours predict of the labels, and the fraction in the most common class."""
    labels = run.data.train.labels
    return neighbour_accuracy(run.data)[0], float(np.bincount(labels).max() / len(labels))


def _by_layer(network: Network, measurements: Measurements) -> tuple[Array, ...]:
    """Return signal, gradient, update (D,), dead and saturated (D - 1,)."""
    if not measurements.layers:
        n = len(network_columns(network))
        return tuple(np.full(k, np.nan) for k in (n, n, n, n - 1, n - 1))
    every, hidden = measurements.layers, measurements.hidden
    return (
        np.array([layer.signal for layer in every]),
        np.array([layer.gradient for layer in every]),
        np.array([layer.update for layer in every]),
        np.array([layer.dead / layer.units for layer in hidden]),
        np.array([layer.saturated for layer in hidden]),
    )


def _slopes(network: Network, trace: Trace) -> Array:
    columns = network_columns(network)[:-1]
    parts = []
    for column in columns:
        largest = network.layers[column.layer].activation.largest_slope  # type: ignore[attr-defined]
        slope = np.broadcast_to(unit_slopes(trace, network, column.layer), trace.layers[column.layer].Z.shape)  # type: ignore[attr-defined]
        parts.append(np.abs(slope).T / (largest if 0.0 < largest < np.inf else 1.0))
    return np.concatenate(parts) if parts else np.empty((0, len(trace.X)))


def _histograms(network: Network, trace: Trace) -> Array:
    outputs = [trace.layers[column.last].A for column in network_columns(network)[:-1]]
    edges = np.linspace(-HISTOGRAM_LIMIT, HISTOGRAM_LIMIT, BINS + 1)
    counts = [np.histogram(np.clip(A, -HISTOGRAM_LIMIT, HISTOGRAM_LIMIT), edges)[0] / A.size for A in outputs]
    return np.array(counts, float).reshape(len(outputs), BINS)


def _field(run: Run) -> Array:
    if not run.settings.plane:
        return np.empty(0)
    output = run.output(_places(run))[:, 0]
    return 2.0 * output - 1.0 if run.head.targets == "indicators" else output


def _places(run: Run) -> Array:
    low, high = run.data.data.x_range or TOY_PLANE
    middles = low + (high - low) * (np.arange(SIDE) + 0.5) / SIDE
    return run.data.features(_grid(tuple(middles)))


@lru_cache(maxsize=8)
def _grid(middles: tuple[float, ...]) -> Array:
    x, y = np.meshgrid(middles, middles)
    return np.stack([x.ravel(), y.ravel()], -1)


def _outputs_and_corrections(run: Run, trace: Trace, rows: Array) -> tuple[Array, Array]:
    """Return what a single output unit says, and |dZ| N at its linear part."""
    if run.settings.n_out != 1:
        return np.empty(0), np.empty(0)
    loss = run.state.rules.loss
    dA = loss.backward(loss.forward(trace.A, run.data.train.Y[rows]))
    gradients: Gradients = run.state.network.backward(trace, dA, need_dX=False)
    last = network_columns(run.state.network)[-1].layer
    said = run.head.output(trace.A, loss)[:, 0]
    return said, np.abs(gradients.layers[last].dZ[:, 0]) * len(rows)  # type: ignore[attr-defined]


def _chain(run: Run) -> list[tuple[str, Array]]:
    record = run.last or run.next_record()
    return [
        (path, view)
        for path, view in tensors_in_order(record)
        if path.rpartition(".")[2] not in _OMITTED and path not in ("g", "loss.A") and "alpha" not in path
    ]


def _sizes(run: Run) -> Array:
    """Return the largest absolute number of each tensor: NaN where one holds a NaN."""
    return np.array([np.abs(view).max() if view.size else 0.0 for _, view in _chain(run)])


def _collapsed(run: Run, finite: bool) -> tuple[Array, float]:
    """Return W and b of a linear network as one matrix, flat, and the largest difference between the two."""
    if not finite or any(part.activation != "identity" or part.dropout > 0.0 for part in run.settings.hidden):
        return np.empty(0), float("nan")
    network, X = run.state.network, run.data.train.X
    W, b = collapsed_matrix(network)
    last = network_columns(network)[-1].layer
    apart = np.abs(network.forward(X).layers[last].Z - (X @ W + b)).max()  # type: ignore[attr-defined]
    return np.concatenate([W.ravel(), b]), float(apart)
