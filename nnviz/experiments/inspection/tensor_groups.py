"""The tensors of a step in the order in which they are computed: forward pass, loss, backward pass, update."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from nnviz.engine import (
    Attention,
    AveragePool,
    Convolution,
    Dense,
    Dropout,
    Elman,
    Embedding,
    LastStep,
    Layer,
    MaxPool,
    PerStep,
    Reshape,
    Residual,
    TensorView,
    walk,
)
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.experiments.inspection.descriptions import described
from nnviz.experiments.inspection.step import Step, layer_of
from nnviz.experiments.run.columns import network_columns

PHASES = ("forward", "loss", "backward", "update")
"""The phases of a training step."""


@dataclass(frozen=True, eq=False)
class TensorGroup:
    """The tensors of one layer in one phase of a step.

    Attributes
    ----------
    phase : str
        One of `PHASES`, or ``"tensors"`` for a record of another kind.
    title : str
        Such as "Hidden 1: dense 2 → 4, tanh".
    layer : int or None
        The position in `Network.layers`; None where the tensors belong to no layer.
    views : tuple of TensorView
        With the formula and the lines of NumPy of this activation, this loss and this optimizer.
    """

    phase: str
    title: str
    layer: int | None
    views: tuple[TensorView, ...]


def tensor_groups(record: Any) -> tuple[TensorGroup, ...]:
    """Group every tensor of a record by phase and layer.

    Parameters
    ----------
    record : Run, StepRecord, Trace, Gradients, LossTrace, Step
        Any other record whose fields were declared with `tensor` makes one group. A `Step` puts parts together, such
        as ``Step(None, trace, gradients=gradients, known=network)``.

    Returns
    -------
    tuple of TensorGroup
        Each tensor that `walk` lists stands in one of them, under the same path. The paths of a loss trace on its own
        begin with ``loss.``, as they do in a step.
    """
    step = Step.of(record)
    groups = [group for phase in PHASES for group in _phase(step, phase)]
    if not groups:
        groups = [TensorGroup("tensors", "", None, tuple(walk(step.record)))]
    return tuple(
        replace(group, views=tuple(described(step, group.layer, view) for view in group.views))
        for group in groups
        if group.views
    )


def _phase(step: Step, phase: str) -> Iterator[TensorGroup]:
    """Yield the groups of one phase, in the order in which they are computed."""
    if phase == "forward" and step.trace is not None:
        yield from _by_layer(step, phase, walk(step.trace), "Input")
    elif phase == "loss" and step.loss is not None:
        title = step.loss.loss.title
        if step.own_units is not None:
            yield TensorGroup(phase, "In the target's own units", None, tuple(walk(step.own_units, "own_units.")))
        yield TensorGroup(phase, title[0].upper() + title[1:], None, tuple(walk(step.loss, "loss.")))
    elif phase == "backward" and step.gradients is not None:
        yield from reversed(list(_by_layer(step, phase, walk(step.gradients), "")))
    elif phase == "update" and step.taken is not None:
        known = {view.path for part in (step.trace, step.gradients) for view in walk(part)}
        views = [v for v in walk(step.taken) if v.path not in known and not v.path.startswith("loss.")]
        whole = sorted((v for v in views if layer_of(v.path) is None), key=lambda v: v.path != "dtheta")
        yield TensorGroup(phase, "All parameters as one vector", None, tuple(whole))
        yield from _by_layer(step, phase, (v for v in views if layer_of(v.path) is not None), "")


def _by_layer(step: Step, phase: str, views: Iterator[TensorView], rest: str) -> Iterator[TensorGroup]:
    """Yield what belongs to no layer, under the title ``rest``, then one group a layer."""
    found: dict[int | None, list[TensorView]] = {}
    for view in views:
        found.setdefault(layer_of(view.path), []).append(view)
    for layer, part in sorted(found.items(), key=lambda item: -1 if item[0] is None else item[0]):
        yield TensorGroup(phase, rest if layer is None else _title(step, layer), layer, tuple(part))


def _title(step: Step, i: int) -> str:
    """Name a layer as the stage does: hidden columns are counted, the last one is the output."""
    if step.network is None:
        layer = getattr(step.trace.layers[i], "layer", None) if step.trace is not None else None
        return f"Layer {i}" + (f": {_kind(layer)}" if layer is not None else "")
    if any(isinstance(layer, Recurrent | PerStep | Embedding | Residual) for layer in step.network.layers):
        last = i == len(step.network.layers) - 1
        kind = _kind(step.network.layers[i])
        return f"Output: {kind}" if last else kind[0].upper() + kind[1:]
    columns = network_columns(step.network)
    column = next((column for column in columns if i <= column.last), columns[-1])
    if i < column.layer:
        name = "Input"
    elif column is columns[-1]:
        name = "Output"
    else:
        name = f"{'Hidden' if column.kind == 'dense' else column.kind.capitalize()} {column.number}"
    return f"{name}: {_kind(step.network.layers[i])}"


def _kind(layer: Layer[Any]) -> str:
    """Name the kind of a layer with its sizes."""
    if isinstance(layer, Dense):
        title = layer.activation.title
        return f"dense {layer.n_in} → {layer.n_out}" + (f", {title}" if title != "identity" else "")
    if isinstance(layer, Dropout):
        return f"dropout {layer.rate:g}"
    if isinstance(layer, Convolution | MaxPool | AveragePool | Reshape):
        return ", ".join([f"{_sizes(layer.in_shape)} → {_sizes(layer.out_shape)}", *_window(layer)])
    if isinstance(layer, Recurrent):
        title = f", {layer.activation.title}" if isinstance(layer, Elman) else ""
        return f"{type(layer).__name__} {layer.W_xh.shape[-2]} → {layer.units}{title}, {layer.steps} steps"
    if isinstance(layer, PerStep):
        return f"{_kind(layer.dense)}, at each of {layer.steps} steps"
    if isinstance(layer, LastStep):
        return f"last of {layer.steps} steps"
    if isinstance(layer, Embedding):
        return f"embedding of {layer.symbols} symbols, {layer.W.shape[-1]} wide"
    if isinstance(layer, Residual):
        return f"residual connection around {', '.join(map(_kind, layer.layers))}"
    if isinstance(layer, Attention):
        heads = f"{layer.heads} heads of {layer.head_width}" if layer.heads > 1 else f"1 head of {layer.head_width}"
        return f"{'causal ' * layer.causal}attention, {heads}"
    name = type(layer).__name__
    return _NAMES.get(name, name)


_NAMES = {
    "Softmax": "softmax",
    "LayerNorm": "layer norm",
    "RMSNorm": "RMS norm",
    "LearnedPositions": "learned positions",
    "SinusoidalPositions": "sinusoidal positions",
}


def _sizes(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))


def _window(layer: Convolution | MaxPool | AveragePool | Reshape) -> list[str]:
    """Say what looks at the input, and what it makes of what it sees."""
    if isinstance(layer, Reshape):
        return []
    window = _sizes(tuple(w.kernel for w in layer.windows))
    if isinstance(layer, MaxPool | AveragePool):
        return [f"{'maximum' if isinstance(layer, MaxPool) else 'mean'} of {window}"]
    title = layer.activation.title
    return [f"kernel {window}", *([title] if title != "identity" else [])]
