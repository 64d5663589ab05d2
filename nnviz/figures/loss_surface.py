"""The loss of one neuron over its weight and its bias as a surface, with the path of the training on it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnviz.engine import Array
from nnviz.experiments.loss.lockstep import Lockstep, NeuronRun, Surface
from nnviz.figures.theme import template, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 520


@dataclass(frozen=True, eq=False)
class Landscape:
    """One loss.

    Attributes
    ----------
    title : str
    w, b : ndarray, shape (G,)
    L : ndarray, shape (G, G)
    path : ndarray, shape (T + 1, 3)
        Weight, bias and loss at each step.
    """

    title: str
    w: Array
    b: Array
    L: Array
    path: Array


def info(surfaces: tuple[Surface, ...], run: Lockstep) -> tuple[Landscape, ...]:
    """Put each path on its own surface; without surfaces the figure is empty."""
    runs: tuple[NeuronRun, ...] = (run.squared, run.entropy)
    return tuple(
        Landscape(s.title, s.w, s.b, s.L, _lifted(r)) for s, r in zip(surfaces, runs[: len(surfaces)], strict=True)
    )


def _lifted(run: NeuronRun) -> Array:
    import numpy as np

    path: Array = np.column_stack([run.path, run.L])
    return path


def figure(landscapes: tuple[Landscape, ...], dark: bool) -> "go.Figure":
    """Draw the surfaces side by side, to be turned with the mouse."""
    import plotly.graph_objects as go

    colours = theme(dark)
    shades = [[0.0, colours.panel], [1.0, colours.gradient]]
    chart = go.Figure()
    scenes = {}
    for k, land in enumerate(landscapes):
        scene = f"scene{k + 1}" if k else "scene"
        hover = "w %{x:.2f}, b %{y:.2f}<br>L = %{z:.4f}<extra></extra>"
        chart.add_surface(
            x=land.w,
            y=land.b,
            z=land.L,
            scene=scene,
            colorscale=shades,
            showscale=False,
            opacity=0.92,
            hovertemplate=hover,
            contours={"z": {"show": True, "color": colours.muted, "width": 1}},
        )
        line = {"color": colours.lines[1 - k % 2], "width": 8, "dash": "solid" if k % 2 else "dash"}
        x, y, z = land.path.T
        chart.add_scatter3d(x=x, y=y, z=z, scene=scene, mode="lines", line=line, name=land.title, hovertemplate=hover)
        scenes[scene] = _scene(k, len(landscapes), land.title)
    chart.update_layout(
        template=template(dark),
        title="The loss over weight and bias",
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 48, "b": 0},
        legend={"x": 0, "y": 1, "orientation": "h"},
        **scenes,
    )
    return chart


def _scene(k: int, count: int, title: str) -> dict[str, object]:
    share = 1.0 / count
    small = {"size": 13}
    axes = {
        f"{axis}axis": {"title": {"text": text, "font": {"size": 15}}, "tickfont": small}
        for axis, text in (("x", "weight w"), ("y", "bias b"), ("z", "loss L"))
    }
    camera = {"eye": {"x": 1.5, "y": -1.5, "z": 1.0}}
    return {**axes, "domain": {"x": [k * share, (k + 1) * share]}, "camera": camera, "aspectmode": "cube"}
