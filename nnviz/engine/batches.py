"""Batches: the samples of a step, and how an epoch cuts shuffled samples into them."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from nnviz.engine.arrays import Array, float64
from nnviz.engine.losses import Loss
from nnviz.engine.parameters import check_flag, is_whole
from nnviz.engine.randomness import Purpose, generator
from nnviz.engine.tensors import record


class Samples:
    """Samples with targets, of which some things are asked once."""

    Y: Array

    def check_targets(self, loss: Loss) -> None:
        """Refuse targets that a loss does not know; the same samples are asked once.

        Raises
        ------
        ValueError
            With what was expected.
        """
        if self.__dict__.get("_checked_for") is not loss:
            loss.check_targets(self.Y)
            self.__dict__["_checked_for"] = loss

    @cached_property
    def squared_targets(self) -> float:
        """The sum of the squares of all targets; NaN or infinite where one is, or where they are too large."""
        with np.errstate(over="ignore"):
            return float(np.vdot(self.Y, self.Y))


@record
class Batch(Samples):
    """The samples of one step.

    Attributes
    ----------
    X : ndarray, shape (N, n_in)
    Y : ndarray, shape (N, n_out)
    part_of : Batches or None
        Where the samples were taken from.

    Raises
    ------
    ValueError
        If they are no arrays of real numbers.
    """

    X: Array
    Y: Array
    part_of: "Batches | None" = None

    def __post_init__(self) -> None:
        if self.part_of is None:
            self.__dict__.update(X=float64(self.X, "X"), Y=float64(self.Y, "Y"))

    @property
    def source(self) -> Samples:
        """The samples that these are part of, or else themselves: their targets are checked once for all batches."""
        return self.part_of or self


@dataclass(frozen=True, eq=False)
class Batches(Samples):
    """Which samples each step uses: every epoch uses each of them once, in an order drawn from the seed.

    Attributes
    ----------
    X : ndarray, shape (N, n_in)
    Y : ndarray, shape (N, n_out)
        Both as they were given, or a copy where their rows do not follow each other in memory.
    batch_size : int
        The last batch of an epoch is smaller where the size does not divide N. A size above N means all samples.
    seed : int
    shuffle : bool
        False takes the samples in their order, as TensorFlow Playground does.

    Raises
    ------
    ValueError
        If X and Y do not have the same number of rows, there is no row, the batch size is below one, or seed or
        shuffle are none.
    """

    X: Array
    Y: Array
    batch_size: int
    seed: int = 0
    shuffle: bool = True

    def __post_init__(self) -> None:
        self.__dict__.update(X=float64(self.X, "X"), Y=float64(self.Y, "Y"))
        if self.X.ndim < 1 or self.Y.ndim < 1:
            raise ValueError(f"expected X and Y with one row per sample, got shapes {self.X.shape} and {self.Y.shape}")
        if len(self.X) != len(self.Y) or len(self.X) == 0:
            raise ValueError(
                f"expected as many targets as samples, and at least one, got {len(self.X)} samples "
                f"and {len(self.Y)} targets; give one row of Y for each row of X"
            )
        if not is_whole(self.batch_size) or self.batch_size < 1:
            raise ValueError(f"expected a whole number of at least 1 as batch size, got {self.batch_size!r}")
        generator(self.seed, Purpose.BATCHES)  # refuses what is no seed
        check_flag(self.shuffle, "shuffle")
        # Products of other orders of memory differ in their last bits: batches have rows that follow each other.
        X, Y = np.ascontiguousarray(self.X), np.ascontiguousarray(self.Y)
        self.__dict__.update(X=X, Y=Y, _epoch=(-1, _read_only(X.view()), _read_only(Y.view())))

    @property
    def per_epoch(self) -> int:
        """Number of steps in one epoch."""
        return -(-len(self.X) // self.batch_size)

    def indices(self, step: int) -> NDArray[np.intp]:
        """Return which rows step number ``step`` (from 0) uses."""
        epoch, rows = self._place(step)
        order = _order(len(self.X), self.seed, epoch) if self.shuffle else np.arange(len(self.X))
        return order[rows]

    def batch(self, step: int, copy: bool = True) -> Batch:
        """Return the batch of step number ``step`` (from 0).

        The samples of the epoch are put in order once and kept until a batch of another epoch is asked for.

        Parameters
        ----------
        step : int
        copy : bool
            False gives views of the epoch's samples, which cannot be written to: for steps whose record nobody keeps,
            and all of the epoch with it.
        """
        epoch, rows = self._place(step)
        kept, X, Y = self.__dict__["_epoch"]
        if kept != epoch and self.shuffle:
            order = _order(len(self.X), self.seed, epoch)
            X, Y = _read_only(self.X.take(order, 0)), _read_only(self.Y.take(order, 0))
            self.__dict__["_epoch"] = epoch, X, Y
        return Batch(X[rows].copy(), Y[rows].copy(), self) if copy else Batch(X[rows], Y[rows], self)

    def _place(self, step: int) -> tuple[int, slice]:
        """Return the epoch of a step, and which of its samples the step uses."""
        if step.__class__ is not int and not is_whole(step) or step < 0:
            raise ValueError(f"expected a whole number of at least 0 as step, got {step!r}")
        epoch, k = divmod(step, self.per_epoch)
        return epoch, slice(k * self.batch_size, (k + 1) * self.batch_size)


def _read_only(array: Array) -> Array:
    array.flags.writeable = False
    return array


@lru_cache(maxsize=32)
def _order(n: int, seed: int, epoch: int) -> NDArray[np.intp]:
    order = generator(seed, Purpose.BATCHES, epoch).permutation(n)
    order.flags.writeable = False
    return order
