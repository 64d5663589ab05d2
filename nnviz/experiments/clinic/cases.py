"""Ten failures of training, each with a network that shows it and the remedies that help."""

from collections.abc import Callable
from functools import partial

from nnviz.experiments.clinic.case import Case, CaseRemedy, layers
from nnviz.experiments.clinic.remedies import dead, offered, overfitting, shuffled
from nnviz.experiments.run.settings import RunSettings

_OVERFITTING = RunSettings(
    dataset="gauss", noise=50.0, train_share=0.1, hidden=layers(16, 16, activation="relu")
).changed(initializer="he_normal", optimizer="adam", learning_rate=0.01)


def _case(
    name: str,
    sign: str,
    hint: str,
    settings: RunSettings,
    steps: int,
    stride: int = 5,
    make_remedies: Callable[[RunSettings], tuple[CaseRemedy, ...]] | None = None,
    shuffled: bool = False,
) -> Case:
    """Return a case whose remedies are those of the diagnosis, unless others are given."""
    return Case(name, sign, hint, settings, steps, stride, make_remedies or partial(offered, sign), shuffled)


_ALL = (
    _case(
        "dead",
        "dead",
        "Each row of the mask is a hidden unit, each column a sample. Which cells are empty?",
        RunSettings(hidden=layers(8, 8, activation="relu")).changed(
            initializer="he_normal", optimizer="adam", learning_rate=1.0
        ),
        600,
        8,
        dead,
    ),
    _case(
        "saturated",
        "saturated",
        "The mask shows the slope of each unit on each sample. How much of a gradient can get through?",
        RunSettings(hidden=layers(8, activation="sigmoid"), initializer="normal(std=50)", learning_rate=0.5),
        500,
        10,
    ),
    _case(
        "diverged",
        "diverged",
        "The tensors of a step in the order of computation, each by its largest number. Which overflows first?",
        RunSettings(dataset="reg-plane", hidden=layers(4, activation="relu"), learning_rate=0.2),
        60,
        1,
    ),
    _case(
        "symmetric",
        "symmetric",
        "Every unit of the first layer as a line through its weights. How many lines do you see?",
        RunSettings(initializer="zeros", hidden=layers(8), learning_rate=0.3),
        400,
    ),
    _case(
        "linear",
        "linear",
        "Below each network: all its matrices multiplied into one, and what that single matrix gets wrong.",
        RunSettings(hidden=layers(8, 8, activation="identity")),
        400,
    ),
    _case(
        "too_small",
        "too_small",
        "By what fraction does a step change the weights of each layer?",
        RunSettings(hidden=layers(8, 8), learning_rate=1e-5),
        400,
    ),
    _case(
        "overfitting",
        "overfitting",
        "The solid line is the training loss, the dashed one the test loss. When do they move apart?",
        _OVERFITTING,
        500,
        5,
        overfitting,
    ),
    _case(
        "unscaled",
        "unscaled",
        "The standard deviation of every input, on a scale of powers of ten.",
        RunSettings().changed(dataset="wine", scaling="none", hidden=layers(8)),
        400,
    ),
    _case(
        "wrong_loss",
        "sure_and_wrong",
        "Each sample by its output, and by the gradient that it sends back.",
        RunSettings(hidden=layers(8, activation="relu"), head="sigmoid", loss="mean_squared_error").changed(
            initializer="normal(std=4)", learning_rate=0.03
        ),
        400,
    ),
    _case(
        "shuffled",
        "unrelated",
        "Accuracy: solid on the training samples, dashed on the test samples.",
        RunSettings(train_share=0.2, hidden=layers(16, 16), optimizer="adam", learning_rate=0.03),
        500,
        5,
        shuffled,
        shuffled=True,
    ),
)

CASES: dict[str, Case] = {case.name: case for case in _ALL}
"""Every case by its name."""
