"""What should have been seen in "Induction", with the numbers of the training on view."""

import numpy as np

from nnviz.experiments.transformer.induction import SOLVED, InductionRace

HALF = 0.5
SUDDEN = 0.5
"""A rise that takes less than this share of the way there is called sudden."""


def conclusions(race: InductionRace) -> tuple[str, ...]:
    """Return who has solved it, when both scores rose, and how sudden it was.

    Parameters
    ----------
    race : InductionRace
    """
    task, (one, two) = race.task, race.task.parameters
    sizes = f"One layer has **{one:,} parameters**, two have **{two:,}**."
    if not race.done:
        return (sizes, f"**Train** to step {task.steps}: how many of {task.seeds} networks of each kind solve it?")
    solved, middle = race.end.solved, np.median(race.end.accuracy, axis=-1)
    said = [
        f"{sizes} After {race.step} steps **{solved[0]} of {task.seeds}** with one layer and **{solved[1]} of "
        f"{task.seeds}** with two predict {SOLVED:.0%} of what can be known; the medians are {middle[0]:.1%} and "
        f"{middle[1]:.1%}.",
    ]
    if task.period is not None:
        said.append(
            f"All patterns have {task.period} symbols: what comes next stood {task.period - 1} places back, in every "
            "sequence. Position alone tells where to look"
            + (", so one layer is enough." if 2 * solved[0] > task.seeds else "; one layer has not learned it yet.")
        )
        return tuple(said)
    return (*said, *_scores(race), *_jump(race))


def _scores(race: InductionRace) -> tuple[str, ...]:
    end = race.end
    previous, induction = np.median(end.previous[1]), np.median(end.induction[1])
    alone = np.median(end.induction[0])
    said = (
        f"In the median network with two layers, the first layer pays **{previous:.0%}** of its attention to the token "
        f"before, and the second **{induction:.0%}** to what followed the symbol earlier. One layer alone: {alone:.0%}."
    )
    at = np.stack([race.reached(name, HALF)[1] for name in ("previous", "induction")])
    risen = at[:, np.isfinite(at).all(0)]
    if risen.size:
        first, second = np.median(risen, axis=-1)
        said += f" They pass {HALF:.0%} at step {first:.0f} and at step {second:.0f}."
    return (said,)


def _jump(race: InductionRace) -> tuple[str, ...]:
    at = np.stack([race.reached("accuracy", share)[1] for share in (HALF, 0.9)])
    jumped = at[:, np.isfinite(at).all(0)]
    if not jumped.size:
        return ()
    took, until = np.median(jumped[1] - jumped[0]), np.median(jumped[0])
    return (
        f"{'It comes suddenly: from' if took < SUDDEN * until else 'From'} {HALF:.0%} to 90 % correct in a median of "
        f"**{took:.0f} steps**, after {until:.0f} steps on the way to {HALF:.0%}.",
    )
