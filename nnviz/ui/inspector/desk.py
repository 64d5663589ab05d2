"""What lies open: one tensor of the story, cut to what is shown of it, and one entry of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.engine import TensorView
from nnviz.experiments.inspection import Cut, Step, TensorGroup, cut, leading_axes, names_along
from nnviz.ui.inspector.memory import Opened, recall

PHASE_TITLES = {"forward": "Forward", "loss": "Loss", "backward": "Backward", "update": "Update", "tensors": "Tensors"}


@dataclass(frozen=True, eq=False)
class Desk:
    """The open tensor.

    Attributes
    ----------
    key : str
        Of the inspector.
    step : Step
    group : TensorGroup
        In which the tensor stands.
    view : TensorView
    opened : Opened
        As it is kept.
    samples : int
        How many there are in the batch; 0 where no tensor has samples.
    sample : int or None
        The one that is traced.
    axes : tuple of str
        The named ones.
    sizes, members : tuple of int
        The shape of one network's tensor; how many networks stand beside each other.
    member, entry : tuple of int
        As they are after all that does not exist has become the last that does.
    shown : Cut
    row_names, column_names : tuple of str
    """

    key: str
    step: Step
    group: TensorGroup
    view: TensorView
    opened: Opened
    samples: int
    sample: int | None
    axes: tuple[str, ...]
    sizes: tuple[int, ...]
    members: tuple[int, ...]
    member: tuple[int, ...]
    entry: tuple[int, ...]
    shown: Cut
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The field's name: what the NumPy line assigns."""
        return self.view.path.rpartition(".")[2]

    @property
    def shape(self) -> str:
        """The shape in words: ``4 × 2 (feature × unit)``."""
        if not self.sizes:
            return "one number"
        return f"{' × '.join(f'{n:,}' for n in self.sizes)} ({' × '.join(self.axes)})"

    @property
    def cell(self) -> tuple[int, int]:
        """The entry's row and column in what is shown."""
        if not self.entry:
            return (0, 0)
        if len(self.entry) == 1:
            i = self.entry[0]
            return (i - self.shown.first_row, 0) if self.shown.row_axis else (0, i)
        return (self.entry[-2] - self.shown.first_row, self.entry[-1])


def chosen_view(groups: Sequence[TensorGroup], path: str | None) -> tuple[TensorGroup, TensorView] | None:
    """Return the tensor with this path, or the first that was computed, or the first at all."""
    every = [(group, view) for group in groups for view in group.views]
    for wanted in (lambda view: view.path == path, lambda view: view.line, lambda view: True):
        for group, view in every:
            if wanted(view):
                return group, view
    return None


def on_desk(
    step: Step, groups: Sequence[TensorGroup], key: str, features: tuple[str, ...], classes: tuple[str, ...]
) -> Desk | None:
    """Lay out what is kept as open, as far as the record has it; None where it has no tensor."""
    opened = recall(key)
    found = chosen_view(groups, opened.path)
    if found is None:
        return None
    group, view = found
    samples = _samples(groups)
    sample = None if opened.sample is None or not samples else min(opened.sample, samples - 1)
    leading = leading_axes(view.value, view.axes)
    sizes = np.shape(view.value)[len(leading) :]
    axes = view.axes[len(view.axes) - len(sizes) :]
    entry = _within(opened.entry, sizes)
    if sample is not None and "sample" in axes:
        at = axes.index("sample")
        entry = (*entry[:at], min(sample, max(sizes[at] - 1, 0)), *entry[at + 1 :])
    ahead = tuple(i for i, axis in zip(entry[:-2], axes[:-2], strict=True) if axis != "sample" or sample is None)
    member = _within(opened.member, leading)
    shown = cut(view.value, view.axes, member, sample, ahead)
    rows = names_along(step, group.layer, view, shown.row_axis, features, classes)
    columns = names_along(step, group.layer, view, shown.column_axis, features, classes)
    return Desk(
        key, step, group, view, opened, samples, sample, axes, sizes, leading, member, entry, shown, rows, columns
    )


def _samples(groups: Sequence[TensorGroup]) -> int:
    """Count the samples of the batch, in the first tensor that has them."""
    views = (view for group in groups for view in group.views if "sample" in view.axes)
    return next((np.shape(view.value)[view.axes.index("sample") - len(view.axes)] for view in views), 0)


def _within(wanted: tuple[int, ...], sizes: tuple[int, ...]) -> tuple[int, ...]:
    """Fill up with zeros and stay inside."""
    filled = (*wanted, *(0 for _ in sizes))[: len(sizes)]
    return tuple(max(0, min(i, size - 1)) for i, size in zip(filled, sizes, strict=True))
