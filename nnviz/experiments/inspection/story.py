"""The tensors of a step in the order of its story: forward, loss, backward from the last layer, update."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from nnviz.engine import Dense, Dropout, Layer, LossTrace, Network, StepRecord, TensorView, Trace, walk
from nnviz.engine.network import Gradients
from nnviz.experiments.inspection.descriptions import described
from nnviz.experiments.run.columns import network_columns
from nnviz.experiments.run.run import Run

PASSES = ("forward", "loss", "backward", "update")

LAYER = re.compile(r"(?:after\.network\.)?layers\[(\d+)\]\.")


@dataclass(frozen=True, eq=False)
class Step:
    """The parts of a record, as far as it has them.

    Attributes
    ----------
    record : Any
        What was given: a step's record, a trace, gradients, a loss trace, or any other record of tensors.
    trace : Trace or None
    loss : LossTrace or None
    gradients : Gradients or None
    taken : StepRecord or None
        The whole step.
    known : Network or None
        The network that made them, for parts that do not hold it.
    """

    record: Any
    trace: Trace | None = None
    loss: LossTrace | None = None
    gradients: Gradients | None = None
    taken: StepRecord | None = None
    known: Network | None = None

    @staticmethod
    def of(record: Any) -> "Step":
        """Sort out what a record holds; of a run, its last step, or the first that it will take."""
        if isinstance(record, Step):
            return record
        if isinstance(record, Run):
            record = record.last or record.look_ahead()
        if isinstance(record, StepRecord):
            return Step(record, record.trace, record.loss, record.gradients, record)
        return Step(
            record,
            record if isinstance(record, Trace) else None,
            record if isinstance(record, LossTrace) else None,
            record if isinstance(record, Gradients) else None,
        )

    @property
    def network(self) -> Network | None:
        """The network before the step, where the record knows it."""
        return self.taken.before.network if self.taken else self.known


@dataclass(frozen=True, eq=False)
class Chapter:
    """The tensors of one layer in one pass.

    Attributes
    ----------
    passage : str
        One of `PASSES`, or ``"tensors"`` for a record of another kind.
    title : str
        Such as "Hidden 1: dense 2 → 4, tanh".
    layer : int or None
        The position in `Network.layers`; None where the tensors belong to no layer.
    views : tuple of TensorView
        With the formula and the lines that hold in this very place: of this activation, this loss, this optimizer.
    """

    passage: str
    title: str
    layer: int | None
    views: tuple[TensorView, ...]


def story(record: Any) -> tuple[Chapter, ...]:
    """Sort every tensor of a record into chapters.

    Parameters
    ----------
    record : Run, StepRecord, Trace, Gradients, LossTrace, Step
        Any other record whose fields were declared with `tensor` makes one chapter. A `Step` puts parts together, such
        as ``Step(None, trace, gradients=gradients, known=network)``.

    Returns
    -------
    tuple of Chapter
        Each tensor that `walk` lists stands in one of them, under the same path. The paths of a loss trace on its own
        begin with ``loss.``, as they do in a step.
    """
    step = Step.of(record)
    chapters = [chapter for passage in PASSES for chapter in _passage(step, passage)]
    if not chapters:
        chapters = [Chapter("tensors", "", None, tuple(walk(step.record)))]
    return tuple(
        replace(chapter, views=tuple(described(step, chapter.layer, view) for view in chapter.views))
        for chapter in chapters
        if chapter.views
    )


def _passage(step: Step, passage: str) -> Iterator[Chapter]:
    """Yield the chapters of one pass, in the order in which they happen."""
    if passage == "forward" and step.trace is not None:
        yield from _by_layer(step, passage, walk(step.trace), "Input")
    elif passage == "loss" and step.loss is not None:
        title = step.loss.loss.title
        yield Chapter(passage, title[0].upper() + title[1:], None, tuple(walk(step.loss, "loss.")))
    elif passage == "backward" and step.gradients is not None:
        yield from reversed(list(_by_layer(step, passage, walk(step.gradients), "")))
    elif passage == "update" and step.taken is not None:
        known = {view.path for part in (step.trace, step.gradients) for view in walk(part)}
        views = [v for v in walk(step.taken) if v.path not in known and not v.path.startswith("loss.")]
        whole = sorted((v for v in views if not LAYER.match(v.path)), key=lambda v: v.path != "dtheta")
        yield Chapter(passage, "All parameters as one vector", None, tuple(whole))
        yield from _by_layer(step, passage, (v for v in views if LAYER.match(v.path)), "")


def _by_layer(step: Step, passage: str, views: Iterator[TensorView], rest: str) -> Iterator[Chapter]:
    """Yield what belongs to no layer, under the title ``rest``, then one chapter a layer."""
    found: dict[int | None, list[TensorView]] = {}
    for view in views:
        at = LAYER.match(view.path)
        found.setdefault(int(at.group(1)) if at else None, []).append(view)
    for layer, part in sorted(found.items(), key=lambda item: -1 if item[0] is None else item[0]):
        yield Chapter(passage, rest if layer is None else _title(step, layer), layer, tuple(part))


def _title(step: Step, i: int) -> str:
    """Name a layer as the stage does: hidden columns are counted, the last one is the output."""
    if step.network is None:
        layer = getattr(step.trace.layers[i], "layer", None) if step.trace is not None else None
        return f"Layer {i}" + (f": {_kind(layer)}" if layer is not None else "")
    columns = network_columns(step.network)
    at = next((k for k, column in enumerate(columns) if i <= column.last), len(columns) - 1)
    name = "Output" if at == len(columns) - 1 else f"Hidden {at + 1}"
    return f"{name}: {_kind(step.network.layers[i])}"


def _kind(layer: Layer[Any]) -> str:
    """Name the kind of a layer with its sizes."""
    if isinstance(layer, Dense):
        title = layer.activation.title
        return f"dense {layer.n_in} → {layer.n_out}" + (f", {title}" if title != "identity" else "")
    if isinstance(layer, Dropout):
        return f"dropout {layer.rate:g}"
    name = type(layer).__name__
    return {"Softmax": "softmax"}.get(name, name)
