"""Softmax of two classes, one of them with logit 0, drawn over the sigmoid: one curve."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.experiments.softmax.full_pass import TwoClasses
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class TwoClassesInfo:
    """The points of both curves and their largest difference."""

    z: tuple[float, ...]
    of_softmax: tuple[float, ...]
    of_sigmoid: tuple[float, ...]
    gap: float


def info(two_classes: TwoClasses) -> TwoClassesInfo:
    """Take the numbers as they are."""
    return TwoClassesInfo(
        tuple(two_classes.z.tolist()),
        tuple(two_classes.of_softmax.tolist()),
        tuple(two_classes.of_sigmoid.tolist()),
        two_classes.gap,
    )


def figure(curves: TwoClassesInfo, dark: bool) -> "go.Figure":
    """Draw the sigmoid as a wide band and softmax as a thin line in it."""
    import plotly.graph_objects as go

    colours = theme(dark)
    wide = {"color": colours.lines[1], "width": 11}
    thin = {"color": colours.ink, "width": 2.5, "dash": "dash"}
    chart = go.Figure()
    for name, values, line in (
        ("sigmoid(z)", curves.of_sigmoid, wide),
        ("softmax([z, 0]), first class", curves.of_softmax, thin),
    ):
        hover = f"{name}<br>z = %{{x:.2f}}: %{{y:.6f}}<extra></extra>"
        chart.add_scatter(x=curves.z, y=values, name=name, mode="lines", line=line, hovertemplate=hover)
    chart.update_layout(
        template=template(dark),
        title="Softmax of two classes is the sigmoid",
        height=380,
        legend={"orientation": "h", "y": -0.25, "yanchor": "top"},
    )
    chart.update_xaxes(title_text="z, the logit of the first class", range=[-8, 8])
    chart.update_yaxes(title_text="probability", range=[-0.04, 1.04])
    return chart
