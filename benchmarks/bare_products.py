"""The matrix products that a training step cannot do without, and nothing else."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from benchmarks.cases import Case


def bare_products(case: Case) -> Callable[[], None]:
    """Return a function that multiplies all that one step of the case must multiply.

    That is X W and X^T dZ for each layer, and dZ W^T for each but the first, whose input needs no gradient.
    """
    rng = np.random.default_rng(0)
    layers = [
        (rng.normal(size=(case.batch, n_in)), rng.normal(size=(n_in, n_out)), rng.normal(size=(case.batch, n_out)))
        for n_in, n_out in pairwise(case.widths)
    ]

    def multiply() -> None:
        for X, W, _ in layers:
            X @ W
        for i, (X, W, dZ) in reversed(list(enumerate(layers))):
            X.mT @ dZ
            if i > 0:
                dZ @ W.mT

    return multiply
