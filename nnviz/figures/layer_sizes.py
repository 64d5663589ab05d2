"""The norms of gradient and last update in each layer: what to check first when deep layers do not learn."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnviz.engine import has_weights, weight_norm
from nnviz.experiments import Run
from nnviz.figures.log_axis import log_axis
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class LayerSizesInfo:
    """One number per dense layer, from the input on.

    Attributes
    ----------
    layers : tuple of str
    gradients, updates : tuple of float
        Lengths of dW, and of the change of W, in the last step; before the first step in the one that comes next. Of a
        convolution W is K.
    """

    layers: tuple[str, ...]
    gradients: tuple[float, ...]
    updates: tuple[float, ...]


def info(run: Run) -> LayerSizesInfo:
    """Measure the last step of a run."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        record = run.last or run.next_record()
        before, after = record.before.network, record.after.network
        change = before.with_theta(after.theta - before.theta).layers
        trained = [i for i, layer in enumerate(before.layers) if has_weights(layer)]
        gradients = [float(weight_norm(before.layers[i], record.gradients.layers[i], "d")) for i in trained]
        updates = [float(weight_norm(before.layers[i], change[i])) for i in trained]
    names = [f"layer {k + 1}" for k in range(len(trained))]
    return LayerSizesInfo(tuple(names), tuple(gradients), tuple(updates))


def figure(sizes: LayerSizesInfo, dark: bool) -> "go.Figure":
    """Draw two bars per layer on a logarithmic axis."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    for name, values, colour in (
        ("gradient dW", sizes.gradients, colours.gradient),
        ("update of W", sizes.updates, colours.update),
    ):
        chart.add_bar(
            x=sizes.layers,
            y=values,
            name=name,
            marker={"color": colour},
            hovertemplate=f"%{{x}}<br>{name}: norm %{{y:.4g}}<extra></extra>",
        )
    chart.update_layout(
        template=template(dark),
        title="Gradient and update by layer",
        height=380,
        legend={"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
    )
    chart.update_xaxes(title_text="layer, from input to output")
    chart.update_yaxes(title_text="norm (log scale)", **log_axis((*sizes.gradients, *sizes.updates)))
    return chart
