"""What "Against recurrence" asks before it shows who learns the task."""

import numpy as np

from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.transformer.race import LEARNED, Race, tally
from nnviz.experiments.transformer.race_task import CONTESTANTS, INDUCTION

OPTIONS = (*CONTESTANTS, "none, or two at once")


def race_question(race: Race) -> Question | Prediction:
    """Ask which kind of network learns the task first: a prediction until the race is over, which then knows it.

    Parameters
    ----------
    race : Race
    """
    task = race.task
    what = "continue a pattern that repeats" if task.task == INDUCTION else f"{task.task} {task.length} symbols"
    text = (
        f"{task.seeds} networks of each kind, all of about one size, learn to {what} from the same sequences, for at "
        f"most {task.steps:,} steps. Of which kind do more than half get {LEARNED:.0%} of all sequences correct first?"
    )
    if not race.done:
        return Prediction(text, OPTIONS)
    said = ", ".join(f"{one} {tally(race, k)}" for k, one in enumerate(CONTESTANTS))
    return Question.pick(text, OPTIONS, first_kind(race), f"Learned: {said}.")


def first_kind(race: Race) -> int:
    """Return the number of the kind of which more than half the networks had learned the task first.

    3 where no kind has come so far, or two at the same step.
    """
    half = race.task.seeds // 2
    at = np.sort(np.where(np.isnan(race.learned_at), np.inf, race.learned_at))[:, half]
    first = np.flatnonzero(at == at.min())
    return int(first[0]) if len(first) == 1 and np.isfinite(at.min()) else len(CONTESTANTS)
