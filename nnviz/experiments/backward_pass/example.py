"""A small network on a few samples, forward and back: what the page of the backward pass takes apart."""

from dataclasses import dataclass

from nnviz.datasets import dataset, scaling
from nnviz.datasets.matrix_text import parse_matrix
from nnviz.engine import (
    Activation,
    Array,
    Dense,
    Loss,
    LossTrace,
    Network,
    Purpose,
    Trace,
    activation,
    generator,
    initializer,
    loss,
)
from nnviz.engine.layers.dense import DenseGradients, DenseTrace
from nnviz.engine.network import Gradients
from nnviz.experiments.backward_pass.settings import MAX_SAMPLES, BackwardSettings
from nnviz.experiments.backward_pass.worked_example import CITATION, worked_batch, worked_loss, worked_network
from nnviz.experiments.inspection import Step
from nnviz.experiments.inspection.formula import counted

MAX_TYPED_COLUMNS = 6
"""Columns of typed inputs and of typed targets."""

_BIAS = 0.3


@dataclass(frozen=True, eq=False)
class BackwardExample:
    """One forward and one backward pass.

    Attributes
    ----------
    title : str
        What it is, in words.
    network : Network
        Dense layers only.
    loss : Loss
    X, Y : ndarray, shape (N, n_in) and (N, n_out)
    trace : Trace
    outcome : LossTrace
    gradients : Gradients
        With the first layer's dX.
    rows, features, classes : tuple of str
        Names of the samples, of the inputs and of the outputs.
    """

    title: str
    network: Network
    loss: Loss
    X: Array
    Y: Array
    trace: Trace
    outcome: LossTrace
    gradients: Gradients
    rows: tuple[str, ...]
    features: tuple[str, ...]
    classes: tuple[str, ...]

    @property
    def depth(self) -> int:
        """The number of layers."""
        return len(self.network.layers)

    @property
    def step(self) -> Step:
        """The same pass as the inspector takes it."""
        return Step(None, self.trace, self.outcome, self.gradients, known=self.network)

    def forward(self, layer: int) -> DenseTrace:
        """The tensors of a layer's forward pass; layers count from 1."""
        trace = self.trace.layers[layer - 1]
        assert isinstance(trace, DenseTrace)
        return trace

    def backward(self, layer: int) -> DenseGradients:
        """The tensors of a layer's backward pass; layers count from 1."""
        gradients = self.gradients.layers[layer - 1]
        assert isinstance(gradients, DenseGradients)
        return gradients

    def units(self, layer: int) -> tuple[str, ...]:
        """Names of a layer's units; layer 0 is the input."""
        if layer == 0:
            return self.features
        if layer == self.depth:
            return self.classes
        return tuple(f"unit {j + 1}" for j in range(self.network.layers[layer - 1].n_out or 0))


def backward_example(settings: BackwardSettings) -> BackwardExample:
    """Make the network and the samples that the settings ask for, and run them forward and back.

    Raises
    ------
    ValueError
        If typed numbers cannot be read or do not fit each other.
    """
    if settings.source == "worked":
        batch = worked_batch()
        return _run_example(
            f"{CITATION}: a 2-2-2 network of sigmoid units",
            worked_network(),
            worked_loss(),
            batch.X,
            batch.Y,
            (("sample 1",), ("i1", "i2"), ("o1", "o2")),
        )
    if settings.source == "typed":
        return _typed(settings)
    return _real(settings)


def _real(settings: BackwardSettings) -> BackwardExample:
    """Take samples of a data set, of every class in turn."""
    toy = settings.source == "circle"
    data = dataset(settings.source, rng=generator(0, Purpose.DATA)) if toy else dataset(settings.source)
    scaled = scaling("unit" if data.image_shape else "standardize", data).apply(data.X)
    order = generator(settings.seed, Purpose.BATCHES).permutation(data.n_samples)
    first_of = [order[data.labels[order] == label] for label in range(data.n_classes)]
    rows = [int(first_of[k % data.n_classes][k // data.n_classes]) for k in range(settings.samples)]
    entropy = "binary_cross_entropy" if data.kind == "binary" else "categorical_cross_entropy"
    squared = settings.loss == "squared_error"
    n_out = data.Y.shape[1]
    classes = data.class_names if data.kind == "classes" else (data.class_names[1],)
    network = _network(settings, data.n_features, n_out, activation("sigmoid" if squared else "identity"))
    return _run_example(
        f"{data.title}: {counted(len(rows), 'sample')}",
        network,
        loss("half_squared_error" if squared else entropy),
        scaled[rows],
        data.Y[rows],
        (tuple(data.class_names[data.labels[row]] for row in rows), data.feature_names, classes),
    )


def _typed(settings: BackwardSettings) -> BackwardExample:
    X = read_typed("X", settings.typed_x)
    Y = read_typed("Y", settings.typed_y)
    if len(X) != len(Y):
        raise ValueError(
            f"expected as many rows of targets as of inputs, got X {X.shape} and Y {Y.shape}; "
            "give one row of Y for each row of X"
        )
    names = tuple(f"row {i + 1}" for i in range(len(X)))
    features = tuple(f"x{k + 1}" for k in range(X.shape[1]))
    outputs = tuple(f"y{k + 1}" for k in range(Y.shape[1]))
    network = _network(settings, X.shape[1], Y.shape[1], activation("identity"))
    return _run_example("Your own numbers", network, loss("half_squared_error"), X, Y, (names, features, outputs))


def read_typed(name: str, text: str) -> Array:
    """Read a typed X or Y; a ValueError says what cannot be read."""
    try:
        return parse_matrix(text, MAX_SAMPLES, MAX_TYPED_COLUMNS)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _network(settings: BackwardSettings, n_in: int, n_out: int, last: Activation) -> Network:
    widths = (n_in, *settings.hidden, n_out)
    layers = []
    for i, (a, b) in enumerate(zip(widths, widths[1:], strict=False)):
        rng = generator(settings.seed, Purpose.WEIGHTS, i)
        W, _ = initializer("glorot_uniform").sample(rng, a, b)
        bias = rng.uniform(-_BIAS, _BIAS, b)  # a sample that no ReLU sees would have Z = b = 0: in the corner
        layers.append(Dense(W, bias, activation(settings.activation) if i < len(settings.hidden) else last))
    return Network(tuple(layers))


def _run_example(
    title: str, network: Network, measure: Loss, X: Array, Y: Array, names: tuple[tuple[str, ...], ...]
) -> BackwardExample:
    trace = network.forward(X)
    outcome = measure.forward(trace.A, Y)
    gradients = network.backward(trace, measure.backward(outcome))
    return BackwardExample(title, network, measure, X, Y, trace, outcome, gradients, *names)
