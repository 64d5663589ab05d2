"""Seven starts of one network on the page of initialization and dropout: side by side, then trained in lockstep."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import activation
from nnviz.experiments.address.seeds import next_seed
from nnviz.experiments.depth import OFFERED, DepthTrajectory
from nnviz.experiments.depth.ensemble import SEEDS, baseline_loss
from nnviz.experiments.depth.samples import samples
from nnviz.experiments.depth.settings import DATA_TITLES
from nnviz.experiments.initialization_and_dropout import InitializationAndDropoutSettings
from nnviz.experiments.initialization_and_dropout.initializations import (
    INITIALIZATIONS,
    InitializationEffect,
    lanes,
    measure_initializations,
)
from nnviz.experiments.initialization_and_dropout.questions import ZERO, best_question, zero_question
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.questions.question import Question
from nnviz.experiments.run.choice import activation_of, initializer_of, name_of
from nnviz.ui.drawings.depth_playback import depth_drawing, depth_training
from nnviz.ui.initialization_and_dropout.state import fields, state
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.measurement import measured
from nnviz.ui.widgets.question import ask

KEY = "starts"
ASKED = state.key("question.zero")
COLOURS = (
    ("muted", False),
    ("muted", True),
    ("warning", False),
    ("line-0", False),
    ("line-1", False),
    ("line-2", True),
    ("line-3", True),
)
"""A colour for each start, and whether its line is dashed."""


def controls() -> None:
    """Data and activation; sliders are in the drawing."""
    left, right = st.columns(2)
    fields.select("data", "Data", DATA_TITLES, place=left)
    titles = {name: activation(name).title for name in OFFERED}
    fields.select("activation", "Activation", titles, value=name_of(state.settings.activation), place=right)


def trajectory_of_all() -> DepthTrajectory:
    """The seven trainings, as far as they have come."""
    now = state.settings
    return depth_training(now.network, lanes(now.seed)).now()


def question_now(trajectory: DepthTrajectory) -> Question:
    """The question on weights that are all zero."""
    return zero_question(trajectory)


def initializations_drawing(trajectory: DepthTrajectory, changed: bool, answered: bool) -> None:
    """Activations and gradients of each start by layer, and their losses, to be played.

    The gradients of the weights that are all zero are shown after the question about them.
    """
    hidden = () if answered else (ZERO,)
    depth_drawing(KEY, trajectory, _header(trajectory, hidden), _moved, room="24.5rem", changed=changed)


def _moved(name: str, value: float) -> None:
    if name in ("depth", "width", "seed"):
        state.update(**{name: int(value)})
    elif name == "learning_rate":
        state.update(learning_rate=value)


def _header(trajectory: DepthTrajectory, hidden: tuple[int, ...]) -> dict[str, Any]:
    now = state.settings
    chance = baseline_loss(samples(now.data, now.width)[1])
    keys = [
        {"title": one.title, "colour": colour, "dash": dash, "link": one.name}
        for one, (colour, dash) in zip(INITIALIZATIONS, COLOURS, strict=True)
    ]
    loss = [{**key, "name": "loss", "lane": k} for k, key in enumerate(keys)]
    slider = {"low": 1, "high": 20, "step": 1, "value": now.depth, "text": str(now.depth)}
    return {
        "next_seed": next_seed(now),
        "many": len(INITIALIZATIONS),
        "sliders": [
            {"name": "depth", "title": "hidden layers", **slider},
            {"name": "width", "title": "units per layer", **slider, "high": 64, "value": now.width}
            | {"text": str(now.width)},
            {"name": "learning_rate", "title": "learning rate", "low": 1e-3, "high": 5, "log": True}
            | {"value": now.learning_rate, "text": f"{now.learning_rate:.3g}"},
        ],
        "readings": [
            {"title": one.title, "name": "gradient", "lane": k}
            for k, one in enumerate(INITIALIZATIONS)
            if k not in hidden
        ],
        "reading": "‖dW‖",
        "summary": [{"title": one.title, "name": "loss", "lane": k, "at": 0} for k, one in enumerate(INITIALIZATIONS)],
        "before": "loss",
        "panels": [*_densities(trajectory, hidden), *_wide(keys, loss, chance, hidden)],
    }


def _densities(trajectory: DepthTrajectory, hidden: tuple[int, ...]) -> list[dict[str, Any]]:
    g = activation_of(trajectory.settings.activation)
    low, high = trajectory.ranges.activations
    powers = trajectory.ranges.gradients
    panels: list[dict[str, Any]] = []
    for k, one in enumerate(INITIALIZATIONS):
        shared = {"kind": "density", "lane": k, "bare": k > 0, "height": 4.2, "colour": COLOURS[k][0]}
        ends = [not np.isfinite(g.range[0]), not np.isfinite(g.range[1])]
        panels.append(
            {**shared, "title": one.title, "note": one.rule, "name": "activations", "low": low, "high": high}
            | {"open": ends}
        )
    for k, one in enumerate(INITIALIZATIONS):
        shared = {"kind": "density", "lane": k, "bare": k > 0, "height": 5.7}
        panels.append(
            {**shared, "title": "", "name": "gradients", "low": powers[0], "high": powers[1], "powers": True}
            | {"zeros": "zeros", "label": f"gradients of {one.title}", "veiled": k in hidden}
        )
    return panels


def _wide(
    keys: list[dict[str, Any]], loss: list[dict[str, Any]], chance: float, hidden: tuple[int, ...]
) -> list[dict[str, Any]]:
    return [
        {
            "kind": "lines",
            "title": "‖dW‖ by layer",
            "span": 3,
            "series": [{**key, "name": "gradient", "lane": k} for k, key in enumerate(keys) if k not in hidden],
            "height": 6.2,
        },
        {
            "kind": "course",
            "title": "Loss",
            "span": 4,
            "keys": keys,
            "series": loss,
            "marks": [{"value": chance, "text": "guessing"}],
            "top": 1.35 * chance,
            "height": 6.2,
        },
    ]


def measured_initializations() -> None:
    """Train all starts from several seeds, ask which is best, then tell."""
    now = state.settings
    st.markdown(f"**One seed can mislead.** All seven with {SEEDS} seeds each, {now.steps} steps, in lockstep:")
    key = now.network.model_dump_json()
    effects = measured(
        state.key("measure_initializations"),
        f"Train {len(INITIALIZATIONS) * SEEDS} networks",
        [(("starts", key), f"Training {len(INITIALIZATIONS) * SEEDS} networks in lockstep", partial(_measure, now))],
    )
    if effects is not None and ask(state.key("question.best"), best_question(effects[0])):
        _table(effects[0])


def _measure(now: InitializationAndDropoutSettings, progress: Callable[[float], None]) -> InitializationEffect:
    effect = measure_initializations(now.network, progress=progress)
    assert effect is not None
    return effect


def _table(effect: InitializationEffect) -> None:
    lines = [
        "| initialization | rule | ‖dW‖ of layer 1 at the start | loss after training | range over the seeds | "
        "learned |",
        "|---|---|---|---|---|---|",
    ]
    rows = effect.rows()
    for row in rows:
        loss, low, high = (float(str(row[name])) for name in ("loss", "lowest loss", "highest loss"))
        told = (
            f"**{loss:.3f}** | {low:.3f} to {high:.3f}"
            if np.isfinite([loss, low, high]).all()
            else f"{row['not finite']} not finite | "
        )
        first = power(float(str(row["gradient of layer 1"])))
        lines.append(f"| **{row['initialization']}** | {row['rule']} | {first} | {told} | {row['learned']} |")
    st.markdown("\n".join(lines))
    st.caption(f"“Learned” means a loss below half that of guessing ({effect.baseline_loss:.3f}).")
    result_download(rows, effect.settings, "initializations", state.key("download.initializations"))


def formulas() -> None:
    """The rules, as the engine has them, with their sources."""
    with folded("The rules and their sources", state.key("rules")) as is_open:
        for one in INITIALIZATIONS if is_open else ():
            made = initializer_of(one.initializer)
            values = dict(made.parameters)
            std = rf",\; \sigma = {values['std']:g}" if "std" in values else ""
            latex = made.latex.replace(r",\quad \sigma = \sigma", std).replace(r"\gamma^2 ", "").replace(r"\gamma ", "")
            st.markdown(f"**{one.title}**: ${latex}$. {made.source}.")
