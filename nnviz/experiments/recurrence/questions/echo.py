"""What "Echo" asks before it shows which cell learns it first."""

import numpy as np

from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recurrence.cell_race import CELLS, tally
from nnviz.experiments.recurrence.echo import EchoRace
from nnviz.experiments.recurrence.network_settings import CELL_TITLES


def echo_question(race: EchoRace) -> Question | Prediction:
    """Ask which cell learns the echo first: a prediction until the training is complete, which then knows it.

    Parameters
    ----------
    race : EchoRace
    """
    task = race.task
    steps = "the symbol of the step before" if task.delay == 1 else f"the symbol of {task.delay} steps before"
    text = (
        f"at every step the network must say {steps}. {task.seeds} networks of each cell learn it, for at most "
        f"{task.steps:,} steps. Which cell is the first of which more than half have learned it?"
    )
    options = (*CELL_TITLES.values(), "none, or two at once")
    if not race.done:
        return Prediction(text, options)
    said = ", ".join(f"{CELL_TITLES[cell]} {tally(race.of(cell))}" for cell in CELLS)
    because = f"Of {task.seeds} each have learned it: {said}."
    return Question.pick(text, options, first_cell(race), because)


def first_cell(race: EchoRace) -> int:
    """Return the number of the cell of which more than half the networks had solved the task first.

    3 where no cell has come so far, or two at the same step.
    """
    at = np.array([_most_at(one.solved_at) for one in race.state])
    first = np.flatnonzero(at == at.min())
    return int(first[0]) if len(first) == 1 and np.isfinite(at.min()) else len(CELLS)


def _most_at(solved_at: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    """Return after how many steps more than half had solved it; infinite if they have not."""
    return float(np.sort(np.where(np.isnan(solved_at), np.inf, solved_at))[len(solved_at) // 2])
