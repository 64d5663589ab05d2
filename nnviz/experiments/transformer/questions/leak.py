"""What "The leak" asks before it shows what both networks generate."""

from nnviz.datasets import Continuations
from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recording.recording import Recording
from nnviz.experiments.transformer.leak import ALMOST_NONE, Leak, least_loss, result

OPTIONS = (
    "of both fewer than 5 %",
    "without the mask fewer than 5 %, with it more",
    "with the mask fewer than 5 %, without it more",
    "of both more than 5 %",
)


def generation_question(recording: Recording, data: Continuations) -> Question | Prediction:
    """Ask which network can go on by itself: a prediction until the training is complete.

    Parameters
    ----------
    recording : Recording
    data : Continuations
        The one sequence that is looked at.
    """
    task = recording.task
    assert isinstance(task, Leak)
    floor = least_loss(task)[0]
    text = (
        "without its mask a network reads the symbol that it is to predict. With the mask the loss cannot fall below "
        f"**{floor:.3f}** nats, without it to zero. After training each goes on from the given symbols by itself, "
        f"reading its own: how many whole sequences are correct ({task.recipes[0].task})?"
    )
    if not recording.done:
        return Prediction(text, OPTIONS)
    found = result(recording, data)
    able = [share >= ALMOST_NONE for share in found.whole]
    right = {(False, False): 0, (True, False): 1, (False, True): 2, (True, True): 3}[(able[0], able[1])]
    because = (
        f"In the median of the seeds **{found.whole[0]:.0%}** with the mask and **{found.whole[1]:.0%}** without it, "
        f"at a loss of {found.loss[0]:.3f} and {found.loss[1]:.3f}. What was learned by reading ahead is of no use "
        "where there is nothing ahead; only what was learned beside it is."
    )
    return Question.pick(text, OPTIONS, right, because)
