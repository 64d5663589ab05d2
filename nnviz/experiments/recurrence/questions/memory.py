"""What "Memory" asks before it shows how many networks remember."""

from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recurrence.memory import CHRONO, MemoryRace

FEW, MOST = 0.25, 0.75
"""Shares of the networks."""


def memory_question(race: MemoryRace) -> Question | Prediction:
    """Ask how many LSTMs will solve the task: a prediction until the training is complete, which then knows it.

    Parameters
    ----------
    race : MemoryRace
    """
    task = race.task
    n = task.seeds
    few, most = int(FEW * n), int(MOST * n)
    bias = "a forget bias drawn by the chrono rule" if task.bias == CHRONO else f"forget bias {task.bias}"
    text = (
        f"the LSTM was invented to remember. Of {n} LSTMs that start with {bias}, how many will name the first of "
        f"{task.length} symbols within {task.steps:,} steps of training?"
    )
    options = (f"at most {few}", f"{few + 1} to {most}", f"at least {most + 1}")
    if not race.done:
        return Prediction(text, options)
    lstm = race.of("lstm").solved
    because = (
        f"Of {n} each, **{lstm} LSTMs**, **{race.of('gru').solved} GRUs** and "
        f"**{race.of('elman').solved} Elman networks** did. The name alone does not decide: try the other biases."
    )
    return Question.pick(text, options, 0 if lstm <= few else 1 if lstm <= most else 2, because)
