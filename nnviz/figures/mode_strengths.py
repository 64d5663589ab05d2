"""The singular modes of a linear stack over its training: what was measured, and what theory says."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.linear_collapse.modes import ModeTraining
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True, eq=False)
class ModeStrengths:
    """Strengths of K modes at T times.

    Attributes
    ----------
    names : tuple of str
        Of the modes.
    times : ndarray, shape (T,)
        Learning rate times steps.
    measured, theory : ndarray, shape (T, K)
    goals : tuple of float
    """

    names: tuple[str, ...]
    times: Array
    measured: Array
    theory: Array
    goals: tuple[float, ...]


def info(training: ModeTraining) -> ModeStrengths:
    """Take the frames so far."""
    T = len(training.frames)
    measured = np.array([frame.strengths for frame in training.frames])
    goals = tuple(training.goal.s.tolist())
    return ModeStrengths(training.goal.names, training.times[:T], measured, training.closed_form[:T], goals)


def figure(strengths: ModeStrengths, dark: bool) -> "go.Figure":
    """Draw a line for each mode, and theory dotted in the same colour."""
    import plotly.graph_objects as go

    colours = theme(dark).lines
    chart = go.Figure()
    for k, (name, goal) in enumerate(zip(strengths.names, strengths.goals, strict=True)):
        colour = colours[k % len(colours)]
        for values, what, dash in ((strengths.measured, "measured", "solid"), (strengths.theory, "theory", "dot")):
            chart.add_scatter(
                x=strengths.times,
                y=values[:, k],
                name=f"{name} (s = {goal:.3g}): {what}",
                legendgroup=name,
                mode="lines",
                line={"color": colour, "width": 3, "dash": dash},
            )
    chart.update_layout(template=template(dark), title="Strength of each mode in W*", height=420)
    chart.update_xaxes(title_text="time: learning rate × steps")
    chart.update_yaxes(title_text="strength a")
    return chart
