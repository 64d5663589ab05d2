"""Training repeats one small step: forward pass, loss, backward pass, update."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from nnviz.engine.arrays import Array, float64
from nnviz.engine.batches import Batch, Batches
from nnviz.engine.clipping import clip_by_norm
from nnviz.engine.losses import Loss, LossTrace
from nnviz.engine.network import Gradients, Network, Trace
from nnviz.engine.optimizers import Memory, Optimizer
from nnviz.engine.optimizers.adam import AdamW
from nnviz.engine.optimizers.gradient_descent import SGD
from nnviz.engine.parameters import check_kind, is_number
from nnviz.engine.penalties import Penalty
from nnviz.engine.randomness import Purpose, generator
from nnviz.engine.schedules import Constant, Schedule
from nnviz.engine.tensors import inline, record, tensor, unlisted


@dataclass(frozen=True)
class Rules:
    """How a step of training is computed; all of it may change between two steps without losing the weights.

    Attributes
    ----------
    loss : Loss
    optimizer : Optimizer
    learning_rate : float or ndarray, shape (..., 1)
        Positive; one for all, or one for each network of an ensemble.
    schedule : Schedule
        What the learning rate is multiplied by at each step.
    penalty : Penalty
    clip_norm : float or None
        The largest norm of the gradient.

    Raises
    ------
    ValueError
        If a learning rate or the clipping norm is not positive and finite.
    """

    loss: Loss
    optimizer: Optimizer = field(default_factory=SGD)
    learning_rate: float | Array = 0.03
    schedule: Schedule = field(default_factory=Constant)
    penalty: Penalty = field(default_factory=Penalty)
    clip_norm: float | None = None

    def __post_init__(self) -> None:
        check_kind(self.loss, Loss, "loss", 'loss("mean_squared_error")')
        check_kind(self.optimizer, Optimizer, "optimizer", 'optimizer("adam")')
        check_kind(self.schedule, Schedule, "schedule", 'schedule("cosine")')
        check_kind(self.penalty, Penalty, "penalty", 'Penalty("l2", 0.01)')
        given = self.learning_rate
        rate = float64(given, "learning_rate") if isinstance(given, np.ndarray) or is_number(given) else np.zeros(())
        if not np.all(np.isfinite(rate) & (rate > 0)):
            raise ValueError(f"expected a positive finite learning rate, got {self.learning_rate}")
        if rate.ndim and rate.shape[-1] != 1:
            raise ValueError(
                f"expected one learning rate, or one for each network in shape (..., 1), got shape {rate.shape}; "
                "without the last axis each rate would be that of a parameter"
            )
        if self.clip_norm is not None and not (is_number(self.clip_norm) and self.clip_norm > 0):
            raise ValueError(f"expected a positive finite norm to clip at, or None, got {self.clip_norm!r}")

    def check_ensemble(self, theta: Array) -> None:
        """Refuse learning rates that are not one for each network.

        Parameters
        ----------
        theta : ndarray, shape (..., n_parameters)

        Raises
        ------
        ValueError
            With both shapes.
        """
        rates, networks = np.shape(self.learning_rate)[:-1], theta.shape[:-1]
        if rates and rates != networks:
            raise ValueError(
                f"expected one learning rate for each network, shape {(*networks, 1)}, got {(*rates, 1)}; "
                "give one number for all, or as many as there are networks"
            )


@record
class TrainState:
    """Everything that the next step depends on, apart from its batch.

    Attributes
    ----------
    network : Network
    memory : Memory
        What the optimizer keeps from step to step.
    rules : Rules
    step : int
        Steps taken so far.
    seed : int
        What dropout draws its masks from, together with the step.
    """

    network: Network
    memory: Memory
    rules: Rules
    step: int = 0
    seed: int = 0

    @staticmethod
    def start(network: Network, rules: Rules, seed: int = 0) -> "TrainState":
        """Return the state before the first step.

        Raises
        ------
        ValueError
            If these are no network, rules and seed, or the learning rates do not fit the ensemble.
        """
        check_kind(network, Network, "network", "Network(layers)")
        check_kind(rules, Rules, "rules", 'Rules(loss("mean_squared_error"))')
        rules.check_ensemble(network.theta)
        generator(seed, Purpose.DROPOUT)  # refuses what is no seed
        return TrainState(network, rules.optimizer.start(network.theta), rules, 0, seed)

    def with_rules(self, rules: Rules) -> "TrainState":
        """Go on with other rules and the same weights; another kind of optimizer starts with an empty memory."""
        check_kind(rules, Rules, "rules", 'Rules(loss("mean_squared_error"))')
        rules.check_ensemble(self.network.theta)
        same = type(rules.optimizer) is type(self.rules.optimizer)
        memory = self.memory if same else rules.optimizer.start(self.network.theta)
        return replace(self, rules=rules, memory=memory)


@record
class StepRecord:
    """Everything that was computed in one step.

    Attributes
    ----------
    before, after : TrainState
        `walk` lists the parameters and the optimizer's memory after the step; the parameters before it stand in the
        trace.
    trace : Trace
        The forward pass, with dropout's masks.
    loss : LossTrace
    gradients : Gradients
        Of the mean loss alone.
    learning_rate : float or ndarray
        The rate of this step, schedule included.
    dtheta : ndarray, shape (..., n_parameters)
        What the optimizer was given: the gradient with the penalty's, clipped.
    """

    before: TrainState = unlisted()
    after: TrainState
    trace: Trace = inline()
    loss: LossTrace
    gradients: Gradients = inline()
    learning_rate: float | Array
    dtheta: Array = tensor(r"g", r"g = \nabla_\theta L + \nabla_\theta \text{penalty}", axes=("parameter",))

    @property
    def update(self) -> Array:
        """The change of the parameters, shape (..., n_parameters)."""
        return self.after.network.theta - self.before.network.theta

    @property
    def finite(self) -> bool:
        """False where the loss or a parameter became infinite or NaN (in any network of an ensemble)."""
        return bool(np.isfinite(self.loss.L).all() and np.isfinite(self.after.network.theta).all())


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def train_step(state: TrainState, batch: Batch) -> StepRecord:
    """Take one step of training. The given state is not changed.

    Parameters
    ----------
    state : TrainState
    batch : Batch

    Returns
    -------
    StepRecord
        With the next state in ``after``. A loss that is no longer finite is recorded, not raised.

    Raises
    ------
    ValueError
        If these are no state and batch, the batch does not fit the network, or the loss does not know such targets.
    """
    if state.__class__ is not TrainState or batch.__class__ is not Batch:
        check_kind(state, TrainState, "state", "TrainState.start(network, rules)")
        check_kind(batch, Batch, "batch", "Batch(X, Y)")
    network, rules = state.network, state.rules
    batch.source.check_targets(rules.loss)
    rng = generator(state.seed, Purpose.DROPOUT, state.step) if network.random else None
    trace = network.forward(batch.X, rng)
    loss = rules.loss.measure(trace.A, batch.Y)
    gradients = network.backward(trace, rules.loss.backward(loss), need_dX=False)
    learning_rate = rules.learning_rate * rules.schedule.factor(state.step)
    theta, dtheta, memory = updated(
        rules, network.theta, gradients.theta, state.memory, learning_rate, network.penalised, state.step
    )
    after = TrainState(network.with_theta(theta), memory, rules, state.step + 1, state.seed)
    return StepRecord(state, after, trace, loss, gradients, learning_rate, dtheta)


def updated(
    rules: Rules,
    before: Array,
    dtheta: Array,
    memory: Memory,
    learning_rate: float | Array,
    penalised: Array,
    step: int,
) -> tuple[Array, Array, Memory]:
    """Return the new parameters, the gradient that was used, and the optimizer's new memory.

    Parameters
    ----------
    rules : Rules
    before, dtheta : ndarray, shape (..., n_parameters)
        The parameters, and the gradient of the mean loss.
    memory : Memory
    learning_rate : float or ndarray, shape (..., 1)
        Schedule included.
    penalised : ndarray, shape (n_parameters,)
        See `Network.penalised`.
    step : int
        Steps taken before this one.
    """
    penalty = rules.penalty
    if penalty.active and not penalty.decoupled:
        dtheta = dtheta + penalty.gradient(before, penalised)
    dtheta = clip_by_norm(dtheta, rules.clip_norm)
    if isinstance(rules.optimizer, AdamW):
        theta, memory = rules.optimizer.step(before, dtheta, memory, learning_rate, penalised)
    else:
        theta, memory = rules.optimizer.step(before, dtheta, memory, learning_rate)
    if penalty.active and penalty.decoupled:
        theta = penalty.shrink(before, theta, penalised, learning_rate, first=step == 0)
    return theta, dtheta, memory


def train(state: TrainState, batches: Batches) -> Iterator[StepRecord]:
    """Train for as long as the caller asks for the next record, and end after the first that is not finite.

    Parameters
    ----------
    state : TrainState
        Where to start; its step number decides the first batch.
    batches : Batches

    Yields
    ------
    StepRecord

    Raises
    ------
    ValueError
        At the first step, as `train_step` says.
    """
    check_kind(state, TrainState, "state", "TrainState.start(network, rules)")
    check_kind(batches, Batches, "batches", "Batches(X, Y, batch_size)")
    finite = True
    while finite:
        record = train_step(state, batches.batch(state.step))
        yield record
        state, finite = record.after, record.finite
