"""What is said of networks of one shape that were trained in lockstep: how many learned, and what guessing costs."""

import numpy as np

from nnviz.engine import Array

SEEDS = 5
LEARNED = 0.5
"""A network has learned if its loss fell below this share of the loss of guessing."""


def baseline_loss(Y: Array) -> float:
    """Return the cross-entropy of always giving the shares of the classes."""
    shares = Y.mean(0) if Y.shape[1] > 1 else np.array([Y.mean(), 1.0 - Y.mean()])
    shares = shares[shares > 0]
    return float(-(shares * np.log(shares)).sum())
