"""What is measured on the Playground: losses and accuracies, tensors of a step, idle units, steps until a condition."""

import re
from collections.abc import Callable
from math import inf

import numpy as np

from nnviz.engine import Array, walk
from nnviz.engine.metrics import unit_slopes
from nnviz.experiments.address.echo import echo
from nnviz.experiments.replay.recipe import RunRecipe
from nnviz.experiments.run.columns import network_columns
from nnviz.experiments.run.run import Run
from nnviz.lessons.condition import read_condition
from nnviz.lessons.running import MOST_STEPS, run_at, step_of_epoch, train_until, values_of

_MOMENT = re.compile(r"(step|epoch) ([0-9]{1,6})")


def run_of(recipe: RunRecipe, moment: str) -> Run:
    """Return the run at ``step 300`` or ``epoch 10``."""
    found = _MOMENT.fullmatch(moment)
    if not found:
        raise ValueError(f"expected step or epoch and a number, such as step 300, got {echo(moment)}")
    number = int(found[2])
    return run_at(recipe, number if found[1] == "step" else step_of_epoch(recipe, number))


def tensor_of(run: Run, path: str) -> Array:
    """Return a tensor of the last step, or before the first one of the step to come.

    Raises
    ------
    ValueError
        If there is no such tensor; with those of the same layer.
    """
    views = {view.path: view.value for view in walk(run.last or run.next_record())}
    if path not in views:
        layer = path.rpartition(".")[0]
        known = [one for one in views if one.rpartition(".")[0] == layer] or [one for one in views if "dW" in one]
        raise ValueError(f"expected a tensor of this network, such as {', '.join(known[:8])}, got {echo(path)}")
    return views[path]


def _value(name: str) -> Callable[[RunRecipe, str], float]:
    def measure(recipe: RunRecipe, moment: str) -> float:
        found = values_of(run_of(recipe, moment))
        if name not in found:
            raise ValueError(f"expected data with classes for the {name}, got numbers to predict; measure the loss")
        return found[name]

    return measure


def _of_tensor(reduce: Callable[[Array], float]) -> Callable[[RunRecipe, str, str], float]:
    def measure(recipe: RunRecipe, path: str, moment: str) -> float:
        return reduce(tensor_of(run_of(recipe, moment), path))

    return measure


def _dead(recipe: RunRecipe, moment: str) -> float:
    """Return the share of hidden units whose slope is zero on every training sample."""
    run = run_of(recipe, moment)
    network = run.state.network
    trace = network.forward(run.data.train.X)
    columns = [column for column in network_columns(network)[:-1] if column.kind == "dense"]
    if not columns:
        raise ValueError("expected a network with hidden layers, got none; add one to the view")
    slopes = [np.abs(unit_slopes(trace, network, column.layer)) for column in columns]
    dead = [
        (np.broadcast_to(s, trace.layers[c.layer].A.shape) == 0.0).all(0) for s, c in zip(slopes, columns, strict=True)
    ]
    return float(np.concatenate(dead).mean())


def _parameters(recipe: RunRecipe) -> float:
    return float(run_at(recipe, 0).state.network.n_parameters)


def _steps_until(recipe: RunRecipe, condition: str) -> float:
    wanted = read_condition(condition)
    found = train_until(recipe, wanted)
    if not found.met and not found.stopped:
        raise ValueError(f"expected {wanted} within {MOST_STEPS:,} steps, but it was not reached; choose another bound")
    return float(found.step) if found.met else inf


MEASUREMENTS: dict[str, Callable[..., float | str]] = {
    "loss at {moment}": _value("loss"),
    "test loss at {moment}": _value("test loss"),
    "accuracy at {moment}": _value("accuracy"),
    "test accuracy at {moment}": _value("test accuracy"),
    "norm of {tensor} at {moment}": _of_tensor(lambda T: float(np.linalg.norm(T))),
    "mean of {tensor} at {moment}": _of_tensor(lambda T: float(np.mean(T))),
    "standard deviation of {tensor} at {moment}": _of_tensor(lambda T: float(np.std(T))),
    "largest entry of {tensor} at {moment}": _of_tensor(lambda T: float(np.max(T))),
    "smallest entry of {tensor} at {moment}": _of_tensor(lambda T: float(np.min(T))),
    "share of dead units at {moment}": _dead,
    "parameters": _parameters,
    "steps until {condition}": _steps_until,
}
