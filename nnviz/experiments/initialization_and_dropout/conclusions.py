"""What should have been seen on the page "Initialization and dropout", in sentences with the numbers on view."""

from nnviz.experiments.depth import LayerMeasurements, begin
from nnviz.experiments.initialization_and_dropout.initializations import INITIALIZATIONS, lanes
from nnviz.experiments.initialization_and_dropout.masks import draw_masks
from nnviz.experiments.initialization_and_dropout.settings import InitializationAndDropoutSettings
from nnviz.experiments.inspection.formula import counted, power

_LANES = {one.name: k for k, one in enumerate(INITIALIZATIONS)}


def conclusions(settings: InitializationAndDropoutSettings) -> tuple[str, ...]:
    """Return what the initial weights do to the signal, and dropout's masks to activations.

    Parameters
    ----------
    settings : InitializationAndDropoutSettings
    """
    layers = begin(settings.network, lanes(settings.seed)).frames[0].layers
    return _gradients(layers), _signal(layers, settings.depth), _masks(settings)


def _gradients(layers: LayerMeasurements) -> str:
    zero, small, large, he = (
        power(float(layers.gradient[_LANES[name], 0])) for name in ("zero", "small", "large", "he")
    )
    return (
        f"Before training, ‖dW‖ of layer 1 is **{zero}** with zero weights, {small} with weights that are too small, "
        f"{large} with too large ones and {he} with He's: only gradients of a moderate size can train all layers."
    )


def _signal(layers: LayerMeasurements, depth: int) -> str:
    told = []
    for name in ("small", "large", "he"):
        first, last = (float(layers.spread[_LANES[name], i]) for i in (0, depth - 1))
        told.append(f"from {power(first)} to {power(last)} ({INITIALIZATIONS[_LANES[name]].title})")
    if depth < 2:
        return "With one hidden layer the signal cannot vanish: **add layers** to see what each rule preserves."
    return (
        f"From layer 1 to layer {depth}, the standard deviation of the activations goes {', '.join(told)}: a good rule "
        "keeps it about the same."
    )


def _masks(now: InitializationAndDropoutSettings) -> str:
    masks = draw_masks(now.dropout_rate, now.masks)
    if now.dropout_rate == 0.0:
        return "With a dropout rate of 0 nothing is dropped, in training and in evaluation alike."
    return (
        f"With dropout {now.dropout_rate:g}, kept activations are multiplied by {1 / (1 - now.dropout_rate):.3g}; the "
        f"mean of {counted(now.masks, 'mask')} is off by {masks.gaps[-1]:.3f} (expected {masks.expected[-1]:.3f}), "
        "less on average the more masks there are: **in evaluation nothing has to change**."
    )
