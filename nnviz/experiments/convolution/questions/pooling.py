"""What the topic "Pooling" asks before it shows where the gradient goes."""

import numpy as np

from nnviz.experiments.convolution.pooling import Pooled, PoolingCheck
from nnviz.experiments.inspection.formula import cell, counted
from nnviz.experiments.questions.question import Option, Question

MOST_PIXELS = 3
"""Of a window that are offered as answers."""


def routing_question(pooled: Pooled, row: int, column: int) -> Question | None:
    """Ask which pixels the gradient of an output cell goes to; a backward pass with this cell alone tells.

    Parameters
    ----------
    pooled : Pooled
    row, column : int
        The output cell.
    """
    rows, columns = pooled.window(row, column)
    seen = pooled.X[rows, columns]
    if seen.size == 1 or pooled.dA[row, column] == 0.0:
        return None
    receivers = {tuple(place) for place in pooled.receivers(row, column).tolist()}
    largest = [tuple(place) for place in pooled.largest(row, column).tolist()]
    smallest = tuple((np.argwhere(seen == seen.min())[-1] + (rows.start, columns.start)).tolist())
    offered = sorted({*largest[: MOST_PIXELS - 1], *largest[-1:], smallest})
    options = [Option(f"X[{i}, {j}] = {cell(float(pooled.X[i, j]))} alone", receivers == {(i, j)}) for i, j in offered]
    everywhere = {tuple(place) for place in np.argwhere(pooled.parts[row, column] != 0).tolist()}
    options.append(Option(f"all {seen.size} pixels alike", len(everywhere) == seen.size))
    if 1 < len(largest) < seen.size:
        options.append(Option(f"the {len(largest)} largest alike", receivers == set(largest)))
    return Question.unique(
        f"A[{row}, {column}] = {cell(float(pooled.A[row, column]))} is the {_word(pooled)} of a window of "
        f"{seen.shape[0]} × {seen.shape[1]} pixels, and its gradient is {cell(float(pooled.dA[row, column]))}. Which "
        "pixels get it?",
        options,
        _because(pooled, row, column, largest),
    )


def _word(pooled: Pooled) -> str:
    return "maximum" if pooled.is_max else "average"


def _because(pooled: Pooled, row: int, column: int, largest: list[tuple[int, ...]]) -> str:
    receivers = pooled.receivers(row, column)
    share = float(pooled.parts[row, column][tuple(receivers[0])])
    if not pooled.is_max:
        return (
            f"Each of the {len(receivers)} pixels moves the average by 1/{len(receivers)} of its own change, so each "
            f"gets {cell(float(pooled.dA[row, column]))} / {len(receivers)} = {cell(share)}."
        )
    i, j = receivers[0]
    why = (
        f"{counted(len(largest), 'pixel')} hold the maximum, and the engine gives all of the gradient to the first in "
        "reading order."
        if len(largest) > 1
        else "Nudging a pixel below the maximum changes nothing."
    )
    return f"X[{i}, {j}] gets {cell(share)}, the others 0. {why}"


def tie_question(pooled: Pooled, check: PoolingCheck) -> Question | None:
    """Ask what a two-sided difference says of a pixel in a tie; it is measured.

    The pixel is the first that gets a window's gradient though another one holds the same number, and that is in no
    other window, whose gradient would add to it.

    Parameters
    ----------
    pooled : Pooled
    check : PoolingCheck
        Of the same pass.
    """
    for row, column in np.argwhere(pooled.ties > 0).tolist():
        i, j = pooled.largest(row, column)[0].tolist()
        dA = float(pooled.dA[row, column])
        if not pooled.is_max or pooled.times_seen[i, j] > 1 or dA == 0.0:
            continue
        numeric = float(check.both.numeric[i, j])
        size = abs(dA)
        options = (
            Option("all of the gradient", abs(numeric - dA) < 1e-4 * size),
            Option("half of it", abs(numeric - dA / 2) < 1e-4 * size),
            Option("0", abs(numeric) < 1e-4 * size),
        )
        return Question.unique(
            f"X[{i}, {j}] and {counted(int(pooled.ties[row, column]), 'other pixel')} of one window hold the same "
            f"maximum, {cell(float(pooled.X[i, j]))}. The engine gives X[{i}, {j}] the window's gradient "
            f"{cell(dA)}. What does (L(x + h) − L(x − h)) / 2h say of it?",
            options,
            f"Raised, X[{i}, {j}] becomes the maximum: {cell(float(check.up[i, j]))}. Lowered, another pixel keeps "
            f"the maximum up: {cell(float(check.down[i, j]))}. The two-sided difference is the mean of both, "
            f"{cell(numeric)}. At a tie the derivative does not exist.",
        )
    return None
