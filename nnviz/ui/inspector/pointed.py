"""Which tensor, and which of its entries, a person points at on the stage."""

from nnviz.experiments import Run
from nnviz.stage.diagram_columns import diagram_inputs


def tensor_at(
    run: Run, kind: str, layer: int, i: int, j: int, a: int = 0, b: int = 0, name: str = ""
) -> tuple[str, tuple[int, ...]]:
    """Return the path and the entry of what the stage's command ``inspect`` names.

    The stage shows the parameters after the step; the inspector's step has them after and before it. A kernel's entry
    has the place in the kernel first, that of a channel's output the place in the map; signals have one row.
    """
    network = run.state.network
    if kind == "state":  # of a recurrent layer, at step i
        return f"layers[{layer}].{name}", (0, i, j)
    if layer < 0:
        column = diagram_inputs(network)
        return "X", (0, (a * column[1] + b) * column[2] + j if column else j)
    after = "after.network." if run.last is not None and kind != "unit" else ""
    axes = len(network.layers[layer].out_shape or (j,)) - 1 if 0 <= layer < len(network.layers) else 0
    place = (a, b)[2 - axes :]
    name, entry = {
        "weight": ("W", (i, j)),
        "bias": ("b", (j,)),
        "unit": ("A", (0, *place, j)),
        "kernel": ("K", (*place, i, j)),
    }[kind]
    return f"{after}layers[{layer}].{name}", entry
