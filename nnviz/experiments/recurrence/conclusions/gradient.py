"""What should have been seen in "Gradient", with the numbers of its settings."""

import numpy as np

from nnviz.experiments.diagnosis.through_time import judged
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.recurrence.gradient import gradient_through_time
from nnviz.experiments.recurrence.gradient_settings import GRADIENT_KINDS, GradientFields
from nnviz.experiments.run.through_time import EXPLODED, VANISHED

NO_PROBLEM = (
    f"No problems found: from {VANISHED:g} to {EXPLODED:g} times the last step's gradient a network still learns "
    "from its first steps."
)


def _kept(settings: GradientFields) -> float:
    """Return what a forget gate at its first bias leaves over all steps."""
    return float((1.0 + np.exp(-settings.gradient_bias)) ** -settings.gradient_steps)


def conclusions(settings: GradientFields) -> tuple[str, ...]:
    """Return what is left of the gradient, and what the spectral radius, the bound or the gates have to do with it.

    Parameters
    ----------
    settings : GradientFields
    """
    found = gradient_through_time(settings)
    measured = found.measured
    name = GRADIENT_KINDS[settings.gradient_cell]
    told = [
        f"After {found.steps} steps back the gradient of the {name} layer is "
        f"**{power(float(measured.survives))}** times as long: a factor of {float(measured.factor):.3g} a step."
    ]
    if measured.radius is not None and measured.bound is not None:
        told.append(
            f"The spectral radius of W_hh is {float(measured.radius):.3g}, the bound of a step "
            f"{float(measured.bound):.3g}"
            + (
                ": for an orthogonal W_hh without an activation function both are the factor itself."
                if settings.gradient_cell == "linear" and settings.gradient_start == "orthogonal"
                else ": no gradient grows faster than the bound, and the slopes of tanh shrink it further."
                if settings.gradient_cell == "tanh"
                else ": no gradient grows faster than the bound, and over many steps the factor approaches the radius."
            )
        )
    elif measured.cells is not None:
        told.append(
            f"The gradient of the cell becomes {power(float(measured.cells[0] / measured.cells[-1]))} times as long. "
            f"On its direct path it is multiplied by the forget gate at every step, which starts near the sigmoid of "
            f"{settings.gradient_bias:g}: that alone would leave {power(_kept(settings))}. The other paths go over the "
            "state and the gates."
        )
    else:
        told.append(
            f"The update gate starts near the sigmoid of {settings.gradient_bias:g}: that share of the state, and of "
            "its gradient, goes straight on at every step."
        )
    said = judged(measured.shares)
    told.append(f"**The diagnosis.** {said or NO_PROBLEM}")
    return tuple(told)
