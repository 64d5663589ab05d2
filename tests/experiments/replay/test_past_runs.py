"""The runs of a session are remembered, compared and can be gone again."""

import pytest

from nnviz.datasets import dataset
from nnviz.experiments import RunRecipe, Settings
from nnviz.experiments.replay.past_runs import ALWAYS, MOST, compared, remember, title_of
from nnviz.experiments.replay.replay import replay
from tests.experiments.run.stepwise import row


def done(settings, steps, past=(), **more):
    recipe = RunRecipe(settings).at(steps)
    return remember(past, recipe, row(replay(recipe)), **more)


def test_a_run_is_remembered_with_its_last_point_and_its_way():
    (one,) = done(Settings(), 30)
    run = replay(one.recipe)
    assert (one.number, one.step, one.epoch) == (1, 30, run.epoch)
    assert (one.train_loss, one.test_loss) == (run.evaluation.train_loss, run.evaluation.test_loss)
    assert (one.train_accuracy, one.test_accuracy) == (run.evaluation.train_accuracy, run.evaluation.test_accuracy)


def test_a_run_without_a_step_is_not_remembered():
    assert done(Settings(), 0) == ()


def test_the_same_run_is_remembered_once():
    past = done(Settings(), 10)
    assert done(Settings(), 10, past) == past


def test_a_run_that_went_on_takes_the_place_of_what_it_was():
    past = done(Settings(seed=1), 5, done(Settings(), 10))
    longer = done(Settings(), 20, past)
    assert [(one.number, one.step) for one in longer] == [(2, 5), (1, 20)]


def test_a_shorter_look_at_an_earlier_step_is_a_run_of_its_own():
    assert [one.step for one in done(Settings(), 5, done(Settings(), 10))] == [10, 5]


def test_only_the_newest_are_kept_and_numbers_go_on():
    past = ()
    for seed in range(MOST + 3):
        past = remember(past, RunRecipe(Settings(seed=seed)).at(1), (1.0, 0.04, 1.0, 1.0, 0.5, 0.5))
    assert len(past) == MOST
    assert past[-1].number == MOST + 3


def test_the_table_tells_what_differs_and_what_came_out():
    past = done(Settings(learning_rate=0.3), 20, done(Settings(), 10))
    newest, oldest = compared(past)
    assert (newest["run"], oldest["run"]) == (2, 1)
    assert (newest["learning rate"], oldest["learning rate"]) == ("0.3", "0.1")
    assert newest["steps"] == 20 and newest["test loss"] == past[1].test_loss
    assert {title_of(name) for name in ALWAYS} <= newest.keys()
    assert "optimizer" not in newest and "batch size" not in newest


def test_a_usual_head_is_told_by_its_name():
    past = done(Settings().changed(dataset="iris"), 3, done(Settings(), 3))
    assert [line["head"] for line in compared(past)] == ["softmax", "sigmoid"]


def test_changes_on_the_way_are_counted_and_own_data_kept_only_where_needed():
    iris = dataset("iris")
    recipe = RunRecipe(Settings()).with_fields(5, learning_rate=0.3).at(10)
    past = remember((), recipe, row(replay(recipe)), "", iris)
    assert compared(past)[0]["changes"] == 1
    assert past[0].own is None
    own = RunRecipe(Settings().with_own(iris)).at(3)
    assert remember((), own, row(replay(own, own=iris)), "", iris)[0].own is iris


def test_no_runs_make_an_empty_table():
    assert compared(()) == []


@pytest.mark.parametrize("hidden", [(), ({"units": 3, "activation": "relu", "dropout": 0.2},)])
def test_layers_are_told_in_words(hidden):
    (one,) = done(Settings().changed(hidden=hidden), 1)
    assert compared((one,))[0]["hidden layers"] == ("3 relu, dropout 0.2" if hidden else "none")
    assert one.title.startswith("Run 1: Circle")


def test_a_run_that_went_another_way_is_a_run_of_its_own():
    past = done(Settings(), 10)
    other = RunRecipe(Settings()).with_fields(5, learning_rate=0.3).at(20)
    assert [one.step for one in remember(past, other, row(replay(other)))] == [10, 20]
