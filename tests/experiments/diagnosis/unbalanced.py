"""Own data with a class that is rare."""

import numpy as np

from nnviz.datasets import dataset


def with_few_of_one_class(share):
    """Two clouds that overlap, with this share of the samples in the second class."""
    whole = dataset("gauss", rng=0, noise=50.0, samples=1000)
    rare = np.flatnonzero(whole.labels == 1)[: int(1000 * share)]
    return whole.take(np.sort(np.concatenate([np.flatnonzero(whole.labels == 0), rare])))
