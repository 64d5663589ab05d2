"""Every activation in its own small panel: the curve, and its derivative dashed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.experiments.activation_functions.curve import PER_UNIT, Curve
from nnviz.figures.theme import TEXT_SIZE, template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

COLUMNS = 6
THINNING = PER_UNIT // 10
LOW, HIGH = -2.0, 3.0


@dataclass(frozen=True)
class Panel:
    """One activation: its title and the points (z, g(z), g'(z))."""

    title: str
    z: tuple[float, ...]
    values: tuple[float, ...]
    slopes: tuple[float, ...]


@dataclass(frozen=True)
class ActivationGallery:
    """What the figure shows."""

    panels: tuple[Panel, ...]


def info(curves: Sequence[Curve]) -> ActivationGallery:
    """Take every tenth point of each curve."""
    return ActivationGallery(
        tuple(
            Panel(
                curve.activation.title,
                tuple(curve.z[::THINNING].tolist()),
                tuple(curve.A[::THINNING].tolist()),
                tuple(curve.slope[::THINNING].tolist()),
            )
            for curve in curves
        )
    )


def figure(gallery: ActivationGallery, dark: bool) -> "go.Figure":
    """Draw the panels, six per row, all on the same axes."""
    import plotly.graph_objects as go
    from plotly.subplots import make_subplots

    colours = theme(dark)
    rows = max(1, -(-len(gallery.panels) // COLUMNS))
    grid = make_subplots(
        rows,
        COLUMNS,
        shared_xaxes="all",
        shared_yaxes="all",
        subplot_titles=[panel.title for panel in gallery.panels],
        horizontal_spacing=0.015,
        vertical_spacing=0.3 / (rows + 1),
    )
    for i, panel in enumerate(gallery.panels):
        place = {"row": i // COLUMNS + 1, "col": i % COLUMNS + 1}
        lines = (("g(z)", panel.values, colours.lines[0], None), ("g'(z)", panel.slopes, colours.lines[2], "dot"))
        for name, values, colour, dash in lines:
            line = go.Scatter(
                x=panel.z,
                y=values,
                name=name,
                legendgroup=name,
                showlegend=i == 0,
                mode="lines",
                line={"color": colour, "width": 2.5, "dash": dash},
                hovertemplate=f"{panel.title}<br>z = %{{x:.1f}}<br>{name} = %{{y:.4f}}<extra></extra>",
            )
            grid.add_trace(line, **place)
    grid.update_layout(
        template=template(dark),
        title="All activations (solid) and their slopes (dotted)",
        height=90 + 175 * rows,
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1.0, "yanchor": "bottom", "yref": "container"},
        margin={"l": 48, "r": 12, "t": 84, "b": 48},
    )
    grid.update_annotations(font={"size": TEXT_SIZE - 1})
    grid.update_xaxes(range=[-4, 4], tickvals=[-3, 0, 3])
    grid.update_yaxes(range=[LOW, HIGH], tickvals=[-1, 0, 1, 2])
    grid.update_xaxes(title_text="z", row=rows)
    return grid
