"""What helps against each failure, and why; one that comes too late is among them."""

from functools import lru_cache

import numpy as np

from nnviz.experiments.clinic.case import Remedy, with_layers
from nnviz.experiments.clinic.training import Training
from nnviz.experiments.diagnosis.learning import moving_average


@lru_cache(maxsize=64)
def best_epoch(training: Training) -> int:
    """Return the epoch in which a training's test loss, a mean over five frames, is lowest.

    Parameters
    ----------
    training : Training
    """
    epochs, losses = zip(*((run.epoch, run.evaluation.test_loss) for run in training.runs()), strict=True)
    return max(1, round(float(epochs[int(moving_average(np.array(losses)).argmin())])))


LATE = 200
"""The step at which dead units are treated: by then they are dead for sure."""

DEAD = (
    Remedy(
        "leaky",
        "leaky ReLU, same weights",
        f"The same dead weights, from step {LATE} on with leaky ReLU at a rate of 0.03: a negative sum now has a slope "
        "of 0.01 instead of 0, so a gradient comes through and moves the weights.",
        lambda failing: with_layers(failing.settings, activation="leaky_relu") | {"learning_rate": 0.03},
        from_step=LATE,
    ),
    Remedy(
        "late",
        "smaller steps, too late",
        f"The same dead weights, from step {LATE} on at a rate of 0.03, still ReLU: 0.03 times a gradient of 0 is 0.",
        lambda _: {"learning_rate": 0.03},
        from_step=LATE,
        helps=False,
    ),
    Remedy(
        "early",
        "smaller steps from the start",
        "At a rate of 0.03 no step throws a unit to where every sample gives a negative sum.",
        lambda _: {"learning_rate": 0.03},
    ),
)
SATURATED = (
    Remedy(
        "glorot",
        "weights drawn to fit",
        "Glorot's weights keep the sums near 0, where sigmoid has its largest slope.",
        lambda _: {"initializer": "glorot_uniform"},
    ),
    Remedy(
        "relu",
        "ReLU with He's weights",
        "ReLU has slope 1 for every positive sum, however large.",
        lambda failing: (
            with_layers(failing.settings, activation="relu") | {"initializer": "he_normal", "learning_rate": 0.1}
        ),
    ),
)
DIVERGED = (
    Remedy(
        "rate",
        "a smaller rate",
        "Below 2 over the curvature a deviation shrinks from step to step instead of growing.",
        lambda _: {"learning_rate": 0.01},
    ),
    Remedy(
        "clip",
        "clip the gradient",
        "The gradient keeps its direction, but no step is longer than the rate times 1.",
        lambda _: {"clip_norm": 1.0},
    ),
)
SYMMETRIC = (
    Remedy(
        "random",
        "random weights",
        "Units that begin different get different gradients and come to do different things.",
        lambda failing: {
            "initializer": "he_normal" if failing.settings.hidden[0].activation == "relu" else "glorot_uniform"
        },
    ),
)
LINEAR = (
    Remedy(
        "tanh",
        "tanh in the hidden layers",
        "A bend between two matrices keeps them from becoming one.",
        lambda failing: with_layers(failing.settings, activation="tanh"),
    ),
    Remedy(
        "relu",
        "ReLU in the hidden layers",
        "One bend at 0 in each unit is enough.",
        lambda failing: with_layers(failing.settings, activation="relu") | {"initializer": "he_normal"},
    ),
)
TOO_SMALL = (
    Remedy(
        "rate",
        "a larger rate",
        "The direction was right all along; 0.1 makes the steps as long as they can usefully be.",
        lambda _: {"learning_rate": 0.1},
    ),
    Remedy(
        "adam",
        "Adam, rate 0.01",
        "Adam divides each step by the gradient's usual size: now the rate alone says how long a step is.",
        lambda _: {"optimizer": "adam", "learning_rate": 0.01},
    ),
)
OVERFITTING = (
    Remedy(
        "data",
        "more samples",
        "Eight times as many: noise that differs from sample to sample averages out.",
        lambda _: {"train_share": 0.8},
    ),
    Remedy(
        "l2",
        "L2 penalty 0.1",
        "Large weights cost something: sharp bends around single points no longer pay.",
        lambda _: {"penalty": "l2", "penalty_rate": 0.1},
    ),
    Remedy(
        "dropout",
        "dropout 0.7",
        "Units are silenced at random, so none can rely on a detail that only one sample has.",
        lambda failing: with_layers(failing.settings, dropout=0.7),
    ),
    Remedy(
        "stop",
        "early stop",
        "Stop in the epoch in which the test loss of the ill network was lowest.",
        lambda failing: {"max_epochs": best_epoch(failing)},
    ),
)
UNSCALED = (
    Remedy(
        "standardize",
        "standardize the inputs",
        "Every input gets mean 0 and standard deviation 1, by what the training samples show.",
        lambda _: {"scaling": "standardize"},
    ),
)
WRONG_LOSS = (
    Remedy(
        "cross_entropy",
        "cross-entropy",
        "Its gradient at the output is P − Y, without the slope P (1 − P): largest where the answer is most wrong.",
        lambda _: {"head": "sigmoid", "loss": "binary_cross_entropy"},
    ),
)
SHUFFLED = (
    Remedy(
        "labels",
        "the labels that belong to the samples",
        "Nothing was wrong with the network.",
        restore_labels=True,
    ),
)
