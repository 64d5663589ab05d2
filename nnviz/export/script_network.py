"""The part of a script that holds the network: weights, forward pass and backward pass, layer by layer."""

from collections.abc import Iterator
from dataclasses import replace

from nnviz.engine import AveragePool, Convolution, Dense, Dropout, MaxPool, PReLU, Reshape, Softmax, has_weights
from nnviz.engine.activations import dprelu_dslope, dprelu_dz, prelu
from nnviz.engine.activations.identity_and_step import IDENTITY
from nnviz.engine.layers.softmax import softmax
from nnviz.experiments import Run
from nnviz.export.engine_source import Function, activation_call
from nnviz.export.layer_text import LayerText
from nnviz.export.names import named_parameters
from nnviz.export.script_arrays import array_text
from nnviz.export.script_images import convolution_text, pooling_text
from nnviz.export.script_sequences import SEQUENCE_LAYERS, sequence_text


def network_parts(run: Run) -> tuple[str, str, str]:
    """Return the lines that define ``parameters``, those of ``forward`` and those of ``backward``."""
    texts = tuple(_layers(run))
    parameters = list(named_parameters(run.state.network))
    names = [part.short for part in parameters]
    biases = ", b one bias per unit" if any(part.name == "b" for part in parameters) else ""
    gates = (
        "# W_xh weighs the input of a step, W_hh the state before it; gates have columns beside each other.\n"
        if any(part.name == "W_xh" for part in parameters)
        else ""
    )
    kernels = "# K has the kernel's rows and columns, channels and filters.\n" if names[0].startswith("K") else ""
    weights = [
        f"# The weights at this step: W has one row per feature and one column per unit{biases}.",
        *kernels.splitlines(),
        *gates.splitlines(),
        *(f"{part.short} = {array_text(part.value)}" for part in parameters),
        f"parameters = [{', '.join(names)}]",
    ]
    return "\n".join(weights), _forward(texts, names), _backward(texts, names)


def layer_functions(run: Run) -> list[Function]:
    """Return the engine's functions that the layers use."""
    return [function for text in _layers(run) for function in text.functions]


def _forward(texts: tuple[LayerText, ...], names: list[str]) -> str:
    kept = [name for text in texts for name in text.keeps]
    lines = [
        "def forward(parameters, X, rng=None):",
        '    """Run X through every layer; rng is given in training, where dropout draws its masks from it."""',
        f"    {', '.join(names)} = parameters",
        "    A = X",
    ]
    lines += ["    " + line for text in texts for line in text.forward]
    pairs = ", ".join(f'"{name}": {name}' for name in dict.fromkeys(kept))
    return "\n".join([*lines, f"    return A, {{{pairs}}}"])


def _backward(texts: tuple[LayerText, ...], names: list[str]) -> str:
    lines = [
        "def backward(parameters, kept, dA):",
        '    """Send the gradient of the output back through every layer, the last one first: the chain rule."""',
        f"    {', '.join(names)} = parameters",
    ]
    lines += ["    " + line for text in reversed(texts) for line in text.backward]
    return "\n".join([*lines, f"    return [{', '.join('d' + name for name in names)}]"])


def _layers(run: Run) -> Iterator[LayerText]:
    k = p = 0
    for layer in run.state.network.layers:
        k += has_weights(layer)
        if isinstance(layer, Dense):
            yield _dense(layer, k)
        elif isinstance(layer, Convolution):
            yield convolution_text(layer, k)
        elif isinstance(layer, MaxPool | AveragePool):
            p += 1
            yield _needed(pooling_text(layer, p), k)
        elif isinstance(layer, SEQUENCE_LAYERS):
            yield sequence_text(layer, k)
        elif isinstance(layer, Reshape):
            yield _needed(_reshape(layer), k)
        elif isinstance(layer, PReLU):
            yield _prelu(layer, k)
        elif isinstance(layer, Dropout):
            yield _dropout(layer, k)
        elif isinstance(layer, Softmax):
            yield _softmax(k)
        else:
            raise ValueError(f"expected layers that a script can write, got {type(layer).__name__}")


def _needed(text: LayerText, k: int) -> LayerText:
    """Leave out the way back through a layer that has none with weights below it."""
    return text if k else replace(text, backward=(), keeps=())


def _reshape(layer: Reshape) -> LayerText:
    shapes = [", ".join(map(str, shape)) for shape in (layer.in_shape, layer.out_shape)]
    title = f"# The same numbers in another shape: {shapes[0].replace(', ', ' x ')} -> {shapes[1].replace(', ', ' x ')}"
    return LayerText((title, f"A = A.reshape(-1, {shapes[1]})"), (title, f"dA = dA.reshape(-1, {shapes[0]})"))


def _dense(layer: Dense, k: int) -> LayerText:
    straight = layer.activation is IDENTITY
    title = f"# Layer {k}: {layer.n_in} -> {layer.n_out}, {layer.activation.title}"
    call = activation_call(layer.activation, False).format(f"Z{k}")
    slope = activation_call(layer.activation, True).format(f'kept["Z{k}"], kept["A{k}"]')
    linear = f"X{k} @ W{k}" if layer.b is None else f"X{k} @ W{k} + b{k}"
    backward = (
        title,
        "dZ = dA" if straight else f"dZ = dA * {slope}",
        f'dW{k} = kept["X{k}"].T @ dZ',
        *([] if layer.b is None else [f"db{k} = dZ.sum(axis=0)"]),
        *([f"dA = dZ @ W{k}.T"] if k > 1 else []),
    )
    if straight:
        return LayerText((title, f"X{k} = A", f"A = {linear}"), backward, (f"X{k}",))
    forward = (title, f"X{k} = A", f"Z{k} = {linear}", f"A = A{k} = {call}")
    return LayerText(forward, backward, (f"X{k}", f"Z{k}", f"A{k}"), (layer.activation.f, layer.activation.df))


def _prelu(layer: PReLU, k: int) -> LayerText:
    title = f"# PReLU of layer {k}: each {'channel' if layer.size else 'unit'} has learned its own slope below zero"
    over = tuple(range(len(layer.size) + 1)) if layer.size else 0
    return LayerText(
        (title, f"Z{k} = A", f"A = prelu(Z{k}, slope{k})"),
        (
            title,
            f'dslope{k} = (dA * dprelu_dslope(kept["Z{k}"])).sum(axis={over})',
            f'dA = dA * dprelu_dz(kept["Z{k}"], slope{k})',
        ),
        (f"Z{k}",),
        (prelu, dprelu_dz, dprelu_dslope),
    )


def _dropout(layer: Dropout, k: int) -> LayerText:
    kept = 1.0 - layer.rate
    title = (
        f"# Dropout after layer {k}: in training {layer.rate:g} of the units are dropped, the others scaled up to match"
    )
    mask = f"M{k} = 1.0 if rng is None else (rng.random(A.shape) < {kept!r}) / {kept!r}"
    return LayerText((title, mask, f"A = A * M{k}"), (title, f'dA = dA * kept["M{k}"]'), (f"M{k}",))


def _softmax(k: int) -> LayerText:
    title = "# Softmax: each row becomes probabilities"
    return LayerText(
        (title, "P = A = softmax(A)"),
        (title, 'P = kept["P"]', "dA = P * (dA - (dA * P).sum(axis=-1, keepdims=True))"),
        ("P",),
        (softmax,),
    )
