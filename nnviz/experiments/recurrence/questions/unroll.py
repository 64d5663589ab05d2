"""What "Unroll" asks before it shows."""

from nnviz.experiments.questions.question import Option, Question
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.experiments.recurrence.small_network import network_of


def weights_question(settings: RecurrenceSettings) -> Question:
    """Ask how many parameters a network has that is unrolled over twice as many steps: the engine counts them.

    Parameters
    ----------
    settings : RecurrenceSettings
    """
    steps = len(settings.bits)
    here, twice = network_of(settings, steps).n_parameters, network_of(settings, 2 * steps).n_parameters
    return Question(
        f"unrolled over {steps} steps, this network has {here} parameters. How many has it over {2 * steps} steps?",
        (
            Option(f"{here}", twice == here),
            Option(f"{2 * here}", twice == 2 * here),
            Option("some more, for the longer way", twice not in (here, 2 * here)),
        ),
        f"{twice}. All steps use the same W_xh, W_hh and b: the copies in the picture are one cell at different times. "
        "So it reads sequences of any length, and the gradient of a weight is a sum over all steps.",
    )
