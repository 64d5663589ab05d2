"""The stack on the page of linear collapse: layers and units to drag, W* to fill, the slope that makes it bend."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from nnviz.datasets import dataset
from nnviz.engine import Array, Dense
from nnviz.engine.tensors import assignment
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.linear_collapse.questions import rank_question
from nnviz.experiments.linear_collapse.settings import MOST_LAYERS, MOST_UNITS, CollapseSettings
from nnviz.experiments.linear_collapse.stack import IRIS_ROWS, Stack, stack, terms
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.linear_collapse.state import state
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen

ASKED = state.key("question.rank")


@st.cache_resource(max_entries=60, show_spinner=False)
def _stack(hidden: tuple[int, ...], slope: float, seed: int) -> Stack:
    return stack(CollapseSettings(hidden=hidden, slope=slope, seed=seed))


def stack_now() -> Stack:
    """The stack of the page's settings."""
    now = state.settings
    return _stack(now.hidden, now.slope, now.seed)


def stack_drawing() -> None:
    """Every matrix, the one that replaces them, and how far the network is from it."""
    now, one = state.settings, stack_now()
    iris = dataset("iris")
    header = {
        "widths": list(now.widths),
        "slope": now.slope,
        "mostLayers": MOST_LAYERS,
        "mostUnits": MOST_UNITS,
        "samples": [iris.class_names[iris.labels[row]] for row in IRIS_ROWS],
        "features": [name.removesuffix(" (cm)") for name in iris.feature_names],
        "outputs": list(iris.class_names),
        "row": now.row,
        "column": now.column,
        "shown": now.entries_shown,
        "deviation": one.deviation,
        "rank": one.rank,
        "answered": seen(ASKED, rank_question(one)),
    }
    drawing("collapse", header, _arrays(one), key="collapse-stack", on_ask=_asked, room="29rem")


def _arrays(one: Stack) -> dict[str, Array]:
    d, p = one.W.shape
    written = np.array([terms(one, i, j) for i in range(d) for j in range(p)])
    arrays = {"X": one.X, "W": one.W, "b": one.b, "slopes": one.slopes, "deviations": one.deviations}
    arrays |= {"singular": one.singular_values, "terms": written.reshape(-1, 2)}
    if len(one.products) > 1:
        arrays["before"] = one.products[-2]
    for k, layer in enumerate(one.network.layers, start=1):
        assert isinstance(layer, Dense)
        arrays |= {f"W{k}": layer.W, f"b{k}": layer.biases}
    return arrays


def _asked(asked: Mapping[str, Any]) -> None:
    """Apply what the user dragged, or the entry that was chosen."""
    what = asked["what"]
    if what == "slope":
        state.update(slope=round(float(asked["value"]), 2))
    elif what == "layers":
        layers = int(asked["value"])
        state.change(lambda now: now.with_layers(layers))
    elif what == "units":
        layer, units = int(asked["layer"]), int(asked["value"])
        state.change(lambda now: now.with_width(layer, units) if 0 <= layer < len(now.hidden) else now)
    elif what == "entry":
        state.update(row=int(asked["row"]), column=int(asked["column"]), entries_shown=int(asked["shown"]))
    if asked.get("done"):
        state.show_in_address()


def explained() -> None:
    """The question on the rank, the lines of NumPy, every tensor, and the numbers to take home."""
    one = stack_now()
    ask(ASKED, rank_question(one))
    st.header("The layers multiplied out")
    left, right = st.columns([3, 2], gap="large")
    L = one.settings.layers
    with left:
        numpy_lines(_lines(L), engine=assignment(Dense.forward, "Z"))
    with right:
        st.markdown(
            f"**{counted(L, 'matrix', 'matrices')}** with {counted(one.network.n_parameters, 'parameter')} and "
            f"widths {' – '.join(map(str, one.settings.widths))}; **W\\*** and **b\\*** have "
            f"{one.W.size + one.b.size}. X {one.X.shape} @ W\\* {one.W.shape} + b\\* {one.b.shape} → "
            f"{one.affine.shape}."
        )
        rows = [
            {"slope": float(slope), "largest deviation": float(value)}
            for slope, value in zip(one.slopes, one.deviations, strict=True)
        ]
        result_download(rows, one.settings, "linear_collapse", state.key("download.stack"))
    with folded("Open every tensor of the stack", state.key("tensors")) as is_open:
        if is_open:
            names = tuple(dataset("iris").feature_names)
            inspector(one.trace, "linear_collapse", network=one.network, features=names)


def _lines(layers: int) -> str:
    """W*, b* and the deviation as a textbook has them."""
    product = " @ ".join(f"W{k}" for k in range(1, layers + 1))
    bias = "b1"
    for k in range(2, layers + 1):
        bias = f"({bias}) @ W{k} + b{k}" if k > 2 else f"{bias} @ W{k} + b{k}"
    return f"W_star = {product}\nb_star = {bias}\ndeviation = np.abs(A{layers} - (X @ W_star + b_star)).max()"
