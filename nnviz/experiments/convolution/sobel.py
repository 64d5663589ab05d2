"""Find Sobel: a kernel of nine numbers is found by gradient descent from images and what the kernel makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.engine import (
    Array,
    Batch,
    Convolution,
    Network,
    Reshape,
    Rules,
    TrainState,
    activation,
    flatten,
    loss,
    optimizer,
)
from nnviz.experiments.convolution.digit_parts import SIDE, digits
from nnviz.experiments.convolution.kernel import named_kernel
from nnviz.experiments.convolution.sobel_settings import SobelFields, SobelStart, SobelTarget
from nnviz.experiments.recording.recording import Moment, Task

STEPS = 300
KERNEL, OUT = 3, 6
LOSS = loss("mean_squared_error")


@dataclass(frozen=True)
class SobelTask(Task):
    """One 3x3 kernel without a bias; every step takes all training digits.

    Attributes
    ----------
    target : SobelTarget
        The kernel that made the targets.
    start_at : SobelStart
        Where descent begins.
    seed : int
        Of a random start.
    rate : float
        The learning rate, in units of one over the largest eigenvalue of the Hessian.

    Examples
    --------
    >>> from nnviz.experiments.recording.recording import begin
    >>> found = begin(SobelTask()).next_frame()
    >>> found.step, found.end.measured["K"].shape
    (1, (9,))
    """

    target: SobelTarget = "sobel_x"
    start_at: SobelStart = "random"
    seed: int = 0
    rate: float = 1.0

    @property
    def stops(self) -> tuple[int, ...]:
        """Every step."""
        return tuple(range(STEPS + 1))

    @property
    def K(self) -> Array:
        """The kernel that descent begins with, shape (3, 3): zeros, or normal numbers of He's size."""
        if self.start_at == "zeros":
            return np.zeros((KERNEL, KERNEL))
        sizes: Array = np.random.default_rng(self.seed).normal(0.0, np.sqrt(2.0 / KERNEL**2), (KERNEL, KERNEL))
        return sizes

    @property
    def learning_rate(self) -> float:
        """In the engine's units."""
        return self.rate / float(eigen()[0][-1])

    def start(self) -> tuple[TrainState, ...]:
        """Return the layer with plain gradient descent."""
        return (TrainState.start(network(self.K), Rules(LOSS, optimizer("sgd"), self.learning_rate), self.seed),)

    def batch(self, step: int) -> Batch:
        """Return all training digits, whatever the step."""
        return pairs(self.target)

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return how far the kernel is.

        Returns
        -------
        dict
            ``K`` (9,): the kernel, row by row. ``error`` (9,): how far each number is from the target's. ``modes``
            (9,): the same along the eigenvectors of the Hessian, the flattest first.
        """
        K = networks[0].theta
        off = K - named_kernel(self.target, KERNEL).ravel()
        return {"K": K, "error": np.abs(off), "modes": np.abs(eigen()[1].T @ off)}


def task_of(settings: SobelFields) -> SobelTask:
    """Return what is trained for the settings."""
    return SobelTask(settings.sobel_target, settings.sobel_start, settings.sobel_seed, settings.sobel_rate)


def network(K: Array) -> Network:
    """Return the layer alone: 64 pixels in, 36 numbers out.

    Parameters
    ----------
    K : ndarray, shape (3, 3)
    """
    kernel = K.reshape(KERNEL, KERNEL, 1, 1)
    layer = Convolution(kernel, None, activation("identity"), (SIDE, SIDE))
    return Network((Reshape((SIDE**2,), (SIDE, SIDE, 1)), layer, flatten((OUT, OUT, 1))))


@lru_cache(maxsize=4)
def pairs(target: SobelTarget) -> Batch:
    """Return the training digits, and what a kernel makes of each of them."""
    X = digits()[0].X
    return Batch(X, network(named_kernel(target, KERNEL)).forward(X).A)


@lru_cache(maxsize=1)
def hessian() -> Array:
    """Return the second derivatives of the loss with respect to the nine numbers, shape (9, 9).

    The loss is quadratic, so its gradient is linear: column j is what the gradient becomes when number j grows by one.
    It is the mean of the products of any two pixels of a patch, and does not depend on the targets.
    """
    zero = _gradient(np.zeros(KERNEL**2))
    columns = [_gradient(unit) - zero for unit in np.eye(KERNEL**2)]
    H: Array = np.stack(columns, axis=1)
    return H


def _gradient(K: Array) -> Array:
    batch = pairs("sobel_x")
    layer = network(K)
    trace = layer.forward(batch.X)
    return layer.backward(trace, LOSS.backward(LOSS.forward(trace.A, batch.Y)), need_dX=False).theta


@lru_cache(maxsize=1)
def eigen() -> tuple[Array, Array]:
    """Return the eigenvalues of the Hessian (9,), the smallest first, and its eigenvectors, one a column (9, 9).

    Each eigenvector is given the sign with which its largest entry is positive.
    """
    values, vectors = np.linalg.eigh(hessian())
    largest = np.abs(vectors).argmax(0)
    return values, vectors * np.sign(vectors[largest, np.arange(KERNEL**2)])


def error_after(task: SobelTask, steps: int) -> Array:
    r"""Return what theory says of the error of every number after some steps, shape (9,), with its sign.

    Along an eigenvector of eigenvalue :math:`\lambda` a step multiplies the error by :math:`1 - \eta \lambda`.

    Parameters
    ----------
    task : SobelTask
    steps : int
    """
    values, vectors = eigen()
    off = (task.K - named_kernel(task.target, KERNEL)).ravel()
    error: Array = vectors @ ((1.0 - task.learning_rate * values) ** steps * (vectors.T @ off))
    return error


def steps_to(task: SobelTask, share: float = 0.01) -> Array:
    """Return how many steps each direction needs until this share of its error is left, shape (9,); inf for never."""
    factors = np.abs(1.0 - task.learning_rate * eigen()[0])
    with np.errstate(divide="ignore"):
        needed: Array = np.where(factors < 1.0, np.ceil(np.log(share) / np.log(np.minimum(factors, 1.0))), np.inf)
    return np.maximum(needed, 1.0)


def pictures(moments: Sequence[Moment], image: int) -> dict[str, Array]:
    """Return what is drawn of some moments, each array stacked over them.

    Parameters
    ----------
    moments : sequence of Moment
    image : int
        The test digit that the kernel is applied to.
    """
    X = digits()[1].X[image][None]
    measured = [moment.measured for moment in moments]
    return {
        **{name: np.array([one[name] for one in measured]) for name in ("K", "error", "modes")},
        "largest": np.array([[one["error"].max()] for one in measured]),
        "output": np.array([network(one["K"].reshape(KERNEL, KERNEL)).forward(X).A[0] for one in measured]),
    }
