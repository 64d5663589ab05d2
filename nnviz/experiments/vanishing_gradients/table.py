"""The measured layers as rows of a table."""

from nnviz.experiments.depth.trajectory import DepthFrame

MEASURED = (
    "gradient",
    "bias_gradient",
    "delta",
    "delta_spread",
    "mean",
    "spread",
    "slope",
    "saturated",
    "dead",
    "zeros",
    "denormals",
    "left",
    "slopes_left",
)
"""Attributes of `LayerMeasurements` with a number a layer."""


def layer_rows(frame: DepthFrame, lane: int = 0) -> list[dict[str, object]]:
    """Return a row for each layer of one network, the output last.

    Parameters
    ----------
    frame : DepthFrame
    lane : int
        Which network.
    """
    measured = frame.layers
    columns = {name: getattr(measured, name)[lane] for name in MEASURED}
    layers = measured.gradient.shape[-1]
    rows: list[dict[str, object]] = []
    for i in range(layers):
        row: dict[str, object] = {"step": frame.step, "layer": str(i + 1) if i < layers - 1 else "output"}
        row |= {name: float(values[i]) for name, values in columns.items()}
        rows.append(row | {"bound": float(measured.bound[i])})
    return rows
