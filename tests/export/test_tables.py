"""Tables: numbers survive exactly, and no cell is a formula to a spreadsheet."""

import csv
import math
from io import BytesIO, StringIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.datasets import dataset
from nnviz.experiments import HiddenSettings, RunSettings, start
from nnviz.export.names import named_parameters
from nnviz.export.tables import (
    HISTORY_COLUMNS,
    harmless,
    history_columns,
    history_csv,
    history_npz,
    settings_csv,
    settings_rows,
    table_csv,
    weights_csv,
)
from tests.experiments.run.own_tables import HOUSES
from tests.export.scripts import own_run, trained

FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "\ufeff=1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    "|calc",
    "%0A=1",
    "\0=1",
    '"=1',
    "'=1",
)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


@pytest.mark.parametrize("text", FORMULAS[:18])
def test_a_formula_becomes_a_text(text):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_table_begins_as_a_formula(text):
    (head,), (cell,) = read(table_csv((text,), [(text,)]))
    for found in (head, cell):
        assert found.lstrip(" \u00a0\ufeff\t\r\n")[:1] not in tuple("=+-@|%\uff1d\uff0b\uff0d\uff20") or found[0] == "'"


@pytest.mark.parametrize("text", ["", "circle", "-0.5", "+3", "-1e-7", "2-4-2-1", "a=b", "8:relu"])
def test_harmless_texts_and_negative_numbers_stay(text):
    assert harmless(text) == text


def test_a_cell_of_spaces_and_a_formula_in_a_later_line_stay_one_cell():
    assert read(table_csv(("a", "b"), [("x\n=1+1", 'say "no", twice')]))[1] == ["x\n=1+1", 'say "no", twice']


def test_a_nul_is_left_out():
    assert harmless("a\0b") == "ab"


@given(st.lists(st.tuples(*[st.floats(allow_nan=False)] * 3), min_size=1, max_size=5))
def test_numbers_come_back_bit_for_bit(rows):
    found = read(table_csv(("a", "b", "c"), rows))[1:]
    assert [tuple(map(float, row)) for row in found] == rows
    assert [[math.copysign(1, float(v)) for v in row] for row in found] == [
        [math.copysign(1, v) for v in row] for row in rows
    ]


@given(st.text(max_size=30))
def test_any_text_is_one_cell(text):
    header, row = read(table_csv(("one", "two"), [(text, 1)]))
    assert len(row) == 2 and row[1] == "1"


def test_a_history_has_whole_steps_and_empty_cells_for_what_is_not_known():
    header, first = read(history_csv([(20.0, 0.8, 0.25, 0.5, float("nan"), float("nan"))]))
    assert tuple(header) == HISTORY_COLUMNS
    assert first == ["20", "0.8", "0.25", "0.5", "", ""]


def test_a_loss_that_is_infinite_is_written_as_such():
    assert read(history_csv([(1.0, 1.0, math.inf, 1.0, 0.0, 0.0)]))[1][2] == "inf"


def test_a_history_without_a_row_is_its_header():
    assert read(history_csv([])) == [list(HISTORY_COLUMNS)]


def test_settings_name_what_follows_from_others():
    settings = RunSettings(dataset="digits", hidden=(HiddenSettings(units=8, activation="relu", dropout=0.2),))
    rows = dict(settings_rows(settings))
    assert rows["head"] == "softmax" and rows["loss"] == "categorical_cross_entropy" and rows["scaling"] == "unit"
    assert rows["hidden"] == "8:relu:0.2"
    assert rows["clip_norm"] == ""
    assert ["hidden", "8:relu:0.2"] in read(settings_csv(settings))


def test_settings_of_own_data_tell_their_size():
    rows = dict(settings_rows(RunSettings().with_own(dataset("blobs", classes=3))))
    assert rows["dataset"] == "own" and rows["own"] == "classes, 500 samples, 2 columns, 3 classes"


def test_weights_are_listed_one_a_line_and_come_back_exactly():
    run = trained(3, hidden=(HiddenSettings(units=3, activation="prelu"),))
    header, *lines = read(weights_csv(run))
    assert header == ["parameter", "row", "column", "value"]
    assert [line[0] for line in lines] == ["W1"] * 6 + ["b1"] * 3 + ["slope1"] * 3 + ["W2"] * 3 + ["b2"]
    assert [float(line[3]) for line in lines] == run.state.network.theta.tolist()
    assert lines[5][1:3] == ["1", "2"] and lines[6][1:3] == ["0", ""]


def test_a_history_as_npz_has_an_array_a_column():
    with np.load(BytesIO(history_npz([(20.0, 0.8, 0.25, 0.5, 0.75, float("nan"))])), allow_pickle=False) as file:
        assert tuple(file.files) == HISTORY_COLUMNS
        assert file["step"].dtype == np.int64 and file["step"].tolist() == [20]
        assert file["train_loss"].tolist() == [0.25] and np.isnan(file["test_accuracy"][0])
    with np.load(BytesIO(history_npz([])), allow_pickle=False) as file:
        assert file["epoch"].shape == (0,)


def test_a_history_holds_errors_where_the_target_has_units():
    run = own_run(HOUSES)
    columns = history_columns(run)
    assert columns == (*HISTORY_COLUMNS, "train_rmse", "test_rmse")
    assert history_columns(trained(1)) == history_columns(trained(1, dataset="reg-gauss")) == HISTORY_COLUMNS
    header, first = read(history_csv([(1.0, 1.0, 0.5, 0.5, math.nan, math.nan, 21000.5, 33000.25)], columns))
    assert header[-1] == "test_rmse" and first[-2:] == ["21000.5", "33000.25"]


def test_settings_say_how_the_target_is_scaled():
    assert dict(settings_rows(own_run(HOUSES).settings))["target_scaling"] == "min_max"


def test_entries_of_kernels_also_have_a_channel_and_a_filter():
    settings = RunSettings().changed(dataset="digits", image_layers=("conv(2)", "conv(3)"), hidden=())
    run = start(settings)
    K1, _, K2, b2, W3, _ = (part.value for part in named_parameters(run.state.network))
    rows = [line.split(",") for line in weights_csv(run).splitlines()]
    assert rows[0] == ["parameter", "row", "column", "channel", "filter", "value"]
    found = {tuple(row[:-1]): float(row[-1]) for row in rows[1:]}
    assert len(found) == run.state.network.n_parameters
    assert found["K1", "2", "1", "0", "1"] == K1[2, 1, 0, 1] and found["K2", "0", "2", "1", "2"] == K2[0, 2, 1, 2]
    assert found["b2", "1", "", "", ""] == b2[1] and found["W3", "7", "9", "", ""] == W3[7, 9]


def test_kernels_of_signals_have_no_column():
    run = start(RunSettings().changed(dataset="signals", image_layers=("conv(2;kernel=5)",), hidden=()))
    K = run.state.network.layers[1].K
    assert f"K1,4,,0,1,{float(K[4, 0, 1])!r}" in weights_csv(run).splitlines()
