"""The backward pass line by line: upstream gradient, local slope, and their product."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.backward_pass.example import BackwardExample
from nnviz.experiments.inspection.formula import counted

Operator = Literal["⊙", "@"]


@dataclass(frozen=True, eq=False)
class Operand:
    """One tensor of a line.

    Attributes
    ----------
    symbol : str
        With the layer's number, such as ``dZ2``; a transposed one ends in ``ᵀ``.
    values : ndarray, 2-d
    rows, columns : tuple of str
        Names.
    words : str
        What it says.
    """

    symbol: str
    values: Array
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    words: str


@dataclass(frozen=True, eq=False)
class Line:
    """One line of the backward pass.

    Attributes
    ----------
    layer : int
        From 1; 0 for the loss.
    upstream, slope, product : Operand
        The upstream gradient, the local slope, and the resulting gradient.
    operator : {'⊙', '@'}
        Element by element, or the matrix product.
    slope_first : bool
        Whether the slope stands on the left of the operator.
    path : str
        Where the result stands in the pass, for the inspector; empty where the engine keeps no such tensor.
    needs : tuple of int
        The lines whose result is needed to get here, from the top.
    sentence : str
        Why it is so.
    """

    layer: int
    upstream: Operand
    slope: Operand
    product: Operand
    operator: Operator
    slope_first: bool
    path: str
    needs: tuple[int, ...]
    sentence: str

    @property
    def name(self) -> str:
        """The result's symbol, such as ``dW1``."""
        return self.product.symbol


def backward_lines(example: BackwardExample) -> tuple[Line, ...]:
    """List the lines from the loss down to the first layer's weights.

    The products are the engine's own tensors; the operands are what its lines take them from.
    """
    lines = [_mean(example), _output(example)]
    for layer in range(example.depth, 0, -1):
        came_from = len(lines) - 1  # the line that made this layer's dA
        behind = (*lines[came_from].needs, came_from)
        lines.append(_activation_line(example, layer, behind))
        behind = (*behind, len(lines) - 1)
        rest = [_weights(example, layer, behind), _biases(example, layer, behind)]
        lines += [*rest, _below(example, layer, behind)] if layer > 1 else rest
    return tuple(lines)


def _ones(*shape: int) -> Array:
    return np.ones(shape)


def _mean(example: BackwardExample) -> Line:
    """From dL = 1 to each sample's own loss."""
    N = len(example.X)
    return Line(
        0,
        Operand("dL", _ones(1, 1), ("",), ("L",), "the derivative of L with respect to itself is 1"),
        Operand("∂L/∂ℓ", np.full((N, 1), 1.0 / N), example.rows, ("",), "derivative of the mean over N samples"),
        Operand("dℓ", np.full((N, 1), 1.0 / N), example.rows, ("ℓ",), "gradient of each sample's loss"),
        "⊙",
        False,
        "",
        (),
        f"L is the mean of {counted(N, 'loss', 'losses')}, so each contributes with weight 1/{N}. The 1/N enters "
        "here and nowhere else.",
    )


def _output(example: BackwardExample) -> Line:
    """From each sample's loss to the output, by the loss's own slope on batches of one sample."""
    alone = example.loss.forward(example.trace.A[:, None, :], example.Y[:, None, :])
    slope = example.loss.backward(alone)[:, 0, :]
    last = example.depth
    names = {"rows": example.rows, "columns": example.units(last)}
    how = "P − Y" if example.loss.expects == "logits" else "A − Y"
    return Line(
        0,
        Operand("dℓ", np.full((len(example.X), 1), 1.0 / len(example.X)), example.rows, ("ℓ",), "from the line above"),
        Operand(f"∂ℓ/∂A{last}", slope, **names, words=f"derivative of the loss: {how}"),
        Operand(f"dA{last}", example.backward(last).dA, **names, words="the gradient of the output"),
        "⊙",
        False,
        f"layers[{last - 1}].dA",
        (0,),
        f"The derivative of {example.loss.title} is {how}: prediction minus target.",
    )


def _activation_line(example: BackwardExample, layer: int, needs: tuple[int, ...]) -> Line:
    forward, backward = example.forward(layer), example.backward(layer)
    g = forward.layer.activation
    names = {"rows": example.rows, "columns": example.units(layer)}
    return Line(
        layer,
        Operand(f"dA{layer}", backward.dA, **names, words="from the line above"),
        Operand(f"g′(Z{layer})", g.df(forward.Z, forward.A), **names, words=f"derivative of {g.title} at each Z"),
        Operand(f"dZ{layer}", backward.dZ, **names, words="the gradient before the activation"),
        "⊙",
        False,
        f"layers[{layer - 1}].dZ",
        needs,
        f"A{layer} = g(Z{layer}) acts on each entry separately, so each gradient is multiplied by its own derivative.",
    )


def _weights(example: BackwardExample, layer: int, needs: tuple[int, ...]) -> Line:
    forward, backward = example.forward(layer), example.backward(layer)
    X = "X" if layer == 1 else f"A{layer - 1}"
    below, here = example.units(layer - 1), example.units(layer)
    return Line(
        layer,
        Operand(f"dZ{layer}", backward.dZ, example.rows, here, "from above"),
        Operand(f"{X}ᵀ", forward.X.T, below, example.rows, f"Z{layer} = {X} W{layer} + b{layer}: derivative by W"),
        Operand(f"dW{layer}", backward.dW, below, here, f"the gradient of the weights W{layer}"),
        "@",
        True,
        f"layers[{layer - 1}].dW",
        needs,
        f"Each weight of W{layer} multiplies an input, so its gradient is that input times dZ{layer}, summed over all "
        "samples: exactly what the matrix product with the transpose computes.",
    )


def _biases(example: BackwardExample, layer: int, needs: tuple[int, ...]) -> Line:
    backward = example.backward(layer)
    here, N = example.units(layer), len(example.X)
    return Line(
        layer,
        Operand(f"dZ{layer}", backward.dZ, example.rows, here, "from above"),
        Operand("1ᵀ", _ones(1, N), ("",), example.rows, "every sample uses the same b: derivative 1"),
        Operand(f"db{layer}", backward.db[None, :], ("",), here, f"the gradient of the biases b{layer}"),
        "@",
        True,
        f"layers[{layer - 1}].db",
        needs,
        f"b{layer} is added to every row, so its gradient is the sum over the rows of dZ{layer}.",
    )


def _below(example: BackwardExample, layer: int, needs: tuple[int, ...]) -> Line:
    forward, backward = example.forward(layer), example.backward(layer)
    assert backward.dX is not None
    below, here = example.units(layer - 1), example.units(layer)
    return Line(
        layer,
        Operand(f"dZ{layer}", backward.dZ, example.rows, here, "from above"),
        Operand(
            f"W{layer}ᵀ",
            forward.layer.W.T,
            here,
            below,
            f"Z{layer} = A{layer - 1} W{layer} + b{layer}: derivative by A",
        ),
        Operand(
            f"dA{layer - 1}", backward.dX, example.rows, below, f"what layer {layer} passes back to layer {layer - 1}"
        ),
        "@",
        False,
        f"layers[{layer - 1}].dX",
        needs,
        f"Each unit of layer {layer - 1} feeds every unit of layer {layer}, so it receives their gradients, "
        f"weighted by the same weights. This is the only path back to layer {layer - 1}.",
    )
