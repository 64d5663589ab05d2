"""A run as a Jupyter notebook: the cells of its script, which give the same loss, and figures of this step."""

from collections.abc import Sequence
from itertools import takewhile

import numpy as np

from nnviz.experiments import Run
from nnviz.experiments.run.target_units import has_target_units
from nnviz.export.names import named_parameters
from nnviz.export.notebook import PICTURES, TRAIN_ON, compared_once, matrices_section, notebook
from nnviz.export.script import run_title, script_sections
from nnviz.export.script_arrays import array_text
from nnviz.export.script_data import is_rebuilt
from nnviz.export.section import Section

CURVE_POINTS = 400
"""Points of a learning curve that a notebook holds; of more, every so many-th."""

WORDS = (
    "Written by nnviz. It holds data and weights exactly, computes the losses that nnviz showed, trains on, and "
    "compares: run all cells. It needs NumPy; figures are drawn where matplotlib is installed."
)


def run_notebook(run: Run, history: Sequence[Sequence[float]] = (), address: str = "") -> str:
    """Write a notebook whose cells are the parts of `numpy_script`, with figures between them.

    Parameters
    ----------
    run : Run
    history : sequence of sequence of float
        Rows of step, epoch, train_loss, test_loss; what comes behind is not drawn.
    address : str
        Where the app shows this step again.

    Returns
    -------
    str
        JSON in the form of nbformat 4.5.
    """
    *before, comparison = script_sections(run)
    figures = (PICTURES, matrices_section(_weights(run)), *_output(run))
    after = (compared_once(comparison), *_curve(run, history), TRAIN_ON)
    return notebook(run_title(run), WORDS, (*before, *figures, *after), address)


def _weights(run: Run) -> str:
    """Return an expression for the weights of this step, which training does not touch."""
    names = (part.short for part in named_parameters(run.state.network))
    return f"dict({', '.join(f'{name}={name}' for name in names)})"


def _curve(run: Run, history: Sequence[Sequence[float]]) -> tuple[Section, ...]:
    """Return the cell that draws the losses so far; they are those of the run on view, up to its step."""
    rows = list(takewhile(lambda row: row[0] <= run.step, history))
    if not rows:
        return ()
    points = np.array([(row[0], row[2], row[3]) for row in rows], np.float64)
    kept = np.unique(np.linspace(0, len(points) - 1, CURVE_POINTS).astype(int)) if len(points) > CURVE_POINTS else ...
    return (
        Section(
            "curve",
            "### The loss over the steps\n\nThe lines are what nnviz recorded; the dots are computed here.",
            f"""recorded = {array_text(points[kept])}  # step, training loss, test loss
if plt:
    plt.plot(recorded[:, 0], recorded[:, 1], label="training loss in nnviz")
    plt.plot(recorded[:, 0], recorded[:, 2], label="test loss in nnviz")
    plt.plot([steps_taken], [found["train_loss"]], "o", label="training loss here")
    plt.plot(range(steps_taken, steps_taken + len(found_next)), found_next, ".", label="the next batches here")
    plt.xlabel("step")
    plt.ylabel("loss")
    plt.legend()
    plt.show()""",
        ),
    )


def _output(run: Run) -> tuple[Section, ...]:
    """Return the cell that draws the output over the plane of the data, where they have one."""
    if not run.settings.plane or not is_rebuilt(run):
        return ()
    low, high = map(float, run.data.data.x_range or (-6.0, 6.0))
    said = "probabilities(A)" if run.state.rules.loss.expects == "logits" else "A"
    colours, bar = "labels_train", True
    if run.head.output_activation == "softmax":
        said, style, bar = f"{said}.argmax(axis=-1)", f'cmap="Set2", vmin=0, vmax={run.state.network.n_out - 1}', False
    elif run.head.targets != "values":
        lowest = -1.0 if run.head.targets == "signs" else 0.0
        said, style = f"{said}[:, 0]", f"cmap=signed, vmin={lowest}, vmax=1.0"
    elif has_target_units(run):
        said, style, colours = "predictions(A)[:, 0]", "cmap=None", "targets_train[:, 0]"
    else:
        said, colours = "A[:, 0]", "Y_train[:, 0]"
        style = "cmap=signed, vmin=-np.abs(Y_train).max(), vmax=np.abs(Y_train).max()"
    words = "What the network says at each place, with the training data on it; the weights are those of this step."
    names = ", ".join(part.short for part in named_parameters(run.state.network))
    return (
        Section(
            "output",
            f"### The output\n\n{words}",
            f"""ticks = np.linspace({low!r}, {high!r}, 121)
places = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
A, _ = forward([{names}], features(places))
output = {said}.reshape(len(ticks), len(ticks))
if plt:
    plt.figure(figsize=(5, 4.4))
    plt.pcolormesh(ticks, ticks, output, {style})
    {"plt.colorbar()" if bar else "# a colour for each class"}
    plt.scatter(*samples_train.T, c={colours}, {style}, edgecolors="black", linewidths=0.5, s=16)
    plt.xlabel("x")
    plt.ylabel("y")
    plt.show()""",
        ),
    )
