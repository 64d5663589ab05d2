"""Tasks on bits: how many ones there were, odd or even, and the exclusive or of two bits as the third."""

import numpy as np

from nnviz.datasets.sequences.record import Sequences

BIT = ("bit",)


def parity(rng: np.random.Generator, samples: int, steps: int, each_step: bool = True) -> Sequences:
    """Return random bits; the target says whether the number of ones so far is odd.

    Parameters
    ----------
    rng : numpy.random.Generator
    samples, steps : int
    each_step : bool
        True asks at every step, which is an easy curriculum: the first steps teach the rest. False asks at the end
        alone, which is hard.
    """
    bits = rng.integers(0, 2, (samples, steps, 1))
    odd = np.cumsum(bits, axis=1) % 2
    Y = odd if each_step else odd[:, -1]
    return Sequences("parity", "Parity", "binary", bits.astype(np.float64), Y.astype(np.float64), BIT, ("even", "odd"))


def temporal_xor(rng: np.random.Generator, samples: int, steps: int) -> Sequences:
    """Return bits of which every third is the exclusive or of the two before it; the target is the next bit.

    Elman 1990, "Finding structure in time", Cognitive Science 14, section "Exclusive-or": two of three bits cannot be
    predicted, and the third can.
    """
    triples = rng.integers(0, 2, (samples, steps // 3 + 1, 3))
    triples[..., 2] = triples[..., 0] ^ triples[..., 1]
    bits = triples.reshape(samples, -1)[:, : steps + 1, None].astype(np.float64)
    source = "Elman 1990, Finding structure in time, Cognitive Science 14"
    X, Y = bits[:, :-1], bits[:, 1:]
    return Sequences("temporal-xor", "Temporal exclusive or", "binary", X, Y, BIT, ("0", "1"), source)
