"""What a gradient predicts: one parameter that the user nudges, then all of them at once, which is the update."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array
from nnviz.experiments.backward_pass import questions
from nnviz.experiments.backward_pass.along_a_line import AlongLine, nudge, parameter_symbol, update, updated
from nnviz.experiments.backward_pass.example import BackwardExample
from nnviz.ui.backward_pass.example import loss_decimals
from nnviz.ui.backward_pass.state import fields, state
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.widgets.question import ask


def parameter_now(backward_example: BackwardExample) -> int:
    """Which parameter is nudged: the one that was clicked, or the one with the largest gradient."""
    chosen = state.settings.parameter
    return (
        min(chosen, backward_example.network.n_parameters - 1)
        if chosen >= 0
        else int(np.abs(backward_example.gradients.theta).argmax())
    )


def parameters(backward_example: BackwardExample) -> None:
    """All weights and biases, coloured by their gradients: click one to nudge it."""
    nudged_layer, nudged_name, index = backward_example.network.layout.entry(parameter_now(backward_example))
    groups = []
    arrays: dict[str, Array] = {}
    for layer in range(1, backward_example.depth + 1):
        part, back = backward_example.forward(layer).layer, backward_example.backward(layer)
        assert part.b is not None and back.db is not None  # every example has biases
        tensors = []
        for name, values, gradient in (("W", part.W, back.dW), ("b", part.b, back.db)):
            symbol = f"{name}{layer}"
            arrays |= {symbol: np.atleast_2d(values), f"d{symbol}": np.atleast_2d(gradient)}
            chosen = index if name == "W" else (0, *index)
            tensors.append(
                {
                    "name": symbol,
                    "symbol": symbol,
                    "shape": values.shape,
                    "rows": backward_example.units(layer - 1) if name == "W" else ("",),
                    "columns": backward_example.units(layer),
                    "pick": True,
                    "chosen": chosen if (layer - 1, name) == (nudged_layer, nudged_name) else None,
                    "beside": [{"name": f"d{symbol}", "symbol": f"d{symbol}"}],
                }
            )
        groups.append({"title": f"layer {layer}", "tensors": tensors})
    chosen_symbol = parameter_symbol(backward_example.network, parameter_now(backward_example))
    summary = f"Click a weight or a bias. Chosen: {chosen_symbol}."
    drawing(
        "tensors",
        {"groups": groups, "summary": summary},
        arrays,
        key="backward-picker",
        on_ask=_picker(backward_example),
    )


def _picker(backward_example: BackwardExample) -> Any:
    def picked(asked: Mapping[str, Any]) -> None:
        symbol, i, j = str(asked["name"]), int(asked["i"]), int(asked["j"])
        name, layer = symbol[:1], int(symbol[1:])
        state.update(
            parameter=backward_example.network.layout.position(layer - 1, name, (j,) if name == "b" else (i, j))
        )

    return picked


def nudged(backward_example: BackwardExample) -> AlongLine:
    """The loss along the chosen parameter."""
    return nudge(backward_example, parameter_now(backward_example))


def _position(t: Array, value: float) -> int:
    """The point of the grid next to a value."""
    return int(np.argmin(np.abs(t - value)))


def _window(values: Array, line: Array, room: float = 0.08) -> list[float]:
    """An axis that shows the true curve, and the straight line as far as it is near."""
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    size = max(high - low, 1e-3)
    low = max(min(low, float(line.min())), low - 0.6 * size)
    high = min(max(high, float(line.max())), high + 0.6 * size)
    return [low - room * size, high + room * size]


def nudge_drawing(backward_example: BackwardExample, line: AlongLine, answered: bool) -> None:
    """The slider and what the gradient predicts; after the answer the true loss too, and what they differ by."""
    symbol = parameter_symbol(backward_example.network, parameter_now(backward_example))
    straight = line.start + line.predicted
    arrays = {"t": line.t, "straight": straight, "predicted": line.predicted}
    if answered:
        arrays |= {"loss": line.loss, "change": line.change, "gap": line.gap}
    over = {"x": "t", "x_title": f"nudge of {symbol}", "x_range": [float(line.t[0]), float(line.t[-1])], "height": 8.5}
    loss = {"name": "loss", "title": "true loss", "colour": 1, "link": "true"}
    gap = {"name": "gap", "title": "true − predicted", "colour": 2, "link": "gap"}
    header = {
        "slider": f"nudge {symbol} by",
        "handle": "t",
        "handle_decimals": 3,
        "at": _position(line.t, state.settings.nudge),
        "panels": [
            {
                **over,
                "title": f"L as {symbol} varies",
                "y_range": _window(line.loss if answered else straight, straight),
                "marks": [{"x": 0.0, "text": "now"}],
                "series": [
                    *([loss] if answered else []),
                    {"name": "straight", "title": "gradient × nudge", "colour": 0, "dash": True, "link": "line"},
                ],
            },
            {
                **over,
                "title": "error of the linear prediction" if answered else "the true loss: after your answer",
                "y_range": _window(line.gap, np.zeros(1)) if answered else [-1.0, 1.0],
                "series": [gap] if answered else [],
            },
        ],
        "readings": [
            *([{"name": "change", "title": "true change in L", "colour": 1, "link": "true"}] if answered else []),
            {
                "name": "predicted",
                "title": f"gradient {line.slope:.6f} × nudge".replace("-", "−"),
                "colour": 0,
                "link": "line",
            },
            *([{"name": "gap", "title": "difference", "colour": 2, "link": "gap"}] if answered else []),
        ],
    }

    def moved(asked: Mapping[str, Any]) -> None:
        state.update(nudge=float(line.t[int(asked["at"])]))

    drawing("graph", header, arrays, key="backward-nudge", on_ask=moved, room="13.5rem")
    state.show_in_address()


def moved_outputs(backward_example: BackwardExample, line: AlongLine) -> None:
    """How every layer's output moves with the nudge: nothing before the nudged layer, everything after it."""
    at = _position(line.t, state.settings.nudge)
    tensors, arrays = [], {}
    for layer, outputs in enumerate(line.outputs, start=1):
        symbol = f"ΔA{layer}"
        arrays[symbol] = outputs[at] - backward_example.forward(layer).A
        tensors.append(
            {
                "name": symbol,
                "symbol": symbol,
                "shape": arrays[symbol].shape,
                "words": f"change in layer {layer}'s output",
                "rows": backward_example.rows,
                "columns": backward_example.units(layer),
                "decimals": 3,
                "sign": "→" if layer > 1 else "",
            }
        )
    nudged_layer, _, _ = backward_example.network.layout.entry(parameter_now(backward_example))
    chosen_symbol = parameter_symbol(backward_example.network, parameter_now(backward_example))
    summary = (
        f"The nudge of {line.t[at]:.3f} propagates forward from layer {nudged_layer + 1}; "
        f"nothing before {chosen_symbol} changes."
    ).replace("-", "−")
    header = {"groups": [{"title": "", "tensors": tensors}], "summary": summary}
    drawing("tensors", header, arrays, key="backward-moved", room="12rem")


def nudge_question(backward_example: BackwardExample, line: AlongLine) -> bool:
    """Ask in which direction the loss goes for a nudge; returns whether the true loss may be seen."""
    question = questions.nudge_question(backward_example, parameter_now(backward_example), line)
    return ask(state.key("question.nudge"), question)


def update_drawing(backward_example: BackwardExample) -> AlongLine:
    """The loss after one update, along the learning rate."""
    now, decimals = state.settings, max(6, loss_decimals())
    line = update(backward_example, now.biases)
    arrays = {"t": line.t, "loss": line.loss, "straight": line.start + line.predicted, "change": line.change}
    header = {
        "slider": "learning rate η",
        "handle": "t",
        "handle_decimals": 3,
        "at": _position(line.t, now.learning_rate),
        "panels": [
            {
                "title": "L after one update",
                "x": "t",
                "x_title": "learning rate η",
                "x_range": [float(line.t[0]), float(line.t[-1])],
                "y_range": _window(line.loss, line.start + line.predicted),
                "series": [
                    {"name": "loss", "title": "true loss", "colour": 1, "link": "true"},
                    {
                        "name": "straight",
                        "title": "predicted: L − η ‖gradient‖²",
                        "colour": 0,
                        "dash": True,
                        "link": "line",
                    },
                ],
                "height": 11,
            }
        ],
        "readings": [
            {
                "name": "loss",
                "title": f"L before {line.start:.{decimals}f}, after",
                "decimals": decimals,
                "colour": 1,
                "link": "true",
            },
            {"name": "change", "title": "true change", "colour": 1, "link": "true"},
            {"name": "straight", "title": "predicted L", "colour": 0, "link": "line"},
        ],
    }

    def moved(asked: Mapping[str, Any]) -> None:
        state.update(learning_rate=float(line.t[int(asked["at"])]))

    drawing("graph", header, arrays, key="backward-update", on_ask=moved, room="17rem")
    state.show_in_address()
    return line


def biases_switch() -> None:
    """Whether the update moves the biases too."""
    fields.toggle(
        "biases",
        "Keep the biases fixed",
        value=not state.settings.biases,
        make=lambda now, alone: now.changed(biases=not alone),
    )


def update_tables(backward_example: BackwardExample) -> None:
    """W, its gradient, and W after the update, layer by layer."""
    now = state.settings
    after = updated(backward_example, now.learning_rate, now.biases)
    groups, arrays = [], {}
    for layer in range(1, backward_example.depth + 1):
        new = after.layers[layer - 1]
        part, back = backward_example.forward(layer).layer, backward_example.backward(layer)
        for name in ("W", "b") if now.biases else ("W",):
            values = {name: getattr(part, name), f"d{name}": getattr(back, f"d{name}"), "after": getattr(new, name)}
            tensors = []
            for kind, symbol, sign in (
                (name, name, ""),
                (f"d{name}", f"d{name}", "− η"),
                ("after", f"{name} after", "="),
            ):
                written = f"{symbol[: len(symbol) - 6]}{layer} after" if kind == "after" else f"{symbol}{layer}"
                arrays[written] = np.atleast_2d(values[kind])
                tensors.append(
                    {
                        "name": written,
                        "symbol": written,
                        "shape": values[kind].shape,
                        "rows": backward_example.units(layer - 1) if name == "W" else ("",),
                        "columns": backward_example.units(layer),
                        "decimals": 8 if now.source == "worked" else 4,
                        "sign": sign,
                    }
                )
            groups.append({"title": "", "tensors": tensors, "linked": True})
    header = {
        "groups": groups,
        "summary": f"W ← W − η dW with η = {now.learning_rate:g}. Hover over a cell for all digits.",
    }
    drawing("tensors", header, arrays, key="backward-update-tables", room="14rem")


def numbers_choice() -> bool:
    """Whether the tables of the update are shown."""
    return bool(st.toggle("Show every number of the update", key=state.key("tables")))
