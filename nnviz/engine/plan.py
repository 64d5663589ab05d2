"""Steps of training whose record nobody looks at: the operations of `train_step`, in memory that is used again.

`train_step` keeps every array that it computes, each in memory of its own, and describes them in records. Between two
steps that are looked at nobody needs them. A plan lays out one vector for the parameters and one for their gradients,
with W, b, dW and db of every layer as views of them, and one array for each Z, dZ and dX; its steps write into these.
It calls the same NumPy functions in the same order on the same numbers, so the parameters are the same to the last bit.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from nnviz.engine.activations.identity_and_step import IDENTITY
from nnviz.engine.arrays import Array
from nnviz.engine.batches import Batch, Samples
from nnviz.engine.convolution_passes import ConvolutionPass, MaxPoolPass, Patches, ReluMaxPass, is_small
from nnviz.engine.layers.convolution import Convolution
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.layer import Layer, LayerGradients
from nnviz.engine.layers.pooling import MaxPool
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.engine.layers.recurrent.workspace import Workspace
from nnviz.engine.layers.reshape import Reshape
from nnviz.engine.layout import Layout
from nnviz.engine.losses import LossTrace
from nnviz.engine.network import Network
from nnviz.engine.optimizers.gradient_descent import SGD
from nnviz.engine.optimizers.optimizer import Memory
from nnviz.engine.randomness import Purpose, generator
from nnviz.engine.training import TrainState, train_step, updated

CHUNK = 32
"""Steps between two looks at whether all numbers are finite."""


MOST_SHAPES = 4
"""Shapes of batches that a plan keeps memory for: usually those of an epoch's last batch and of all others."""

MOST_KEPT = 4
"""Plans that are kept."""

MOST_BYTES = 32_000_000
"""Memory of a plan that is kept; the samples it was used on are not among it."""

MOST_REPEATED = 512
"""Entries of Z up to which biases are repeated for each sample: NumPy adds one row to all in three times that time."""

BLOCK = 16_384
"""Parameters that are updated at once: they, their gradients and their changes fit into a processor's second cache."""

FAR_FROM_INFINITY = 1e280
"""Losses are at most quadratic in outputs and targets: where the squares of these add up to less, they are finite."""

_NOTHING: Array = np.empty(0)

_kept: "deque[_Plan]" = deque(maxlen=MOST_KEPT)
"""The plans used last. Memory that the system hands out anew costs ten steps of a small convolutional network."""


class _DensePass:
    """Both passes of a dense layer, as `Dense.forward` and `Dense.backward` make them, into arrays that stay."""

    def __init__(self, layer: Dense, gradients: list[Array], places: list[Array], rows: tuple[int, ...]):
        g, W = layer.activation, layer.W
        self.f, self.df, self.linear = g.f_of_float64, g.df_of_float64, g is IDENTITY
        self.W, self.WT, self.b = W, W.mT, None if layer.b is None else layer.b[..., None, :]
        self.dW: Array = gradients[0]
        self.db: Array | None = None if layer.b is None else gradients[1]
        self.places_of_b = None if layer.b is None else places[1]
        self.Z, self.dZ, self.dX = (np.empty((*rows, n)) for n in (layer.n_out, layer.n_out, layer.n_in))
        self.product: Callable[[Array, Array, Array], Array] = np.dot if W.ndim == 2 else np.matmul

    def forward(self, X: Array, rng: np.random.Generator | None) -> Array:
        """Return A."""
        self.X = X
        Z = self.product(X, self.W, self.Z)
        if self.b is not None:
            np.add(Z, self.b, Z)
        A = self.A = self.f(Z)
        return A

    def backward(self, dA: Array, need_dX: bool) -> Array | None:
        """Write dW and db to their places, and return dX."""
        dZ = dA if self.linear else np.multiply(dA, self.df(self.Z, self.A), self.dZ)
        self.product(self.X.mT, dZ, self.dW)
        if self.db is not None:
            np.add.reduce(dZ, -2, out=self.db)
        return self.product(dZ, self.WT, self.dX) if need_dX else None

    def release(self) -> None:
        """Let go of the samples, which are somebody else's."""
        self.X = _NOTHING


class _ReshapePass:
    """Both passes of a layer that only gives the samples another shape."""

    def __init__(self, layer: Reshape):
        self.in_shape, self.out_shape, self.n = layer.in_shape, layer.out_shape, len(layer.in_shape)

    def forward(self, X: Array, rng: np.random.Generator | None) -> Array:
        """Return A."""
        return X.reshape(X.shape[: -self.n] + self.out_shape)

    def backward(self, dA: Array, need_dX: bool) -> Array | None:
        """Return dX."""
        return dA.reshape(dA.shape[: -len(self.out_shape)] + self.in_shape)


class _LayerPass:
    """Both passes of any other layer by its own methods; the gradients of its parameters are copied to their places."""

    def __init__(self, layer: Layer[Any], gradients: list[Array]):
        self.layer = layer
        self.trace: Any = None
        self.places = tuple(zip(("d" + name for name in layer.parameter_names), gradients, strict=True))

    def forward(self, X: Array, rng: np.random.Generator | None) -> Array:
        """Return A."""
        self.trace = self.layer.forward(X, rng)
        A: Array = self.trace.A
        return A

    def backward(self, dA: Array, need_dX: bool) -> Array | None:
        """Copy the gradients of the parameters, and return dX."""
        return self._put(self.layer.backward(self.trace, dA, need_dX))

    def release(self) -> None:
        """Let go of the trace, which holds the samples."""
        self.trace = None

    def _put(self, gradients: LayerGradients) -> Array | None:
        for name, place in self.places:
            np.copyto(place, getattr(gradients, name))
        return gradients.dX


class _RecurrentPass(_LayerPass):
    """Both passes of a recurrent layer, in memory that is used again."""

    layer: Recurrent[Any]

    def __init__(self, layer: Recurrent[Any], gradients: list[Array]):
        super().__init__(layer, gradients)
        self.memory = Workspace()

    def forward(self, X: Array, rng: np.random.Generator | None) -> Array:
        """Return the states."""
        self.memory.rewind()
        self.trace = self.layer.forward(X, rng, self.memory)
        A: Array = self.trace.A
        return A

    def backward(self, dA: Array, need_dX: bool) -> Array | None:
        """Copy the gradients of the parameters, and return dX."""
        return self._put(self.layer.backward(self.trace, dA, need_dX, self.memory))


Pass = _DensePass | _ReshapePass | ConvolutionPass | MaxPoolPass | ReluMaxPass | _LayerPass


def _passes(
    layers: list[Layer[Any]],
    gradients: list[list[Array]],
    places: list[list[Array]],
    samples: tuple[int, ...],
) -> list[Pass]:
    """Return the passes of all layers; some convolutions are joined with the pooling behind them."""
    passes: list[Pass] = []
    for layer, into, places_of_layer in zip(layers, gradients, places, strict=True):
        last = passes[-1] if passes else None
        if isinstance(layer, Dense):
            passes.append(_DensePass(layer, into, places_of_layer, samples))
        elif isinstance(layer, Convolution) and is_small(layer, samples):
            passes.append(ConvolutionPass(layer, into, samples))
        elif isinstance(layer, Reshape):
            passes.append(_ReshapePass(layer))
        elif isinstance(layer, MaxPool) and isinstance(last, ConvolutionPass) and ReluMaxPass.fits(last.layer, layer):
            passes[-1] = ReluMaxPass(last, MaxPoolPass(layer, samples))
        elif isinstance(layer, MaxPool):
            passes.append(MaxPoolPass(layer, samples))
        elif isinstance(layer, Recurrent):
            passes.append(_RecurrentPass(layer, into))
        else:
            passes.append(_LayerPass(layer, into))
    return passes


_WITH_SAMPLES = (_DensePass, _LayerPass)


class _RepeatedBiases:
    """The biases of small dense layers, once for each sample of a batch, gathered by one call a step.

    Parameters
    ----------
    theta : ndarray, shape (n_parameters,)
    passes : list
        Whose biases are taken from here.
    """

    def __init__(self, theta: Array, passes: list[_DensePass]):
        places = [np.broadcast_to(one.places_of_b, one.Z.shape) for one in passes if one.places_of_b is not None]
        self.theta, self.places = theta, np.concatenate(places, axis=None).astype(np.intp)
        self.values = np.empty(len(self.places))
        ends = np.cumsum([one.Z.size for one in passes])
        for one, values in zip(passes, np.split(self.values, ends[:-1]), strict=True):
            one.b = values.reshape(one.Z.shape)

    def gather(self) -> None:
        """Take them from the parameters as they are now."""
        self.theta.take(self.places, None, self.values, "clip")

    @staticmethod
    def of(theta: Array, passes: list[Pass]) -> "_RepeatedBiases | None":
        """Return those of the layers that are small enough, of a single network; None where there is none."""
        dense = [one for one in passes if isinstance(one, _DensePass) and one.b is not None]
        small = [one for one in dense if one.Z.ndim == 2 and one.Z.size <= MOST_REPEATED]
        repeated = _RepeatedBiases(theta, small) if small else None
        for one in dense:
            one.places_of_b = None  # views of the places of all parameters
        return repeated


class _Plan:
    """Parameters and gradients of a network, and its passes for each shape of batch that comes."""

    def __init__(self, state: TrainState):
        self.network = state.network
        self.theta, self.dtheta = self.network.theta.copy(), np.empty_like(self.network.theta)
        self.passes: dict[tuple[int, ...], tuple[list[Pass], _RepeatedBiases | None]] = {}
        self.fitting: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
        self.blocks = list(_blocks(self.theta, self.dtheta))
        self._n_bytes: int | None = None

    def suits(self, state: TrainState) -> bool:
        """Return whether a network has these layers, with whatever parameters, and as many copies of them."""
        return state.network.layout is self.network.layout and state.network.theta.shape == self.theta.shape

    def fits(self, batch: Batch) -> bool:
        """Return whether a batch has the shapes of the network; `train_step` tells what is wrong with another."""
        shapes = batch.X.shape, batch.Y.shape
        if shapes not in self.fitting and _fit(self.network, *shapes):
            self.fitting.add(shapes)
        return shapes in self.fitting

    @property
    def n_bytes(self) -> int:
        """How much memory the plan holds once it has let go of the samples, that of its network included."""
        if self._n_bytes is None:
            self._n_bytes = sum(owner.nbytes for owner in {id(owner): owner for owner in _owners(self)}.values())
        return self._n_bytes

    def release(self) -> None:
        """Let go of the samples of the last steps: a plan that is kept would keep them alive, the whole epoch's."""
        for passes, _ in self.passes.values():
            for one in passes:
                if isinstance(one, _WITH_SAMPLES):
                    one.release()

    def layers(self, shape: tuple[int, ...]) -> tuple[list[Pass], _RepeatedBiases | None]:
        """Return the passes of the layers for batches of this shape."""
        if shape not in self.passes:
            if len(self.passes) == MOST_SHAPES:
                self.passes.clear()
            self._n_bytes, layout = None, self.network.layout
            rows = (*self.theta.shape[:-1], shape[-1 - len(layout.in_shape)])
            values, gradients = layout.views(self.theta), layout.views(self.dtheta)
            places = layout.views(np.arange(self.theta.shape[-1], dtype=np.float64))
            layers = [
                layer.with_parameters(*values[part])
                for layer, part in zip(self.network.layers, layout.parts, strict=True)
            ]
            passes = _passes(
                layers, [gradients[part] for part in layout.parts], [places[part] for part in layout.parts], rows
            )
            self.passes[shape] = passes, _RepeatedBiases.of(self.theta, passes)
        return self.passes[shape]

    def run(self, state: TrainState, batches: list[Batch]) -> tuple[TrainState, list[Array]]:
        """Take one step on each batch; return the state after them, and the output of each before its step."""
        rules, network, random, first = state.rules, self.network, state.network.random, state.network.layout.first
        loss, optimizer, penalty, clip_norm = rules.loss, rules.optimizer, rules.penalty, rules.clip_norm
        plain = type(optimizer) is SGD and not penalty.active and clip_norm is None
        theta, dtheta, memory, outputs = self.theta, self.dtheta, state.memory, []
        np.copyto(theta, state.network.theta)
        for step, batch in enumerate(batches, state.step):
            rng = generator(state.seed, Purpose.DROPOUT, step) if random else None
            A = batch.X
            layers, biases = self.layers(A.shape)
            if biases is not None:
                biases.gather()
            for layer in layers:
                A = layer.forward(A, rng)
            outputs.append(A.copy())
            dA: Array | None = loss.backward(LossTrace(loss, A, batch.Y, loss.probabilities(A), A, A))
            for i in range(len(layers) - 1, first - 1, -1):  # `first` counts layers, of which none before it is joined
                dA = layers[i].backward(dA, i > first)  # type: ignore[arg-type]  # None only from the first on
            rate = rules.learning_rate * rules.schedule.factor(step)
            if plain:
                rates = np.asarray(rate)
                for values, slopes, change in self.blocks:
                    np.subtract(values, np.multiply(rates, slopes, change), values)
            else:
                after, _, memory = updated(rules, theta, dtheta, memory, rate, network.penalised, step)
                np.copyto(theta, after)
        if plain:
            memory = Memory(memory.t + len(batches))
        step = state.step + len(batches)
        return TrainState(network.with_theta(theta.copy()), memory, rules, step, state.seed), outputs


def _blocks(theta: Array, dtheta: Array) -> Iterator[tuple[Array, Array, Array]]:
    """Yield parameters, their gradients, and memory for their changes, by so many as fit into a cache."""
    change = np.empty((*theta.shape[:-1], min(theta.shape[-1], BLOCK)))
    for start in range(0, theta.shape[-1], BLOCK):
        values, slopes = theta[..., start : start + BLOCK], dtheta[..., start : start + BLOCK]
        yield values, slopes, change[..., : values.shape[-1]]


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def take_steps(
    state: TrainState, batch_of: Callable[[int], Batch], steps: int, *, while_finite: bool = True
) -> TrainState:
    """Take steps whose records nobody looks at; the state after them is that of `train_step`, bit for bit.

    Parameters
    ----------
    state : TrainState
        Stays as it is.
    batch_of : callable
        Returns the batch of a step, counted from 0: `Batches.batch`.
    steps : int
    while_finite : bool
        True ends before the first step after which the loss or a parameter would not be finite: that step is left to
        `train_step`, whose record says what happened. False goes on: in an ensemble other networks may still learn.

    Returns
    -------
    TrainState
        After as many steps as were asked for, or after fewer.

    Raises
    ------
    ValueError
        As `train_step`, if a batch does not fit the network or the loss does not know its targets.
    """
    if steps <= 0:
        return state
    plan, end = _taken(state), state.step + steps
    while state.step < end:
        batches = [batch_of(step) for step in range(state.step, min(state.step + CHUNK, end))]
        sources = {batch.source: None for batch in batches}
        for source in sources:
            source.check_targets(state.rules.loss)
        planned = all(map(plan.fits, batches))
        if planned:
            after, outputs = plan.run(state, batches)
            planned = not while_finite or _finite(after, outputs, batches, sources)
        if not planned:
            after = _one_by_one(state, batches, while_finite)
            if after.step < state.step + len(batches):
                return after
            plan = _taken(after)
        state = after
    plan.release()
    if plan.n_bytes <= MOST_BYTES:
        _kept.append(plan)
    return state


_WITH_MEMORY = (
    _Plan,
    _DensePass,
    _LayerPass,
    ConvolutionPass,
    MaxPoolPass,
    ReluMaxPass,
    Patches,
    _RepeatedBiases,
    Workspace,
    Network,
    Layout,
    Layer,
)


def _owners(thing: object) -> Iterator[Array]:
    """Yield the arrays whose memory a plan or a part of it holds: of each view the array that it is a view of."""
    if isinstance(thing, np.ndarray):
        base: Any = thing
        while base is not None:
            thing, base = (base if isinstance(base, np.ndarray) else thing), getattr(base, "base", None)
        yield thing
    elif isinstance(thing, _WITH_MEMORY):
        yield from _owners(tuple(vars(thing).values()))
    elif isinstance(thing, tuple | list | dict):
        for part in thing.values() if isinstance(thing, dict) else thing:
            yield from _owners(part)


def _taken(state: TrainState) -> _Plan:
    """Return a plan that nobody else is using: one that was kept, or a new one."""
    for plan in tuple(_kept):
        if plan.suits(state):
            try:
                _kept.remove(plan)
            except ValueError:  # another thread was faster
                continue
            return plan
    return _Plan(state)


def _fit(network: Network, X: tuple[int, ...], Y: tuple[int, ...]) -> bool:
    """Return whether samples and targets have the shapes that a network takes and gives."""
    layout = network.layout
    n_in, n_out = len(layout.in_shape) + 1, len(layout.out_shape) + 1
    return (
        len(X) >= n_in
        and X[1 - n_in :] == layout.in_shape
        and Y[-n_out:] == (X[-n_in], *layout.out_shape)
        and X[:-n_in] in ((), network.theta.shape[:-1])
    )


def _finite(after: TrainState, outputs: list[Array], batches: list[Batch], sources: Iterable[Samples]) -> bool:
    """Return whether the losses of all steps and the parameters after them are finite.

    Parameters that stopped being finite stay so: the last ones stand for all. Sums of squares mostly tell at once.
    """
    theta, A = after.network.theta, np.concatenate(outputs, axis=None)
    if not (np.vdot(theta, theta) < np.inf or np.isfinite(theta).all()):
        return False
    if np.vdot(A, A) < FAR_FROM_INFINITY and all(one.squared_targets < FAR_FROM_INFINITY for one in sources):
        return True
    loss = after.rules.loss
    for shape in {A.shape for A in outputs}:
        alike = [(A, batch.Y) for A, batch in zip(outputs, batches, strict=True) if A.shape == shape]
        A, Y = np.stack([A for A, _ in alike]), np.stack([Y for _, Y in alike])
        L = loss.measure(A, Y.reshape(len(Y), *(1,) * (A.ndim - Y.ndim), *Y.shape[1:])).L
        if not np.isfinite(L).all():
            return False
    return True


def _one_by_one(state: TrainState, batches: list[Batch], while_finite: bool) -> TrainState:
    """Take steps by `train_step`."""
    for batch in batches:
        record = train_step(state, batch)
        if while_finite and not record.finite:
            return state
        state = record.after
    return state
