"""What should have been seen on the page "Vanishing gradients", in sentences with the numbers of its settings."""

from math import isfinite

from nnviz.experiments.depth import DepthSettings, Initialization, LayerMeasurements, measure_layers
from nnviz.experiments.depth.building import first_state, measured_samples
from nnviz.experiments.inspection.formula import counted, power
from nnviz.experiments.run.choice import activation_of
from nnviz.experiments.vanishing_gradients.questions import other_depth
from nnviz.experiments.vanishing_gradients.remedies import remedies


def first_layers(settings: DepthSettings) -> LayerMeasurements:
    """Measure the layers of a network before training.

    Parameters
    ----------
    settings : DepthSettings
    """
    first = first_state(settings, [Initialization.of(settings)])
    layers, _ = measure_layers(first.network, first.rules.loss, *measured_samples(settings))
    return layers


def conclusions(settings: DepthSettings) -> tuple[str, ...]:
    """Return what depth, the slopes and the remedies of the page do to the gradient before training.

    Parameters
    ----------
    settings : DepthSettings
    """
    other, g = other_depth(settings), activation_of(settings.activation)
    here, there = first_layers(settings), first_layers(other)
    sentences = [
        f"With {counted(settings.depth, 'hidden layer')} of {g.title}, **{power(float(here.left[0, 0]))}** of the "
        f"output layer's dZ reaches layer 1 before training; with {other.depth} it is "
        f"{power(float(there.left[0, 0]))}{'' if settings.residual else ': depth is the exponent'}."
    ]
    if settings.residual:
        sentences.append(
            "With residual connections the gradient of a layer's output goes to its input by two ways: through slopes "
            "and weights, and past them, unchanged. The product of the slopes is no bound."
        )
    elif isfinite(g.largest_slope):
        sentences.append(
            f"The slope of {g.title} is at most {g.largest_slope:.4g}, so slopes alone can leave at most "
            f"{power(float(here.bound[0]))}; measured, they leave {power(float(here.slopes_left[0, 0]))}. The rest is "
            "due to the weights."
        )
    helped = {
        remedy.title: float(first_layers(remedy.applied(settings)).left[0, 0])
        for remedy in remedies(settings)
        if remedy.name in ("he", "orthogonal", "residual", "shorter")
    }
    if helped:
        told = "; ".join(f"{title}: {power(left)}" for title, left in helped.items())
        sentences.append(f"The fraction of dZ that reaches layer 1 with one remedy at a time: {told}.")
    return tuple(sentences)
