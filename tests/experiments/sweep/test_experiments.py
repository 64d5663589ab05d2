"""Every experiment that can be swept: its cells are what its page trains, and its settings are checked."""

import numpy as np
import pytest

from nnviz.experiments.activation_race import RaceSettings, run_race
from nnviz.experiments.depth import DepthSettings, begin
from nnviz.experiments.initialization_and_dropout.initializations import INITIALIZATIONS, lanes
from nnviz.experiments.initialization_and_dropout.settings import InitializationAndDropoutSettings
from nnviz.experiments.run.run import advance, start
from nnviz.experiments.run.settings import RunSettings
from nnviz.experiments.sweep import EXPERIMENTS, Axis, SettingError, Sweep, address_of, experiment, run
from nnviz.experiments.sweep.table import read_table, table_bytes

DEPTH = Sweep(
    "depth",
    (Axis("activation", ("sigmoid", "relu")), Axis("weight_scale", (1, 1e3))),
    (("data", "circle"), ("depth", 6), ("width", 8), ("steps", 12)),
    (0, 2),
)


def measured(result, seed):
    names = [one.name for one in experiment(result.cell.experiment).measures]
    return dict(zip(names, result.rows[result.cell.seeds.index(seed)], strict=True))


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_measures_what_is_solved_first(name):
    known = experiment(name)
    assert known.name == name and known.measures[0].name == "solved"
    assert len(set(known.settings)) == len(known.settings) and "seed" not in known.settings
    cell = next(Sweep(name, (Axis("depth", (2,)),), seeds=(1,)).cells())
    assert cell.task.query(1).get("seed") == "1" and cell.task.seconds(2) > 0
    with pytest.raises(SettingError, match="expected"):
        known.task({"learning_rate": -1})
    with pytest.raises(SettingError, match="expected a setting, one of"):
        known.task({"speed": 1})


def test_cells_of_depth_are_what_the_page_of_vanishing_gradients_trains():
    for result in run(DEPTH):
        for seed in DEPTH.seeds:
            page, query = address_of(result.cell, seed)
            settings, messages = DepthSettings.from_query(query)
            trained, row = begin(settings).run_to_end(), measured(result, seed)
            assert page == "vanishing_gradients" and messages == ()
            assert row["first_gradient"] == trained.frames[0].layers.gradient[0, 0]
            if np.isfinite(trained.end.layers.loss[0]):
                assert row["loss"] == trained.end.layers.loss[0] and row["accuracy"] == trained.end.layers.accuracy[0]
            else:
                assert row["diverged"] == 1 and row["loss"] == np.inf and row["solved"] == 0


def test_a_cell_of_initialization_is_one_of_the_lanes_of_its_page():
    sweep = Sweep("initialization", (Axis("start", ("zero", "he")),), (("depth", 3), ("width", 8), ("steps", 10)), (4,))
    for result, lane in zip(run(sweep), (0, 4), strict=True):
        page, query = address_of(result.cell, 4)
        settings, _ = InitializationAndDropoutSettings.from_query(query)
        trained = begin(settings.network, lanes(settings.seed)).finish()
        row = measured(result, 4)
        assert page == "initialization_and_dropout" and INITIALIZATIONS[lane].name == result.cell.place[0]
        assert row["loss"] == trained.end.layers.loss[lane]
        assert row["first_gradient"] == trained.frames[0].layers.gradient[lane, 0]


def test_a_cell_of_a_race_is_a_contestant_and_a_run_of_the_playground():
    usual = {"epochs": 3, "seeds": 10, "dataset": "xor", "learning_rate": 0.3, "width": 5}
    race = RaceSettings(vary="activation", contestants=("relu", "tanh"), target_accuracy=0.6, **usual)
    standing = run_race(race).end
    fixed = tuple((name, value) for name, value in usual.items() if name != "seeds")
    sweep = Sweep("race", (Axis("activation", ("relu", "tanh")),), (*fixed, ("target_accuracy", 0.6)), tuple(range(10)))
    for k, result in enumerate(run(sweep)):
        np.testing.assert_allclose(result.of("test_loss"), standing.test_loss[k], rtol=1e-12)
        assert list(result.of("test_accuracy")) == list(standing.test_accuracy[k])
        assert sum(result.of("solved")) == standing.solved(0.6)[k]
    page, query = address_of(result.cell, 7)
    opened = advance(start(RunSettings.from_query(query)[0]), 10_000)
    assert page == "playground" and opened.evaluation.test_loss == result.of("test_loss")[7]


def test_a_table_of_any_experiment_is_read_back():
    results = list(run(DEPTH))
    found = read_table(table_bytes(DEPTH, results), "x.csv")
    assert found.sweep == DEPTH and [one.rows for one in found.cells] == [one.rows for one in results]


def test_an_unknown_experiment_is_refused():
    with pytest.raises(ValueError, match="expected one of playground, depth, initialization, race, got 'clinic'"):
        experiment("clinic")
