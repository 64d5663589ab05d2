"""A network alone, without a run: as a script of its forward pass, and as a file of weights."""

from io import BytesIO

import numpy as np

from nnviz.engine import Array, Dense, Network
from nnviz.export.engine_source import activation_call, source_of
from nnviz.export.names import named_parameters
from nnviz.export.script_arrays import UNPACK, WRITTEN_OUT, array_text


def network_script(network: Network, X: Array, title: str) -> str:
    """Return a script in pure NumPy that holds a network and runs it forward on some samples.

    Parameters
    ----------
    network : Network
        Of dense layers.
    X : ndarray, shape (N, n_in)
        The script computes A of these and compares it with what the engine gives.
    title : str
        Its first line.

    Raises
    ------
    ValueError
        If a layer is of another kind.
    """
    layers = []
    for layer in network.layers:
        if not isinstance(layer, Dense):
            raise ValueError(f"expected dense layers, got {type(layer).__name__}; save the weights instead")
        layers.append(layer)
    parameters = list(named_parameters(network))
    lines = []
    for number, layer in enumerate(layers, start=1):
        bias = "" if layer.b is None else f" + b{number}"
        call = "{}" if layer.activation.name == "identity" else activation_call(layer.activation, slope=False)
        lines.append("    A = " + call.format(f"A @ W{number}{bias}"))
    functions = source_of({layer.activation.name: layer.activation.f for layer in layers}.values())
    packed = any(values.size > WRITTEN_OUT for values in (X, *(part.value for part in parameters)))
    parts = [
        f'"""{title}: the network alone, in NumPy. Run it: it compares itself with nnviz."""\n\n'
        + ("import base64\nimport zlib\n\n" if packed else "")
        + "import numpy as np",
        *([UNPACK] if packed else []),
        functions,
        "\n".join(f"{part.short} = {array_text(part.value)}" for part in parameters),
        "def forward(X):\n    A = X\n" + "\n".join(lines) + "\n    return A",
        f"X = {array_text(X)}\nexpected = {array_text(network.forward(X).A)}\n"
        'print("largest difference from nnviz:", np.abs(forward(X) - expected).max())',
    ]
    return "\n\n\n".join(part for part in parts if part) + "\n"


def network_weights(network: Network) -> bytes:
    """Return the parameters of a network as an .npz file: ``W1``, ``b1``, ... as float64.

    Parameters
    ----------
    network : Network
    """
    file = BytesIO()
    np.savez(file, **{part.short: part.value for part in named_parameters(network)})  # type: ignore[arg-type]
    return file.getvalue()
