"""What "Find Sobel" asks before it shows."""

import numpy as np

from nnviz.experiments.convolution.sobel import STEPS, eigen, error_after, task_of
from nnviz.experiments.convolution.sobel_settings import TARGETS, SobelFields
from nnviz.experiments.questions.question import Option, Question

CENTRE, EDGES, CORNERS = (4,), (1, 3, 5, 7), (0, 2, 6, 8)


def question(settings: SobelFields) -> Question | None:
    """Ask which of the nine numbers is farthest from its value at the end.

    Parameters
    ----------
    settings : SobelFields
    """
    task = task_of(settings)
    left = np.abs(error_after(task, STEPS))
    values, vectors = eigen()
    off = np.abs((1.0 - task.learning_rate * values) ** STEPS * (vectors.T @ error_after(task, 0)))
    mode = int(off.argmax())
    name = {0: "the flattest of the nine", len(values) - 1: "the steepest of the nine"}
    which = name.get(mode, f"number {mode + 1} of the nine, counted from the flattest")
    largest = {place: float(left[list(place)].max()) for place in (CENTRE, EDGES, CORNERS)}
    worst = max(largest.values())
    told = ", ".join(
        f"{title} {largest[place]:.2g}" for title, place in (("centre", CENTRE), ("edges", EDGES), ("corners", CORNERS))
    )
    return Question.unique(
        f"descent looks for the nine numbers of {TARGETS[settings.sobel_target]}. After {STEPS} steps, which of them "
        "is farthest from its value?",
        (
            Option("the one in the centre", largest[CENTRE] == worst),
            Option("one in the middle of an edge", largest[EDGES] == worst),
            Option("one in a corner", largest[CORNERS] == worst),
        ),
        f"Largest errors after {STEPS} steps: {told}. What is left lies along the eigenvector of the Hessian with "
        f"eigenvalue {values[mode]:.3g}, {which} (largest {values[-1]:.3g}): a step of η multiplies it by 1 − ηλ = "
        f"{1.0 - task.learning_rate * values[mode]:.4g}.",
    )
