"""Unroll: the cell and its copies over the steps, every number of them, one of them written out."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from nnviz.engine import assignment
from nnviz.experiments.recurrence.conclusions.unroll import conclusions
from nnviz.experiments.recurrence.network_settings import CELL_TITLES, MOST_UNITS
from nnviz.experiments.recurrence.questions.unroll import weights_question
from nnviz.experiments.recurrence.small_network import recipe_of
from nnviz.experiments.recurrence.unroll import Unrolled, unrolled, written_out
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.recurrence.state import fields, state
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.unroll")
TEXTBOOK = {
    "elman": "for t in range(T):\n    h = np.tanh(x[t] @ W_xh + h @ W_hh + b)",
    "gru": "for t in range(T):\n    r, u = np.split(sigmoid(x[t] @ W_xg + h @ W_hg + b_g), 2, axis=-1)   # gates\n"
    "    n = np.tanh(x[t] @ W_xn + r * (h @ W_hn) + b_n)\n    h = u * h + (1 - u) * n",
    "lstm": "for t in range(T):\n    i, f, o = np.split(sigmoid(x[t] @ W_xg + h @ W_hg + b_g), 3, axis=-1)   # gates\n"
    "    g = np.tanh(x[t] @ W_xc + h @ W_hc + b_c)\n    c = f * c + i * g\n    h = o * np.tanh(c)",
}


def network_controls(places: Sequence[Any]) -> None:
    """Draw the controls of the small network in four places: cell, units, training, seed."""
    now = state.settings
    fields.segmented("cell", "Cell", CELL_TITLES, place=places[0])
    fields.segmented("units", "Units", tuple(range(1, MOST_UNITS + 1)), place=places[1])
    steps = {n: f"{n:,} steps" if n else "not yet" for n in including((0, 100, 300, 1000), now.trained)}
    fields.select("trained", "Trained on parity", steps, place=places[2])
    fields.seed("seed", "Seed", place=places[3])


def _section() -> None:
    places = st.columns([1.7, 1.3, 1.2, 1.1, 1.3, 1.2], vertical_alignment="bottom")
    network_controls(places[:4])
    fields.text("bits", "Bits", place=places[4])
    fields.toggle("backwards", "Gradients", place=places[5])
    now = state.settings
    result = unrolled(now)
    question = weights_question(now)
    _drawing(result, seen(ASKED, question))
    ask(ASKED, question)
    _behind(result)


def _drawing(result: Unrolled, answered: bool) -> None:
    now = state.settings
    rows = [row for row in result.rows if now.backwards or not row.backward]
    row = result.row(now.shown_tensor)
    steps = len(now.bits)
    header = {
        "cell": CELL_TITLES[now.cell],
        "rows": [{"name": one.name, "title": one.title, "formula": one.formula} for one in rows],
        "steps": steps,
        "chosen": {
            "row": row.name,
            "step": min(now.shown_step, steps) - 1,
            "unit": min(now.shown_unit, len(row.values)) - 1,
        },
        "backwards": now.backwards,
        "answered": answered,
        "parameters": result.found.network.n_parameters,
        "written": written_out(now, result),
        "weights": ["W_xh", "W_hh", "b"],
    }
    layer = result.found.layer
    arrays = {one.name: one.values for one in rows} | {"W_xh": layer.W_xh, "W_hh": layer.W_hh, "b": layer.b[None]}
    drawing(
        "unroll",
        header,
        arrays,
        key="recurrence-unroll",
        on_ask=_chosen,
        room="24rem",
    )


def _chosen(asked: Mapping[str, Any]) -> None:
    """Take a number that was chosen, or a step."""
    state.update(shown_tensor=str(asked["row"]), shown_step=int(asked["step"]) + 1, shown_unit=int(asked["unit"]) + 1)
    state.show_in_address()


def _behind(result: Unrolled) -> None:
    now = state.settings
    st.header("Behind the picture")
    kind = type(result.found.layer)
    names = ("Z", *(gate.upper() for gate in kind.gates), *(("C",) if now.cell == "lstm" else ()), "H")
    engine = [assignment(kind.forward, name) for name in names]
    numpy_lines(TEXTBOOK[now.cell], engine="\n".join(engine))
    table_panel(state, "unroll", lambda: _table(result), "unrolled")
    with folded("Open every tensor", state.key("unroll.tensors")) as is_open:
        if is_open:
            st.caption(f"Forward and backward pass on {now.bits}; trained by: {recipe_of(now).task}")
            inspector(result.found, "recurrence-unroll")


def _table(result: Unrolled) -> list[dict[str, object]]:
    columns = {
        row.name + (f"[{j + 1}]" if len(row.values) > 1 else ""): values
        for row in result.rows
        for j, values in enumerate(row.values)
    }
    steps = range(len(state.settings.bits))
    return [{"step": t + 1, **{name: float(values[t]) for name, values in columns.items()}} for t in steps]


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings)


TOPIC = TopicPage(
    title="Unroll",
    look="**Step through time** and click a number: one cell, the same weights at every step.",
    section=_section,
    conclusions=_conclusions,
)
