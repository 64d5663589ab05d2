"""What the page "Forward pass" asks before it shows: each answer is computed by the network on view, or by trying."""

import numpy as np

from nnviz.engine import Dense, activation
from nnviz.experiments.forward_pass.decisions import Thresholds, decisions_changed_by_softmax
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.questions.question import Option, Question
from nnviz.experiments.trained.networks import TrainedNetwork

SAMPLES = 100
"""Samples of the layer that is asked about: more than are on view."""

LOW, HIGH = 50, 90
"""The thresholds that are compared, in hundredths."""


def shape_question(d: int, units: int) -> Question:
    """Ask for the shape of the weights of a layer that is not on view; it is made and run.

    Parameters
    ----------
    d : int
        Features of the data on view.
    units : int
        Units of the first layer on view; the one that is asked about has some more, and as many as no feature count.
    """
    p = next(p for p in (units + 3, units + 4) if p != d)
    layer = Dense(np.zeros((d, p)), np.zeros(p), activation("identity"))
    X = np.zeros((SAMPLES, d))
    Z = layer.forward(X).Z
    shapes = sorted({(d, p), (p, d), (SAMPLES, p), (SAMPLES, d), (d, SAMPLES)})
    return Question(
        f"{SAMPLES} samples with {d} features enter a first layer of {p} units. What is the shape of its W?",
        tuple(Option(str(shape), shape == layer.W.shape) for shape in shapes),
        f"Its W has shape {layer.W.shape}: one row per feature, one column per unit. It does not depend on the "
        f"number of samples. X {X.shape} @ W {layer.W.shape} gives Z {Z.shape}.",
    )


def threshold_question(thresholds: Thresholds) -> Question:
    """Ask what a higher threshold does to the mistakes on the test part."""
    low, high = thresholds.counts[LOW], thresholds.counts[HIGH]
    missed, alarms = int(high[1, 0] - low[1, 0]), int(high[0, 1] - low[0, 1])
    mistakes = [
        f"{counted(int(counts[1, 0]), 'miss', 'misses')} and {counted(int(counts[0, 1]), 'false alarm')}"
        for counts in (low, high)
    ]
    return Question(
        f"the threshold is raised from {LOW / 100} to {HIGH / 100}. What happens on the {len(thresholds.p)} test "
        "samples?",
        (
            Option("more misses or fewer false alarms, or both", missed > 0 or alarms < 0),
            Option("fewer misses or more false alarms, or both", missed < 0 or alarms > 0),
            Option("nothing changes", missed == alarms == 0),
        ),
        f"At {LOW / 100} there are {mistakes[0]}; at {HIGH / 100}, {mistakes[1]}. The probabilities have not changed, "
        "only the decisions.",
    )


def softmax_question(trained_network: TrainedNetwork) -> Question | None:
    """Ask how many decisions would change without softmax; they are counted."""
    other, total = decisions_changed_by_softmax(trained_network)
    share = other / total
    return Question.unique(
        f"softmax is left out and the class with the largest logit is predicted. For how many of the {total} test "
        "samples does the prediction change?",
        (
            Option("none", other == 0),
            Option("about one in ten", 0.05 <= share <= 0.2),
            Option("about half", 0.3 <= share <= 0.7),
        ),
        f"Counted: {other} of {total}. The exponential preserves order, so the largest logit gives the largest "
        "probability. Softmax matters for the loss and for the network's confidence.",
    )
