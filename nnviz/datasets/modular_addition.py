"""Modular addition, a + b on a clock of p hours: a small table that a network first memorizes, then understands.

The task of "grokking" (Power and others 2022, arXiv:2201.02177; with quadratic units Gromov 2023, arXiv:2301.02679).
"""

import numpy as np

from nnviz.datasets.parameters import checked_count
from nnviz.datasets.record import Dataset
from nnviz.datasets.splitting import Split, split
from nnviz.engine.heads import one_hot

MODULUS_LIMITS = (2, 113)


def modular_addition(modulus: int = 31) -> Dataset:
    """Return the whole table of a + b mod p: every pair (a, b) once, in the order of a, then of b.

    Parameters
    ----------
    modulus : int
        p, 2 to 113.

    Returns
    -------
    Dataset
        X (p^2, 2p): a one-hot, then b one-hot. Of kind 'classes' with p classes; `labels` are a + b mod p.

    Raises
    ------
    ValueError
        If p is out of its limits.

    Examples
    --------
    >>> data = modular_addition(5)
    >>> data.X.shape, data.labels[:7].tolist()
    ((25, 10), [0, 1, 2, 3, 4, 1, 2])
    """
    p = checked_count("modulus", modulus, MODULUS_LIMITS)
    a, b = np.divmod(np.arange(p * p), p)
    labels = (a + b) % p
    return Dataset(
        name="modular-addition",
        title=f"a + b mod {p}",
        kind="classes",
        X=np.concatenate([one_hot(a, p), one_hot(b, p)], axis=1),
        Y=one_hot(labels, p),
        labels=labels,
        feature_names=(*(f"a = {i}" for i in range(p)), *(f"b = {i}" for i in range(p))),
        class_names=tuple(str(c) for c in range(p)),
        target_name=f"a + b mod {p}",
        x_range=(0.0, 1.0),
        source="arithmetic",
        licence="MIT, as nnviz itself",
    )


def modular_addition_split(modulus: int = 31, train_share: float = 0.5, rng: np.random.Generator | int = 0) -> Split:
    """Return the table in two parts: pairs to learn from, drawn at random, and pairs that are never shown.

    Pairs are drawn regardless of their sum, as in the papers; how many of each sum are learned from varies.

    Parameters
    ----------
    modulus : int
        p, 2 to 113.
    train_share : float
        Of the p^2 pairs; strictly between 0 and 1.
    rng : numpy.random.Generator or int
        A whole number is a seed.

    Raises
    ------
    ValueError
        If p or the share is out of its limits.
    """
    return split(modular_addition(modulus), train_share, rng, stratify=False)
