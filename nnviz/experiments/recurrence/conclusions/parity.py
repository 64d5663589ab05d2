"""What should have been seen in "Parity", with the numbers of the networks that have been trained."""

import numpy as np

from nnviz.experiments.recurrence.parity import LENGTHS, TRAINED_LENGTH, ParityRun

SURE = 0.99


def conclusions(run: ParityRun, k: int) -> tuple[str, ...]:
    """Return what automaton a network has become, and how far the networks count.

    Parameters
    ----------
    run : ParityRun
        As far as it has come.
    k : int
        The network that is looked at, from 0 on.
    """
    recipe, end = run.recipe, run.end
    right = int((end.accuracy >= SURE).sum())
    told = (
        f"After {run.step:,} steps of training, {right} of {recipe.seeds} networks answer correctly at 99 % of all "
        f"steps of sequences of {TRAINED_LENGTH} bits."
    )
    return (told, _automaton(run, k), _lengths(run))


def _automaton(run: ParityRun, k: int) -> str:
    found = run.end.transitions[k]
    right = np.array([found[0, 0], found[1, 1], found[2, 1], found[3, 0]])
    kept = f"the plane shows {100 * run.end.share[k]:.0f} % of the variance of its states"
    if np.isnan(right).any() or right.min() < SURE:
        sure = int((np.nan_to_num(right) >= SURE).sum())
        return f"In network {k + 1}, {sure} of the 4 transitions are those of parity; {kept}."
    return (
        f"Network {k + 1} has become **an automaton of two states**: a 0 keeps its answer and a 1 changes it, in "
        f"{100 * right.min():.4g} % of the steps or more; {kept}."
    )


def _lengths(run: ParityRun) -> str:
    lows, middles = run.end.lengths.min(-1), np.median(run.end.lengths, -1)
    said = ", ".join(
        f"{n} bits {100 * middle:.0f} % ({100 * low:.0f} %)"
        for n, middle, low in zip(LENGTHS, middles, lows, strict=True)
    )
    more = "" if run.done else " **Train** to the end to see how far they carry."
    return (
        f"Right at the last step, in the median (and the worst) of {run.recipe.seeds} networks: {said}. The weights "
        f"are those trained on {TRAINED_LENGTH} bits: a cell can be unrolled over any number of steps.{more}"
    )
