"""What "Clipping" asks before it shows."""

from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recurrence.clipping import CLIPPED, FREE, LEARNED, STEPS, ClippingRun
from nnviz.experiments.recurrence.clipping_settings import OPTIMIZERS, SEEDS

CLEAR = 3
"""A difference of fewer networks is called none."""

OPTIONS = ("without clipping", "with clipping", f"neither: fewer than {CLEAR} apart")


def clipping_question(run: ClippingRun) -> Question | Prediction:
    """Ask whether clipping helps: a prediction until the training is complete, which then knows the answer.

    Parameters
    ----------
    run : ClippingRun
    """
    task = run.task
    text = (
        f"{SEEDS} networks start with an orthogonal W_hh times {task.gain:g} and learn by "
        f"{OPTIMIZERS[task.optimizer]}: once without clipping, and once with the gradient clipped at a norm of "
        f"{task.limit:g}. In which training do more of them have a loss below {LEARNED:g} after {STEPS} steps?"
    )
    if not run.done:
        return Prediction(text, OPTIONS)
    free, clipped = (int(run.end.learned[lane]) for lane in (FREE, CLIPPED))
    right = 2 if abs(free - clipped) < CLEAR else 1 if clipped > free else 0
    return Question.pick(
        text,
        OPTIONS,
        right,
        f"Without clipping {free} of {SEEDS}, with it {clipped}. Where the norm of a gradient is too large, clipping "
        "multiplies all of it by one number: its direction stays, and it is shorter.",
    )
