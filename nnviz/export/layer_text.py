"""The lines of one layer in a script."""

from dataclasses import dataclass

from nnviz.export.engine_source import Function


@dataclass(frozen=True)
class LayerText:
    """The lines of one layer.

    Attributes
    ----------
    forward, backward : tuple of str
        Without indentation. In the backward pass ``dA`` is the gradient of the layer's output before its lines and,
        except for the first layer with weights, that of its input after them.
    keeps : tuple of str
        The arrays of the forward pass that the backward pass needs.
    functions : tuple of callable
        The functions that both use, whose source the script holds.
    """

    forward: tuple[str, ...]
    backward: tuple[str, ...]
    keeps: tuple[str, ...] = ()
    functions: tuple[Function, ...] = ()
