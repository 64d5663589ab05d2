"""Runs the code cells of notebooks one after another, as Jupyter does; nothing in here is a test."""

import io
import json
import sys
from contextlib import redirect_stdout
from types import ModuleType
from unittest.mock import MagicMock

import nbformat
import numpy as np


def cells(text: str, kind: str = "code") -> list[dict]:
    """The cells of a kind; the notebook is held against its schema first."""
    nbformat.validate(nbformat.reads(text, as_version=nbformat.NO_CONVERT))
    return [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == kind]


def run_cells(text: str, monkeypatch, pictures: bool = True) -> tuple[dict, str, list[str]]:
    """Execute all cells in one namespace; return it, what was printed, and what was called of matplotlib."""
    called: list[str] = []
    with_pictures(monkeypatch, called) if pictures else monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    names: dict = {}
    with redirect_stdout(io.StringIO()) as said:
        for cell in cells(text):
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    return names, said.getvalue(), called


def with_pictures(monkeypatch, called: list[str]) -> None:
    """Put in the place of matplotlib what only notes which functions were called, installed or not."""

    class Noting(MagicMock):
        def subplots(self, rows=1, columns=1, **_):
            called.append("subplots")
            axes = np.empty((rows, columns), object)
            for place in np.ndindex(axes.shape):
                axes[place] = noting("axes")
            return noting("figure"), axes

    def noting(name: str) -> Noting:
        made = Noting(name=name)
        for method in ("imshow", "pcolormesh", "plot", "scatter", "show"):
            getattr(made, method).side_effect = lambda *_, method=method, **__: called.append(method)
        return made

    parent, colours = ModuleType("matplotlib"), ModuleType("matplotlib.colors")
    colours.LinearSegmentedColormap = noting("colours")
    parent.pyplot, parent.colors = noting("pyplot"), colours
    for name, module in (("", parent), (".pyplot", parent.pyplot), (".colors", colours)):
        monkeypatch.setitem(sys.modules, f"matplotlib{name}", module)
