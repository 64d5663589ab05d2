"""Softmax over two classes beside the sigmoid."""

from functools import partial

from nnviz.experiments.softmax.full_pass import two_classes
from nnviz.figures import two_classes as two_classes_figure
from nnviz.ui.drawings.kept_figure import kept_figure


def two_classes_chart() -> float:
    """Softmax over (z, 0) on top of the sigmoid; returns their largest difference."""
    comparison = two_classes()
    draw = partial(two_classes_figure.figure, two_classes_figure.info(comparison))
    kept_figure(draw, "softmax-two-classes", "softmax of (z, 0) and the sigmoid of z, one curve over the other")
    return comparison.gap
