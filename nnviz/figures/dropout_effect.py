"""Losses on training and test samples over the epochs, for several dropout rates: the median and the band of seeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnviz.experiments.initialization_and_dropout import DropoutTraining
from nnviz.figures.log_axis import log_axis
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class Band:
    """One curve over the epochs: its lowest, median and highest seed."""

    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Rate:
    """One dropout rate: its title, and the band of both losses."""

    title: str
    train: Band
    test: Band


@dataclass(frozen=True)
class DropoutEffect:
    """What the figure shows."""

    epochs: tuple[float, ...]
    rates: tuple[Rate, ...]
    seeds: int


def info(found: Sequence[DropoutTraining]) -> DropoutEffect:
    """Take medians and ranges over the seeds."""
    rates = tuple(
        Rate("without dropout" if one.rate == 0.0 else f"dropout {one.rate:g}", _band(one.train), _band(one.test))
        for one in found
    )
    return DropoutEffect(tuple(found[0].epochs.tolist()), rates, len(found[0].train))


def _band(losses: np.ndarray) -> Band:
    low, middle, high = losses.min(0), np.median(losses, 0), losses.max(0)
    return Band(tuple(low.tolist()), tuple(middle.tolist()), tuple(high.tolist()))


def figure(effect: DropoutEffect, dark: bool) -> "go.Figure":
    """Draw the training losses on the left and the test losses on the right, on one kind of logarithmic axis."""
    import plotly.graph_objects as go

    colours = theme(dark)
    chart = go.Figure()
    epochs = list(effect.epochs)
    for k, rate in enumerate(effect.rates):
        colour = (colours.ink, *colours.lines)[k % (1 + len(colours.lines))]
        for side, band, what in (("", rate.train, "training"), ("2", rate.test, "test")):
            shared = {"xaxis": f"x{side}", "yaxis": f"y{side}", "legendgroup": rate.title}
            chart.add_scatter(
                **shared,
                x=epochs + epochs[::-1],
                y=[*band.high, *band.low[::-1]],
                fill="toself",
                fillcolor=colour,
                opacity=0.16,
                mode="none",
                showlegend=False,
                hoverinfo="skip",
            )
            chart.add_scatter(
                **shared,
                x=epochs,
                y=list(band.middle),
                name=rate.title,
                showlegend=not side,
                mode="lines",
                line={"color": colour, "width": 3, "dash": ("solid", "dash", "dot")[k % 3]},
                hovertemplate=f"{rate.title}, epoch %{{x}}<br>{what} loss %{{y:.4g}}<extra></extra>",
            )
    chart.update_layout(
        template=template(dark),
        title=(
            f"Loss on the training digits (left) and on new digits (right): median and range over {effect.seeds} seeds"
        ),
        height=420,
        xaxis={"domain": [0.0, 0.45], "title": {"text": "epoch"}},
        xaxis2={"domain": [0.55, 1.0], "title": {"text": "epoch"}, "anchor": "y2"},
        legend={"orientation": "h", "x": 0, "y": -0.2},
    )
    for axis, part in (("yaxis", "train"), ("yaxis2", "test")):
        values = [v for rate in effect.rates for v in (*getattr(rate, part).low, *getattr(rate, part).high)]
        title = {"text": "training loss" if part == "train" else "test loss"}
        chart.update_layout({axis: {"title": title, **log_axis(values)}})
    chart.update_layout(yaxis2_anchor="x2")
    return chart
