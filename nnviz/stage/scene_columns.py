"""The columns of a scene: what stands still in the diagram of a run's network."""

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.experiments import Run
from nnviz.experiments.run.choice import activation_of
from nnviz.experiments.run.target_units import target_names
from nnviz.stage.diagram_columns import DiagramColumn, diagram_columns, diagram_inputs
from nnviz.stage.scene import Column

_NAMES = {"dense": "hidden", "convolution": "conv", "pooling": "pool"}


def scene_columns(run: Run) -> tuple[Column, ...]:
    """Return the columns of a run's network: its inputs, its hidden layers, its output."""
    *behind, output = diagram_columns(run.state.network)
    activations = iter(run.settings.hidden)
    numbers = dict.fromkeys(_NAMES, 0)
    hidden = []
    for column in behind:
        numbers[column.operation] += 1
        title = f"{_NAMES[column.operation]} {numbers[column.operation]}"
        if column.operation == "dense":
            curve = _curve(activation_of(next(activations).activation))
        else:
            curve = () if column.activation is None else _curve(column.activation)
        hidden.append(_column(column, title, column.title, curve))
    names = run.data.data.class_names if run.head.output_activation == "softmax" else target_names(run)
    output_curve = () if run.head.output_activation == "softmax" else _curve(activation_of(run.head.output_activation))
    return (
        _inputs(run),
        *hidden,
        _column(output, "output", _output_activation_title(run), output_curve, names),
    )


def _inputs(run: Run) -> Column:
    """Return the features, or the image that the network takes them for."""
    if shape := diagram_inputs(run.state.network):
        return Column("input", shape[-1], shape=shape)
    return Column("input", run.settings.n_features, run.data.feature_titles)


def _column(
    column: DiagramColumn, title: str, activation: str, curve: tuple[float, ...], labels: tuple[str, ...] = ()
) -> Column:
    return Column(title, column.units, labels, activation, column.layer, curve, column.operation, column.shape)


def _curve(activation: Activation) -> tuple[float, ...]:
    """Return an activation at 25 inputs from -3 to 3, for a small drawing."""
    return tuple(float(a) for a in np.round(activation.f(np.linspace(-3.0, 3.0, 25)), 3))


def _output_activation_title(run: Run) -> str:
    return {"identity": "linear"}.get(run.head.output_activation, run.head.output_activation)
