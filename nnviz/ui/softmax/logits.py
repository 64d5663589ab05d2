"""The logits of the softmax page: whose they are, and the drawing in which they are dragged."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from nnviz.datasets.matrix_text import parse_matrix
from nnviz.engine import Array
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.softmax.full_pass import (
    SoftmaxPass,
    along_temperature,
    given_to_softmax,
    shares_of_sum,
    softmax_pass,
)
from nnviz.experiments.softmax.settings import DEFAULT_LOGITS, LIMIT, SoftmaxSettings
from nnviz.experiments.trained.real_logits import RealLogits, real_logits
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.softmax.state import fields, state

LOGIT_SOURCES = {"own": "your own classes", "iris": "iris", "digits": "digits"}
LOGIT_LIMITS = {"own": 6.0, "iris": 10.0, "digits": 15.0}
"""How far a logit can be dragged."""


@st.cache_resource(show_spinner="Training a small network, once …")
def _real(source: str) -> RealLogits:
    return real_logits(source)


def real() -> RealLogits | None:
    """The trained network's answers, where the logits come from one."""
    now = state.settings
    return None if now.source == "own" else _real(now.source)


def names() -> tuple[str, ...]:
    """The names of the classes."""
    trained = real()
    return state.settings.class_names if trained is None else trained.class_names


def sample() -> int:
    """Which sample of the test part; the last one where the address asks for more than there are."""
    trained = real()
    return 0 if trained is None else min(state.settings.sample, len(trained.labels) - 1)


def logits() -> tuple[float, ...]:
    """The logits: those that were dragged, else the network's, else the usual ones."""
    now, trained = state.settings, real()
    if now.z:
        return now.z
    if trained is None:
        return DEFAULT_LOGITS[: now.n_classes]
    return tuple(float(value) for value in trained.logits[sample()])


def target() -> int:
    """The true class: the sample's own until another one is clicked."""
    trained = real()
    if trained is None or state.settings.z:
        return state.settings.target
    return int(trained.labels[sample()])


def result() -> SoftmaxPass:
    """All numbers of the page's logits."""
    now = state.settings
    return softmax_pass(logits(), target(), now.temperature, now.shift)


def controls() -> None:
    """Whose logits."""
    now = state.settings
    left, right, last = st.columns([2.3, 2.9, 1.1], vertical_alignment="bottom")
    fields.segmented(
        "source",
        "Logits of",
        LOGIT_SOURCES,
        make=lambda before, source: before.changed(source=source, z=(), sample=0, target=0),
        place=left,
        width="stretch",
    )
    with right:
        _own_controls(now) if now.source == "own" else _sample_control()
    with last.popover("Type logits", width="stretch"):
        typed = " ".join(f"{value:g}" for value in logits())
        fields.text("z", "Logits, one per class", value=typed, make=_with_logits)
        st.caption(f"{now.n_classes} numbers from {-LIMIT:g} to {LIMIT:g}, separated by spaces.")


def _own_controls(now: SoftmaxSettings) -> None:
    left, right = st.columns([1, 2.4], vertical_alignment="bottom")
    fields.number(
        "count", "Classes", 2, 10, value=len(now.class_names), make=SoftmaxSettings.with_n_classes, place=left
    )
    fields.text("class_names", "Class names", value=", ".join(now.class_names), make=_with_names, place=right)


def _with_logits(now: SoftmaxSettings, text: str) -> SoftmaxSettings:
    return now.changed(z=tuple(parse_matrix(text, 1)[0].tolist()), target=target())


def _with_names(now: SoftmaxSettings, text: str) -> SoftmaxSettings:
    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    z = (*logits(), *DEFAULT_LOGITS)[: len(wanted)]
    return now.changed(class_names=wanted, z=z, target=min(now.target, max(len(wanted) - 1, 0)))


def _sample_control() -> None:
    trained = real()
    assert trained is not None
    last = len(trained.labels) - 1
    fields.slider(
        "sample",
        f"Test sample (0 to {last})",
        0,
        last,
        1,
        value=sample(),
        make=lambda now, chosen: now.changed(sample=chosen, z=(), target=0),
    )


def about_the_network() -> str:
    """Say which network the logits come from and how good it is; empty for own classes."""
    trained = real()
    if trained is None:
        return ""
    widths = "-".join(str(width) for width in trained.widths)
    i = sample()
    said, true = trained.class_names[trained.decisions[i]], trained.class_names[trained.labels[i]]
    right_or_wrong = "correct" if said == true else "wrong"
    moved = " You have changed the logits since." if state.settings.z else ""
    return (
        f"{trained.title}: a {widths} network, trained for {trained.epochs} epochs, classifies "
        f"**{trained.accuracy:.1%}** of the {len(trained.labels)} test samples correctly. For sample {i} it predicts "
        f"**{said}**, which is {right_or_wrong} (true class: {true}).{moved}"
    )


def bars(softmax_pass: SoftmaxPass) -> None:
    """The logits to drag, and everything beside them."""
    now, data = state.settings, real()
    three = len(softmax_pass.z) == 3
    header: dict[str, Any] = {
        "names": names(),
        "limit": max(LOGIT_LIMITS[now.source], float(np.ceil(np.abs(softmax_pass.z).max()))),
        "target": target(),
        "decision": softmax_pass.decision,
        "shift": now.shift,
        "shift_gap": softmax_pass.shift_gap,
        "heat": now.temperature_step,
        "temperature": now.temperature,
        "heat_remark": f"loss {softmax_pass.loss:.4f} = −log of the target's probability",
        "given": given_to_softmax("z", now.temperature, now.shift),
        "gradient": "dL/dz" if now.temperature == 1.0 else "dL/d(z/T)",
        "raw": shares_of_sum(softmax_pass.z),
        "series": f"{now.source}{now.sample}",
        "sums": {
            "exp": f"{softmax_pass.E.sum():.4f}",
            "share": _sum(softmax_pass.P),
            "target": f"{softmax_pass.Y.sum():g}",
            "error": _sum(softmax_pass.dZ),
            "logit": f"{softmax_pass.z.sum():.2f}".replace("-", "−"),
            "scaled": f"{softmax_pass.scaled.sum():.2f}".replace("-", "−"),
        },
    }
    arrays = {name: getattr(softmax_pass, name) for name in ("z", "scaled", "E", "P", "Y", "dZ")}
    if three:
        arrays["path"] = along_temperature(logits(), now.shift)
    if data is not None and three:
        arrays["others"] = data.P
        header["labels"] = data.labels.tolist()
    if data is not None and data.image_shape is not None:
        _picture(header, arrays, data)
    drawing("logits", header, arrays, key="softmax-logits", on_ask=_moved, room="15rem")


def _picture(header: dict[str, Any], arrays: dict[str, Array], data: RealLogits) -> None:
    pixels = data.X[sample()]
    header |= {
        "image": True,
        "image_shape": data.image_shape,
        "image_title": f"test sample {sample()}, true class {data.class_names[data.labels[sample()]]}",
    }
    arrays["image"] = pixels / max(float(data.X.max()), 1.0)


def _sum(values: Array) -> str:
    """A sum as it comes out of float64: 1 or 0 where it is that to the last digit, else with what rounding adds."""
    total = float(values.sum())
    nearest = round(total)
    rounding = power(abs(total - nearest))
    if total == nearest:
        return f"{nearest}"
    return f"{nearest} {'+' if total > nearest else '−'} {rounding}" if nearest else power(total)


def _moved(question: Mapping[str, Any]) -> None:
    z = tuple(round(float(value), 4) for value in question["z"])
    same = z == tuple(round(value, 4) for value in logits()) and int(question["target"]) == target()
    wanted: dict[str, Any] = {"temperature_step": int(question["heat"]), "shift": float(question["shift"])}
    if not same:
        wanted |= {"z": z, "target": int(question["target"])}
    state.update(**wanted)
    if question.get("done"):
        state.show_in_address()
