"""What should have been seen in the topic "A tied dense layer", with the numbers of its settings."""

from collections.abc import Sequence

import numpy as np

from nnviz.experiments.convolution.tied import NONE
from nnviz.experiments.convolution.tied_settings import LAYER_KINDS, LayerKind, TiedFields
from nnviz.experiments.convolution.untied_training import UntiedTraining, lowest, tied_sums, untied_training
from nnviz.experiments.inspection.formula import counted, measured_value, power


def conclusions(settings: TiedFields) -> tuple[str, ...]:
    """Return what the matrix, the sums and the three layers show."""
    training = untied_training(settings)
    return _matrix(training), _sums(training), trained(training, settings)


def _matrix(training: UntiedTraining) -> str:
    layer = training.layer
    pixels, cells = layer.entries.shape
    places = int((layer.entries != NONE).sum())
    different, others = training.different_weights("tied", 0), pixels * cells - places
    return (
        f"The convolution is a dense layer of {cells} × {pixels} weights in which "
        f"**{counted(different, 'different number')}** {'stands' if different == 1 else 'stand'} at "
        f"{places:,} place{'s' if places > 1 else ''}; "
        f"{f'the other {others:,} are 0' if others else 'no other is left'}. It learns "
        f"{counted(layer.parameters['tied'], 'number')} where a locally connected layer learns "
        f"{layer.parameters['local']:,} and a dense one {layer.parameters['dense']:,}."
    )


def _sums(training: UntiedTraining) -> str:
    summed, dK = tied_sums(training, 0)
    gap = float(np.abs(summed - dK).max())
    return (
        f"The gradient of the untied layer, summed over the places of each entry, is dK: the largest difference of "
        f"{counted(len(dK), 'entry', 'entries')} is {power(gap)}."
    )


def trained(training: UntiedTraining, settings: TiedFields) -> str:
    """Say which layer is best on the images that it was trained on, and which on others.

    Parameters
    ----------
    training : UntiedTraining
        Of the settings.
    settings : TiedFields
    """
    step = settings.tied_steps
    if step == 0:
        return "Before the first step the three layers compute the same; take some steps and compare them."
    best_on_train, best_on_test = lowest(training, step, "train"), lowest(training, step, "test")
    first, second = (
        ", ".join(
            f"{measured_value(float(getattr(training.courses[kind], part)[step]))} ({LAYER_KINDS[kind]})"
            for kind in LAYER_KINDS
        )
        for part in ("train", "test")
    )
    why = {
        ("everywhere", "tied"): "One rule for every place is what the ties assume, so every place helps to find it.",
        ("by_place", "tied"): "Here the ties still help more than they cost.",
        ("everywhere", "other"): "One rule for every place is what the ties assume, but this run does not show it.",
        ("by_place", "other"): "The left and the right half need different kernels, which a convolution cannot have.",
    }[settings.tied_target, "tied" if best_on_test == ("tied",) else "other"]
    if len(best_on_test) > 1:
        why = "Where layers have the same weights to learn, they end alike."
    return (
        f"After {counted(step, 'step')} on {counted(settings.tied_images, 'image')} the loss is {first}; on other "
        f"images {second}. Lowest on the training images: **{_titles(best_on_train)}**; on others: "
        f"**{_titles(best_on_test)}**. {why}"
    )


def _titles(kinds: Sequence[LayerKind]) -> str:
    return " and ".join(LAYER_KINDS[kind] for kind in kinds)
