"""What "Check" asks before it shows."""

from nnviz.experiments.inspection.checked_gradients import failing
from nnviz.experiments.questions.question import Question
from nnviz.experiments.recurrence.mistakes import parameters_wrong, seen_from
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.experiments.recurrence.summands_settings import SUMMED_LOSSES

RECURRENT = ("dW_xh", "dW_hh", "db")
OPTIONS = (
    "none of them",
    "dW_hh alone, of the weights from step to step",
    "some of dW_xh, dW_hh and db, but not all three",
    "all three of the recurrent layer: dW_xh, dW_hh and db",
    "those of the output as well: dW_hy and db_y",
)


def check_question(settings: RecurrenceSettings) -> Question:
    """Ask which gradients are wrong if none comes back from the step after; it is tried.

    Parameters
    ----------
    settings : RecurrenceSettings
    """
    wrong = parameters_wrong(settings, ("time",))
    names = {name for name, entries in wrong.items() if entries.any()}
    steps = settings.check_steps
    found = failing(wrong)
    return Question.pick(
        "the backward pass forgets what comes from the step after: dh[t] = dA[t]. Sequence of "
        f"{steps} step{'s' * (steps > 1)}, loss at {'the ' * (settings.check_loss == 'last')}"
        f"{SUMMED_LOSSES[settings.check_loss]}. Every parameter is moved up and down, and the loss measured. Which "
        "gradients does that show to be wrong?",
        OPTIONS,
        _right(names),
        f"{f'It flags {found}' if found else 'It flags nothing'}. {seen_from(settings, ('time',))} The last step's dz "
        "is right in any case, and the output's weights stand above all of it.",
    )


def _right(names: set[str]) -> int:
    if names - set(RECURRENT):
        return 4
    if not names:
        return 0
    if names == {"dW_hh"}:
        return 1
    return 3 if names == set(RECURRENT) else 2
