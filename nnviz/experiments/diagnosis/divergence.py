"""Steps that are too large: numbers that overflow, and a loss that climbs instead of falling."""

from collections.abc import Iterator
from math import isfinite

import numpy as np

from nnviz.engine import Array, StepRecord, TensorView, walk
from nnviz.experiments.diagnosis.finding import Finding
from nnviz.experiments.diagnosis.measuring import Measurements
from nnviz.experiments.diagnosis.remedies import remedies_for
from nnviz.experiments.diagnosis.remedies.steps import usual_epsilon
from nnviz.experiments.run.choice import optimizer_of, values_of
from nnviz.experiments.run.columns import network_columns
from nnviz.experiments.run.run import Run

ABOVE_GUESSING = 1.1
"""A training loss above this multiple of guessing's is worse than no network at all."""

DIVERGED_FACTOR = 10.0
"""A loss this many times that of guessing, and of the start, needs no second look."""

RECENT = 15
"""Rows of the history whose median counts as the loss now: with steps too large it jumps up and down."""

SETTLED_STEPS = 50
"""How long the first steps may take to bring a bad start down."""


def diverged(measurements: Measurements) -> Finding | None:
    """Find a run whose numbers have left what float64 can hold."""
    run = measurements.run
    if measurements.layers and not (run.stop is not None and run.stop.reason == "not finite"):
        return None
    where, value = first_not_finite(run)
    rate = run.settings.learning_rate
    grown = _grown_tenfold(measurements)
    since = f" The loss had grown tenfold by step {grown}." if grown is not None else ""
    evidence = [("step", float(run.step)), ("learning rate", rate)]
    evidence += [("tenfold loss at step", float(grown))] if grown is not None else []
    zeros = _divided_by_zero(run)
    if zeros:
        name = optimizer_of(run.settings.optimizer).title
        return Finding(
            "diverged",
            f"Training broke down at step {run.step} by 0/0: epsilon is 0, and {name} divides the gradient by its own "
            f"size, which was exactly 0 for {zeros} of {run.state.network.n_parameters} parameters.",
            (("step", float(run.step)), ("epsilon", 0.0), ("parameters without a gradient", float(zeros))),
            (usual_epsilon(run.settings),),
        )
    return Finding(
        "diverged",
        f"Training broke down at step {run.step}: {where} was the first to become {value}.{since}",
        tuple(evidence),
        remedies_for("diverged", run.settings),
    )


def _divided_by_zero(run: Run) -> int:
    """Count parameters that an optimizer without epsilon has made NaN, since their gradients were all 0."""
    last = run.last
    epsilon = values_of("optimizer", run.settings.optimizer).get("epsilon")
    if last is None or epsilon != 0.0 or not np.isfinite(last.dtheta).all():
        return 0
    s = last.after.memory.s
    broken = np.isnan(last.after.network.theta) & np.isfinite(last.before.network.theta)
    return int((broken & (s == 0)).sum()) if s is not None else 0


def too_large(measurements: Measurements) -> Finding | None:
    """Find a loss that is worse than guessing and than the start."""
    losses = measurements.column("train_loss")
    if not measurements.layers or measurements.run.step < SETTLED_STEPS or len(losses) < 2:
        return None
    recent = float(np.median(losses[-RECENT:]))
    start = float(losses[0])
    above = recent / measurements.baseline_loss if measurements.baseline_loss > 0 else np.inf
    settled = measurements.run.epoch >= 1.0 or above > DIVERGED_FACTOR
    if not (settled and above > ABOVE_GUESSING and recent > start):
        return None
    biggest = max((layer.update for layer in measurements.layers if isfinite(layer.update)), default=0.0)
    return Finding(
        "too_large",
        f"The training loss is around {recent:.3g}: above the {start:.3g} of the start and above the "
        f"{measurements.baseline_loss:.3g} of always guessing the same. The steps are too large.",
        (
            ("training loss", recent),
            ("loss at the start", start),
            ("loss of guessing", measurements.baseline_loss),
            ("largest |change of W| / |W|", biggest),
        ),
        remedies_for("too_large", measurements.run.settings),
    )


def first_not_finite(run: Run) -> tuple[str, str]:
    """Trace which tensor of a run's last step was the first to become infinite or NaN.

    Parameters
    ----------
    run : Run

    Returns
    -------
    where : str
        Such as "Z of layer 2 (layers[1].Z)".
    value : str
        "infinite" or "NaN".
    """
    record = run.last or run.next_record()
    for path, view in tensors_in_order(record):
        if not np.isfinite(view).all():
            return place_in_words(run, path), "NaN" if np.isnan(view).any() else "infinite"
    return "a weight", "infinite"


def tensors_in_order(record: StepRecord) -> Iterator[tuple[str, Array]]:
    """List the tensors of a step, each with its path, in the order in which they are computed."""
    for view in _views(record.trace, record.loss):
        yield view.path, view.value
    for i in range(len(record.gradients.layers) - 1, -1, -1):
        for view in walk(record.gradients.layers[i], f"layers[{i}]."):
            yield view.path, view.value
    yield "g", record.dtheta
    for i, layer in enumerate(record.after.network.layers):
        for name, value in zip(layer.parameter_names, layer.parameters, strict=True):
            yield f"layers[{i}].{name}", value


def _views(*parts: object) -> Iterator[TensorView]:
    yield from walk(parts[0])
    yield from walk(parts[1], "loss.")


def place_in_words(run: Run, path: str) -> str:
    """Say in words where a tensor of a step stands."""
    if path == "g":
        return "the gradient with the penalty's (g)"
    if path.startswith("loss."):
        return f"the loss ({path})"
    if not path.startswith("layers["):
        return path
    position, name = path.removeprefix("layers[").split("].")
    columns = network_columns(run.state.network)
    column = next(column for column in columns if column.last >= int(position))
    layer = "the output layer" if column is columns[-1] else column.title
    return f"{name} of {layer} ({path})"


def _grown_tenfold(measurements: Measurements) -> int | None:
    losses = measurements.column("train_loss")
    above = np.flatnonzero(losses > DIVERGED_FACTOR * losses[0]) if len(losses) else losses
    return int(measurements.rows[above[0], 0]) if len(above) else None
