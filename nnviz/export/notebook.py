"""A script as a Jupyter notebook (nbformat 4.5): its parts as cells, words between them, figures behind them."""

import json
import re
from collections.abc import Sequence

from nnviz import __version__
from nnviz.export.section import Section

NOTEBOOK = "application/x-ipynb+json"
"""The type of such a file."""

PICTURES = Section(
    "pictures",
    "## Pictures\n\nThey are drawn by matplotlib. Without it everything else runs as well.",
    """try:
    import matplotlib.pyplot as plt
    from matplotlib.colors import LinearSegmentedColormap

    signed = LinearSegmentedColormap.from_list("signed", ["#d95f02", "#ffffff", "#1257b0"])  # below zero, zero, above
except ImportError:
    plt = None
    print("No pictures: matplotlib is not installed. `pip install matplotlib` brings it.")""",
)
"""The cell before all that draw; each of them asks whether there is a ``plt``."""

TRAIN_ON = Section(
    "train-on",
    "## Train on\n\nRun the cell again, with another number if you like: training goes on from where it stands.",
    """more_steps = 100
losses = []
for _ in range(more_steps):
    parameters, L = train_step(parameters, step)
    losses.append(L)
    step += 1
print(f"step {step}: the loss of the last batch is {losses[-1]:.6g}")
if plt:
    plt.plot(range(step - more_steps, step), losses)
    plt.xlabel("step")
    plt.ylabel("loss of the batch")
    plt.show()""",
)

PER_ROW = 4
"""Pictures of weights beside each other."""

_ADDRESS = re.compile(r"https?://[^\s<>\\`]+")


def matrices_section(named: str) -> Section:
    """Return the cell that draws every matrix of weights.

    Parameters
    ----------
    named : str
        An expression for a dict of arrays by their names.
    """
    return Section(
        "weights-pictures",
        "### The weights\n\nBlue is positive, orange is negative. Rows are inputs, columns are units.",
        f"""matrices = {{name: W for name, W in {named}.items() if W.ndim == 2}}
if plt and matrices:
    rows, columns = -(-len(matrices) // {PER_ROW}), min(len(matrices), {PER_ROW})
    figure, axes = plt.subplots(rows, columns, figsize=(2.8 * columns, 2.8 * rows), squeeze=False)
    for ax in axes.ravel()[len(matrices) :]:
        ax.set_axis_off()
    for ax, (name, W) in zip(axes.ravel(), matrices.items()):
        largest = np.abs(W).max() or 1.0
        ax.imshow(W, cmap=signed, vmin=-largest, vmax=largest, aspect="auto")
        ax.set_title(f"{{name}}: {{W.shape[0]}} x {{W.shape[1]}}")
        ax.set_xticks([])
        ax.set_yticks([])
    figure.tight_layout()
    plt.show()""",
    )


def compared_once(comparison: Section) -> Section:
    """Return the comparison of a script as a notebook has it: whoever runs a cell twice is told what that does."""
    more = " It trains a few steps further; to repeat it, run all cells again."
    code = f"{comparison.code}\nstep = steps_taken + len(found_next)  # where training goes on"
    return Section(comparison.name, comparison.text + more, code)


def notebook(title: str, words: str, sections: Sequence[Section], address: str = "") -> str:
    """Return the text of a notebook.

    Parameters
    ----------
    title, words : str
        Its heading, and what it is, in Markdown without anything that a visitor wrote.
    sections : sequence of Section
        Two cells each: the words and the code.
    address : str
        Where the app shows the same; left out where empty or no address of the web.
    """
    known = address if _ADDRESS.fullmatch(address) else ""
    link = f"\n\nThe same in nnviz: <{known}>" if known else ""
    cells = [_cell("title", f"# {title}\n\n{words}{link}")]
    for section in sections:
        cells += [_cell(f"{section.name}-text", section.text), _cell(section.name, section.code, code=True)]
    made = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "nnviz": {"version": __version__, **({"address": known} if known else {})},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _cell(name: str, text: str, code: bool = False) -> dict[str, object]:
    """Write a cell; a name that stays makes two notebooks comparable line by line."""
    cell: dict[str, object] = {"cell_type": "code" if code else "markdown"}
    if code:
        cell["execution_count"] = None
    cell |= {"id": name, "metadata": {}}
    if code:
        cell["outputs"] = []
    return cell | {"source": text.splitlines(keepends=True)}
