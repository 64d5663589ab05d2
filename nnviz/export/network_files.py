"""A network alone, without a run: as a script of its forward pass, and as a file of weights."""

from io import BytesIO

import numpy as np

from nnviz.engine import Array, Dense, Network
from nnviz.export.engine_source import activation_call, source_of
from nnviz.export.names import named_parameters
from nnviz.export.notebook import PICTURES, matrices_section, notebook
from nnviz.export.script_arrays import UNPACK, WRITTEN_OUT, array_text
from nnviz.export.section import Section, script_of


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
    words = f"{title}: the network alone, in NumPy. Run it: it compares itself with nnviz."
    return script_of(words, _sections(network, X))


def network_notebook(network: Network, X: Array, title: str) -> str:
    """Return the same as a Jupyter notebook, with pictures of the weights; the arguments are those of the script."""
    names = (part.short for part in named_parameters(network))
    pictures = (PICTURES, matrices_section(f"dict({', '.join(f'{name}={name}' for name in names)})"))
    words = "The network alone, in NumPy. Run all cells: it compares itself with nnviz."
    return notebook(title, words, (*_sections(network, X), *pictures))


def _sections(network: Network, X: Array) -> tuple[Section, ...]:
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
    numpy = ("import base64\nimport zlib\n\n" if packed else "") + "import numpy as np"
    weights = "\n".join(f"{part.short} = {array_text(part.value)}" for part in parameters)
    forward = "def forward(X):\n    A = X\n" + "\n".join(lines) + "\n    return A"
    comparison = (
        f"X = {array_text(X)}\nexpected = {array_text(network.forward(X).A)}\n"
        'print("largest difference from nnviz:", np.abs(forward(X) - expected).max())'
    )
    return (
        Section("numpy", "## NumPy\n\nNothing else is needed.", "\n\n\n".join([numpy, *([UNPACK] if packed else [])])),
        *(
            [Section("functions", "## Functions\n\nThe engine's own, without its types.", functions)]
            if functions
            else []
        ),
        Section("weights", "## The weights\n\nExactly those of the network.", weights),
        Section("forward", "## The forward pass\n\nLayer by layer.", forward),
        Section("comparison", "## Is it the same?\n\nWhat nnviz computes beside what is computed here.", comparison),
    )


def network_weights(network: Network) -> bytes:
    """Return the parameters of a network as an .npz file: ``W1``, ``b1``, ... as float64.

    Parameters
    ----------
    network : Network
    """
    file = BytesIO()
    np.savez(file, **{part.short: part.value for part in named_parameters(network)})  # type: ignore[arg-type]
    return file.getvalue()
