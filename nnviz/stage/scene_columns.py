"""The columns of a scene: what stands still in the diagram of a run's network."""

import numpy as np

from nnviz.engine import Dense
from nnviz.experiments import Run, network_columns
from nnviz.experiments.run.choice import activation_of
from nnviz.experiments.run.target_units import target_names
from nnviz.stage.scene import Column


def scene_columns(run: Run) -> tuple[Column, ...]:
    """Return the columns of a run's network: its inputs, its hidden layers, its output."""
    inputs = Column("input", run.settings.n_features, run.data.feature_titles)
    behind = network_columns(run.state.network)
    widths = [layer.n_out for layer in run.state.network.layers if isinstance(layer, Dense)]
    hidden = [
        Column(f"hidden {i + 1}", widths[i], (), column.activation, column.layer, _curve(part.activation))
        for i, (column, part) in enumerate(zip(behind[:-1], run.settings.hidden, strict=True))
    ]
    names = run.data.data.class_names if run.head.output_activation == "softmax" else target_names(run)
    output_curve = () if run.head.output_activation == "softmax" else _curve(run.head.output_activation)
    return (
        inputs,
        *hidden,
        Column("output", widths[-1], names, _output_activation_title(run), behind[-1].layer, output_curve),
    )


def _curve(text: str) -> tuple[float, ...]:
    """Return an activation at 25 inputs from -3 to 3, for a small drawing."""
    return tuple(float(a) for a in np.round(activation_of(text).f(np.linspace(-3.0, 3.0, 25)), 3))


def _output_activation_title(run: Run) -> str:
    return {"identity": "linear"}.get(run.head.output_activation, run.head.output_activation)
