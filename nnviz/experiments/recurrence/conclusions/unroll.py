"""What should have been seen in "Unroll", with the numbers of its settings."""

import numpy as np

from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.experiments.recurrence.unroll import unrolled


def conclusions(settings: RecurrenceSettings) -> tuple[str, ...]:
    """Return what the steps share, what the network says, and how much gradient the first state gets.

    Parameters
    ----------
    settings : RecurrenceSettings
    """
    found = unrolled(settings).found
    steps = len(settings.bits)
    assert found.loss.P is not None
    right = int(((found.loss.P > 0.5) == (found.loss.Y > 0.5)).sum())
    first, last = (float(np.linalg.norm(found.state_gradients.dH[0, t])) for t in (0, -1))
    all_use = f"All {steps} steps use" if steps > 1 else "The one step uses"
    trained = counted(settings.trained, "step") if settings.trained else "no step"
    return (
        f"{all_use} the same {found.network.n_parameters} parameters; with other bits or more of them the number "
        "stays.",
        f"After {trained} of training its answer, odd or even, is right at **{right} of {steps}** "
        f"step{'s' * (steps > 1)}; the mean loss is {float(found.loss.L):.3g}, that of guessing {np.log(2):.3g}.",
        f"The gradient of the loss is {first:.3g} long at the first state and {last:.3g} at the last: the first state "
        "is blamed for every later step that it has an effect on.",
    )
