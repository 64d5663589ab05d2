"""One neuron: inputs and weights to move, their sum, the activation, and the lines of NumPy forward and back."""

from collections.abc import Mapping
from typing import Any

from nnviz.engine import Dense, assignment
from nnviz.experiments.activation_functions import questions
from nnviz.experiments.activation_functions.curve import activation_title
from nnviz.experiments.activation_functions.one_neuron import BACKWARD_LINES, FORWARD_LINES, NeuronPass, neuron
from nnviz.ui.activation_functions.curves import curves, window
from nnviz.ui.activation_functions.state import state
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask


def neuron_now() -> NeuronPass:
    """The page's neuron, forward and back, with the first of the chosen functions."""
    now = state.settings
    return neuron((now.x1, now.x2), (now.w1, now.w2), now.b, now.activations[0])


def neuron_drawing() -> None:
    """Inputs, weights and bias to move; their sum; the activation."""
    now, neuron, c = state.settings, neuron_now(), curves()[0]
    header = {
        "title": activation_title(now.activations[0]),
        "values": {name: getattr(now, name) for name in ("x1", "x2", "w1", "w2", "b")},
        "value_range": window(float(c.A.min()), float(c.A.max())),
    }
    trace, back = neuron.trace, neuron.gradients
    assert back.db is not None  # the neuron has a bias
    arrays = {
        "X": trace.X,
        "W": trace.layer.W,
        "b": trace.layer.biases,
        "products": neuron.products,
        "Z": trace.Z,
        "A": trace.A,
        "dZ": back.dZ,
        "dW": back.dW,
        "db": back.db,
        "curve_z": c.z,
        "curve_A": c.A,
    }
    drawing("neuron", header, arrays, key="activation-neuron", on_ask=_neuron_moved, room="15rem")


def neuron_lines() -> None:
    """The lines of NumPy behind the neuron, as a textbook has them and as a dense layer of the engine does."""
    forward = "\n".join(assignment(Dense.forward, name) for name in ("Z", "A"))
    back = "\n".join(assignment(Dense.backward, name) for name in ("dZ", "dW", "db"))
    shown = "# forward\n{}\n# backward\n{}".format
    numpy_lines(shown(FORWARD_LINES, BACKWARD_LINES), engine=shown(forward, back))


def _neuron_moved(question: Mapping[str, Any]) -> None:
    values = {name: round(float(question["values"][name]), 1) for name in ("x1", "x2", "w1", "w2", "b")}
    state.update(**values)
    if question.get("done"):
        state.show_in_address()


def input_question() -> None:
    """Ask what an input of 0 means for its weight."""
    now = state.settings
    asked = questions.input_question((now.x1, now.x2), (now.w1, now.w2), now.b, now.activations[0])
    ask(state.key("question.input"), asked)
