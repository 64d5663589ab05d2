"""A run: data, network and training made from settings; it advances step by step and is never changed in place."""

import sys
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets import Dataset
from nnviz.engine import (
    HEADS,
    Architecture,
    Array,
    Batches,
    Head,
    Penalty,
    Rules,
    StepRecord,
    Stop,
    StopRules,
    TrainState,
    Watch,
    accuracy,
    not_finite,
    take_steps,
    train_step,
)
from nnviz.experiments.run.choice import optimizer_of, schedule_of
from nnviz.experiments.run.preparation import Part, PreparedData, prepare
from nnviz.experiments.run.settings import RunSettings

CACHED_ENTRIES = 1_000_000
"""Numbers of patches that are held at once in an evaluation: 8 MB."""

LEAST_ROWS, MOST_ROWS = 16, 256
"""Samples that a network with convolutions or recurrent layers takes at once in an evaluation."""


@dataclass(frozen=True)
class Evaluation:
    """How good the network is, without dropout; accuracies are NaN for regression.

    Attributes
    ----------
    train_loss, test_loss : float
        Mean losses, the penalty left out.
    train_accuracy, test_accuracy : float
        Shares from 0 to 1.
    train_rmse, test_rmse : float or None
        Roots of the mean squared errors of a regression, in the target's own units; None for classes.
    """

    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    train_rmse: float | None = None
    test_rmse: float | None = None


@dataclass(frozen=True, eq=False)
class Run:
    """One moment of a training.

    Attributes
    ----------
    settings : RunSettings
    data : PreparedData
    state : TrainState
        Network, optimizer's memory and step number.
    offset : int
        The step number minus this counts steps as if the present batch size had been used from the start.
    last : StepRecord or None
        The last step; None before the first.
    watch : Watch
        What the stop rules have recorded.
    stop : Stop or None
        Why training has ended; None while it may go on.
    own : Dataset or None
        The user's own data, kept while other data are trained on.
    """

    settings: RunSettings
    data: PreparedData
    state: TrainState
    offset: int = 0
    last: StepRecord | None = None
    watch: Watch = Watch()
    stop: Stop | None = None
    own: Dataset | None = None

    @cached_property
    def head(self) -> Head:
        """What the output means."""
        return HEADS[self.settings.head_name]

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state.step

    @cached_property
    def batches(self) -> Batches:
        """Which samples each step sees."""
        train, settings = self.data.train, self.settings
        return Batches(train.X, train.Y, settings.batch_size, settings.seed, settings.shuffle)

    @property
    def epoch(self) -> float:
        """Passes over the training data."""
        return (self.step - self.offset) / self.batches.per_epoch

    def next_record(self) -> StepRecord:
        """Return the record of the step that comes next, without taking it."""
        return train_step(self.state, self.batches.batch(self.step - self.offset))

    def forward(self, X: Array) -> Array:
        """Return the network's output A for any number of samples, shape (N, n_out).

        Convolutions and recurrent layers take them by so many at once as fit into a processor's cache: patches and
        gates need many times the memory of a sample.
        """
        network, rows = self.state.network, self._rows_at_once
        if len(X) <= rows:
            return network.forward(X).A
        return np.concatenate([network.forward(X[i : i + rows]).A for i in range(0, len(X), rows)])

    @cached_property
    def _rows_at_once(self) -> int:
        return rows_at_once(max(self.settings.patch_entries, self.settings.step_entries))

    def output(self, X: Array) -> Array:
        """Return what the network says, shape (N, n_out): probabilities, or numbers for regression and tanh."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self.head.output(self.forward(X), self.state.rules.loss)

    def predictions(self, output: Array) -> Array:
        """Return what the network said, shape (N, n_out), in the target's own units; for regression."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self.data.target_scaling.invert(output)

    @property
    def evaluation(self) -> Evaluation:
        """Losses and accuracies on both parts."""
        return self._evaluate[0]

    @property
    def right(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which samples of the training and of the test part get their class, shapes (N,); empty for regression.

        Of sequences with a class at every step it is these steps, one after the other.
        """
        return self._evaluate[1]

    @property
    def predicted(self) -> tuple[Array, Array]:
        """What a regression predicts of the training and of the test part, shapes (N,), in the target's own units."""
        return self._evaluate[2]

    @cached_property
    def _evaluate(
        self,
    ) -> tuple[Evaluation, tuple[NDArray[np.bool_], NDArray[np.bool_]], tuple[Array, Array]]:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            train = self._evaluate_part(self.data.train)
            test = train if self.data.test_is_train else self._evaluate_part(self.data.test)
        seen = Evaluation(train.loss, test.loss, train.accuracy, test.accuracy, train.rmse, test.rmse)
        return seen, (train.right, test.right), (train.predicted, test.predicted)

    def _evaluate_part(self, part: Part) -> "_PartEvaluation":
        loss = self.state.rules.loss
        A = self.forward(part.X)
        L = float(loss.measure(A, part.Y).L)  # targets were checked when the data were prepared
        if self.head.targets == "values":
            predicted = self.predictions(A)
            rmse = float(np.sqrt(np.square(predicted - part.raw_Y).mean()))
            return _PartEvaluation(L, float("nan"), np.empty(0, np.bool_), rmse, predicted[:, 0])
        decided, labels = self.head.decide(self.head.output(A, loss)), part.labels
        if not part.all_counted:
            decided, labels, A = decided[part.counted], labels[part.counted], A[part.counted]
        return _PartEvaluation(L, float(accuracy(decided, labels, A)), decided == labels)


def rows_at_once(entries: int) -> int:
    """Return how many samples a network takes at once; any number where it has no patches and no gates.

    Parameters
    ----------
    entries : int
        Numbers in the patches, or in the gates at all steps, of one sample.
    """
    return max(LEAST_ROWS, min(MOST_ROWS, CACHED_ENTRIES // entries)) if entries else sys.maxsize


class _PartEvaluation(NamedTuple):
    """Loss and accuracy on one part, and which samples are right; or errors and predictions in the target's units."""

    loss: float
    accuracy: float
    right: NDArray[np.bool_]
    rmse: float | None = None
    predicted: Array = np.empty(0)


def start(settings: RunSettings, own: Dataset | None = None) -> Run:
    """Prepare the data and draw the weights; the same settings (and own data) always give the same run.

    Parameters
    ----------
    settings : RunSettings
    own : Dataset, optional
        The user's own data; needed where the settings' data set is "own".

    Raises
    ------
    ValueError
        If the data cannot be split or scaled as asked, or own data are missing.
    """
    data = prepare(settings, own)
    state = TrainState.start(architecture(settings).build(settings.seed), rules(settings), settings.seed)
    return Run(settings, data, state, own=own)


def architecture(settings: RunSettings) -> Architecture:
    """Return the architecture of the settings."""
    return settings.architecture


def rules(settings: RunSettings) -> Rules:
    """Return the training rules of the settings: loss, optimizer, schedule, penalty, clipping."""
    return Rules(
        settings.measure,
        optimizer_of(settings.optimizer),
        settings.learning_rate,
        schedule_of(settings.schedule),
        Penalty(settings.penalty, settings.penalty_rate, settings.penalty_after_step),
        settings.clip_norm,
    )


def advance(run: Run, steps: int) -> Run:
    """Take this many steps, or fewer if training stops earlier.

    Stop rules look at the training loss at the end of each epoch; a loss that is not finite ends a run at once.

    Parameters
    ----------
    run : Run
        Stays as it is.
    steps : int

    Returns
    -------
    Run
    """
    goal, offset, batches, per_epoch = run.step + steps, run.offset, run.batches, run.batches.per_epoch
    while run.step < goal and run.stop is None:
        looked_at = goal
        if _stop_rules_apply(run.settings):
            looked_at = min(goal, run.step + per_epoch - (run.step - offset) % per_epoch)
        state = take_steps(run.state, lambda step: batches.batch(step - offset, copy=False), looked_at - run.step - 1)
        record = train_step(state, batches.batch(state.step - offset))
        run = _follow(run, record)
        if (run.step - offset) % per_epoch == 0:
            run = _check_stop(run)
    return run


def _follow(run: Run, record: StepRecord) -> Run:
    """Return the run after a step. What follows from settings and data is reused from the run before."""
    stop = None if record.finite else not_finite(record.after.step, float(record.loss.L))
    following = Run(run.settings, run.data, record.after, run.offset, record, run.watch, stop, run.own)
    following.__dict__.update(batches=run.batches, head=run.head, _rows_at_once=run._rows_at_once)
    return following


def _stop_rules_apply(settings: RunSettings) -> bool:
    return settings.target_loss is not None or settings.patience is not None or bool(settings.max_epochs)


def _check_stop(run: Run) -> Run:
    settings = run.settings
    if run.stop is not None or not _stop_rules_apply(settings):
        return run
    stop_rules = StopRules(settings.target_loss, settings.patience)
    watch, stop = run.watch.look(stop_rules, run.step, run.evaluation.train_loss)
    if stop is None and settings.max_epochs and run.epoch >= settings.max_epochs:
        epochs = "epoch" if settings.max_epochs == 1 else "epochs"
        stop = Stop("budget", run.step, f"the budget of {settings.max_epochs} {epochs} is used up")
    return replace(run, watch=watch, stop=stop)


def with_settings(run: Run, settings: RunSettings, own: Dataset | None = None) -> Run:
    """Go on with other settings: with the same weights where that is possible, else from the start.

    Parameters
    ----------
    run : Run
    settings : RunSettings
    own : Dataset, optional
        New own data; those of the run unless given.

    Raises
    ------
    ValueError
        If the new settings cannot be carried out; the run that was given stays usable.
    """
    if run.settings.must_restart(settings):
        return start(settings, run.own if own is None else own)
    if settings == run.settings.model_copy(update={"view": settings.view, "own": settings.own}):
        displayed = replace(run, settings=settings, own=run.own if own is None else own)
        displayed.__dict__["batches"] = run.batches
        return displayed
    changed = replace(run, settings=settings, state=run.state.with_rules(rules(settings)), watch=Watch(), stop=None)
    if run.stop is not None and run.stop.reason == "not finite":
        return replace(changed, stop=run.stop)
    epochs = ceil(run.epoch - 1e-9) if settings.batch_size != run.settings.batch_size else None
    return changed if epochs is None else replace(changed, offset=run.step - epochs * changed.batches.per_epoch)
