"""What should have been seen of a run: how far the loss came, what is classified correctly, what goes wrong."""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from nnviz.engine import has_weights, weight_gradients_of
from nnviz.experiments.diagnosis import TITLES, diagnose
from nnviz.experiments.diagnosis.measuring import COLUMNS
from nnviz.experiments.inspection.formula import counted, percent
from nnviz.experiments.run.run import Run

_TRAIN_LOSS = COLUMNS.index("train_loss")


def conclusions(run: Run, history: Sequence[Sequence[float]]) -> tuple[str, ...]:
    """Return what a run shows at its present step, as sentences.

    Parameters
    ----------
    run : Run
    history : sequence of sequence of float
        Its curves up to that step, with the columns of `diagnose`.
    """
    if run.step == 0:
        return ("Nothing has been trained yet. After some steps the losses and the diagnosis appear here.",)
    return (_losses(run, history), *_accuracies(run), *_gradients(run), _diagnosis(run, history))


def _losses(run: Run, history: Sequence[Sequence[float]]) -> str:
    now, first = run.evaluation, history[0][_TRAIN_LOSS]
    when = f"After {counted(run.step, 'step')} ({run.epoch:.3g} epochs)"
    if not isfinite(now.train_loss):
        return f"{when} the loss is no longer finite; it began at **{first:.4g}**."
    test = "" if run.data.test_is_train else f"; the test loss is **{now.test_loss:.4g}**"
    return f"{when} the training loss has gone from {first:.4g} to **{now.train_loss:.4g}**{test}."


def _accuracies(run: Run) -> tuple[str, ...]:
    train, test = run.evaluation.train_accuracy, run.evaluation.test_accuracy
    if not isfinite(train):
        return ()
    if run.data.test_is_train:
        return (f"The network classifies **{percent(train)}** of the samples correctly.",)
    return (
        f"The network classifies **{percent(test)}** of the test samples correctly, and {percent(train)} of those it "
        "was trained on.",
    )


def _gradients(run: Run) -> tuple[str, ...]:
    """Compare the first and the last layer in the last step, where there are two."""
    if run.last is None or run.settings.is_sequence:
        return ()
    pairs = zip(run.last.before.network.layers, run.last.gradients.layers, strict=True)
    trained = [(layer, weight_gradients_of(layer, part)) for layer, part in pairs if has_weights(layer)]
    (first, dW), (_, last_dW) = trained[0], trained[-1]
    norms = float(np.linalg.norm(dW)), float(np.linalg.norm(last_dW))
    if len(trained) < 2 or not isfinite(sum(norms)):
        return ()
    return (
        f"In this step the gradient norm of **{first.penalised[0]}1**, next to the input, is {norms[0]:.3g}; that of "
        f"**W{len(trained)}**, next to the output, is {norms[1]:.3g}.",
    )


def _diagnosis(run: Run, history: Sequence[Sequence[float]]) -> str:
    found = [f"**{TITLES[finding.sign]}**" for finding in diagnose(run, history)]
    if not found:
        return "The diagnosis finds no problems."
    return f"The diagnosis finds, most important first: {', '.join(found)}."
