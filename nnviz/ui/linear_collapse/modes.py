"""How a linear stack learns on the page of linear collapse: its modes, theory dashed below, W* and the weights live."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, Batch, train_step
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.linear_collapse.modes import ModeFrame, ModeTraining, begin_modes
from nnviz.experiments.linear_collapse.questions import half_times, modes_question
from nnviz.experiments.linear_collapse.settings import CollapseSettings
from nnviz.ui.drawings.playback import Played, training_drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.linear_collapse.state import fields, state
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask

KEY = "collapse-modes"
GOALS = {"items": "four living things", "own": "strengths of your own"}
BEGINNINGS = {"balanced": "balanced", "random": "random"}


def modes_now() -> ModeTraining:
    """The training of the page's settings at its end."""
    return _played().complete()


def _played() -> Played[ModeTraining]:
    now = state.settings
    own = now.strengths if now.modes == "own" else ""
    name = (
        f"modes {now.modes} {own} {now.mode_layers} {now.mode_start!r} {now.start} {now.mode_learning_rate!r} "
        f"{now.mode_seed}"
    )
    return Played(("lockstep", name), name, partial(begin_modes, now), chunk=100)


def controls() -> None:
    """What is learned, and from where."""
    left, middle, right = st.columns([3, 2, 3], vertical_alignment="bottom")
    fields.segmented("modes", "The stack learns", GOALS, place=left)
    fields.segmented("start", "Initial weights", BEGINNINGS, place=middle)
    if state.settings.modes == "own":
        written = ", ".join(f"{s:g}" for s in state.settings.strengths)
        fields.text("strengths", "Strengths, the largest first", value=written, make=_with_strengths, place=right)


def _with_strengths(now: CollapseSettings, text: str) -> CollapseSettings:
    words = text.replace(",", " ").split()
    try:
        strengths = tuple(float(word) for word in words)
    except ValueError:
        raise ValueError(
            "expected numbers separated by commas, such as 2, 1, 0.5; correct what is not a number"
        ) from None
    return now.changed(strengths=strengths)


def modes_section() -> None:
    """Ask, then show the modes rise."""
    training = modes_now()
    if not ask(state.key("question.modes"), modes_question(training)):
        return
    now, goal = state.settings, training.goal
    training_drawing(
        "lockstep",
        KEY,
        _played(),
        training,
        _packed,
        _header(training),
        _moved,
        room="25rem",
        fixed={"theory": training.closed_form, "goal": goal.M},
    )
    st.latex(
        r"\begin{aligned} \frac{\mathrm{d}a}{\mathrm{d}t} &= L\, a^{2 - 2/L}\,(s - a) \\ L = 2:\quad a(t) &= "
        r"\frac{s\, e^{2st}}{e^{2st} - 1 + s / a_0} \end{aligned}"
    )
    st.caption(
        "Dotted: the theory (Saxe, McClelland and Ganguli 2014, arXiv:1312.6120), t = learning rate × steps; it holds "
        "for whitened inputs, a small balanced start and a small learning rate. "
        + (
            "Here the training diverged."
            if training.diverged
            else f"Largest difference here: {training.largest_deviation:.2g}."
        )
    )
    product = " @ ".join(f"W{k + 1}" for k in range(now.mode_layers))
    numpy_lines(f"W_star = {product}\na = np.diag(U.T @ W_star @ V)  # how strong each mode is")
    result_download(_rows(training), now, "linear_modes", state.key("download.modes"))
    with folded("Open every tensor of the last step", state.key("mode_tensors")) as is_open:
        if is_open:
            record = train_step(training.state, Batch(goal.X, goal.Y))
            inspector(record, "linear_collapse_modes", features=goal.rows)


def _header(training: ModeTraining) -> dict[str, Any]:
    now, goal = training.settings, training.goal
    series = [
        {"title": f"{name} (s = {s:.3g})" if now.modes == "items" else name, "lane": k, "colour": f"line-{k}"}
        | {"link": f"mode-{k}", "dash": k == 3}
        for k, (name, s) in enumerate(zip(goal.names, goal.s, strict=True))
    ]
    largest = float(np.abs(goal.M).max())
    d, p = goal.M.shape
    K = len(goal.s)
    widths = (d, *(K,) * (now.mode_layers - 1), p)
    weights = [
        {"name": f"W{k + 1}", "title": f"W{'₁₂₃₄'[k]}", "small": True, "shape": list(widths[k : k + 2])}
        for k in range(now.mode_layers)
    ]
    product = {"small": False, "shape": [d, p], "rows": list(goal.rows), "columns": list(goal.columns)}
    return {
        "panels": [
            {
                "title": "strength a of each mode in W*",
                "name": "strengths",
                "low": 0.0,
                "high": 1.08 * float(goal.s[0]),
                "series": series,
                "theory": "theory",
                "height": 12,
            }
        ],
        "pace": 16,
        "stride": training.stride,
        "tiles": [
            *weights,
            {"name": "product", "title": "W* now", "scale": largest, **product},
            {"name": "goal", "title": "its goal", "scale": largest, **product, "small": True, "rows": None}
            | {"columns": None},
        ],
        "sliders": [
            {"name": "mode_layers", "title": "layers", "low": 1, "high": 4, "step": 1, "value": now.mode_layers}
            | {"text": str(now.mode_layers)},
            {"name": "mode_start", "title": "initial strength a₀", "low": 0.001, "high": 0.1, "log": True}
            | {"value": now.mode_start, "text": f"{now.mode_start:g}"},
            {"name": "mode_learning_rate", "title": "learning rate", "low": 1e-3, "high": 0.5, "log": True}
            | {"value": now.mode_learning_rate, "text": f"{now.mode_learning_rate:g}"},
        ],
        "readings": [{"title": "loss", "name": "loss", "lane": 0}],
    }


def _moved(question: Mapping[str, Any]) -> None:
    """Take a slider: the stack is trained anew when it is let go."""
    name, value = str(question["set"]), float(question["value"])
    if question.get("done") is not True:
        return
    if name == "mode_layers":
        state.update(mode_layers=int(value))
    elif name in ("mode_start", "mode_learning_rate"):
        state.update(**{name: value})


def _packed(frames: Sequence[ModeFrame]) -> dict[str, Array]:
    arrays = {
        "strengths": np.array([frame.strengths for frame in frames]),
        "loss": np.array([[frame.loss] for frame in frames]),
        "product": np.array([frame.product for frame in frames]),
    }
    for k in range(len(frames[0].weights)):
        arrays[f"W{k + 1}"] = np.array([frame.weights[k] for frame in frames])
    return arrays


def _rows(training: ModeTraining) -> list[dict[str, object]]:
    """Return a line for each mode."""
    return [
        {"mode": name, "goal s": float(s), "half time": half, "strength at the end": float(a)}
        for name, s, half, a in zip(
            training.goal.names, training.goal.s, half_times(training), training.end.strengths, strict=True
        )
    ]


def introduce() -> None:
    """The heading and its sentence."""
    st.header("It is only one matrix: how does it learn?")
    now = state.settings
    items = now.modes == "items"
    what = "say which living thing has which property" if items else "reproduce a matrix with the strengths you chose"
    st.markdown(
        f"{counted(now.mode_layers, 'linear layer')}, trained to {what}. **Watch W\\* while it trains:** which of "
        "its patterns, the **modes**, appear first?"
    )
