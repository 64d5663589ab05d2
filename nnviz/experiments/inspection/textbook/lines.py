"""The textbook's line of a tensor, with the names of its layer: A1 is what layer 1 gives, and W2 what layer 2 weighs.

Layers count from 1 as in the formulas; X is what the first one takes. The
engine's own lines also carry leading axes and keep digits where these lose
them; a test computes every line here and compares it with the engine's tensor.
"""

import re
from typing import Any

from nnviz.engine import (
    Activation,
    AveragePool,
    Convolution,
    Dense,
    Dropout,
    Embedding,
    LastStep,
    MaxPool,
    PerStep,
    PReLU,
    Reshape,
    Softmax,
    TensorView,
)
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.experiments.inspection.step import Step
from nnviz.experiments.inspection.textbook.activations import TEXTBOOK_ACTIVATIONS
from nnviz.experiments.inspection.textbook.images import convolution_lines, pooling_lines, reshape_lines
from nnviz.experiments.inspection.textbook.losses import loss_line
from nnviz.experiments.inspection.textbook.optimizers import lines_with_numbers
from nnviz.experiments.inspection.textbook.sequences import around_lines, recurrent_lines


def textbook_lines(step: Step, layer: int | None, view: TensorView) -> str:
    """Return the line, or lines, that a textbook would have; empty where it has none, such as for what is given.

    Parameters
    ----------
    step : Step
    layer : int or None
        The position in `Network.layers`.
    view : TensorView
        As `walk` yields it.
    """
    name = view.path.rpartition(".")[2]
    if view.path.startswith("loss.") and step.loss is not None:
        return _of_output(step, loss_line(step.loss.loss, name))
    if view.path.startswith("after.memory."):
        return _memory(step, name)
    if layer is None:
        return ""
    inside = view.path.partition(f"layers[{layer}].")[2]
    if view.path.startswith("after."):
        return _new_parameter(step, layer, inside)
    if "." in inside:
        return ""  # of a layer inside this one
    layers = _layers(step)
    if layer >= len(layers):
        return ""
    if name == "dA":
        if layer + 1 < len(layers):
            return _of_layer(layers[layer + 1], layer + 1, "dX")
        return _of_output(step, loss_line(step.loss.loss, "dA")) if step.loss is not None else ""
    return _of_layer(layers[layer], layer, name)


def _layers(step: Step) -> tuple[Layer[Any], ...]:
    if step.network is not None:
        return tuple(step.network.layers)
    traces = step.trace.layers if step.trace is not None else ()
    return tuple(trace.layer for trace in traces if hasattr(trace, "layer"))


def output_name(i: int, gradient: bool = False) -> str:
    """Return the name of what layer i takes: X, A1, A2, ...; or of the gradient with respect to it."""
    return ("d" if gradient else "") + (f"A{i}" if i else "X")


def _of_layer(layer: Layer[Any], i: int, name: str) -> str:
    """Return the line of one field of a layer at a position."""
    number, A, dA = i + 1, output_name(i), output_name(i, gradient=True)
    if isinstance(layer, Dense | Convolution | PerStep) and name in ("A", "dZ"):
        activation = layer.dense.activation if isinstance(layer, PerStep) else layer.activation
        return _of_activation(activation, number).get(name, "")
    if isinstance(layer, Recurrent):
        return recurrent_lines(layer, number, A, dA).get(name, "")
    if isinstance(layer, PerStep | LastStep | Embedding):
        return around_lines(layer, number, A, dA).get(name, "")
    if isinstance(layer, Convolution):
        return convolution_lines(layer, number, A, dA).get(name, "")
    if isinstance(layer, MaxPool | AveragePool):
        return pooling_lines(layer, number, A, dA).get(name, "")
    if isinstance(layer, Reshape):
        return reshape_lines(layer, number, A, dA).get(name, "")
    if isinstance(layer, Dense):
        return {
            "Z": f"Z{number} = {A} @ W{number}" + (f" + b{number}" if layer.b is not None else ""),
            "dW": f"dW{number} = {A}.T @ dZ{number}",
            "db": f"db{number} = dZ{number}.sum(axis=0)",
            "dX": f"{dA} = dZ{number} @ W{number}.T",
        }.get(name, "")
    if isinstance(layer, Softmax):
        return {
            "A": f"E = np.exp({A})\nA{number} = E / E.sum(axis=1, keepdims=True)",
            "dX": f"{dA} = A{number} * (dA{number} - (dA{number} * A{number}).sum(axis=1, keepdims=True))",
        }.get(name, "")
    if isinstance(layer, Dropout):
        kept = f"{1.0 - layer.rate:g}"
        return {
            "M": f"M{number} = (rng.random({A}.shape) < {kept}) / {kept}",
            "A": f"A{number} = {A} * M{number}",
            "dX": f"{dA} = dA{number} * M{number}",
        }.get(name, "")
    if isinstance(layer, PReLU):
        return {
            "A": f"A{number} = np.where({A} > 0, {A}, slope{number} * {A})",
            "dslope": f"dslope{number} = (dA{number} * np.minimum({A}, 0)).sum(axis={_all_but_last(layer)})",
            "dX": f"{dA} = dA{number} * np.where({A} > 0, 1, slope{number})",
        }.get(name, "")
    return ""


def _of_activation(activation: Activation, number: int) -> dict[str, str]:
    """Return the lines of A and dZ; none where the textbook has no such activation."""
    known = TEXTBOOK_ACTIVATIONS.get(activation.name)
    if known is None:
        return {}
    known = known.of(activation)
    before = f"{_named(known.before, number)}\n" if known.before else ""
    return {
        "A": f"A{number} = {_named(known.value, number)}",
        "dZ": f"{before}dZ{number} = dA{number}{_named(_factor(known.slope), number)}",
    }


def _all_but_last(layer: PReLU) -> int | tuple[int, ...]:
    """Return the axes of the samples, and of the places of maps."""
    return tuple(range(len(layer.size) + 1)) if layer.size else 0


def _factor(slope: str) -> str:
    """Put a slope behind ``dA``: a fraction in brackets."""
    if not slope:
        return ""
    return f" * ({slope})" if slope.startswith("1 /") else f" * {slope}"


def _named(text: str, number: int) -> str:
    """Give Z and A the number of their layer."""
    return re.sub(r"\b(Z|A)\b", rf"\g<1>{number}", text)


def _of_output(step: Step, text: str) -> str:
    """Give the output of the network the number of its last layer."""
    layers = len(step.trace.layers) if step.trace is not None else 0
    return re.sub(r"\b(d?A)\b", rf"\g<1>{layers}", text) if layers else text


def _memory(step: Step, name: str) -> str:
    """Return the optimizer's lines up to one of its vectors; g is the gradient."""
    assert step.taken is not None
    return lines_with_numbers(step.taken.before.rules.optimizer, name)


def _new_parameter(step: Step, layer: int, name: str) -> str:
    """Return the optimizer's lines for one parameter; empty where a penalty or a limit of the norm comes in between."""
    assert step.taken is not None
    rules = step.taken.before.rules
    if rules.penalty.active or rules.clip_norm is not None:
        return ""
    parameter = f"{name.rpartition('.')[2]}{layer + 1}"
    lines = re.sub(r"\btheta\b", parameter, lines_with_numbers(step.optimizer_of(layer, name), "theta"))
    return re.sub(r"\bg\b", f"d{parameter}", lines)
