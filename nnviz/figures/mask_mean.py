"""How far the mean of k masked activations is from the activations: it shrinks like one over the root of k."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.experiments.initialization_and_dropout import Masks
from nnviz.figures.log_axis import log_axis
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class MaskMean:
    """What the figure shows: the distance after 1, 2, ... draws, measured and expected."""

    gaps: tuple[float, ...]
    expected: tuple[float, ...]


def info(masks: Masks) -> MaskMean:
    """Take the numbers as they are."""
    return MaskMean(tuple(masks.gaps.tolist()), tuple(masks.expected.tolist()))


def figure(mean: MaskMean, dark: bool) -> "go.Figure":
    """Draw both on logarithmic axes."""
    import plotly.graph_objects as go

    colours = theme(dark)
    draws = list(range(1, len(mean.gaps) + 1))
    chart = go.Figure()
    for values, name, colour, dash in (
        (mean.gaps, "measured", colours.lines[0], "solid"),
        (mean.expected, "expected: ∝ 1/√k", colours.muted, "dash"),
    ):
        chart.add_scatter(
            x=draws,
            y=list(values),
            name=name,
            mode="lines+markers" if len(draws) == 1 else "lines",
            line={"color": colour, "width": 3, "dash": dash},
            hovertemplate="%{x} masks: %{y:.4g}<extra></extra>",
        )
    chart.update_layout(
        template=template(dark),
        title="Distance between the mean of k masked passes and X",
        height=330,
        legend={"orientation": "h", "x": 0, "y": -0.28},
    )
    right = max(1.0, math.log10(len(draws)))
    chart.update_xaxes(
        title_text="number of masks k", type="log", tickvals=[1, 10, 100, 1000], range=[-0.08, right + 0.05]
    )
    chart.update_yaxes(title_text="root mean square error", **log_axis([*mean.gaps, *mean.expected]))
    return chart
