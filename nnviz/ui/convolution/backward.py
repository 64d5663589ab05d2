"""The backward pass of a convolution, patch by patch; the numeric check of every entry, and mistakes to make."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array, Convolution, TensorCheck, assignment
from nnviz.experiments.convolution import mistaken_convolution_lines as lines
from nnviz.experiments.convolution import patch_backward as patches
from nnviz.experiments.convolution.conclusions import backward as conclusions
from nnviz.experiments.convolution.convolution_check import (
    MISTAKES,
    explained,
    mistaken_check,
    numeric_check,
)
from nnviz.experiments.convolution.patch_backward import PatchBackward
from nnviz.experiments.convolution.questions.backward import check_question, entry_question
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.inspection.checked_gradients import CheckedGradients
from nnviz.ui.convolution.state import fields, state
from nnviz.ui.drawings.checked_tensors import LEGEND, NUDGE, agreement, checked_tensor
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.inspector import inspector
from nnviz.ui.shell.session import session
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.table_panel import table_panel
from nnviz.ui.widgets.topics import TopicPage
from nnviz.ui.widgets.untrusted_text import sentence, show_error

GRADIENTS = {"dK": "dK, of the kernel", "dX": "dX, of the image", "db": "db, of the bias"}
ACTIVATIONS = {"relu": "ReLU", "tanh": "tanh", "identity": "identity"}
CHECK_ASKED = state.key("question.backward.check")
OPENED = "nnviz.convolution_check"
"""There once the check has been shown."""


@st.cache_resource(max_entries=20, show_spinner=False)
def _pass(key: tuple[object, ...], _settings: ConvolutionSettings) -> PatchBackward:
    return patches.patch_backward(_settings)


@st.cache_resource(max_entries=20, show_spinner=False)
def _numeric(key: tuple[object, ...], _one: PatchBackward) -> CheckedGradients:
    return numeric_check(_one)


def _asked_under() -> str:
    return state.key(f"question.backward.{state.settings.backward_gradient}")


def _section() -> None:
    _controls()
    now = state.settings
    try:
        one = _pass(now.backward_pass, now)
    except ValueError as error:
        show_error(sentence(str(error)))
        return
    question = entry_question(one, now.backward_gradient)
    _drawing(one, seen(_asked_under(), question))
    ask(_asked_under(), question)
    _lines(one)
    _check(one, _numeric(now.backward_pass, one))
    _behind(one, _numeric(now.backward_pass, one))


def _controls() -> None:
    places = st.columns([2.4, 1, 1], vertical_alignment="bottom")
    fields.segmented("backward_gradient", "Take apart", GRADIENTS, place=places[0])
    now = state.settings
    samples, filters = list(range(1, now.backward_samples + 1)), list(range(1, now.backward_filters + 1))
    image, filter_ = min(now.backward_sample, len(samples)), min(now.backward_filter, len(filters))
    fields.segmented("backward_sample", "Image drawn", samples, value=image, place=places[1])
    fields.segmented("backward_filter", "Filter drawn", filters, value=filter_, place=places[2])
    places = st.columns([1.1, 1.1, 1, 1, 1, 1, 1.2], vertical_alignment="bottom")
    fitted = {name: partial(_fitted, f"backward_{name}") for name in ("size", "kernel", "padding")}
    fields.slider("backward_size", "Image size", 3, 8, 1, make=fitted["size"], place=places[0])
    fields.slider("backward_kernel", "Kernel", 1, 4, 1, make=fitted["kernel"], place=places[1])
    fields.segmented("backward_stride", "Stride", [1, 2, 3], place=places[2])
    fields.segmented("backward_padding", "Padding", [0, 1, 2], make=fitted["padding"], place=places[3])
    fields.segmented("backward_filters", "Filters", [1, 2, 3], place=places[4])
    fields.segmented("backward_samples", "Images", [1, 2, 3], place=places[5])
    fields.select("backward_activation", "Activation", ACTIVATIONS, place=places[6])


def _fitted(name: str, now: ConvolutionSettings, value: object) -> ConvolutionSettings:
    """Refuse a kernel that does not fit into the padded image, and say what would."""
    changed = now.changed(**{name: value})
    patches.patch_backward(changed)
    return changed


def _drawing(one: PatchBackward, answered: bool) -> None:
    now, layer = state.settings, one.convolution
    H, W, _ = layer.in_shape
    kh, kw = layer.kernel
    top, left = one.padding
    filters = layer.n_filters
    sample, filter_ = min(now.backward_sample, len(one.X)) - 1, min(now.backward_filter, filters) - 1
    rows, columns = (kh, kw) if now.backward_gradient == "dK" else (H, W)
    header = {
        "gradient": now.backward_gradient,
        "chosen": [min(now.backward_row, rows - 1), min(now.backward_column, columns - 1)],
        "sample": sample,
        "filter": filter_,
        "samples": len(one.X),
        "filters": filters,
        "stride": now.backward_stride,
        "before": [top, left],
        "answered": answered,
    }
    of_kernel, of_image = patches.kernel_products(one), patches.image_products(one)
    spread = patches.spread_gradients(one)[:, top : top + H + kh - 1, left : left + W + kw - 1]
    arrays = {
        "X": one.forward.X[..., 0],
        "K": layer.K[:, :, 0],
        "flipped": layer.K[::-1, ::-1, 0],
        "dZ": one.backward.dZ,
        "spread": spread,
        "dK": one.backward.dK[:, :, 0],
        "db": one.db,
        "dX": one.dX,
        "kernel products": of_kernel,
        "image products": of_image,
        "dK parts": of_kernel.sum((4, 5)),
        "dX parts": of_image.sum((4, 5)),
        "db parts": one.backward.dZ.sum((1, 2)),
    }
    drawing("patches", header, arrays, key="convolution-backward", on_ask=_chosen, room="22rem")


def _chosen(asked: Mapping[str, Any]) -> None:
    """Take an entry of the gradient that was chosen."""
    if "filter" in asked:
        state.update(backward_filter=int(asked["filter"]) + 1)
    else:
        state.update(backward_row=int(asked["row"]), backward_column=int(asked["column"]))
    state.show_in_address()


def _lines(one: PatchBackward) -> None:
    name = state.settings.backward_gradient
    layer = one.convolution
    formulas = {"dK": layer.latex_of_dK, "dX": layer.latex_of_dX, "db": layer.latex_of_db}
    textbook = {"dK": lines.kernel_gradient, "dX": lines.image_gradient, "db": lines.bias_gradient}
    left, right = st.columns([1, 1.25], gap="large", vertical_alignment="center")
    left.latex(formulas[name])
    with right:
        numpy_lines(assignment(textbook[name], name), engine=assignment(Convolution.backward, name))


def _check(one: PatchBackward, numeric: CheckedGradients) -> None:
    st.header("Is every entry right? Break it, and the numeric check says which are not")
    st.markdown(
        f"Every entry of K, b and X is nudged up and down by h, {NUDGE}, and the loss of the whole network is measured "
        "again: **(L(x + h) − L(x − h)) / 2h**. Shown: the relative error between the two gradients."
    )
    now = state.settings
    if ask(CHECK_ASKED, check_question(one, numeric)) or now.backward_mistakes:
        session()[OPENED] = True  # who came by an address with mistakes may take them all back
    if OPENED not in session():
        return
    titles = {name: mistake.title for name, mistake in MISTAKES.items()}
    fields.pills(
        "backward_mistakes", "Break the backward pass", titles, many=True, value=list(state.settings.backward_mistakes)
    )
    mistakes = state.settings.backward_mistakes
    _check_drawing(mistaken_check(one, mistakes, numeric))
    for name in mistakes:
        st.markdown(f":red[:material/bug_report:] **{MISTAKES[name].title}**: {explained(one, name, numeric)}")
        numpy_lines(f"{MISTAKES[name].right}   # correct\n{MISTAKES[name].mistaken}   # wrong")


def _check_drawing(check: CheckedGradients) -> None:
    pieces = [named for symbol, part in check.tensors.items() for named in _matrices(symbol, part)]
    arrays: dict[str, Array] = {}
    tensors: list[dict[str, Any]] = []
    for name, piece in pieces:
        tensor, parts = checked_tensor(name, piece)
        tensors.append(tensor)
        arrays |= parts
    summary = agreement([piece for _, piece in pieces])
    header = {"groups": [{"title": "", "tensors": tensors}], "legend": LEGEND, "summary": summary}
    drawing("tensors", header, arrays, key="convolution-check", room="16rem")
    state.show_in_address()


def _matrices(symbol: str, part: TensorCheck) -> list[tuple[str, TensorCheck]]:
    """Cut a checked tensor into matrices that have names: one for each filter or each image."""

    def cut(name: str, take: Any) -> tuple[str, TensorCheck]:
        return name, TensorCheck(name, take(part.analytic), take(part.numeric))

    if symbol == "db":
        return [cut("db", np.atleast_2d)]
    n = part.analytic.shape[-1] if symbol == "dK" else len(part.analytic)
    word = "filter" if symbol == "dK" else "image"
    axis = -1 if symbol == "dK" else 0
    return [
        cut(symbol if n == 1 else f"{symbol}, {word} {k + 1}", lambda V, k=k: np.take(V, k, axis)) for k in range(n)
    ]


def _behind(one: PatchBackward, numeric: CheckedGradients) -> None:
    st.header("Behind the picture")
    table_panel(state, "backward", lambda: numeric.rows(), "convolution_backward")
    with folded("Open the tensors of this pass", state.key("backward.tensors")) as is_open:
        if is_open:
            inspector(one.step, "convolution-backward-tensors", selected=f"layers[{patches.LAYER}].dK")


def _conclusions() -> Sequence[str]:
    return conclusions.conclusions(state.settings)


TOPIC = TopicPage(
    title="Backward",
    look="**Click an entry of the gradient**: the products that it sums up are shown. Then break the backward pass.",
    section=_section,
    conclusions=_conclusions,
)
