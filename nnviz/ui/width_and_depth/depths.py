"""One to four layers at equal parameters, trained from many seeds: a zigzag that depth could make, and spirals."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.experiments.address.seeds import next_seed
from nnviz.experiments.width_and_depth import DepthResult, Shape, WidthAndDepthSettings, begin_depths, shapes
from nnviz.experiments.width_and_depth.depths import BUDGETS, REACH, SIDE, TASKS, built_shapes, depth_task, folds_of
from nnviz.experiments.width_and_depth.ensembles import SEEDS
from nnviz.experiments.width_and_depth.fitting import FitTrajectory
from nnviz.experiments.width_and_depth.questions import depth_question
from nnviz.experiments.width_and_depth.settings import STARTS
from nnviz.ui.drawings.playback import catch_up
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.question import ask
from nnviz.ui.width_and_depth.state import fields, state
from nnviz.ui.width_and_depth.training import fit_drawing, fit_training, trained_tensors

KEY = "width-depths"
ASKED = state.key("question.depth")
STEPS = {True: 1000, False: 1500}
"""Of the spirals, whose samples cost more; of zigzags."""

COLOURS = ("line-0", "line-1", "line-2", "line-3")


def _starts_built(now: WidthAndDepthSettings) -> bool:
    return now.depth_start == "built" and folds_of(now.task) > 0


def name_of_training(now: WidthAndDepthSettings) -> str:
    """What tells this training from others."""
    start = f"built {now.noise}" if _starts_built(now) else f"random {now.budget}"
    return f"depths {now.task} {start} {now.depth_rate} {now.depth_seed}"


def _begin(now: WidthAndDepthSettings) -> FitTrajectory:
    noise = now.noise if _starts_built(now) else None
    steps = STEPS[now.task == "spirals"]
    return begin_depths(now.task, now.budget, SEEDS, steps, now.depth_rate, noise, now.depth_seed)


def shapes_now(now: WidthAndDepthSettings) -> tuple[Shape, ...]:
    """The networks of the settings."""
    return built_shapes(now.task) if _starts_built(now) else shapes(now.task, now.budget)


def controls() -> None:
    """Task, parameters, start."""
    first, second, third = st.columns([2, 2, 2], vertical_alignment="bottom")
    fields.select("task", "Task", TASKS, place=first)
    fields.segmented("budget", "Parameters, about", {n: str(n) for n in BUDGETS}, place=second)
    fields.select("depth_start", "Training starts from", STARTS, place=third)


def section() -> None:
    """Train all depths; call it in a fragment."""
    shown = state.settings
    controls()
    now = state.settings
    played = fit_training(name_of_training(now), partial(_begin, now))
    trajectory = played.now()
    made = shapes_now(now)
    header, fixed = _header(now, made, trajectory), _fixed(now)
    fit_drawing(KEY, played, trajectory, header, fixed, _update, "26rem", state.settings != shown)
    state.show_in_address()
    if _starts_built(now):
        st.caption(
            f"Folded in {folds_of(now.task)} layers, and flat in one: each parameter was changed by about "
            f"{100 * now.noise:.0f} % of itself. Does Adam find them again? **Change them more.**"
        )
    result = DepthResult(made, trajectory.task, trajectory.end.errors)
    ask(ASKED, depth_question(now.task, result, trajectory.done))
    if trajectory.done:
        st.markdown(_table(result))
        result_download(result.rows(), now, "equal-parameters", state.key("download.depths"))
    trained_tensors(state.key("open.depths"), trajectory, [one.title for one in made])
    catch_up(KEY, state.settings != shown)


def _update(question: Mapping[str, Any]) -> None:
    name, value = str(question["set"]), float(question["value"])
    if name == "seed":
        state.update(depth_seed=int(value))
    elif name in ("depth_rate", "noise"):
        state.update(**{name: value})


def _header(now: WidthAndDepthSettings, made: tuple[Shape, ...], trajectory: FitTrajectory) -> dict[str, Any]:
    task = trajectory.task
    sliders = [
        {"name": "depth_rate", "title": "learning rate", "low": 1e-4, "high": 0.5, "log": True}
        | {"value": now.depth_rate, "text": f"{now.depth_rate:.3g}"}
    ]
    if _starts_built(now):
        sliders.append(
            {"name": "noise", "title": "weights changed by", "low": 0.0, "high": 0.5, "step": 0.01}
            | {"value": now.noise, "text": f"{now.noise:.2f}"}
        )
    panels: list[dict[str, Any]] = []
    for g, one in enumerate(made):
        shared = {
            "title": one.title,
            "note": "",
            "told": f"{'-'.join(map(str, one.widths[1:-1]))} units, {one.parameters} parameters: ",
            "group": g,
            "colour": COLOURS[g],
            "height": 8.4,
        }
        if task.decides:
            panels.append({**shared, "kind": "plane", "side": SIDE})
        else:
            panels.append({**shared, "kind": "fit", "seen": [-0.35, 1.35], "shade": COLOURS[g]})
    what = "Misclassified test samples" if task.decides else "Mean squared error"
    panels.append(
        {
            "kind": "errors",
            "title": f"{what}: median and 80 % of {SEEDS} seeds",
            "span": 7,
            "height": 8.4,
            "name": "error",
            "groups": list(COLOURS[: len(made)]),
            "keys": [{"title": one.title, "colour": COLOURS[g]} for g, one in enumerate(made)],
            "ends": [3e-3, 1.0] if task.decides else [1e-6, 1.0],
            "marks": [{"value": task.solved, "text": "solved"}],
        }
    )
    return {
        "next_seed": next_seed(now, "depth_seed"),
        "sliders": sliders,
        "across": len(made),
        "titles": [one.title for one in made],
        "before": f"median of the {'fraction misclassified' if task.decides else 'mean squared error'}:",
        "panels": panels,
    }


def _fixed(now: WidthAndDepthSettings) -> dict[str, Any]:
    task = depth_task(now.task)
    if task.decides:
        return {"points": task.X_test, "labels": task.Y_test[:, 0], "reach": np.array([-REACH, REACH])}
    assert task.plane is not None
    return {"x": task.X_test[:, 0], "target": task.Y_test[:, 0], "seen": task.plane[:, 0]}


def _table(result: DepthResult) -> str:
    lines = ["| network | parameters | median error | 80 % of the seeds | solved |", "|---|---|---|---|---|"]
    for row in result.rows():
        low, middle, high = (float(str(row[name])) for name in ("10 % quantile", "median error", "90 % quantile"))
        lines.append(
            f"| **{row['network']}** ({row['units']}) | {row['parameters']} | {middle:.2g} | {low:.2g} to {high:.2g} | "
            f"{row['solved']} |"
        )
    return "\n".join(lines)
