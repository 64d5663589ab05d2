"""What "Find Sobel" lets a person conclude."""

import numpy as np

from nnviz.experiments.convolution.sobel import STEPS, eigen, steps_to, task_of
from nnviz.experiments.convolution.sobel_settings import TARGETS, SobelFields
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.recording.recording import Recording


def conclusions(settings: SobelFields, recording: Recording) -> tuple[str, ...]:
    """Return what the topic shows, from the descent as far as it has come.

    Parameters
    ----------
    settings : SobelFields
    recording : Recording
        Of the settings' task.
    """
    task, (values, _) = task_of(settings), eigen()
    first, last = recording.frames[0].measured["error"], recording.end.measured["error"]
    needed = steps_to(task)
    told = [
        f"After {recording.step} of {STEPS} steps the largest error of the nine numbers of "
        f"{TARGETS[settings.sobel_target]} is **{last.max():.2g}**; it was {first.max():.2g}.",
        f"The Hessian's eigenvalues lie between {values[0]:.3g} and {values[-1]:.3g}, a ratio of "
        f"{values[-1] / values[0]:.0f}. The steepest direction is the brightness of a patch, all nine numbers alike; "
        "the flattest is a checkerboard, which smooth strokes hardly contain.",
    ]
    if task.rate == 2.0:
        told.append("At η = 2/λmax the error along the steepest direction changes its sign in every step, and stays.")
    elif np.isinf(needed).any():
        told.append(
            f"η = {task.rate:g}/λmax is beyond 2/λmax: along {int(np.isinf(needed).sum())} of the nine directions a "
            "step makes the error larger."
        )
    else:
        told.append(
            f"At η = {task.rate:g}/λmax the fastest direction needs {counted(int(needed.min()), 'step')} until a "
            f"hundredth of its error is left, the slowest {needed.max():.0f}."
        )
    return tuple(told)
