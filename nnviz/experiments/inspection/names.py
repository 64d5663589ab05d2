"""Names for the rows and columns of a tensor: the data's features, the classes. Units have numbers alone."""

from nnviz.datasets import symbols_in
from nnviz.engine import TensorView
from nnviz.experiments.inspection.step import Step


def names_along(
    step: Step,
    layer: int | None,
    view: TensorView,
    axis: str,
    features: tuple[str, ...] = (),
    classes: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Return the names of the entries along an axis; none where they have no names, or not this many.

    Parameters
    ----------
    step : Step
    layer : int or None
        The position of the tensor's layer.
    view : TensorView
    axis : str
        One of the tensor's axes.
    features, classes : tuple of str
        Of the data.
    """
    if axis not in view.axes:
        return ()
    size = view.value.shape[view.axes.index(axis) - len(view.axes)]
    of_data = axis == "feature" and (layer == 0 or view.path == "X")
    after = ("loss.", "own_units.")
    of_output = axis == "class" or (axis == "unit" and (view.path.startswith(after) or layer == _last(step)))
    names = features if of_data else classes if of_output else ()
    if axis == "feature" and layer == 1:  # of sequences, the first layer gives each step a row of its own
        names = symbols_in(features, size)
    return names if len(names) == size else ()


def _last(step: Step) -> int:
    """The position of the last layer; -1 where nobody knows it."""
    part = step.trace or step.gradients
    return len(part.layers) - 1 if part is not None else -1
