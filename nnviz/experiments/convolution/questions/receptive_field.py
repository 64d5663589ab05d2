"""What "Receptive field" asks before it shows the gradient."""

import numpy as np

from nnviz.experiments.convolution.receptive_field import FieldBox, FieldGradient, field_box, inner_share
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.questions.question import Question

LOW, HIGH = 0.4, 0.7
ROUNDING = 1e-9


def question(settings: ConvolutionSettings, untrained: FieldGradient) -> Question:
    """Ask how much of the gradient lies in the inner half of the box.

    Parameters
    ----------
    settings : ConvolutionSettings
    untrained : FieldGradient
        Of the settings, before any training.
    """
    box = field_box(settings)
    share = inner_share(box, untrained.energy[0])
    rows, columns = inner(box)
    trained = " Before training," if settings.field_weights == "trained" else ""
    return Question.pick(
        "by arithmetic, the chosen unit sees every pixel of its box."
        + (f"{trained} how " if trained else " How ")
        + "much of what it depends on (the squared gradient of its Z) lies in the middle of the box, half as high and "
        "half as wide?",
        (f"less than {100 * LOW:.0f} %", f"{100 * LOW:.0f} to {100 * HIGH:.0f} %", f"more than {100 * HIGH:.0f} %"),
        0 if share < LOW else 1 if share <= HIGH else 2,
        f"{100 * share:.0f} %, in {rows} of {_rows(box)} rows and {columns} of {_columns(box)} columns: if every pixel "
        f"counted alike, it would be {100 * rows * columns / (_rows(box) * _columns(box)):.0f} %. {_paths(box)}",
    )


def _paths(box: FieldBox) -> str:
    """Say whether more paths lead to the unit from the middle, by how widely arithmetic spreads them."""
    size, std = box.arithmetic.size, box.arithmetic.std
    alike = np.sqrt((size**2 - 1) / 12)
    if std < alike - ROUNDING:
        return "More paths lead to the unit from the middle than from the edge."
    if std > alike + ROUNDING:
        return "The kernel has holes: some pixels of the box lead to the unit by no path, and the middle has no more."
    return "Just one path leads to the unit from each pixel of the box, so none counts more by arithmetic."


def inner(box: FieldBox) -> tuple[int, int]:
    """Return the rows and columns of the middle of the box: half of them, rounded up."""
    return -(-_rows(box) // 2), -(-_columns(box) // 2)


def _rows(box: FieldBox) -> int:
    return box.rows[0][1] - box.rows[0][0] + 1


def _columns(box: FieldBox) -> int:
    return box.columns[0][1] - box.columns[0][0] + 1
