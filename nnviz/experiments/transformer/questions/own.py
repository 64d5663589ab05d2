"""What "Own task" asks before its training is complete."""

from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recording.recording import Recording
from nnviz.experiments.transformer.own import OwnTask, answer

OPTIONS = ("yes, every symbol", "no: it memorizes the others")


def held_question(recording: Recording) -> Question | Prediction | None:
    """Ask whether the line that is held out will be right; None where every line is trained on.

    Parameters
    ----------
    recording : Recording
    """
    task = recording.task
    assert isinstance(task, OwnTask)
    if task.held < 0:
        return None
    text = (
        f"line {task.held + 1} is held out: the network trains on {len(task.data.lines) - 1} others. Will it be "
        "correct in the end?"
    )
    if not recording.done:
        return Prediction(text, OPTIONS)
    whole, held = recording.end.measured["whole"]
    line = task.data.lines[task.held]
    found = answer(recording.state[0].network, task.data, line.given)
    least = float(found.probabilities.min())
    because = (
        f"After {recording.step} steps {whole:.0%} of the lines it trained on are correct from the first symbol to the "
        f"end. The probability of its least certain symbol in line {task.held + 1} is {least:.2f}."
    )
    return Question.pick(text, OPTIONS, 0 if held == 1.0 else 1, because)
