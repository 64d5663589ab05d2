"""What should have been seen on the page "Loss", in sentences with the numbers of its settings."""

import numpy as np

from nnviz.experiments.loss.batch import batch_loss
from nnviz.experiments.loss.curves import PREDICTION_LIMIT, Z_LIMIT, loss_curves
from nnviz.experiments.loss.lockstep import lockstep
from nnviz.experiments.loss.questions import COSTLIEST
from nnviz.experiments.loss.settings import LOCKSTEP_EPOCHS, LossSettings

_MEASURES = {"cross_entropy": "cross-entropy", "squared_error": "squared error"}


def conclusions(settings: LossSettings) -> tuple[str, ...]:
    """Return what the curves, the neuron and the batch of the page show.

    Parameters
    ----------
    settings : LossSettings
    """
    return _slopes(settings), _neuron(settings), _batch(settings)


def _slopes(now: LossSettings) -> str:
    curves = loss_curves(now.task, now.target)
    if now.task == "regression":
        at = int(np.argmin(np.abs(curves.logit - now.z * PREDICTION_LIMIT / Z_LIMIT)))
        squared, huber = curves.curves[0].by_logit[at], curves.curves[2].by_logit[at]
        return (
            f"At an error of {_signed(curves.prediction[at])}, the slope of the squared error is {_signed(squared)} "
            f"and that of the Huber loss {_signed(huber)}, at most 1 in size: no **outlier** dominates it."
        )
    at = int(np.argmin(np.abs(curves.logit - now.z)))
    entropy, squared = (float(curve.by_logit[at]) for curve in curves.curves)
    times = f", {entropy / squared:,.1f} times as large" if squared else ""
    return (
        f"At P = {curves.prediction[at]:.4f} with target {curves.target:g}, the slope dℓ/dz is {_signed(squared)} for "
        f"squared error and {_signed(entropy)} for cross-entropy{times}: the more confident a wrong answer, the larger "
        "the ratio."
    )


def _neuron(now: LossSettings) -> str:
    run = lockstep(now.data, now.w, now.b, now.learning_rate)
    what = "output" if now.data == "published" else "mean error |P − Y|"
    return (
        f"From w = {now.w:g}, b = {now.b:g}, {LOCKSTEP_EPOCHS} epochs with learning rate {now.learning_rate:g} bring "
        f"the {what} of one neuron from {run.squared.error[0]:.4f} to **{run.squared.error[-1]:.4f}** with squared "
        f"error and to **{run.entropy.error[-1]:.4f}** with cross-entropy."
    ).replace(" -", " −")


def _batch(now: LossSettings) -> str:
    batch = batch_loss(now.source, now.loss, now.epochs_trained)
    losses = np.sort(batch.trace.losses)[::-1]
    share = float(losses[:COSTLIEST].sum() / losses.sum())
    return (
        f"With {_MEASURES[now.loss]}, the {COSTLIEST} costliest of {len(losses)} test samples account for "
        f"**{share:.0%}** of the total loss; the mean L = {float(batch.trace.L):.4f} is what training reduces."
    )


def _signed(x: float) -> str:
    return f"{x:.4f}".replace("-", "−")
