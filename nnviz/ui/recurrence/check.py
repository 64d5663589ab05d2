"""Check: every gradient beside central differences, mistakes in both passes, at every length; trained with them."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from nnviz.engine import Array, TensorCheck, assignment
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.recurrence.check import (
    GRADIENTS,
    PARAMETERS,
    by_four_points,
    by_length,
    forward_pass,
    recurrent_check,
)
from nnviz.experiments.recurrence.check_settings import MOST_CHECKED
from nnviz.experiments.recurrence.conclusions.check import conclusions
from nnviz.experiments.recurrence.mistakes import TITLES, explained, lines_of
from nnviz.experiments.recurrence.precision import POWERS, WAYS, precision
from nnviz.experiments.recurrence.questions.check import check_question
from nnviz.experiments.recurrence.small_network import both_passes
from nnviz.experiments.recurrence.summands_settings import SUMMED_LOSSES
from nnviz.ui.drawings.checked_tensors import LEGEND, agreement, checked_tensor
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.recurrence.broken_training import broken_training, trained
from nnviz.ui.recurrence.state import fields, state
from nnviz.ui.recurrence.unroll import network_controls
from nnviz.ui.shell.session import session
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, is_answered, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage

ASKED = state.key("question.check")
OPENED = "nnviz.recurrent_check"
"""There once mistakes may be made."""

LENGTHS = "largest error at every length"
PRECISION = "largest error of central differences"
FOUR_POINTS = """for k in range(len(theta)):
    near, far = ((L(theta + d * e[k]) - L(theta - d * e[k])) / (2 * d) for d in (h[k], 2 * h[k]))
    slope[k] = (4 * near - far) / 3"""


def _section() -> None:
    places = st.columns([2.05, 1.8, 1.3, 1, 1.1, 1, 1.9], vertical_alignment="bottom")
    network_controls(places[:4])
    fields.slider("check_steps", "Steps", 1, MOST_CHECKED, 1, place=places[4])
    fields.seed("check_sequence", "Bits no.", place=places[5])
    fields.segmented("check_loss", "Loss", SUMMED_LOSSES, place=places[6])
    question = check_question(state.settings)
    answered = seen(ASKED, question) or OPENED in session()
    if answered or state.settings.check_mistakes:
        session()[OPENED] = answered = True  # who came by an address with mistakes may take them all back
        chosen = list(state.settings.check_mistakes)
        fields.pills("check_mistakes", "Break it", TITLES, many=True, value=chosen, label_visibility="collapsed")
    _drawing(answered)
    if OPENED not in session() or is_answered(ASKED):
        ask(ASKED, question)
    if answered:
        _explained()
        _by_length()
        broken_training()
    _precision()
    _behind()


def _drawing(answered: bool) -> None:
    now = state.settings
    mistakes = now.check_mistakes if answered else ()
    check = recurrent_check(now, mistakes)
    arrays: dict[str, Array] = {}
    tensors: list[dict[str, Any]] = []
    for name, part in check.tensors.items():
        tensor, parts = checked_tensor(name, part, *_names(name, part))
        tensors.append(tensor | {"numbers": True})
        arrays |= parts
    summary = agreement(list(check.tensors.values()))
    header = {"groups": [{"title": "", "tensors": tensors}], "legend": LEGEND, "summary": summary}
    drawing("tensors", header, arrays, key="recurrence-check", room="22rem")
    state.show_in_address()


def _by_length() -> None:
    found = by_length(state.settings, state.settings.check_mistakes)
    parameters = {name: T for name, T in found.first.items() if name in PARAMETERS}
    seen_first = ", ".join(f"{name} from {T}" for name, T in parameters.items()) or "no parameter at any length"
    header = {
        "groups": [{"title": "", "tensors": [_lengths()]}],
        "summary": f"Wrong on sequences of so many steps: {seen_first}. Click a length to see its entries above.",
    }
    drawing("tensors", header, {LENGTHS: found.errors}, key="recurrence-check-lengths", on_ask=_chosen, room="14rem")


def _names(name: str, part: TensorCheck) -> tuple[list[str], list[str]]:
    """Return what rows and columns of a gradient are called: units, by their gates where there are some."""
    layer = forward_pass(state.settings, 1, reset=False).layer
    units = [str(j + 1) for j in range(layer.units)]
    columns = [f"{gate}{j}" for gate in layer.gates for j in units] or units
    return {
        "dW_xh": (["x"], columns),
        "dW_hh": (units, columns),
        "db": ([""], columns),
        "dW_hy": (units, ["y"]),
        "db_y": ([""], ["y"]),
        "dx": (["x"], [f"{t + 1}" for t in range(part.error.shape[-1])]),
    }[name]


def _lengths() -> dict[str, Any]:
    return {
        "name": LENGTHS,
        "symbol": LENGTHS,
        "shape": (len(GRADIENTS), MOST_CHECKED),
        "rows": GRADIENTS,
        "columns": [str(T) for T in range(1, MOST_CHECKED + 1)],
        "tone": "error",
        "pick": True,
        "chosen": [0, state.settings.check_steps - 1],
    }


def _chosen(asked: Mapping[str, Any]) -> None:
    """Take a length that was chosen."""
    state.update(check_steps=int(asked["j"]) + 1)
    state.show_in_address()


def _explained() -> None:
    now = state.settings
    for name in now.check_mistakes:
        st.markdown(f":red[:material/bug_report:] **{TITLES[name]}**: {explained(now, name)}")
        both = lines_of(name, now.cell)
        numpy_lines("\n".join([f"{line}   # correct" for line in both.right.splitlines()] + _wrong(both.mistaken)))
    if {"cut", "reset"} <= set(now.check_mistakes):
        st.markdown(
            ":blue[:material/info:] Both passes now leave out the same, so they agree: the check compares them with "
            "each other, and with no network that was meant."
        )


def _wrong(lines: str) -> list[str]:
    return [f"{line}   # wrong" for line in lines.splitlines()]


def _precision() -> None:
    st.header("How small a step, and how many bits?")
    found = precision(state.settings)
    header = {
        "groups": [
            {
                "title": "",
                "tensors": [
                    {
                        "name": PRECISION,
                        "symbol": PRECISION,
                        "shape": found.errors.shape,
                        "words": "by the step h",
                        "rows": list(WAYS),
                        "columns": [power(10.0**p).replace("1 · ", "") for p in POWERS],
                        "tone": "error",
                    }
                ],
            }
        ],
        "legend": LEGEND,
        "summary": "Where h is large, the loss curves away from its tangent; where h is small, rounding is all that is "
        "left of the difference between two losses.",
    }
    drawing("tensors", header, {PRECISION: found.errors}, key="recurrence-check-precision", room="9rem")


def _behind() -> None:
    now = state.settings
    st.header("Behind the picture")
    st.caption(
        "Backpropagation through time: Werbos 1990. Every entry is moved by ±h and by ±2h, h = 10⁻³ times the larger "
        "of 1 and the entry, so that the error in h² cancels; a relative error above 10⁻⁴ counts as wrong."
    )
    engine = [assignment(by_four_points, "slopes"), assignment(Recurrent.weight_gradients, "dW_hh")]
    numpy_lines(FOUR_POINTS, engine="\n".join(engine))
    check = recurrent_check(now, now.check_mistakes)
    table_panel(state, "check", lambda: check.rows(), "recurrent_check")
    with folded("Open every tensor", state.key("check.tensors")) as is_open:
        if is_open:
            one = forward_pass(now, now.check_steps, reset=False)
            inspector(both_passes(one.network, one.loss, one.X, one.Y), "recurrence-check-tensors")


def _conclusions() -> Sequence[str]:
    return (*conclusions(state.settings), *trained())


TOPIC = TopicPage(
    title="Check",
    look="**Break a pass** and see which gradients the numeric check flags, and at which length of sequence it can.",
    section=_section,
    conclusions=_conclusions,
)
