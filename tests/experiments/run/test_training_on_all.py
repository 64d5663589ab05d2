"""Small tables: all rows are trained on, and the test part is said to be the same."""

import numpy as np
import pytest

from nnviz.datasets import dataset, read_table, to_dataset
from nnviz.experiments import RunSettings, advance, prepare, start
from nnviz.experiments.run.settings import FEW_ROWS, HiddenSettings

XOR = to_dataset(read_table("a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"), "y", ("a", "b"), "binary").data
PARITY = to_dataset(
    read_table("a,b,c,y\n" + "".join(f"{i >> 2},{i >> 1 & 1},{i & 1},{i.bit_count() % 2}\n" for i in range(8))),
    "y",
    ("a", "b", "c"),
    "binary",
).data
IRIS = dataset("iris")


@pytest.mark.parametrize("data", [XOR, PARITY])
def test_a_small_table_is_trained_on_as_a_whole_at_first(data):
    settings = RunSettings().with_own(data)
    assert settings.trains_on_all
    ready = prepare(settings, data)
    assert ready.test_is_train and ready.test is ready.train
    assert len(ready.train.X) == data.n_samples
    np.testing.assert_array_equal(np.unique(ready.train.raw, axis=0), np.unique(data.X, axis=0))


@pytest.mark.parametrize(("rows", "all_rows"), [(FEW_ROWS - 1, True), (FEW_ROWS, False)])
def test_ten_rows_are_split(rows, all_rows):
    data = IRIS.take(np.arange(0, 150, 150 // rows)[:rows])
    assert RunSettings().with_own(data).trains_on_all == all_rows


def test_four_rows_can_be_learned_by_heart():
    settings = RunSettings().with_own(XOR).changed(hidden=(HiddenSettings(units=8),), learning_rate=1.0)
    run = advance(start(settings, XOR), 500)
    assert run.evaluation.train_accuracy == run.evaluation.test_accuracy == 1.0
    assert run.evaluation.train_loss == run.evaluation.test_loss < 0.05


def test_other_data_take_their_own_share_again():
    small = RunSettings().with_own(XOR)
    assert small.with_own(IRIS).train_share == 0.7
    assert small.changed(dataset="iris").train_share == 0.7
    assert small.changed(dataset="circle") == RunSettings(own=small.own)
    assert small.with_own(IRIS).with_own(XOR).trains_on_all


def test_a_small_table_changes_nothing_but_the_share():
    own = RunSettings().with_own(IRIS).changed(hidden=(HiddenSettings(units=3),), learning_rate=0.7)
    assert own.with_own(XOR) == own.changed(own=RunSettings().with_own(XOR).own, train_share=1.0)


def test_a_small_table_can_be_split_all_the_same():
    ready = prepare(RunSettings().with_own(PARITY).changed(train_share=0.5), PARITY)
    assert not ready.test_is_train and len(ready.train.X) == len(ready.test.X) == 4


def test_points_drawn_by_hand_stay_split():
    assert not RunSettings().with_own(dataset("circle").take(np.arange(4))).trains_on_all


def test_any_data_can_be_trained_on_as_a_whole_by_an_address():
    settings, messages = RunSettings.from_query({"dataset": "circle", "train_share": "1"})
    assert messages == () and settings.trains_on_all and settings.to_query() == {"train_share": "1"}
    assert len(prepare(settings).train.X) == settings.info.n_samples
