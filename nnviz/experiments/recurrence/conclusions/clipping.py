"""What should have been seen in "Clipping", with the numbers of its run."""

import numpy as np

from nnviz.experiments.diagnosis.gradients import EXPLODED, exploding_words
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.recurrence.clipping import CLIPPED, FREE, LEARNED, STEPS, ClippingRun
from nnviz.experiments.recurrence.clipping_settings import SEEDS


def conclusions(run: ClippingRun, seed: int) -> tuple[str, ...]:
    """Return how many networks have learned, how large the gradient became, and what the clinic says of it.

    Parameters
    ----------
    run : ClippingRun
        As far as it has come.
    seed : int
        Of the network that is drawn.
    """
    limit = run.task.limit
    free, clipped = (int(run.end.learned[lane]) for lane in (FREE, CLIPPED))
    norms = np.array([frame.norms[:, seed] for frame in run.frames])
    largest = norms.max(0)
    often = int((norms[:, CLIPPED] > limit).sum())
    shrunk = (
        f"It was clipped in {counted(often, 'step')} of {run.step}; the largest of them was multiplied by "
        f"{limit / largest[CLIPPED]:.2g}, all entries alike, so its direction stayed."
        if often
        else f"In the clipped training it never exceeded {limit:g}, so nothing was clipped."
    )
    return (
        f"After {run.step} of {STEPS} steps **{free} of {SEEDS}** networks without clipping and "
        f"**{clipped} of {SEEDS}** with clipping at {limit:g} have a loss below {LEARNED:g}.",
        f"Without clipping the largest gradient norm of network {seed} is {largest[FREE]:.3g}, "
        f"{largest[FREE] / np.median(norms[:, FREE]):.2g} times the median of its steps. {shrunk}",
        clinic_words(run, seed),
    )


def clinic_words(run: ClippingRun, seed: int) -> str:
    """Say in the clinic's words whether the gradient of the network without clipping explodes through time.

    Parameters
    ----------
    run : ClippingRun
    seed : int
    """
    frame = max(run.frames, key=lambda one: float(one.growth[FREE, seed]))
    growth = float(frame.growth[FREE, seed])
    if not growth > EXPLODED:
        return (
            f"Without clipping the largest gradient of a state is at most {growth:.3g} times that of the last, not "
            f"{EXPLODED:g}: the clinic does not call it exploding."
        )
    words = exploding_words(f"the state of step {int(frame.at[FREE, seed])}", growth, "last state")
    return f"Training step {frame.step}, without clipping. {words}."
