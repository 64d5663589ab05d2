"""What "Parity" asks before it shows how far the networks count."""

from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recurrence.network_settings import CELL_TITLES
from nnviz.experiments.recurrence.parity import LENGTHS, TRAINED_LENGTH, ParityRun

TITLES: dict[str, str] = dict(CELL_TITLES.items())
"""By the name of a cell in a recipe."""


def lengths_question(run: ParityRun) -> Question | Prediction:
    """Ask how many networks carry on to the longest length: a prediction until the training is complete.

    Parameters
    ----------
    run : ParityRun
    """
    recipe, n = run.recipe, run.recipe.seeds
    few, most = n // 4, 3 * n // 4
    text = (
        f"{n} networks ({TITLES[recipe.cell]}) learn from sequences of {TRAINED_LENGTH} bits whether the number "
        f"of ones is odd, for {recipe.steps:,} steps. How many then still answer correctly at the "
        f"end of 95 % of sequences of {LENGTHS[-1]} bits?"
    )
    options = (f"at most {few}", f"{few + 1} to {most}", f"at least {most + 1}")
    if not run.done:
        return Prediction(text, options)
    lowest, highest = float(run.end.lengths[-1].min()), float(run.end.lengths[-1].max())
    because = (
        f"**{run.carried} of {n}**: after {LENGTHS[-1]} bits they answer correctly on {100 * lowest:.0f} to "
        f"{100 * highest:.0f} % of the sequences."
    )
    carried = run.carried
    return Question.pick(text, options, 0 if carried <= few else 1 if carried <= most else 2, because)
