"""Small networks trained on real data, with the head as their last layer."""

from dataclasses import dataclass

import numpy as np

from nnviz.datasets import Dataset, Standardizer, dataset, scaling, split
from nnviz.engine import (
    Architecture,
    Array,
    Batches,
    Dense,
    Head,
    Hidden,
    Network,
    Purpose,
    Rules,
    Softmax,
    TrainState,
    activation,
    generator,
    head,
    loss,
    optimizer,
    take_steps,
)

TRAIN_SHARE = 0.6
TRAINED_EPOCHS = {"pair": 6, "iris": 60, "digits": 20, "circle": 60}


@dataclass(frozen=True, eq=False)
class TrainedNetwork:
    """A network and the data that it has never seen.

    Attributes
    ----------
    network : Network
        Its last layer gives probabilities: a sigmoid unit, or softmax behind a linear layer.
    head : Head
    epochs : int
        How long it was trained; 0 for fresh weights.
    data : Dataset
        All of it.
    test : Dataset
        The part that was kept back, as it came.
    X : ndarray, shape (N, d)
        The test part as the network gets it.
    scaling : Standardizer
    """

    network: Network
    head: Head
    epochs: int
    data: Dataset
    test: Dataset
    X: Array
    scaling: Standardizer

    @property
    def n_layers(self) -> int:
        """How many layers have weights."""
        return sum(isinstance(layer, Dense) for layer in self.network.layers)


def two_digits(cat: int, other: int) -> Dataset:
    """Return the pictures of two digits as the task cat or not cat; Y (N, 1) is 1 for the cat."""
    whole = dataset("digits")
    data = whole.take(np.flatnonzero(np.isin(whole.labels, (cat, other))))
    labels = (data.labels == cat).astype(np.int64)
    return Dataset(
        name="pair",
        title=f"Cat or not cat? Handwritten {cat}s and {other}s",
        kind="binary",
        X=data.X,
        Y=labels[:, None].astype(np.float64),
        labels=labels,
        feature_names=data.feature_names,
        class_names=(f"not cat ({other})", f"cat ({cat})"),
        shape=data.shape,
        x_range=data.x_range,
        source=data.source,
        licence=data.licence,
    )


def trained_network(
    name: str, cat: int, other: int, hidden: tuple[int, ...], activation_name: str, trained: bool = True, seed: int = 0
) -> TrainedNetwork:
    """Draw the weights of a network and, if wanted, train it.

    Parameters
    ----------
    name : {'pair', 'iris', 'digits', 'circle'}
    cat, other : int
        The two digits of ``pair``.
    hidden : tuple of int
        Units of each hidden layer; may be empty.
    activation_name : str
        The activation of the hidden layers.
    trained : bool
    seed : int

    Raises
    ------
    ValueError
        If there is no such data set or activation.
    """
    if name not in TRAINED_EPOCHS:
        raise ValueError(f"expected a data set from {', '.join(TRAINED_EPOCHS)}, got {name!r}; choose one")
    data = _data(name, cat, other, seed)
    parts = split(data, TRAIN_SHARE, seed)
    scaled = scaling({"pair": "unit", "digits": "unit", "iris": "standardize", "circle": "none"}[name], parts.train)
    head_name, loss_name = (
        ("sigmoid", "binary_cross_entropy") if data.kind == "binary" else ("softmax", "categorical_cross_entropy")
    )
    plan = Architecture(
        data.n_features,
        tuple(Hidden(units, activation(activation_name)) for units in hidden),
        head(head_name),
        loss(loss_name),
        data.n_classes,
    )
    network = plan.build(seed)
    if trained:
        network = _trained(network, plan, scaled.apply(parts.train.X), parts.train.Y, TRAINED_EPOCHS[name], seed)
    return TrainedNetwork(
        with_head(network, plan.head),
        plan.head,
        TRAINED_EPOCHS[name] if trained else 0,
        data,
        parts.test,
        scaled.apply(parts.test.X),
        scaled,
    )


def _data(name: str, cat: int, other: int, seed: int) -> Dataset:
    if name == "pair":
        return two_digits(cat, other)
    if name == "circle":
        return dataset(name, noise=0.1, samples=300, rng=generator(seed, Purpose.DATA))
    return dataset(name)


def _trained(network: Network, plan: Architecture, X: Array, Y: Array, epochs: int, seed: int) -> Network:
    state = TrainState.start(network, Rules(plan.loss, optimizer("adam"), learning_rate=0.02), seed)
    batches = Batches(X, Y, batch_size=16, seed=seed)
    return take_steps(state, batches.batch, epochs * batches.per_epoch).network


def with_head(network: Network, head: Head) -> Network:
    """Return a network that gives probabilities, where training left the output activation to the loss."""
    *below, last = network.layers
    assert isinstance(last, Dense)
    if head.output_activation == "softmax":
        return Network((*below, last, Softmax()))
    return Network((*below, Dense(last.W, last.b, activation(head.output_activation))))
