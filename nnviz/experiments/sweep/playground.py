"""The Playground as an experiment: each network is the run that the Playground opens, to the last bit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf, isfinite, nan
from time import perf_counter
from typing import Any

from nnviz.engine import HEADS, INITIALIZERS, Array, TrainState
from nnviz.engine.metrics import norm
from nnviz.experiments.address.codecs import number_text
from nnviz.experiments.address.echo import echo
from nnviz.experiments.run.choice import canonical, name_of, values_of, written
from nnviz.experiments.run.columns import network_columns
from nnviz.experiments.run.hidden import MAX_HIDDEN, HiddenSettings
from nnviz.experiments.run.preparation import PreparedData, prepare
from nnviz.experiments.run.run import Run, architecture, rules
from nnviz.experiments.run.settings import RunSettings
from nnviz.experiments.sweep.experiment import Experiment, Measure, SettingError, Value
from nnviz.experiments.sweep.lockstep import Ended, train_alone, train_in_lockstep
from nnviz.experiments.sweep.records import changed, swept

MAX_HIDDEN_UNITS, MOST_GAIN = 512, 100.0
"""Units of a hidden layer, and the gain of an initializer."""

USUAL_EPOCHS = 100
"""How long a network is trained unless a sweep says otherwise."""

USUAL_TARGET = 0.9
"""The share of right answers on the test part from which on a network has solved its task, as in a race."""

MOST_TOGETHER = 100_000
"""Parameters of networks that are trained in lockstep, so that they stay in the processor's cache."""

NOT_SWEPT = ("own", "view")
"""What no sweep sets: data that no file names, and what is shown."""

_SHAPE = ("activation", "depth", "units")
_OWN = (*_SHAPE, "weight_scale", "target_accuracy", "stop_when_solved")

MEASURES = (
    Measure("solved", "reached the accuracy asked for at the end of an epoch (1 or 0)"),
    Measure("solved_epoch", "epochs until then"),
    Measure("epochs", "epochs of training"),
    Measure("train_loss", "training loss at the end"),
    Measure("test_loss", "test loss at the end"),
    Measure("train_accuracy", "training accuracy at the end, 0 to 1"),
    Measure("test_accuracy", "test accuracy at the end, 0 to 1"),
    Measure("first_gradient", "length of dW of the first layer before training, on the first batch"),
    Measure("last_gradient", "length of dW of the output layer before training, on the first batch"),
    Measure("diverged", "numbers stopped being finite (1 or 0)"),
)


@dataclass(frozen=True)
class PlaygroundTask:
    """Settings of the Playground, and when a network counts as one that has learned.

    Attributes
    ----------
    settings : RunSettings
        With an end, `max_epochs`.
    target_accuracy : float
        On the test part. Where targets are numbers, a network has solved its task at ``settings.target_loss``.
    stop_when_solved : bool
        Whether training ends there: quicker, and the last numbers are those of that moment.
    """

    settings: RunSettings
    target_accuracy: float = USUAL_TARGET
    stop_when_solved: bool = False

    def canonical(self) -> Mapping[str, object]:
        """Return all that decides the numbers but the seed."""
        return {
            "settings": self.settings.to_query(),
            "target_accuracy": self.target_accuracy,
            "stop_when_solved": self.stop_when_solved,
        }

    def query(self, seed: int) -> Mapping[str, str]:
        """Return the parameters of the Playground's address."""
        return self.of_seed(seed).to_query()

    def of_seed(self, seed: int) -> RunSettings:
        """Return the Playground's settings of one network."""
        return self.settings.changed(seed=seed)

    def run(self, seeds: Sequence[int]) -> tuple[tuple[float, ...], ...]:
        """Train a network for each seed; those of one kind in lockstep where that gives the same bits."""
        data = prepare(self.settings)
        at_once = MOST_TOGETHER // max(1, self.settings.architecture.n_parameters) if self.in_lockstep else 1
        at_once = max(1, at_once)
        rows: list[tuple[float, ...]] = []
        for first in range(0, len(seeds), at_once):
            rows += _train(self, data, seeds[first : first + at_once])
        return tuple(rows)

    @property
    def in_lockstep(self) -> bool:
        """Whether several networks may be trained as an ensemble: dense layers, nothing drawn, no rule of its own."""
        now = self.settings
        placed = now.image_layers or now.is_sequence or any(part.dropout for part in now.hidden)
        return not (placed or now.target_loss is not None or now.patience is not None)

    def seconds(self, seeds: int) -> float:
        """Return about how long so many seeds take, at most: from runs of one and of five epochs."""
        _, one, five = (self._timed(epochs, seeds) for epochs in (1, 1, 5))  # the first one warms up
        an_epoch = max(0.0, five - one) / 4
        return one + an_epoch * ((self.settings.max_epochs or USUAL_EPOCHS) - 1)

    def _timed(self, epochs: int, seeds: int) -> float:
        short = replace(self, settings=self.settings.changed(max_epochs=epochs), stop_when_solved=False)
        began = perf_counter()
        short.run(range(seeds))
        return perf_counter() - began


def _train(task: PlaygroundTask, data: PreparedData, seeds: Sequence[int]) -> list[tuple[float, ...]]:
    runs = [_start(task.of_seed(seed), data) for seed in seeds]
    before = [_gradients(run) for run in runs]
    rule = task.target_accuracy, task.stop_when_solved
    ends = train_in_lockstep(runs, *rule) if len(runs) > 1 else [train_alone(run, *rule) for run in runs]
    return [_row(end, *lengths) for end, lengths in zip(ends, before, strict=True)]


def _start(settings: RunSettings, data: PreparedData) -> Run:
    """Return what `nnviz.experiments.run.start` does, with data that are prepared already."""
    state = TrainState.start(architecture(settings).build(settings.seed), rules(settings), settings.seed)
    return Run(settings, data, state)


def _gradients(run: Run) -> tuple[float, float]:
    """Return the length of dW of the first layer with weights and of the output layer, in the step that comes next."""
    record = run.next_record()
    columns = [column for column in network_columns(record.before.network) if column.trained]
    layers: list[Any] = [record.gradients.layers[columns[place].layer] for place in (0, -1)]
    first, last = (getattr(layer, "dW", getattr(layer, "dK", None)) for layer in layers)
    return _length(first), _length(last)


def _length(V: Array | None) -> float:
    return nan if V is None else float(norm(V.reshape(1, -1)))


def _row(end: Ended, first: float, last: float) -> tuple[float, ...]:
    """Return the numbers in the order of `MEASURES`."""
    seen, epochs = end.run.evaluation, end.run.epoch
    losses, rights = (seen.train_loss, seen.test_loss), (seen.train_accuracy, seen.test_accuracy)
    if end.diverged:
        losses, rights = (inf, inf), (nan, nan) if end.run.head.targets == "values" else (0.0, 0.0)
    solved = end.solved_epoch
    return (float(isfinite(solved)), solved, epochs, *losses, *rights, first, last, float(end.diverged))


def task(values: Mapping[str, Value]) -> PlaygroundTask:
    """Return the task of some settings; what is not said is what the Playground takes for such data.

    Raises
    ------
    SettingError
        If a setting is out of its bounds, or settings do not fit together.
    """
    given: dict[str, Any] = {name: value for name, value in values.items() if name not in _OWN}
    own = {name: values[name] for name in _OWN if name in values}
    usual = _usual(given.pop("dataset", RunSettings().dataset))
    given.setdefault("max_epochs", USUAL_EPOCHS)
    if any(name in own for name in _SHAPE):
        given["hidden"] = _hidden(own, given)
    if "weight_scale" in own:
        given["initializer"] = _scaled(given.get("initializer", usual.initializer), own["weight_scale"])
    settings = changed(usual, given)
    target = _number(own.get("target_accuracy", USUAL_TARGET), "target_accuracy", 0.0, 1.0)
    stop = str(own.get("stop_when_solved", "false")).lower()
    if stop not in ("true", "false"):
        raise SettingError("stop_when_solved", f"expected true or false, got '{echo(stop)}'; choose one of them")
    if HEADS[settings.head_name].targets == "values" and settings.target_loss is None:
        wanted = "expected target_loss, for a network that predicts numbers has solved its task at a training loss"
        raise SettingError("target_loss", f"{wanted}, got none; add a line such as 'target_loss: 0.01'")
    return PlaygroundTask(settings, target, stop == "true")


@lru_cache(maxsize=64)
def _usual(dataset: Value) -> RunSettings:
    """Return what the Playground takes for some data; they come first, for they bring what is usual."""
    return changed(RunSettings(), {"dataset": dataset})


def _hidden(own: Mapping[str, Value], given: Mapping[str, Any]) -> tuple[HiddenSettings, ...]:
    """Return equal hidden layers."""
    if "hidden" in given:
        said = next(name for name in _SHAPE if name in own)
        raise SettingError(said, f"expected {said} or hidden, got both; hidden says every layer by itself")
    depth = _number(own.get("depth", 2), "depth", 0, MAX_HIDDEN, whole=True)
    units = _number(own.get("units", 8), "units", 1, MAX_HIDDEN_UNITS, whole=True)
    return (_layer(int(units), str(own.get("activation", "tanh"))),) * int(depth)


@lru_cache(maxsize=256)
def _layer(units: int, activation: str) -> HiddenSettings:
    try:
        return HiddenSettings(units=units, activation=canonical("activation", activation))
    except ValueError as error:
        raise SettingError("activation", str(error)) from None


def _scaled(initializer: str, scale: Value) -> str:
    """Return an initializer whose first weights are so many times as large."""
    try:
        values = values_of("initializer", str(initializer))
    except ValueError as error:
        raise SettingError("initializer", str(error)) from None
    if "gain" not in values:
        with_gain = [name for name in INITIALIZERS if "gain" in values_of("initializer", name)]
        wanted = f"expected an initializer that has a gain ({', '.join(with_gain)})"
        raise SettingError("weight_scale", f"{wanted}, got {echo(initializer)}; choose one of them")
    gain = _number(scale, "weight_scale", 0.0, MOST_GAIN)
    return written("initializer", name_of(initializer), values | {"gain": gain})


def _number(value: Value, name: str, low: float, high: float, whole: bool = False) -> float:
    """Return a number between two limits."""
    fine = not isinstance(value, str) and low <= value <= high and (not whole or value == int(value))
    if not fine:
        what = f"a {'whole ' if whole else ''}number from {number_text(low)} to {number_text(high)}"
        raise SettingError(name, f"expected {what}, got {echo(str(value))}; choose another one")
    return float(value)


EXPERIMENT = Experiment(
    "playground", "runs of the Playground", "playground", 1, (*_OWN, *swept(RunSettings, *NOT_SWEPT)), MEASURES, task
)
