"""What should have been seen in "Summands", with the numbers of its settings."""

import numpy as np

from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.experiments.recurrence.summands import left_out, step_by_step


def conclusions(settings: RecurrenceSettings) -> tuple[str, ...]:
    """Return that the summands add up, which of them counts most, and what truncation leaves out.

    Parameters
    ----------
    settings : RecurrenceSettings
    """
    found = step_by_step(settings)
    cut = found.truncated_to(settings.summed_truncation)
    off = float(np.abs(cut.whole.dW_hh.sum(0) - found.whole).max())
    most, against = int(np.argmax(np.abs(cut.shares))), int((cut.shares < 0.0).sum())
    return (
        f"The {found.steps} summands add up to the dW_hh of the backward pass: the largest difference of an entry is "
        f"{off:.1g}. The first is zero, as no state comes before the first step.",
        f"The largest share is that of step {most + 1}: **{100 * cut.shares[most]:.0f} %** of the whole gradient; "
        f"{counted(against, 'step') if against else 'no step'} pull{'' if against > 1 else 's'} against it.",
        left_out(cut),
    )
