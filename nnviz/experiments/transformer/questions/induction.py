"""What "Induction" asks before it shows what one layer and two have learned."""

from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.transformer.induction import SOLVED, InductionRace

OPTIONS = ("neither", "only those with one layer", "only those with two layers", "both")


def layers_question(race: InductionRace) -> Question | Prediction:
    """Ask which kind of network will solve it: a prediction until the training is complete, which then knows it.

    Parameters
    ----------
    race : InductionRace
    """
    task = race.task
    pattern = (
        "4 to 12 symbols, of another length in every sequence," if task.period is None else f"{task.period} symbols"
    )
    text = (
        f"a pattern of {pattern} repeats. After {task.steps} steps, which networks predict {SOLVED:.0%} of the symbols "
        "that can be known: those with one layer of attention, or with two?"
    )
    if not race.done:
        return Prediction(text, OPTIONS)
    solved = race.end.solved
    most = [2 * count > task.seeds for count in solved]
    low, high = race.end.accuracy.min(-1), race.end.accuracy.max(-1)
    because = (
        f"Of {task.seeds} each, **{solved[0]} with one layer** (they predict {low[0]:.0%} to {high[0]:.0%}) and "
        f"**{solved[1]} with two** ({low[1]:.0%} to {high[1]:.0%}) do."
    )
    return Question.pick(text, OPTIONS, most[0] + 2 * most[1], because)
