"""A convolution as a tied dense layer: its matrix, the sums of the untied gradient, and training without ties."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import KernelMatrix, Network, Reshape, assignment, flatten
from nnviz.experiments.convolution import tied, untied_training
from nnviz.experiments.convolution.conclusions import tied as conclusions
from nnviz.experiments.convolution.questions.tied import matrix_question, sum_question, trained_question
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.convolution.tied_settings import LAYER_KINDS, MAX_IMAGES, MAX_STEPS, LayerKind
from nnviz.experiments.convolution.untied_training import LOSS, UntiedTraining, tied_sums
from nnviz.experiments.inspection import Step
from nnviz.experiments.inspection.formula import power
from nnviz.figures import loss_by_step
from nnviz.ui.convolution.state import fields, state
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.inspector import inspector
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask, seen
from nnviz.ui.widgets.topics import TopicPage
from nnviz.ui.widgets.untrusted_text import sentence, show_error

MATRIX_ASKED = state.key("question.tied.matrix")
SUM_ASKED = state.key("question.tied.sum")
TRAINED_ASKED = state.key("question.tied.trained")
PADDINGS = {"valid": "valid", "same": "same", "full": "full"}
COLOURS = {"entry": "kernel entries", "weight": "weights", "gradient": "untied gradient"}
TARGETS = {"everywhere": "one kernel everywhere", "by_place": "one kernel left, another right"}
TEXTBOOK_SUM = (
    "dW = X.T @ dZ                              # dense: a gradient for each place\n"
    "dK[u, v] = dW[entry == u * k + v].sum()    # tied: their sum, over where this entry of K stands"
)


@st.cache_resource(max_entries=20, show_spinner=False)
def _trained(key: tuple[object, ...], _settings: ConvolutionSettings) -> UntiedTraining:
    return untied_training.untied_training(_settings)


def _training() -> UntiedTraining | None:
    """The three layers of the settings; None, and a sentence on the page, where the kernel does not fit."""
    now = state.settings
    try:
        return _trained((now.tied_shape, now.tied_images, now.tied_target, now.tied_seed), now)
    except ValueError as error:
        show_error(sentence(str(error)))
        return None


def _section() -> None:
    _controls()
    training = _training()
    if training is None:
        return
    _drawing(training)
    ask(MATRIX_ASKED, matrix_question(training.layer))
    ask(SUM_ASKED, sum_question(training))
    _trained_section(training)
    _behind(training)


def _controls() -> None:
    places = st.columns([0.9, 0.9, 0.85, 1.2, 2.3], vertical_alignment="bottom")
    fields.slider("tied_size", "Image", 3, 8, 1, make=partial(_fitted, "tied_size"), place=places[0])
    fields.slider("tied_kernel", "Kernel", 1, 5, 1, make=partial(_fitted, "tied_kernel"), place=places[1])
    fields.segmented("tied_stride", "Stride", [1, 2, 3], place=places[2])
    fields.segmented("tied_padding", "Padding", PADDINGS, make=partial(_fitted, "tied_padding"), place=places[3])
    fields.segmented("tied_colour", "Show in the matrix", COLOURS, place=places[4])


def _fitted(name: str, now: ConvolutionSettings, value: object) -> ConvolutionSettings:
    """Refuse a kernel that does not fit into the image, and say what would."""
    changed = now.changed(**{name: value})
    tied.tied_layer(changed)
    return changed


def _drawing(training: UntiedTraining) -> None:
    """The convolution at its start, and what the untied layer would learn from the images."""
    now, layer = state.settings, training.layer
    summed, dK = tied_sums(training, 0)
    rows, columns = layer.convolution.windows
    kernel = (rows.kernel, columns.kernel)
    image = training.train.X[:1]
    header = {
        "size": [rows.size, columns.size],
        "out": list(layer.out_size),
        "kernel": kernel,
        "stride": rows.stride,
        "before": [rows.before, columns.before],
        "after": [rows.after, columns.after],
        "cell": min(now.tied_cell, layer.entries.shape[1] - 1),
        "entry": min(now.tied_entry, layer.n_entries - 1),
        "colour": now.tied_colour,
        "different": training.different_weights("tied", 0),
        "parameters": layer.parameters,
        "gap": float(np.abs(summed - dK).max()),
        "answered": seen(MATRIX_ASKED, matrix_question(layer)),
        "summed": seen(SUM_ASKED, sum_question(training)),
    }
    arrays = {
        "X": image.reshape(rows.size, columns.size),
        "Z": layer.dense.forward(image).Z.reshape(layer.out_size),
        "entries": layer.entries.T.astype(np.float64),
        "W": layer.dense.W.T,
        "dW": training.gradients("tied", 0).dW.T,
        "K": layer.convolution.K[:, :, 0, 0],
        "sums": summed.reshape(kernel),
        "dK": dK.reshape(kernel),
    }
    drawing("tied", header, arrays, key="convolution-tied", on_ask=_asked, room="26rem")


def _asked(asked: Mapping[str, Any]) -> None:
    """Take an output cell or an entry of the kernel that was chosen."""
    state.update(tied_cell=int(asked["cell"]), tied_entry=int(asked["entry"]))
    state.show_in_address()


def _trained_section(training: UntiedTraining) -> None:
    """The three layers after the steps of now, side by side."""
    st.header("Train it tied and untied: what do the ties give, and what do they cost?")
    places = st.columns([2, 0.8, 2], vertical_alignment="bottom")
    fields.segmented("tied_target", "The output is to be what is computed by", TARGETS, place=places[0])
    fields.number("tied_images", "Images", 5, MAX_IMAGES, 5, place=places[1])
    if not ask(TRAINED_ASKED, trained_question(training, state.settings.tied_target)):
        return
    fields.slider("tied_steps", "Steps of gradient descent", 0, MAX_STEPS, 1, place=places[2])
    steps, layer = state.settings.tied_steps, training.layer
    header = {
        "layers": [
            {
                "title": title,
                "parameters": layer.parameters[kind],
                "different": training.different_weights(kind, steps),
                "train": float(training.courses[kind].train[steps]),
                "test": float(training.courses[kind].test[steps]),
            }
            for kind, title in LAYER_KINDS.items()
        ],
        "steps": steps,
        "images": state.settings.tied_images,
    }
    arrays = {f"W{k}": training.courses[kind].W[steps].T for k, kind in enumerate(LAYER_KINDS)}
    drawing("ties", header, arrays, key="convolution-ties", room="18rem")
    st.markdown(conclusions.trained(training, state.settings))
    rates = ", ".join(f"{training.courses[kind].rate:.2g} ({title})" for kind, title in LAYER_KINDS.items())
    st.caption(
        "All three start as the same convolution and take full-batch steps on half the squared error, each at the "
        f"largest learning rate that overshoots in no direction, 1 over the largest eigenvalue of its Hessian: {rates}."
    )


def _behind(training: UntiedTraining) -> None:
    st.header("Behind the picture")
    with folded("How it is computed", state.key("tied.lines")) as is_open:
        if is_open:
            _lines(training)
    with folded("The loss by step", state.key("tied.figure")) as is_open:
        if is_open:
            _figure(training)
    with folded("dK and the sums, entry by entry", state.key("tied.table")) as is_open:
        if is_open:
            _table(training)
    with folded("Open the tensors", state.key("tied.tensors")) as is_open:
        if is_open:
            _tensors(training)


def _lines(training: UntiedTraining) -> None:
    k = training.layer.convolution.windows[0].kernel
    st.latex(
        rf"W_{{(y,x),(i,j)}} = K_{{u v}} \;\text{{ where }}\; u = y + p - s\,i,\; v = x + p - s\,j,\; "
        rf"0 \le u, v < {k}, \quad \text{{else }} 0"
    )
    st.latex(r"\mathrm{d}K_{u v} = \sum_{i,j} \mathrm{d}W_{(s i + u - p,\; s j + v - p),(i,j)}")
    numpy_lines(TEXTBOOK_SUM, engine=assignment(KernelMatrix.tied, "sums"))


def _figure(training: UntiedTraining) -> None:
    curves = {title: (training.courses[kind].train, training.courses[kind].test) for kind, title in LAYER_KINDS.items()}
    shown = loss_by_step.info("Half squared error by step", curves)
    kept_figure(partial(loss_by_step.figure, shown), "convolution-tied-loss", shown.title)


def _table(training: UntiedTraining) -> None:
    layer = training.layer
    summed, dK = tied_sums(training, 0)
    width = layer.convolution.windows[1].kernel
    rows: list[dict[str, object]] = [
        {
            "kernel row": entry // width,
            "kernel column": entry % width,
            "places": len(layer.places(entry)),
            "sum of dW over them": float(summed[entry]),
            "dK of the convolution": float(dK[entry]),
            "difference": float(summed[entry] - dK[entry]),
        }
        for entry in range(layer.n_entries)
    ]
    lines = ["| entry | places | sum of dW over them | dK | difference |", "|---|---:|---:|---:|---:|"]
    lines += [
        f"| K[{entry // width}, {entry % width}] | {row['places']} | {summed[entry]:.12f} | {dK[entry]:.12f} "
        f"| {power(abs(float(summed[entry] - dK[entry])))} |".replace("-", "−")
        for entry, row in enumerate(rows)
    ]
    st.markdown("\n".join(lines))
    result_download(rows, state.settings, "convolution_tied", state.key("tied.download"))


def _tensors(training: UntiedTraining) -> None:
    kinds: dict[LayerKind, str] = {"tied": "convolution", "dense": "dense layer, untied"}
    which = st.segmented_control(
        "Tensors of the", list(kinds), format_func=kinds.__getitem__, default="tied", key=state.key("tied.whose")
    )
    steps, images = state.settings.tied_steps, training.train
    if which == "dense":
        network = Network((training.dense("dense", steps),))
    else:
        convolution = training.courses["tied"].convolutions[steps]
        reshape = Reshape((images.X.shape[1],), convolution.in_shape)
        network = Network((reshape, convolution, flatten(convolution.out_shape)))
    trace = network.forward(images.X)
    outcome = LOSS.forward(trace.A, images.Y)
    gradients = network.backward(trace, LOSS.backward(outcome))
    step = Step(None, trace, outcome, gradients, known=network)
    inspector(step, "convolution-tied-tensors", selected="layers[0].dW" if which == "dense" else "layers[1].dK")


def _conclusions() -> Sequence[str]:
    return conclusions.conclusions(state.settings)


TOPIC = TopicPage(
    title="Tied",
    look="**Click an output cell or an entry of the kernel**: where is it in the matrix of the same dense layer?",
    section=_section,
    conclusions=_conclusions,
)
