"""What should have been seen in "Scaling", with the numbers of its settings."""

from nnviz.experiments.attention.scaled_training import ScaledTraining
from nnviz.experiments.attention.scaling import KEYS, Drawn
from nnviz.experiments.inspection.formula import percent
from nnviz.experiments.recording.recording import Recording


def conclusions(found: Drawn, recording: Recording) -> tuple[str, ...]:
    """Return what d does to scores, to softmax, and to a training.

    Parameters
    ----------
    found : Drawn
    recording : Recording
    """
    task, measured = recording.task, recording.end.measured
    assert isinstance(task, ScaledTraining)
    plain, divided = measured["symbols"]
    start = recording.frames[0].measured["largest"]
    return (
        f"The variance of q·k grows with d: {found.variance[0]:.4g} at d = {found.width}. Divided by √d, it is "
        f"{found.variance[1]:.3g} whatever d is.",
        f"Without the root, the largest of {KEYS} weights is {found.largest[0]:.3g} on average and softmax’s Jacobian "
        f"{found.jacobian[0]:.2g} (Frobenius norm). With it they are {found.largest[1]:.2g} and {found.jacobian[1]:.2g}"
        + (
            ": without the root less gradient gets through."
            if found.jacobian[0] < found.jacobian[1]
            else ": so few numbers do not saturate the softmax, and no less gradient gets through without the root."
        ),
        f"Networks with d = {task.recipe.width} begin with largest weights of {start[0]:.2g} without and "
        f"{start[1]:.2g} with the root. After {recording.step} steps of learning to sort, {percent(plain)} and "
        f"{percent(divided)} of the symbols are correct.",
    )


def summary(found: Drawn) -> str:
    """Return the measured numbers of both kinds of scores in one line."""
    d = found.width
    return (
        f"d = {d}: q·k has variance {found.variance[0]:.4g}, the largest weight is {found.largest[0]:.3f} on average, "
        f"softmax’s Jacobian {found.jacobian[0]:.3f}. Divided by √{d} = {d**0.5:.3g}: variance "
        f"{found.variance[1]:.3f}, {found.largest[1]:.3f} and {found.jacobian[1]:.3f}."
    )
