"""The bowl of the page of gradient descent: walkers to set, a start to drag, and what is known about their rates."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from nnviz.datasets.matrix_text import parse_matrix
from nnviz.engine import OPTIMIZERS, Array
from nnviz.experiments.address.codecs import number_text
from nnviz.experiments.gradient_descent.descent import (
    STEPS,
    DescentPath,
    convergence,
    descend,
    map_reach,
    stability_limit,
    sweep,
)
from nnviz.experiments.gradient_descent.quadratic import QuadraticLoss
from nnviz.experiments.gradient_descent.questions import limit_question
from nnviz.experiments.gradient_descent.settings import (
    CURVATURES,
    OPTIMIZER_SETS,
    RATES,
    START_LIMIT,
    DescentSettings,
    with_bowl,
)
from nnviz.experiments.questions.question import Question
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.gradient_descent.rule_text import pieces
from nnviz.ui.gradient_descent.state import fields, state

BOWL_TITLES = {"own": "your own curvatures", "iris": "iris, standardized", "raw": "iris, in centimetres"}
RINGS = 13
KINDS = {
    "diverges": "bad",
    "never converges": "bad",
    "converges": "good",
    "damped oscillation": "good",
    "slow": "slow",
}
SHORT = {"nesterov": "Nesterov", "sgd": "SGD"}

OFFERED = [(name, SHORT.get(name, kind.title)) for name, kind in OPTIMIZERS.items() if name != "adamw"]
"""AdamW can be named in the address, but its weight decay pulls towards zero, which is not the minimum of the bowl."""

ASKED = state.key("question.limit")


def question_now() -> Question:
    """The question on the largest rate."""
    return limit_question(state.settings.quadratic_loss)


def controls() -> None:
    """Which bowl, which walkers; curvatures and start as typed numbers."""
    now = state.settings
    left, middle, right = st.columns([3, 2.6, 1.4], vertical_alignment="center")
    fields.segmented("quadratic", "Bowl", BOWL_TITLES, make=with_bowl, place=left, label_visibility="collapsed")
    fields.segmented(
        "set",
        "Optimizers",
        list(OPTIMIZER_SETS),
        required=False,
        value=next((name for name, walkers in OPTIMIZER_SETS.items() if walkers == now.optimizers), None),
        make=lambda before, name: before if name is None else before.changed(optimizers=OPTIMIZER_SETS[name]),
        place=middle,
        label_visibility="collapsed",
    )
    with right.popover("Type numbers", width="stretch"):
        _typed(now)


def _typed(now: DescentSettings) -> None:
    start = f"{now.x:g} {now.y:g}"
    fields.text("start", "Start relative to the minimum, two numbers", value=start, make=_with_start)
    if now.quadratic == "own":
        curvatures = f"{now.curvature1:g} {now.curvature2:g}"
        fields.text("curvatures", "Curvatures λ₁ λ₂", value=curvatures, make=_with_curvatures)
    rates = " ".join(f"{walker.rate:g}" for walker in now.parsed_optimizers)
    fields.text("rates", "Learning rates, one per optimizer", value=rates, make=_with_rates)
    st.caption(
        f"Starts up to {START_LIMIT:g}, curvatures {CURVATURES[0]:g} to {CURVATURES[1]:g}, rates up to {RATES[1]:g}."
    )


def _row(text: str, count: int) -> list[float]:
    numbers: list[float] = parse_matrix(text, 1)[0].tolist()
    if len(numbers) != count:
        raise ValueError(f"expected {count} numbers, got {len(numbers)}; separate them with spaces")
    return numbers


def _with_start(now: DescentSettings, text: str) -> DescentSettings:
    x, y = _row(text, 2)
    return now.changed(x=x, y=y)


def _with_curvatures(now: DescentSettings, text: str) -> DescentSettings:
    first, second = _row(text, 2)
    return now.changed(curvature1=first, curvature2=second)


def _with_rates(now: DescentSettings, text: str) -> DescentSettings:
    rates = _row(text, len(now.optimizers))
    names = [walker.name for walker in now.parsed_optimizers]
    return now.changed(optimizers=tuple(f"{name}:{number_text(rate)}" for name, rate in zip(names, rates, strict=True)))


def paths() -> tuple[DescentPath, ...]:
    """The walkers' ways."""
    now = state.settings
    bowl, start = now.quadratic_loss, now.start
    return tuple(descend(bowl, walker, start) for walker in now.parsed_optimizers)


def bowl_drawing(answered: bool) -> None:
    """The bowl with its walkers; the loss by rate only after the question."""
    now, trajectories = state.settings, paths()
    bowl = now.quadratic_loss
    reach = map_reach(bowl, trajectories)
    header: dict[str, Any] = {
        "bowl": {"reach": reach, "limit": START_LIMIT, "angle": bowl.angle, "names": ["θ₁", "θ₂"]},
        "shape": {"curvature1": now.curvature1, "curvature2": now.curvature2, "tilt": now.rotation}
        if now.quadratic == "own"
        else None,
        "optimizers": OFFERED,
        "walkers": [_described(bowl, path) for path in trajectories],
        "steps": STEPS,
        "step": now.step,
        "top": float(trajectories[0].excess[0]) * 30 + 1e-9,
        "sweeps": [],
    }
    arrays: dict[str, Array] = {"lowest": bowl.minimum, "axes": bowl.rings(reach, RINGS), "start": now.start}
    for k, path in enumerate(trajectories):
        numbers = {name: getattr(path, name) for name in ("theta", "excess", "g", "move")} | path.memory
        arrays |= {f"{name}{k}": values for name, values in numbers.items()}
    if answered:
        _sweeps(header, arrays, bowl)
    drawing("descent", header, arrays, key="descent-bowl", on_ask=_moved, room="29rem")


def _described(bowl: QuadraticLoss, path: DescentPath) -> dict[str, Any]:
    word = convergence(bowl, path)
    walker = path.optimizer
    return {
        "name": walker.name,
        "rate": walker.rate,
        "verdict": word,
        "kind": KINDS.get(word, ""),
        "rule": pieces(walker.rule),
    }


def _sweeps(header: dict[str, Any], arrays: dict[str, Array], bowl: QuadraticLoss) -> None:
    """What is left by rate, for each optimizer that walks."""
    now = state.settings
    rates = np.geomspace(*RATES, 161)
    arrays["rates"] = rates
    for k, name in enumerate(dict.fromkeys(walker.name for walker in now.parsed_optimizers)):
        swept = sweep(bowl, name, now.start, rates)
        arrays[f"sweep{k}"] = np.where(np.isfinite(swept.excess), swept.excess, 1e300)
        text = (
            f"{SHORT.get(name, OPTIMIZERS[name].title)}: {swept.stability_limit:.4g}" if swept.stability_limit else ""
        )
        header["sweeps"].append({"name": name, "limit": swept.stability_limit, "text": text})


_MOVABLE = {"x": "x", "y": "y", "curvature1": "curvature1", "curvature2": "curvature2", "tilt": "rotation"}
"""What the user can drag in the drawing, by the drawing's names: the settings' names."""


def _moved(question: Mapping[str, Any]) -> None:
    """Take what the user has dragged; all of it at once, or nothing."""
    now = state.settings
    wanted: dict[str, Any] = {field: float(question[name]) for name, field in _MOVABLE.items() if name in question}
    if "step" in question:
        wanted["step"] = int(question["step"])
    walkers = list(now.optimizers)
    for k in range(len(walkers)):
        if f"walker{k}" in question:
            name, rate = question[f"walker{k}"]
            walkers[k] = f"{name}:{float(rate):.4g}"
    state.update(**wanted, optimizers=tuple(walkers))
    if question.get("done"):
        state.show_in_address()


def limit_now() -> float:
    """The rate past which plain gradient descent diverges on the page's bowl."""
    edge = stability_limit("sgd", float(state.settings.quadratic_loss.curvatures[-1]))
    assert edge is not None
    return edge
