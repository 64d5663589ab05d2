"""What the topic "A tied dense layer" asks before it shows the matrix and the sums."""

import numpy as np

from nnviz.experiments.convolution.tied import NONE, TiedLayer
from nnviz.experiments.convolution.tied_settings import LAYER_KINDS, MAX_STEPS, Target
from nnviz.experiments.convolution.untied_training import UntiedTraining, lowest, tied_sums
from nnviz.experiments.inspection.formula import counted, measured_value
from nnviz.experiments.questions.question import Option, Question

SAME = 1e-12
"""Numbers that differ by no more, relative to the largest of them, are the same number."""


def matrix_question(layer: TiedLayer) -> Question | None:
    """Ask how many different numbers are in the matrix of a convolution; they are counted.

    Parameters
    ----------
    layer : TiedLayer
        None comes back where two of the answers would be the same number.
    """
    pixels, cells = layer.entries.shape
    W = layer.dense.W
    different = len(np.unique(W[W != 0.0]))
    places = int((layer.entries != NONE).sum())
    answers = {
        layer.n_entries: f"{layer.n_entries}, one for each entry of the kernel",
        cells: f"{cells}, one for each cell of the output",
        places: f"{places}, one for each pixel under each place of the kernel",
        pixels * cells: f"{pixels * cells:,}, one for each pixel and cell",
    }
    if len(answers) < 4:
        return None
    return Question.unique(
        f"the convolution is written as a dense layer with {cells} × {pixels} weights. How many different numbers, not "
        "counting 0, does that matrix hold?",
        [Option(text, number == different) for number, text in answers.items()],
        f"Counted in the matrix: {counted(different, 'different number')} at {places:,} places, and "
        f"{pixels * cells - places:,} zeros.",
    )


def sum_question(training: UntiedTraining) -> Question | None:
    """Ask what of the dense layer's gradient makes an entry of dK; every answer is computed and compared.

    Parameters
    ----------
    training : UntiedTraining
        At its start.
    """
    layer = training.layer
    summed, dK = tied_sums(training, 0)
    dW = training.gradients("tied", 0).dW
    entry = int(np.argmax(np.abs(dK)))
    there = np.array([dW[tuple(place)] for place in layer.places(entry)])
    tried = {
        "their sum": summed[entry],
        "their mean": there.mean(),
        "the largest of them": there[np.argmax(np.abs(there))],
        "the first of them": there[0],
    }
    u, v = divmod(entry, layer.convolution.windows[1].kernel)
    right = [abs(value - dK[entry]) <= SAME * abs(dK).max() for value in tried.values()]
    options = [Option(text, bool(same)) for text, same in zip(tried, right, strict=True)]
    numbers = ", ".join(f"{text} is {measured_value(float(value))}" for text, value in tried.items())
    return Question.unique(
        f"untied, each of the {counted(len(there), 'place')} of K[{u}, {v}] has a gradient of its own in dW. What of "
        f"them is dK[{u}, {v}], the gradient of the one number that stands at all of them?",
        options,
        f"{numbers[0].upper()}{numbers[1:]}; the convolution's own dK[{u}, {v}] is "
        f"{measured_value(float(dK[entry]))}. To change K[{u}, {v}] is to change all of its places at once, so their "
        "effects on the loss add up.".replace("-", "−"),
    )


def trained_question(training: UntiedTraining, target: Target) -> Question | None:
    """Ask which layer is best on images that it has not seen; all three are trained. None where two are alike.

    Parameters
    ----------
    training : UntiedTraining
    target : {'everywhere', 'by_place'}
        Of the same settings.
    """
    losses = {kind: float(course.test[MAX_STEPS]) for kind, course in training.courses.items()}
    first = lowest(training, MAX_STEPS, "test")
    if len(first) > 1:
        return None
    (best,) = first
    computed = {
        "everywhere": "what another kernel of the same size computes, the same at every place",
        "by_place": "what one kernel computes in the left half and another one in the right half",
    }[target]
    found = ", ".join(f"{measured_value(loss)} ({LAYER_KINDS[kind]})" for kind, loss in losses.items())
    why = (
        "One rule for all places is what the ties assume: every place of every image teaches the same few numbers."
        if target == "everywhere" and best == "tied"
        else "A convolution has one kernel for both halves; without ties each place has its own."
        if target == "by_place" and best != "tied"
        else "Count parameters and images, and compare."
    )
    return Question.unique(
        f"the output is to be {computed}. From {counted(len(training.train.X), 'image')}, three layers learn it that "
        "start as the same convolution: the convolution itself, a locally connected layer (the same windows, no ties), "
        f"and a dense layer. Which has the lowest loss on other images after {MAX_STEPS} steps?",
        [Option(title, kind == best) for kind, title in LAYER_KINDS.items()],
        f"The losses on images that no layer has seen: {found}. {why}",
    )
