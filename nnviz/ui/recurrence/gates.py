"""Gates: those of one unit over time, each of which can be held by hand; prediction and gradient answer at once."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import GRU, LSTM, assignment
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.recurrence.conclusions.gates import conclusions, words
from nnviz.experiments.recurrence.gates import CAROUSEL, HOLDABLE, Gates, first_held, gates, held_at, step_written_out
from nnviz.experiments.recurrence.gates_settings import (
    GATED_CELLS,
    GATES_SEQUENCES,
    GATES_TASKS,
    GATES_UNITS,
    MOST_GATES_STEPS,
)
from nnviz.experiments.recurrence.questions.gates import bias_question
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.recurrence.state import fields, state
from nnviz.ui.widgets.fields import including
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.gates")
TEXTBOOK = {
    "lstm": "for t in range(T):\n    c = f[t] * c + i[t] * g[t]\n    h = o[t] * np.tanh(c)\n\n"
    "for t in reversed(range(T)):   # back: f again, and no weight in between\n"
    "    dc[t] = dh[t] * o[t] * (1 - np.tanh(c[t]) ** 2) + dc[t + 1] * f[t + 1]",
    "gru": "for t in range(T):\n    h = u[t] * h + (1 - u[t]) * n[t]\n\n"
    "for t in reversed(range(T)):   # back: u again, and no weight in this way; dhW is the gradient of h @ W_hh\n"
    "    dh[t] = da[t] + dh[t + 1] * u[t + 1] + dhW[t + 1] @ W_hh.T",
}
TENSORS = {"lstm": ("C", "H", "dC"), "gru": ("H", "dH")}


def _section() -> None:
    _controls()
    found = gates(state.settings)
    _drawing(found, seen(ASKED, bias_question()))
    ask(ASKED, bias_question())
    _behind(found)


def _controls() -> None:
    now = state.settings
    places = st.columns([1.35, 1.35, 1.2, 0.95, 0.85, 0.95, 1.15, 1.9], vertical_alignment="bottom")
    fields.select("gates_task", "Task", GATES_TASKS, place=places[0])
    fields.segmented("gates_cell", "Cell", GATED_CELLS, place=places[1])
    steps = {n: f"{n:,} steps" if n else "not yet" for n in including((0, 100, 300, 1000), now.gates_trained)}
    fields.select("gates_trained", "Trained", steps, place=places[2])
    keeper = "f" if now.gates_cell == "lstm" else "u"
    fields.number("gates_bias", f"First bias {keeper}", -2.0, 6.0, 0.5, place=places[3])
    fields.number("gates_unit", "Unit", 1, GATES_UNITS, 1, place=places[4])
    fields.number("gates_from", "Hold from", 1, MOST_GATES_STEPS, 1, place=places[5])
    fields.toggle("gates_every", "All units", place=places[6])
    with places[7].container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.button("Carousel", key=state.key("gates_carousel"), help=_carousel_help(), on_click=_hold_carousel)
        free = not held_at(now)
        st.button("Free", key=state.key("gates_free"), help="Let all gates go", disabled=free, on_click=_let_go)


def _carousel_help() -> str:
    held = CAROUSEL[state.settings.gates_cell]
    return "Hold " + " and ".join(f"{gate} at {value:g}" for gate, value in held.items())


def _hold_carousel() -> None:
    cell = state.settings.gates_cell
    state.update(**{f"gates_{gate}": CAROUSEL[cell].get(gate) for gate in HOLDABLE[cell]})


def _let_go() -> None:
    state.update(**{f"gates_{gate}": None for gate in HOLDABLE[state.settings.gates_cell]})


def _drawing(found: Gates, answered: bool) -> None:
    now = state.settings
    held = held_at(now)
    rows: list[dict[str, object]] = []
    for row in found.rows:
        entry: dict[str, object] = {"name": row.name, "title": row.title, "formula": row.formula}
        if row.name in HOLDABLE[now.gates_cell]:
            entry |= {"low": -1 if row.name in ("g", "n") else 0, "held": held.get(row.name)}
        if row.name == "path":
            entry["veiled"] = not answered
        rows.append(entry)
    header = {
        "rows": rows,
        "steps": now.gates_steps,
        "step": min(now.gates_step, now.gates_steps) - 1,
        "from": first_held(now),
        "symbols": found.symbols,
        "classes": found.classes,
        "truth": found.truth,
        "written": step_written_out(found),
        "told": _told(found),
    }
    arrays = {row.name: row.values for row in found.rows if answered or row.name != "path"}
    arrays |= {
        "path": found.row("path").values if answered else np.zeros((1, now.gates_steps)),
        "predictions": found.predictions,
    }
    drawing("gates", header, arrays, key="recurrence-gates", on_ask=_asked, room="24rem")


def _told(found: Gates) -> str:
    now = state.settings
    what = "cells" if now.gates_cell == "lstm" else "states"
    (free, held), right = found.survives, found.predictions[:, found.truth]
    name = found.classes[found.truth]
    if not held_at(now):
        return (
            f"All gates free: P({name}) = {right[0]:.3f}. Gradient norm of all {what} at step 1 over that at "
            f"the last step: {power(free)}."
        )
    return (
        f"With {words(now)}, P({name}): {right[0]:.3f} → {right[1]:.3f}. Gradient norm of all {what} at step "
        f"1 over that at the last step: {power(free)} → {power(held)}."
    )


def _asked(asked: Mapping[str, Any]) -> None:
    """Take a step that was chosen, or a gate that was held or let go."""
    if "hold" in asked:
        gate, value = str(asked["hold"]), asked["value"]
        if gate not in HOLDABLE[state.settings.gates_cell]:
            raise ValueError(f"expected a gate of the cell, got {gate!r}")
        state.update(**{f"gates_{gate}": None if value is None else float(value)})
    else:
        state.update(gates_step=int(asked["step"]) + 1)
    state.show_in_address()


def _behind(found: Gates) -> None:
    now = state.settings
    st.header("Behind the picture")
    places = st.columns([2, 1, 1], vertical_alignment="bottom")
    fields.slider("gates_steps", "Steps of a sequence", 3, MOST_GATES_STEPS, 1, place=places[0])
    fields.number("gates_sequence", "Sequence", 1, GATES_SEQUENCES, 1, place=places[1])
    fields.seed("gates_seed", "Seed", place=places[2])
    st.caption(
        "The loss is that of the last step. Carousel: Hochreiter and Schmidhuber 1997; forget gate: Gers, Schmidhuber "
        "and Cummins 2000; its bias: Jozefowicz, Zaremba and Sutskever 2015. u keeps, as in Cho et al. 2014; elsewhere "
        "it is 1 − z."
    )
    kind = LSTM if now.gates_cell == "lstm" else GRU
    engine = [
        assignment(kind.backward if name.startswith("d") else kind.forward, name) for name in TENSORS[now.gates_cell]
    ]
    numpy_lines(TEXTBOOK[now.gates_cell], engine="\n".join(engine))
    table_panel(state, "gates", lambda: _table(found), "gates")
    with folded("Open every tensor", state.key("gates.tensors")) as is_open:
        if is_open:
            inspector(found.held, "recurrence-gates")


def _table(found: Gates) -> list[dict[str, object]]:
    names = {row.name: row.name.replace("dc", "dL/dc").replace("dh", "dL/dh") for row in found.rows}
    return [
        {"step": t + 1, **{names[row.name]: float(row.values[0, t]) for row in found.rows}}
        for t in range(found.settings.gates_steps)
    ]


def _conclusions() -> Sequence[str]:
    return conclusions(state.settings)


TOPIC = TopicPage(
    title="Gates",
    look="**Hold a gate by hand**: what becomes of the memory, of the prediction and of the gradient?",
    section=_section,
    conclusions=_conclusions,
)
