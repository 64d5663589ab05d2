"""Linear regions of the plane on the page of width and depth."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, Network
from nnviz.experiments.address.seeds import next_seed
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.width_and_depth import Regions, most_regions, random_network, regions, trained_network
from nnviz.experiments.width_and_depth.fitting import Task
from nnviz.experiments.width_and_depth.planes import circle_samples
from nnviz.experiments.width_and_depth.questions import regions_question
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.width_and_depth.built import built_panel
from nnviz.ui.width_and_depth.state import fields, state

KEY = "width-regions"
ASKED = state.key("question.regions")

REGION_LINES = """W_star, b_star = W[0], b[0]
for W_next, b_next in zip(W[1:], b[1:]):   # layer by layer, x anywhere in the region
    active = x @ W_star + b_star > 0
    W_star, b_star = (W_star * active) @ W_next, (b_star * active) @ W_next + b_next"""


@st.cache_data(max_entries=30, show_spinner=False)
def _network(widths: tuple[int, ...], seed: int, trained: bool) -> Network:
    return (trained_network if trained else random_network)(widths, seed)


@st.cache_data(max_entries=30, show_spinner=False)
def _regions(widths: tuple[int, ...], seed: int, trained: bool) -> Regions:
    return regions(_network(widths, seed, trained))


def found_now() -> Regions:
    """The regions of the page's settings."""
    now = state.settings
    return _regions(now.widths, now.plane_seed, now.trained)


def controls() -> None:
    """Layers, units, weights."""
    first, second, third, fourth = st.columns([1.6, 2, 2, 1], vertical_alignment="bottom")
    now = state.settings
    fields.slider(
        "depth",
        "Hidden layers",
        1,
        3,
        1,
        value=len(now.widths),
        make=lambda now, n: now.changed(widths=(now.widths[0],) * n, layer=min(now.layer, n - 1), region=0),
        place=first,
    )
    fields.slider(
        "width",
        "Units per layer",
        1,
        12,
        1,
        value=now.widths[0],
        make=lambda now, n: now.changed(widths=(n,) * len(now.widths), region=0),
        place=second,
    )
    fields.segmented(
        "trained",
        "Weights",
        {False: "random", True: "trained: disc or ring"},
        make=lambda now, yes: now.changed(trained=yes, region=0),
        place=third,
    )
    fourth.button(
        "New weights", key=state.key("plane.new"), on_click=_new_weights, icon=":material/casino:", width="stretch"
    )


def _new_weights() -> None:
    state.update(plane_seed=next_seed(state.settings, "plane_seed"), region=0)


def section() -> None:
    """Cut the plane, ask, show, open one region; call it in a fragment."""
    controls()
    found, now = found_now(), state.settings
    question = regions_question(found)
    answered = seen(ASKED, question)
    header = {
        "window": list(found.window),
        "layer": min(now.layer, len(found.counts) - 1),
        "region": now.region,
        "counts": list(found.counts),
        "units": list(now.widths),
        "border": now.trained,
        "facts": [_fact(found, layer, answered) for layer in range(len(found.counts))],
    }
    drawing("regions", header, _arrays(found), key=KEY, on_ask=_update, room="24rem")
    state.show_in_address()
    ask(ASKED, question)
    numpy_lines(REGION_LINES)
    result_download(rows(found), now, "linear-regions", state.key("download.regions"))
    X, Y = circle_samples()
    built_panel("plane", found.network, Task(X, Y, X, Y), "the one whose regions are drawn")


def _update(question: Mapping[str, Any]) -> None:
    layer, region = int(question["layer"]), int(question["region"])
    if 0 <= layer < len(state.settings.widths) and region >= 0:
        state.update(layer=layer, region=region)


def rows(found: Regions) -> list[dict[str, object]]:
    """Return a row for each hidden layer: units so far, regions, and the most that one layer of them could make."""
    units = np.cumsum([layer.n_out or 0 for layer in found.network.layers[:-1]])
    return [
        {
            "hidden layers": k + 1,
            "units": int(units[k]),
            "regions in the window": found.counts[k],
            "exact": found.complete,
            "at most in one layer of so many units": most_regions(int(units[k])),
            "first layer, whole plane": found.whole_plane,
        }
        for k in range(len(found.counts))
    ]


def _fact(found: Regions, layer: int, answered: bool) -> str:
    """What is said of a layer."""
    row = rows(found)[layer]
    count = f"{'' if found.complete else 'at least '}{row['regions in the window']} regions in this window"
    if layer == 0:
        n = int(str(row["units"]))
        whole = f", {found.whole_plane} in the whole plane, at most 1 + n + n(n − 1)/2 = {most_regions(n)}"
        return f"{counted(n, 'line')}: {count}{whole if answered else ''}."
    return (
        f"After {layer + 1} layers, {row['units']} units: {count}. Inside each region of the layer before, this "
        f"layer cuts along straight lines. One layer of {row['units']} units makes at most "
        f"{row['at most in one layer of so many units']} in the whole plane."
    )


@st.cache_data(max_entries=10, show_spinner=False)
def _packed(widths: tuple[int, ...], seed: int, trained: bool) -> dict[str, Array]:
    found = _regions(widths, seed, trained)
    arrays: dict[str, Array] = {}
    for layer, parts in enumerate(found.layers):
        middles = np.array([part.middle for part in parts])
        Z = found.network.forward(middles).layers[layer + 1].Z  # type: ignore[attr-defined]
        pattern = np.array([part.pattern for part in parts])
        _, hue = np.unique(pattern[:, : widths[0]], axis=0, return_inverse=True)
        arrays |= {
            f"corners{layer}": np.concatenate([part.corners for part in parts]),
            f"starts{layer}": np.cumsum([0, *(len(part.corners) for part in parts)]),
            f"shade{layer}": np.stack([hue.ravel(), np.arange(len(parts))], 1),
            f"pattern{layer}": pattern,
            f"W{layer}": np.array([part.W for part in parts]),
            f"b{layer}": np.array([part.b for part in parts]),
            f"Z{layer}": Z,
            f"middle{layer}": middles,
        }
    return arrays


def _arrays(found: Regions) -> dict[str, Array]:
    now = state.settings
    return _packed(now.widths, now.plane_seed, now.trained)
