"""The runs of a session are remembered, compared and can be gone again."""

import pytest

from nnviz.datasets import dataset
from nnviz.experiments import RunRecipe, RunSettings
from nnviz.experiments.replay.past_runs import ALWAYS_SHOWN, MAX_PAST_RUNS, add_past_run, comparison_rows, setting_title
from nnviz.experiments.replay.replay import replay
from tests.experiments.run.stepwise import row


def done(settings, steps, past=(), **more):
    recipe = RunRecipe(settings).at(steps)
    return add_past_run(past, recipe, row(replay(recipe)), **more)


def test_a_run_is_remembered_with_its_last_point_and_its_way():
    (one,) = done(RunSettings(), 30)
    run = replay(one.recipe)
    assert (one.number, one.step, one.epoch) == (1, 30, run.epoch)
    assert (one.train_loss, one.test_loss) == (run.evaluation.train_loss, run.evaluation.test_loss)
    assert (one.train_accuracy, one.test_accuracy) == (run.evaluation.train_accuracy, run.evaluation.test_accuracy)


def test_a_run_without_a_step_is_not_remembered():
    assert done(RunSettings(), 0) == ()


def test_the_same_run_is_remembered_once():
    past = done(RunSettings(), 10)
    assert done(RunSettings(), 10, past) == past


def test_a_run_that_went_on_takes_the_place_of_what_it_was():
    past = done(RunSettings(seed=1), 5, done(RunSettings(), 10))
    longer = done(RunSettings(), 20, past)
    assert [(one.number, one.step) for one in longer] == [(2, 5), (1, 20)]


def test_a_shorter_look_at_an_earlier_step_is_a_run_of_its_own():
    assert [one.step for one in done(RunSettings(), 5, done(RunSettings(), 10))] == [10, 5]


def test_only_the_newest_are_kept_and_numbers_go_on():
    past = ()
    for seed in range(MAX_PAST_RUNS + 3):
        past = add_past_run(past, RunRecipe(RunSettings(seed=seed)).at(1), (1.0, 0.04, 1.0, 1.0, 0.5, 0.5))
    assert len(past) == MAX_PAST_RUNS
    assert past[-1].number == MAX_PAST_RUNS + 3


def test_the_table_tells_what_differs_and_what_came_out():
    past = done(RunSettings(learning_rate=0.3), 20, done(RunSettings(), 10))
    newest, oldest = comparison_rows(past)
    assert (newest["run"], oldest["run"]) == (2, 1)
    assert (newest["learning rate"], oldest["learning rate"]) == ("0.3", "0.1")
    assert newest["steps"] == 20 and newest["test loss"] == past[1].test_loss
    assert {setting_title(name) for name in ALWAYS_SHOWN} <= newest.keys()
    assert "optimizer" not in newest and "batch size" not in newest


def test_a_usual_head_is_told_by_its_name():
    past = done(RunSettings().changed(dataset="iris"), 3, done(RunSettings(), 3))
    assert [line["head"] for line in comparison_rows(past)] == ["softmax", "sigmoid"]


def test_changes_on_the_way_are_counted_and_own_data_kept_only_where_needed():
    iris = dataset("iris")
    recipe = RunRecipe(RunSettings()).with_fields(5, learning_rate=0.3).at(10)
    past = add_past_run((), recipe, row(replay(recipe)), "", iris)
    assert comparison_rows(past)[0]["changes"] == 1
    assert past[0].own is None
    own = RunRecipe(RunSettings().with_own(iris)).at(3)
    assert add_past_run((), own, row(replay(own, own=iris)), "", iris)[0].own is iris


def test_no_runs_make_an_empty_table():
    assert comparison_rows(()) == []


@pytest.mark.parametrize("hidden", [(), ({"units": 3, "activation": "relu", "dropout": 0.2},)])
def test_layers_are_told_in_words(hidden):
    (one,) = done(RunSettings().changed(hidden=hidden), 1)
    assert comparison_rows((one,))[0]["hidden layers"] == ("3 relu, dropout 0.2" if hidden else "none")
    assert one.title.startswith("Run 1: Circle")


def test_a_run_that_went_another_way_is_a_run_of_its_own():
    past = done(RunSettings(), 10)
    other = RunRecipe(RunSettings()).with_fields(5, learning_rate=0.3).at(20)
    assert [one.step for one in add_past_run(past, other, row(replay(other)))] == [10, 20]


def test_convolutions_are_told_in_the_title_and_where_runs_differ():
    settings = RunSettings().changed(dataset="digits", image_layers=("conv(4)", "pool"), hidden=())
    row = (1, 0.1, 1.0, 1.0, 0.5, 0.5)
    past = add_past_run((), RunRecipe(settings, (), 1), row)
    assert past[0].title == "Run 1: Handwritten digits, conv 4, relu | max pool 2, step 1"
    past = add_past_run(past, RunRecipe(settings.changed(image_layers=()), (), 1), row)
    assert past[1].title == "Run 2: Handwritten digits, none, step 1"
    assert [one["convolution and pooling"] for one in comparison_rows(past)] == ["none", "conv 4, relu | max pool 2"]
