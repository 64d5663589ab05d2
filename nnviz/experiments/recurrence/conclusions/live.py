"""What should have been seen in "Live", with the numbers of the network on view."""

from math import isnan

import numpy as np

from nnviz.experiments.recurrence.live import TASKS
from nnviz.experiments.recurrence.live_settings import LiveFields
from nnviz.experiments.recurrence.network_settings import CELL_TITLES
from nnviz.experiments.run.run import Run
from nnviz.experiments.run.through_time import gradient_through_time


def conclusions(settings: LiveFields, run: Run) -> tuple[str, ...]:
    """Return what the network says by now, and what of its gradient gets through time.

    Parameters
    ----------
    settings : LiveFields
    run : Run
        As it is on view.
    """
    network = f"{CELL_TITLES[settings.live_cell]} of {settings.live_units} units"
    if run.step == 0:
        return (
            f"The {network} is not trained yet: its test loss on “{TASKS[settings.live_task]}” is "
            f"{run.evaluation.test_loss:.3g}.",
            _through_time(settings, run),
            "Press **Play** and look here again; then change the cell, the bias or the length.",
        )
    seen = run.evaluation
    share = "" if isnan(seen.test_accuracy) else f", and {seen.test_accuracy:.1%} of its answers are correct"
    return (
        f"After {run.step:,} steps the {network} has a test loss of **{seen.test_loss:.3g}** on "
        f"“{TASKS[settings.live_task]}”{share}.",
        _through_time(settings, run),
        "Below the picture every tensor of every step opens, the network is saved as a NumPy script, and its address "
        f"leads to step {run.step:,} again, bit for bit.",
    )


def _through_time(settings: LiveFields, run: Run) -> str:
    found = gradient_through_time(run)
    survives = float(found.survives[-1])
    if not np.isfinite(found.norms).all():
        return "The numbers are **no longer finite**, so nothing can be said of the gradient: lower the learning rate."
    if isnan(survives):
        return "The gradient of the last step is zero: nothing can get through time."
    word = f", it is **{found.word} through time**" if found.word else ""
    return (
        f"Of the gradient at the last of {settings.live_length} steps, {survives:.2g} times as much reaches the "
        f"first{word}."
    )
