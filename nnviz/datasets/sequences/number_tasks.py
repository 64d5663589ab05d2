"""Tasks on numbers: the sum of two that are marked, and the next value of a wave."""

import numpy as np

from nnviz.datasets.sequences.record import Sequences


def adding(rng: np.random.Generator, samples: int, steps: int) -> Sequences:
    """Return numbers from 0 to 1 beside marks; the target is the sum of the two marked ones.

    One mark stands in the first half, one in the second. Always answering 1 has a mean squared error of 1/6.
    Hochreiter and Schmidhuber 1997, experiment 4, in the form of Le, Jaitly and Hinton 2015, "A simple way to
    initialize recurrent networks of rectified linear units", section 4.1.
    """
    if steps < 2:
        raise ValueError(f"steps must be at least 2 for the adding problem, one for each mark, but {steps} was given")
    rows = np.arange(samples)
    marks = np.zeros((samples, steps))
    marks[rows, rng.integers(0, steps // 2, samples)] = 1.0
    marks[rows, rng.integers(steps // 2, steps, samples)] = 1.0
    values = rng.random((samples, steps))
    Y = (marks * values).sum(1)[:, None]
    source = "Hochreiter and Schmidhuber 1997, Long short-term memory, experiment 4"
    X = np.stack([values, marks], axis=-1)
    return Sequences("adding", "Adding problem", "regression", X, Y, ("number", "mark"), source=source)


def sine(rng: np.random.Generator, samples: int, steps: int, noise: float = 0.0) -> Sequences:
    """Return waves of random frequency and phase; the target is the next value.

    Parameters
    ----------
    rng : numpy.random.Generator
    samples, steps : int
    noise : float
        Per cent, 0 to 50, of the amplitude; the targets have none.
    """
    period = rng.uniform(8.0, 32.0, (samples, 1))
    phase = rng.uniform(0.0, 2.0 * np.pi, (samples, 1))
    wave = np.sin(2.0 * np.pi * np.arange(steps + 1) / period + phase)[..., None]
    X = wave[:, :-1] + noise / 100.0 * rng.standard_normal((samples, steps, 1))
    return Sequences("sine-waves", "Sine waves", "regression", X, wave[:, 1:], ("value",))
