"""One tensor of a step, opened at one entry: all that a page or a notebook shows of it, asked for once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from nnviz.engine import TensorView
from nnviz.experiments.inspection.cutting import Cut, cut, leading_axes, shown_last
from nnviz.experiments.inspection.names import names_along
from nnviz.experiments.inspection.statistics import Histogram, Statistics, histogram, statistics
from nnviz.experiments.inspection.step import Step
from nnviz.experiments.inspection.tensor_groups import TensorGroup, tensor_groups
from nnviz.experiments.inspection.textbook import textbook_lines
from nnviz.experiments.inspection.written_out import WrittenOut, write_out


@dataclass(frozen=True, eq=False)
class OpenTensor:
    """An open tensor.

    Attributes
    ----------
    step : Step
    groups : tuple of TensorGroup
        All tensors of the step.
    group : TensorGroup
        The one that the tensor belongs to.
    view : TensorView
        Its symbol, formula, line of NumPy and value.
    samples : int
        How many samples the batch has; 0 where no tensor has samples.
    sample : int or None
        The one that is shown; None shows all of them.
    axes : tuple of str
        The names of the axes of one network's tensor.
    sizes, ensemble : tuple of int
        The shape of one network's tensor, and how many networks there are along each leading axis.
    member, entry : tuple of int
        Which network and which entry; what does not exist has become the last that does.
    shown : Cut
        What is shown of the tensor, as a matrix.
    row_names, column_names : tuple of str
        Names of its rows and columns; empty where they have numbers alone.
    """

    step: Step
    groups: tuple[TensorGroup, ...]
    group: TensorGroup
    view: TensorView
    samples: int
    sample: int | None
    axes: tuple[str, ...]
    sizes: tuple[int, ...]
    ensemble: tuple[int, ...]
    member: tuple[int, ...]
    entry: tuple[int, ...]
    shown: Cut
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The field's name: what the line of NumPy assigns."""
        return self.view.path.rpartition(".")[2]

    @property
    def shape(self) -> str:
        """The shape in words: ``4 × 2 (feature × unit)``."""
        if not self.sizes:
            return "one number"
        return f"{' × '.join(f'{n:,}' for n in self.sizes)} ({' × '.join(self.axes)})"

    @property
    def cell(self) -> tuple[int, int] | None:
        """The row and column of the entry in what is shown; None for a single number."""
        if not self.entry:
            return None
        if len(self.entry) == 1:
            i = self.entry[0]
            return (i - self.shown.first_row, 0) if self.shown.row_axis else (0, i)
        rows, columns = shown_last(self.axes)[-2:]
        return (self.entry[rows] - self.shown.first_row, self.entry[columns])

    @property
    def neighbours(self) -> tuple[str | None, str | None]:
        """The paths of the tensors that are computed before and after this one; None at the ends."""
        paths = [view.path for group in self.groups for view in group.views]
        at = paths.index(self.view.path)
        return (paths[at - 1] if at else None, paths[at + 1] if at + 1 < len(paths) else None)

    @property
    def textbook(self) -> str:
        """The line of NumPy as a textbook has it; empty where it has none."""
        return textbook_lines(self.step, self.group.layer, self.view)

    @cached_property
    def statistics(self) -> Statistics:
        """What is shown of the tensor, in a few numbers."""
        return statistics(self.shown.values)

    @cached_property
    def histogram(self) -> Histogram:
        """How often which values occur in what is shown."""
        return histogram(self.shown.values)

    @cached_property
    def written_out(self) -> WrittenOut | None:
        """The entry's formula with its numbers; None for what is given, and where the record lacks the numbers."""
        return None if 0 in self.sizes else write_out(self.step, self.view, self.entry, self.member)


def open_tensor(
    record: Any,
    path: str | None = None,
    entry: tuple[int, ...] = (),
    *,
    sample: int | None = None,
    member: tuple[int, ...] = (),
    features: tuple[str, ...] = (),
    classes: tuple[str, ...] = (),
) -> OpenTensor | None:
    """Open a tensor of a step.

    Parameters
    ----------
    record : Run, StepRecord, Trace, Gradients, LossTrace, Step, or any record of tensors
        See `tensor_groups`.
    path : str, optional
        As `walk` names it, such as ``layers[1].dW``. Where the record has no such tensor, the first one that was
        computed is opened.
    entry : tuple of int
        Along the tensor's named axes; what it lacks is 0.
    sample : int, optional
        Shows this sample alone, where the tensor has samples.
    member : tuple of int
        Which network of an ensemble.
    features, classes : tuple of str
        Names of the data's columns and classes.

    Returns
    -------
    OpenTensor or None
        None where the record holds no tensor. Indices beyond the end of an axis mean its last entry.
    """
    step = Step.of(record)
    groups = tensor_groups(step)
    found = _find(groups, path)
    if found is None:
        return None
    group, view = found
    samples = _count_samples(groups)
    one_sample = None if sample is None or not samples else min(sample, samples - 1)
    ensemble = leading_axes(view.value, view.axes)
    sizes = np.shape(view.value)[len(ensemble) :]
    axes = view.axes[len(view.axes) - len(sizes) :]
    at = _within(entry, sizes)
    if one_sample is not None and "sample" in axes:
        k = axes.index("sample")
        at = (*at[:k], min(one_sample, max(sizes[k] - 1, 0)), *at[k + 1 :])
    cut_at = shown_last(axes)[:-2] if len(axes) > 2 else ()
    ahead = tuple(at[k] for k in cut_at if axes[k] != "sample" or one_sample is None)
    one_network = _within(member, ensemble)
    shown = cut(view.value, view.axes, one_network, one_sample, ahead)
    names = (
        names_along(step, group.layer, view, axis, features, classes) for axis in (shown.row_axis, shown.column_axis)
    )
    return OpenTensor(
        step, groups, group, view, samples, one_sample, axes, sizes, ensemble, one_network, at, shown, *names
    )


def _find(groups: Sequence[TensorGroup], path: str | None) -> tuple[TensorGroup, TensorView] | None:
    """Return the tensor with this path, or the first that was computed, or the first at all."""
    every = [(group, view) for group in groups for view in group.views]
    for wanted in (lambda view: view.path == path, lambda view: view.line, lambda view: True):
        for group, view in every:
            if wanted(view):
                return group, view
    return None


def _count_samples(groups: Sequence[TensorGroup]) -> int:
    """Count the samples of the batch, in the first tensor that has them."""
    views = (view for group in groups for view in group.views if "sample" in view.axes)
    return next((np.shape(view.value)[view.axes.index("sample") - len(view.axes)] for view in views), 0)


def _within(wanted: tuple[int, ...], sizes: tuple[int, ...]) -> tuple[int, ...]:
    """Fill up with zeros and stay inside."""
    filled = (*wanted, *(0 for _ in sizes))[: len(sizes)]
    return tuple(max(0, min(i, size - 1)) for i, size in zip(filled, sizes, strict=True))
