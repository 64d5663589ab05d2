"""Small tables: all rows are trained on, and the test part is said to be the same."""

import numpy as np
import pytest

from nnviz.datasets import dataset
from nnviz.experiments import RunSettings, advance, prepare, start
from nnviz.experiments.diagnosis import diagnose
from nnviz.experiments.replay.past_runs import add_past_run, comparison_rows
from nnviz.experiments.replay.recipe import RunRecipe
from nnviz.experiments.run.dataset_defaults import FEW_ROWS
from nnviz.experiments.run.hidden import HiddenSettings
from tests.experiments.run.own_tables import PARITY, XOR
from tests.experiments.run.stepwise import moments

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


def test_nothing_is_claimed_of_samples_that_are_not_there():
    settings = RunSettings().with_own(PARITY).changed(learning_rate=1e-4)
    *_, (run, history) = moments(settings, 60, PARITY)
    assert run.evaluation.test_loss > 0.6  # at the level of guessing, where neighbours differ
    assert not {"unrelated", "overfitting"} & {finding.sign for finding in diagnose(run, history)}


def test_past_runs_have_no_test_figures_of_their_own():
    settings = RunSettings().with_own(XOR)
    past = add_past_run((), RunRecipe(settings).at(3), (3.0, 3.0, 0.5, 0.5, 0.75, 0.75), "", XOR)
    (row,) = comparison_rows(past)
    assert row["training loss"] == 0.5 and row["training accuracy"] == 0.75
    assert row["test loss"] is None and row["test accuracy"] is None
