"""The sweep that comes with the app is whole, is that of its settings file, and is measured again in a few cells."""

import re
from pathlib import Path

import numpy as np
import pytest

from nnviz.experiments.sweep import run_cell
from nnviz.experiments.sweep.reading import read_sweep
from nnviz.experiments.sweep.table import PACKAGED, packaged, read_csv, table_bytes

RESULTS = packaged()
FILE = PACKAGED.with_suffix(".yaml")


def test_it_is_whole_and_that_of_its_file():
    assert RESULTS.complete and RESULTS.sweep.n_cells == 1152
    assert RESULTS.sweep == read_sweep(FILE.read_bytes(), FILE.name, checked=False)
    checked = read_csv(PACKAGED.read_bytes(), PACKAGED.name)
    assert table_bytes(checked.sweep, checked.cells) == PACKAGED.read_bytes()


@pytest.mark.parametrize(
    "place", [("tanh", "circle", 0.1, 1, 1), ("relu", "xor", 0.3, 2, 1.41), ("sigmoid", "circle", 0.3, 1, 2)]
)
def test_a_cell_is_measured_again(place):
    """Not bit for bit: another processor may round the last digits differently."""
    (kept,) = (one for one in RESULTS.cells if one.cell.place == place)
    again = run_cell(kept.cell)
    np.testing.assert_allclose(again.rows, kept.rows, rtol=1e-6)


def learned(activation, data, rate, depth):
    """The least and the largest weight scale at which at least half of the seeds solved the task."""
    place = (activation, data, rate, depth)
    scales = [one.cell.place[4] for one in RESULTS.cells if one.cell.place[:4] == place and one.share_solved >= 0.5]
    return min(scales), max(scales)


def test_what_the_document_says_of_it():
    text = (Path(__file__).parents[3] / "docs" / "sweeps.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| (\w+), (\w+), ([\d.]+) \| (.*) \|$", text, re.MULTILINE)
    assert len(told) == 5
    for activation, data, rate, cells in told:
        found = [learned(activation, data, float(rate), depth) for depth in (1, 4, 8)]
        assert cells == " | ".join(f"{low:g} to {high:g}" for low, high in found)
