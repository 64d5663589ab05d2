"""A student's diagnosis beside that of `diagnose`: right or wrong, with the evidence for or against it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.experiments.clinic.frame import ClinicFrame, label_predictability
from nnviz.experiments.clinic.trajectory import ClinicTrajectory
from nnviz.experiments.diagnosis import SIGNS, TITLES, Finding, divergence, gradients, learning, penalty, samples, units
from nnviz.experiments.inspection.formula import counted, percent
from nnviz.experiments.run.choice import activation_of

ANSWERS = {sign.name: sign.title for sign in SIGNS if not sign.sequences}
"""What a person can answer: the clinic has no recurrent networks."""


@dataclass(frozen=True)
class Assessment:
    """The assessment of an answer.

    Attributes
    ----------
    answer : str
        The sign that was chosen.
    right : bool
        Whether it is the one that `diagnose` puts first.
    found : Finding or None
        What `diagnose` puts first at the end of the training; None where it finds nothing.
    sentence : str
        Right or wrong, in words.
    because : str
        The numbers: of what was found, or what speaks against the answer.
    """

    answer: str
    right: bool
    found: Finding | None
    sentence: str
    because: str


def assess(trajectory: ClinicTrajectory, answer: str) -> Assessment:
    """Compare a diagnosis with that of `diagnose` at the end of a training.

    Parameters
    ----------
    trajectory : ClinicTrajectory
        A complete one.
    answer : str
        A name in `SIGNS`.

    Raises
    ------
    ValueError
        If there is no such sign.
    """
    if answer not in ANSWERS:
        raise ValueError(f"expected one of the signs {', '.join(ANSWERS)}, got {answer!r}")
    findings = trajectory.end.findings
    if not findings:
        against = evidence_against(trajectory, answer)
        return Assessment(answer, False, None, "No problems are found in this run.", against)
    first, signs = findings[0], trajectory.end.signs
    title = TITLES[first.sign]
    if answer == first.sign:
        return Assessment(answer, True, first, f"Yes: {title}.", first.sentence)
    if answer in signs:
        own = findings[signs.index(answer)].sentence
        sentence = f"That is true too, but it follows from something else: {title}."
        return Assessment(answer, False, first, sentence, f"{own} Before it comes: {first.sentence}")
    return Assessment(answer, False, first, f"No: {title}.", f"{evidence_against(trajectory, answer)} {first.sentence}")


def evidence_against(trajectory: ClinicTrajectory, answer: str) -> str:
    """Say what speaks against a sign in a run, with the number that it would need.

    Parameters
    ----------
    trajectory : ClinicTrajectory
    answer : str
        A name in `SIGNS`.
    """
    frame = trajectory.end
    if not np.isfinite(frame.row[2]) and answer != "diverged":
        return f"{TITLES[answer]} can no longer be measured: the numbers are not finite."
    return _EVIDENCE_AGAINST[answer](trajectory, frame)


def _diverged(_: ClinicTrajectory, frame: ClinicFrame) -> str:
    return f"Nothing diverged: at step {frame.step} every number is finite, the training loss is {frame.row[2]:.3g}."


def _too_large(trajectory: ClinicTrajectory, frame: ClinicFrame) -> str:
    recent = float(np.median([one.row[2] for one in trajectory.frames[-divergence.RECENT :]]))
    return (
        f"The training loss is around {recent:.3g}; steps that are too large would lift it above the "
        f"{trajectory.frames[0].row[2]:.3g} of the start and above {divergence.ABOVE_GUESSING:g} times the "
        f"{frame.baseline_loss:.3g} of guessing."
    )


def _unscaled(trajectory: ClinicTrajectory, _: ClinicFrame) -> str:
    sizes = trajectory.run.data.train.X.std(0)
    return f"The inputs have standard deviations from {sizes.min():.2g} to {sizes.max():.2g}, which one rate can suit."


def _symmetric(trajectory: ClinicTrajectory, frame: ClinicFrame) -> str:
    hidden = trajectory.run.settings.hidden
    counts = [
        f"in layer {k} {alike(int(n), part.units)}"
        for k, (n, part) in enumerate(zip(frame.different, hidden, strict=True), start=1)
    ]
    return f"The units are not copies of each other: {', '.join(counts)}."


def alike(different: int, units: int) -> str:
    """Say how many of a layer's units are copies of each other.

    Parameters
    ----------
    different : int
        How many different ones there are.
    units : int
    """
    if different >= units:
        return f"all {units} units differ" if units > 1 else "there is 1 unit"
    return f"all {units} units are alike" if different == 1 else f"{units} units are of {different} kinds"


def _flat(_: ClinicTrajectory, frame: ClinicFrame) -> str:
    return f"The activations do have a slope: {percent(float((frame.slopes > 0).mean()))} of the mask is not 0."


def _dead(_: ClinicTrajectory, frame: ClinicFrame) -> str:
    return (
        f"In the worst layer {percent(float(frame.dead.max(initial=0.0)))} of the units are dead; the diagnosis takes "
        f"{percent(units.DEAD_SHARE)}, in a run that has not learned."
    )


def _ratio(frame: ClinicFrame) -> tuple[float, float]:
    """Return the least and the largest signal of a hidden layer over the output's."""
    hidden, last = frame.signal[:-1], float(frame.signal[-1]) or 1.0
    return float(hidden.min(initial=last)) / last, float(hidden.max(initial=0.0)) / last


def _exploding(_: ClinicTrajectory, frame: ClinicFrame) -> str:
    return f"The largest gradient of a layer is {_ratio(frame)[1]:.3g} times the output's, not {gradients.EXPLODED:g}."


def _saturated(trajectory: ClinicTrajectory, frame: ClinicFrame) -> str:
    kinds = [activation_of(part.activation) for part in trajectory.run.settings.hidden]
    one_sided = next((kind.title for kind in kinds if not all(kind.saturates)), None)
    if one_sided is not None:
        return f"{one_sided} does not saturate on both sides."
    return (
        f"In the worst layer {percent(float(frame.saturated.max(initial=0.0)))} of units × samples are saturated; "
        f"the diagnosis takes {percent(units.SATURATED_SHARE)}, in a run that has not learned."
    )


def _vanishing(_: ClinicTrajectory, frame: ClinicFrame) -> str:
    return (
        f"The layer with the smallest gradient gets {_ratio(frame)[0]:.2g} of the output's; below "
        f"{gradients.VANISHED:g}, and without another cause, the gradient would count as vanished."
    )


def _sure_and_wrong(trajectory: ClinicTrajectory, _: ClinicFrame) -> str:
    return (
        f"The loss is {trajectory.run.state.rules.loss.title}; the symptom needs squared error, and more than "
        f"{percent(gradients.SURE_AND_WRONG)} of the samples misclassified by a saturated output."
    )


def _too_small(trajectory: ClinicTrajectory, frame: ClinicFrame) -> str:
    return (
        f"The rate is {trajectory.run.settings.learning_rate:g}, and a step changes the weights of a layer by up to "
        f"{percent(float(frame.update.max()))}; a rate that is too small is below {gradients.SMALL_RATE:g} and changes "
        f"them by less than {percent(gradients.SMALL_UPDATE)}."
    )


def _linear(trajectory: ClinicTrajectory, _: ClinicFrame) -> str:
    nonlinear = [part.activation for part in trajectory.run.settings.hidden if part.activation != "identity"]
    if not nonlinear:
        return "Every layer is linear, but the loss is not that of a linear model either."
    return f"There is a nonlinearity: {counted(len(nonlinear), 'hidden layer')} with an activation other than identity."


def _unrelated(trajectory: ClinicTrajectory, _: ClinicFrame) -> str:
    if not len(trajectory.run.data.train.labels):
        return "The targets here are numbers, not labels."
    agreeing, common = label_predictability(trajectory.run)
    return (
        f"The labels depend on the inputs: nearest neighbours predict {percent(agreeing)} of them, "
        f"where guessing gives {percent(common)}."
    )


def _imbalance(trajectory: ClinicTrajectory, _: ClinicFrame) -> str:
    counts = np.bincount(trajectory.run.data.train.labels) if len(trajectory.run.data.train.labels) else np.ones(1)
    return (
        f"The most common class is {counts.max() / max(counts.min(), 1):.2g} times as frequent as the rarest, "
        f"not {samples.IMBALANCE:g} times."
    )


def _overfitting(trajectory: ClinicTrajectory, frame: ClinicFrame) -> str:
    tests = [one.row[3] for one in trajectory.frames]
    return (
        f"The test loss is {frame.row[3]:.3g}, its lowest was {min(tests):.3g}, the training loss {frame.row[2]:.3g}: "
        "overfitting needs labels that can be predicted at all, and a test loss that first falls and then rises."
    )


def _penalty(trajectory: ClinicTrajectory, _: ClinicFrame) -> str:
    settings = trajectory.run.settings
    if settings.penalty == "none":
        return "There is no penalty here."
    return (
        f"{settings.penalty.upper()} at {settings.penalty_rate:g} leaves the weights room to grow: one that is too "
        f"strong shrinks all of them below {percent(penalty.COLLAPSED)} of their initial size."
    )


def _unscaled_target(trajectory: ClinicTrajectory, _: ClinicFrame) -> str:
    if trajectory.run.head.targets != "values":
        return "The targets are classes here, not numbers."
    Y = trajectory.run.data.train.Y
    return f"The target has mean {Y.mean():.3g} and standard deviation {Y.std():.2g}: it is scaled well."


def _stuck(_: ClinicTrajectory, frame: ClinicFrame) -> str:
    right = "" if np.isnan(frame.row[4]) else f", and {percent(frame.row[4])} of the training samples are correct"
    return (
        f"That is diagnosed only where no cause is known, and after {learning.STUCK_STEPS} steps; the training loss is "
        f"{frame.row[2]:.3g}, that of guessing {frame.baseline_loss:.3g}{right}."
    )


def _no_progress(trajectory: ClinicTrajectory, _: ClinicFrame) -> str:
    needed = learning.FAR.steps
    taken = trajectory.run.step
    return f"That is diagnosed only where no cause is known, and after {needed} steps; this run has {taken}."


_EVIDENCE_AGAINST: dict[str, Callable[[ClinicTrajectory, ClinicFrame], str]] = {
    "penalty": _penalty,
    "unscaled_target": _unscaled_target,
    "diverged": _diverged,
    "too_large": _too_large,
    "unscaled": _unscaled,
    "symmetric": _symmetric,
    "flat": _flat,
    "dead": _dead,
    "exploding": _exploding,
    "saturated": _saturated,
    "vanishing": _vanishing,
    "sure_and_wrong": _sure_and_wrong,
    "too_small": _too_small,
    "linear": _linear,
    "imbalance": _imbalance,
    "unrelated": _unrelated,
    "overfitting": _overfitting,
    "stuck": _stuck,
    "no_progress": _no_progress,
}
