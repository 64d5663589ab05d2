"""What should have been seen in the clinic: the diagnosis at the end of the training, and what each treatment did."""

from math import isfinite

from nnviz.experiments.clinic.frame import ClinicFrame
from nnviz.experiments.clinic.trajectory import ClinicTrajectory
from nnviz.experiments.diagnosis import TITLES


def conclusions(failing: ClinicTrajectory, treated: dict[str, ClinicTrajectory]) -> tuple[str, ...]:
    """Return what is found in the failing network, and in the treated ones, at the end of their training.

    Parameters
    ----------
    failing : ClinicTrajectory
        A complete one.
    treated : dict of str to ClinicTrajectory
        Complete ones by the title of the treatment.
    """
    end = failing.end
    sentences = [f"{_found(end)} {_measured(end)}"]
    sentences += [f"**{title}**: {_measured(one.end)} {_found(one.end)}" for title, one in treated.items()]
    return tuple(sentences)


def _found(frame: ClinicFrame) -> str:
    if not frame.findings:
        return f"No problems are found at step {frame.step}."
    first = frame.findings[0]
    return f"At step {frame.step} the first finding is **{TITLES[first.sign]}**: {first.sentence}"


def _measured(frame: ClinicFrame) -> str:
    loss = f"test loss {frame.row[3]:.3g}" if isfinite(frame.row[3]) else "test loss not finite"
    accuracy = f", test accuracy {frame.row[5]:.0%}" if isfinite(frame.row[5]) else ""
    return f"{loss[0].upper()}{loss[1:]}{accuracy} (guessing has a loss of {frame.baseline_loss:.3g})."
