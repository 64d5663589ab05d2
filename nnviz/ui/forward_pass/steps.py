"""The drawing of a forward pass: the network, the step that is on as tensors, its formula and its line."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from nnviz.experiments.forward_pass import questions
from nnviz.experiments.forward_pass.steps import ForwardPass, ForwardStep, batch_rows, forward_pass, layered_latex
from nnviz.experiments.inspection import write_out
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.inspection.step import layer_of
from nnviz.experiments.inspection.textbook import textbook_lines
from nnviz.experiments.trained.networks import TrainedNetwork
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.forward_pass.network import network
from nnviz.ui.forward_pass.state import state
from nnviz.ui.widgets.filled_formula import filled_formula, long_sum
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask


def run() -> tuple[TrainedNetwork, ForwardPass, list[int]]:
    """The network, the pass of now, and which test samples its rows are (-1 is a typed one)."""
    now, net = state.settings, network()
    X, rows = batch_rows(net, now.sample, now.typed_features)
    return net, forward_pass(net, X), rows.tolist()


def step_now(forward: ForwardPass) -> ForwardStep | None:
    """The step that is on; None before the first."""
    at = min(state.settings.step, len(forward.steps))
    return forward.steps[at - 1] if at else None


def pass_drawing(net: TrainedNetwork, result: ForwardPass, rows: list[int]) -> None:
    """The diagram, the steps, and the tensors of the one that is on."""
    now = state.settings
    units = _unit_names(net, result)
    header = {
        "steps": [
            {"name": s.name, "kind": s.kind, "inputs": s.inputs, "activation": activation_title(net, s)}
            for s in result.steps
        ],
        "columns": _columns(net, result, units),
        "units": units,
        "image": net.data.image_shape,
        "rows": [_row_name(net, row) for row in rows],
        "numbers": rows,
        "sample": max(rows[0], 0),
        "samples": len(net.X),
        "typed": bool(now.typed_features),
        "step": min(now.step, len(result.steps)),
        "all": now.all_steps,
        "batch": now.batch,
        "unit": _unit(result),
        "output": result.steps[-1].name,
        "said": _decided_class(net, result),
        "verdict": decision_sentence(net, result, rows),
        "remark": decision_sentence(net, result, rows)
        if now.all_steps or now.step >= len(result.steps)
        else "Hover over a number to see how it is computed.",
    }
    drawing("forward", header, result.tensors, key="forward-pass", on_ask=asked_for, room="28rem")


def activation_title(net: TrainedNetwork, step: ForwardStep) -> str:
    """The title of the activation of a step's layer."""
    layer = net.network.layers[step.layer - 1]
    return str(layer.activation.title)  # type: ignore[attr-defined]


def _unit_names(net: TrainedNetwork, forward: ForwardPass) -> list[list[str]]:
    """Names of the columns of X, and of the units of every layer."""
    features = [name.partition(" (")[0] for name in net.data.feature_names]
    hidden = [[f"unit {j}" for j in range(forward.tensors[f"b{k}"].shape[0])] for k in range(1, net.n_layers)]
    last = list(net.data.class_names) if net.head.output_activation == "softmax" else [f"p({net.data.class_names[1]})"]
    return [features, *hidden, last]


def _columns(net: TrainedNetwork, forward: ForwardPass, units: list[list[str]]) -> list[dict[str, Any]]:
    """The columns of the diagram from left to right."""
    places = {step.name: k for k, step in enumerate(forward.steps, start=1)}
    columns: list[dict[str, Any]] = [
        {
            "title": "X",
            "short": "X",
            "foot": f"{len(units[0])} features",
            "tensors": ["X"],
            "places": [],
            "count": len(units[0]),
        }
    ]
    for k in range(1, net.n_layers + 1):
        tensors = [name for name in (f"Z{k}", f"A{k}") if name in places]
        activation_text = activation_title(net, forward.steps[places[f"A{k}"] - 1]) if f"A{k}" in places else "linear"
        columns.append(
            {
                "title": " → ".join(tensors),
                "short": tensors[-1],
                "foot": f"{counted(len(units[k]), 'unit')}, {activation_text}",
                "tensors": tensors,
                "places": [places[name] for name in tensors],
                "count": len(units[k]),
                "weights": f"W{k}",
                "bias": f"b{k}",
            }
        )
    if "P" in places:
        columns.append(
            {
                "title": "P",
                "short": "P",
                "foot": "softmax",
                "tensors": ["P"],
                "places": [places["P"]],
                "count": len(units[-1]),
            }
        )
    for column, names in zip(columns, [*units, units[-1]], strict=False):
        column["names"] = names
    return columns


def _row_name(net: TrainedNetwork, row: int) -> str:
    return "typed" if row < 0 else f"{row}: {net.data.class_names[net.test.labels[row]]}"


def _unit(forward: ForwardPass) -> int:
    """The chosen unit, if the step's tensor has it; else its last."""
    step = step_now(forward)
    return min(state.settings.unit, step.view.value.shape[1] - 1) if step is not None else 0


def _decided_class(net: TrainedNetwork, forward: ForwardPass) -> int:
    """The place of the class that is decided on for the traced sample; -1 where one unit says yes or no."""
    return int(net.head.decide(forward.P[:1])[0]) if net.head.output_activation == "softmax" else -1


def decision_sentence(net: TrainedNetwork, forward: ForwardPass, rows: list[int]) -> str:
    """What the network says of the traced sample, why, and what is true."""
    now, names = state.settings, net.data.class_names
    decided = int(net.head.decide(forward.P[:1], now.cut)[0])
    if net.head.output_activation == "softmax":
        why = f"the largest of the {len(names)} probabilities is {forward.P[0].max():.3f}"
    else:
        p = float(forward.P[0, 0])
        why = f"p = {p:.4f} is {'at or above' if decided else 'below'} the threshold {now.cut:.2f}"
    if rows[0] < 0:
        return f"{why[0].upper()}{why[1:]}: predicted {names[decided]}."
    true = names[net.test.labels[rows[0]]]
    remark = "which is correct" if true == names[decided] else f"but the true class is {true}"
    return f"{why[0].upper()}{why[1:]}: predicted {names[decided]}, {remark}."


def asked_for(asked: Mapping[str, Any]) -> None:
    """Apply what the user chose in the drawing: another sample, step, unit, threshold; one sample or the batch."""
    wanted: dict[str, Any] = {}
    for name in ("sample", "step", "unit", "threshold"):
        if name in asked:
            wanted[name] = int(asked[name])
    for name, setting in (("all", "all_steps"), ("batch", "batch")):
        if name in asked:
            wanted[setting] = bool(asked[name])
    if wanted.get("sample", 0) < 0:
        wanted.pop("sample")
    elif "sample" in wanted:
        wanted["typed_features"] = ()
    state.update(**wanted)
    if asked.get("done"):
        state.show_in_address()


def formula(forward: ForwardPass) -> None:
    """The formula of the step that is on, with the numbers of the chosen unit where asked for, and its line."""
    step = step_now(forward)
    if step is None:
        st.markdown("**X** is given, one sample per row. Press **next step** to compute Z1.")
        return
    left, right = st.columns([3, 2], gap="large", vertical_alignment="top")
    with left:
        numbers = st.toggle("Fill in the numbers", key=state.key("numbers"))
        if numbers:
            written = write_out(forward.step, step.view, (0, _unit(forward)))
            assert written is not None
            filled_formula(written)
            long_sum(written, state.key("sum"))
        else:
            st.latex(layered_latex(step))
    with right:
        shapes = ", ".join(f"{name} {_shape(forward, name)}" for name in (*step.inputs, step.name))
        st.markdown(f"Shapes: {shapes}. {_step_sentence(step)}")
        view = step.view
        numpy_lines(textbook_lines(forward.step, layer_of(view.path), view) or view.line, engine=view.line)


def _shape(forward: ForwardPass, name: str) -> str:
    shape = forward.tensors[name].shape
    rows = shape[0] if state.settings.batch or name[0] in "Wb" else 1
    return str((rows, *shape[1:])).replace(" ", "\u00a0")


def _step_sentence(step: ForwardStep) -> str:
    return {
        "linear": "Each column of W is a linear model; b is added to every row.",
        "activation": "Applied element by element: the shape stays the same.",
        "softmax": "Applied row by row: each row sums to 1.",
    }[step.kind]


def shape_question(forward: ForwardPass) -> None:
    """Ask for the shape of the weights of a layer that is not on view."""
    ask(state.key("question.shape"), questions.shape_question(*forward.tensors["W1"].shape))
