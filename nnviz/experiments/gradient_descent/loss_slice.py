"""A slice through the loss of a real network: two directions out of all its weights, and the training's path on it."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, Loss, Network, Purpose, generator
from nnviz.experiments.run.hidden import HiddenSettings
from nnviz.experiments.run.run import advance, start
from nnviz.experiments.run.settings import RunSettings

SLICE_EPOCHS = 80
SAMPLES = 250
"""Of larger training sets this many samples stand for all, on the surface and on the path alike."""

GRID_POINTS = 27
MIN_HALF_WIDTH = 0.5
MAX_NUMBERS = 4_000_000
"""About so many numbers of a layer are computed at once."""


def slice_settings(data: str) -> RunSettings:
    """Return the settings of the network that is trained on a data set."""
    tanh = (HiddenSettings(units=4), HiddenSettings(units=2))
    found = {
        "circle": RunSettings(dataset="circle", hidden=tanh, learning_rate=0.3),
        "xor": RunSettings(dataset="xor", hidden=tanh, learning_rate=0.3),
        "iris": RunSettings(dataset="iris", hidden=(HiddenSettings(units=8),), learning_rate=0.1, train_share=0.6),
        "digits": RunSettings(
            dataset="digits",
            hidden=(HiddenSettings(units=12, activation="relu"),),
            learning_rate=0.1,
            batch_size=32,
            train_share=0.8,
        ),
    }
    if data not in found:
        raise ValueError(f"expected a data set from {', '.join(found)}, got {data!r}; choose one")
    return found[data]


@dataclass(frozen=True, eq=False)
class TrainedPath:
    """A network's weights after every epoch.

    Attributes
    ----------
    title : str
        Data and network, in words.
    network : Network
        Any of them; for its shape.
    loss : Loss
    X, Y : ndarray
        The samples that the loss is taken over.
    thetas : ndarray, shape (E + 1, P)
    losses : ndarray, shape (E + 1,)
        Over these samples.
    names : tuple of str
        Of the P parameters: ``layer 1: W[0, 1]``.
    """

    title: str
    network: Network
    loss: Loss
    X: Array
    Y: Array
    thetas: Array
    losses: Array
    names: tuple[str, ...]


def trained_path(data: str, epochs: int = SLICE_EPOCHS) -> TrainedPath:
    """Train the network of a data set, always the same, and keep its weights.

    Parameters
    ----------
    data : {'circle', 'xor', 'iris', 'digits'}
    epochs : int
        E.

    Raises
    ------
    ValueError
        For another name.
    """
    settings = slice_settings(data)
    run = start(settings)
    X, Y = run.data.train.X[:SAMPLES], run.data.train.Y[:SAMPLES]
    thetas = [run.state.network.theta]
    for _ in range(epochs):
        run = advance(run, run.batches.per_epoch)
        thetas.append(run.state.network.theta)
    network, measure = run.state.network, run.state.rules.loss
    widths = "-".join(str(n) for n in (network.n_in, *(layer.n_out for layer in network.layers)))
    title = (
        f"{run.data.data.title}: a {widths} network with {network.n_parameters} parameters, trained for {epochs} epochs"
    )
    names = tuple(_name(*network.layout.entry(p)) for p in range(network.n_parameters))
    all_thetas = np.array(thetas)
    losses = losses_of_networks(network, measure, X, Y, all_thetas)
    return TrainedPath(title, network, measure, X, Y, all_thetas, losses, names)


def _name(layer: int, name: str, index: tuple[int, ...]) -> str:
    return f"layer {layer + 1}: {name}[{', '.join(map(str, index))}]"


def losses_of_networks(network: Network, measure: Loss, X: Array, Y: Array, thetas: Array) -> Array:
    """Return the mean loss of many networks of one shape, run as one stack; thetas (R, P) gives (R,)."""
    widest = max(layer.n_out or 1 for layer in network.layers)
    some = max(1, MAX_NUMBERS // (len(X) * widest))
    parts = []
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(0, len(thetas), some):
            stack = network.with_theta(thetas[k : k + some])
            A = stack.forward(np.broadcast_to(X, (len(stack.theta), *X.shape))).A
            parts.append(np.asarray(measure.forward(A, np.broadcast_to(Y, (len(A), *Y.shape))).L))
    L: Array = np.concatenate(parts)
    return L


@dataclass(frozen=True, eq=False)
class LossSlice:
    """A surface of the loss around one moment of the training.

    Attributes
    ----------
    path : TrainedPath
    at : int
        The epoch whose weights are in the middle.
    directions : ndarray, shape (2, P)
        Of length one, at right angles.
    titles : tuple of str
        What they are.
    offsets : ndarray, shape (M,)
        Distances from the middle, on both axes.
    losses : ndarray, shape (M, M)
        Rows along the second direction.
    projected_path : ndarray, shape (E + 1, 2)
        Where each epoch's weights fall on the plane.
    distances : ndarray, shape (E + 1,)
        How far they are from the plane.
    """

    path: TrainedPath
    at: int
    directions: Array
    titles: tuple[str, str]
    offsets: Array
    losses: Array
    projected_path: Array
    distances: Array


def gradient_of(path: TrainedPath, at: int) -> Array:
    """Return the gradient of the loss over the samples at an epoch, shape (P,)."""
    network = path.network.with_theta(path.thetas[at])
    trace = network.forward(path.X)
    return network.backward(trace, path.loss.backward(path.loss.forward(trace.A, path.Y)), need_dX=False).theta


def gradient_slice(path: TrainedPath, at: int, seed: int = 0) -> LossSlice:
    """Cut along the gradient and along a random direction at right angles to it."""
    g = gradient_of(path, at)
    first = g / max(float(np.linalg.norm(g)), 1e-300)
    other = generator(seed, Purpose.WEIGHTS, 99).normal(size=len(g))
    other -= (other @ first) * first
    directions = np.stack([first, other / np.linalg.norm(other)])
    return _slice(path, at, directions, ("along the gradient", "along a random direction"))


def weights_slice(path: TrainedPath, at: int, first: int, second: int) -> LossSlice:
    """Cut along two weights; all others stay as they are at that epoch.

    Raises
    ------
    ValueError
        If it is twice the same, or there is no such parameter.
    """
    n = path.thetas.shape[1]
    if first == second or not (0 <= first < n and 0 <= second < n):
        raise ValueError(
            f"expected two different parameters from 0 to {n - 1}, got {first} and {second}; choose others"
        )
    directions = np.eye(n)[[first, second]]
    return _slice(path, at, directions, (f"change of {path.names[first]}", f"change of {path.names[second]}"))


def _slice(path: TrainedPath, at: int, directions: Array, titles: tuple[str, str]) -> LossSlice:
    moved = path.thetas - path.thetas[at]
    projected_path = moved @ directions.T
    distances = np.linalg.norm(moved - projected_path @ directions, axis=1)
    reach = max(MIN_HALF_WIDTH, 1.15 * float(np.abs(projected_path).max()))
    offsets = np.linspace(-reach, reach, GRID_POINTS)
    u, v = np.meshgrid(offsets, offsets)
    thetas = path.thetas[at] + u.reshape(-1, 1) * directions[0] + v.reshape(-1, 1) * directions[1]
    losses = losses_of_networks(path.network, path.loss, path.X, path.Y, thetas)
    return LossSlice(
        path, at, directions, titles, offsets, losses.reshape(GRID_POINTS, GRID_POINTS), projected_path, distances
    )
