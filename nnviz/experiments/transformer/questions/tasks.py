"""What "Tasks" asks before it shows the attention that has been learned."""

from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recording.recording import Recording
from nnviz.experiments.transformer.tasks import LearnedTask, lines, solved_at

CLEAR = 0.4
"""The share of attention from which a line is seen."""

OPTIONS = (
    "a line that goes down to the right",
    "a line that goes down to the left",
    "no line: other places in every sequence",
)


def pattern_question(recording: Recording) -> Question | Prediction:
    """Ask which line the attention of the answers will form: a prediction until the training is complete.

    Parameters
    ----------
    recording : Recording
    """
    task = recording.task
    assert isinstance(task, LearnedTask)
    text = (
        f"each row of the map says where one symbol looks. Once the network can {task.recipe.task}, what will the rows "
        "that say the answer look like?"
    )
    if not recording.done:
        return Prediction(text, OPTIONS)
    found = lines(recording)
    best = max(found.diagonal, found.anti_diagonal)
    right = 2 if best < CLEAR else 0 if found.diagonal >= found.anti_diagonal else 1
    because = (
        f"Over {len(task.recipe.measured.numbers)} sequences, the straightest head lays **{found.diagonal:.0%}** of "
        f"its attention on the line down to the right, and **{found.anti_diagonal:.0%}** on the one down to the left."
    )
    if solved_at(recording) is None:
        right_ones = recording.end.measured["symbols"][0]
        because += f" It has not learned to {task.recipe.task}: {right_ones:.0%} of the symbols are correct."
    return Question.pick(text, OPTIONS, right, because)
