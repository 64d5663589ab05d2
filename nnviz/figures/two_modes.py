"""The output of one network for one sample: under many dropout masks (training), and without any (evaluation)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.experiments.initialization_and_dropout import TwoModes
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class TwoModesInfo:
    """What the figure shows: the probability of the true class under each mask, their mean, and that of evaluation."""

    truth: int
    train: tuple[float, ...]
    mean: float
    eval: float


def info(two_modes: TwoModes) -> TwoModesInfo:
    """Take the numbers as they are."""
    return TwoModesInfo(two_modes.truth, tuple(two_modes.train.tolist()), two_modes.mean, two_modes.eval)


def figure(modes: TwoModesInfo, dark: bool) -> "go.Figure":
    """Draw a histogram of the masks and two lines."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    chart.add_histogram(
        x=list(modes.train),
        xbins={"start": 0.0, "end": 1.0001, "size": 0.04},
        marker={"color": colours.gradient},
        name=f"training: {len(modes.train)} masks",
        hovertemplate="probability %{x}<br>%{y} masks<extra></extra>",
    )
    for x, colour, dash, name in (
        (modes.mean, colours.ink, "dash", "mean over the masks"),
        (modes.eval, colours.lines[2], "solid", "evaluation"),
    ):
        chart.add_vline(x=x, line={"color": colour, "width": 3, "dash": dash})
        chart.add_scatter(
            x=[None], y=[None], mode="lines", line={"color": colour, "dash": dash}, name=f"{name} {x:.3f}"
        )
    chart.update_layout(
        template=template(dark),
        title=f"Probability of the true class {modes.truth}, mask by mask",
        height=330,
        bargap=0.05,
        legend={"orientation": "h", "x": 0, "y": -0.28},
    )
    chart.update_xaxes(title_text="probability of the true class", range=[-0.02, 1.02])
    chart.update_yaxes(title_text="number of masks")
    return chart
