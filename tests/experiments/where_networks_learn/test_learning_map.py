"""A map is a slice of a sweep; its borders, its questions and what is said of it are computed from the runs."""

import numpy as np
import pytest

from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.sweep import Axis, CellResult, Sweep, address_of, run
from nnviz.experiments.where_networks_learn import (
    agreement,
    begin_own_map,
    learning_map,
    measured_border,
    open_cell,
    theory,
)
from nnviz.experiments.where_networks_learn.conclusions import conclusions
from nnviz.experiments.where_networks_learn.learning_map import median
from nnviz.experiments.where_networks_learn.questions import border_question, theory_question
from nnviz.experiments.where_networks_learn.theory import of_settings, weight_scale

SETTINGS = (("units", 4), ("initializer", "lecun_normal"), ("batch_size", 25), ("max_epochs", 3))


def a_sweep(*axes, seeds=(0, 1), settings=SETTINGS):
    return Sweep("playground", axes, settings, seeds)


def made_up(sweep, solved):
    """Results in which `solved` says which networks learn: a function of the values of a cell and the seed."""
    names = [axis.name for axis in sweep.axes]
    kind = sweep.kind
    results = []
    for cell in sweep.cells():
        rows = []
        for seed in cell.seeds:
            yes = bool(solved(dict(zip(names, cell.place, strict=True)), seed))
            told = {"solved": float(yes), "solved_epoch": 2.0 if yes else np.nan, "epochs": 3.0, "first_gradient": 0.5}
            rows.append(tuple(told.get(one.name, 0.25 if yes else 1.0) for one in kind.measures))
        results.append(CellResult(cell, tuple(rows)))
    return results


GRID = a_sweep(
    Axis("activation", ("tanh", "relu")), Axis("depth", (1, 2, 4, 8)), Axis("weight_scale", (0.25, 0.5, 1.0, 2.0))
)


@pytest.fixture
def shown():
    results = made_up(GRID, lambda at, seed: at["weight_scale"] == 1.0 or (at["depth"] == 2 and seed == 0))
    return learning_map(GRID, results, "depth", "weight_scale", {"activation": "relu"})


def test_a_map_is_the_slice_through_a_point(shown):
    assert shown.shape == (4, 4) and shown.fixed == (("activation", "relu"),)
    assert shown.cells[1][2].place == ("relu", 2, 1.0)
    np.testing.assert_array_equal(shown.share[1], [0.5, 0.5, 1.0, 0.5])
    assert shown.point(3, 0) == {"activation": "relu", "depth": 8, "weight_scale": 0.25}
    assert shown.place({"depth": 7, "weight_scale": 100.0}) == (3, 3)


def test_axes_can_be_turned(shown):
    turned = learning_map(GRID, made_up(GRID, lambda at, seed: at["depth"] == 1), "weight_scale", "depth")
    np.testing.assert_array_equal(turned.share[:, 0], 1.0)
    lines = theory(turned).lines
    np.testing.assert_array_equal(lines[0][:, ::-1], theory(learning_map(GRID, [], "depth", "weight_scale")).lines[0])


def test_a_map_needs_two_axes_of_its_sweep():
    with pytest.raises(ValueError, match="two different axes of activation, depth, weight_scale"):
        learning_map(GRID, [], "depth", "depth")


def test_cells_that_were_not_run_stay_empty():
    some = made_up(GRID, lambda at, seed: True)[:2]
    shown = learning_map(GRID, some, "depth", "weight_scale")
    assert shown.run.sum() == 2 and np.isnan(shown.share).sum() == 14
    assert measured_border(shown.learns, shown.run).shape == (0, 4)
    assert "computed" not in conclusions(shown, None)[0]
    nothing = learning_map(GRID, [], "depth", "weight_scale")
    assert border_question(nothing) is None and "Nothing has been run" in conclusions(nothing, None)[0]


def test_the_measured_border_lies_between_cells_that_learn_and_cells_that_do_not():
    learns = np.array([[True, False], [False, False]])
    border = measured_border(learns, np.ones_like(learns))
    assert sorted(map(tuple, border)) == [(-0.5, 0.5, 0.5, 0.5), (0.5, -0.5, 0.5, 0.5)]


def test_the_predicted_border_passes_between_the_cells_that_it_parts(shown):
    told = theory(shown)
    (line,) = told.lines
    for j in range(4):
        height = np.interp(j, line[:, 0], line[:, 1])
        np.testing.assert_array_equal(told.learns[:, j], np.arange(4) <= height + 1e-9)
    (critical,) = told.critical
    assert critical[0, 0] == pytest.approx(2.5)  # the square root of 2 lies half-way between 1 and 2


def test_without_depth_the_predicted_border_has_a_piece_in_each_row():
    sweep = a_sweep(
        Axis("learning_rate", (0.1, 1.0)), Axis("weight_scale", (0.25, 1.0)), settings=(*SETTINGS, ("depth", 6))
    )
    pieces = theory(learning_map(sweep, [], "learning_rate", "weight_scale")).lines
    assert [piece[:, 1].tolist() for piece in pieces] == [[-0.5, 0.5], [0.5, 1.5]]
    assert 0 < pieces[0][0, 0] < 1


def test_agreement_counts_what_lies_on_the_other_side():
    sweep = a_sweep(Axis("depth", (1, 8)), Axis("weight_scale", (0.25, 1.0)))
    results = made_up(sweep, lambda at, seed: at == {"depth": 8, "weight_scale": 0.25} or at["weight_scale"] == 1.0)
    shown = learning_map(sweep, results, "depth", "weight_scale")
    found = agreement(shown, theory(shown))
    assert (found.cells, found.agree, found.beyond, found.short) == (4, 2, ((1, 0),), ((0, 0),))
    assert theory_question(found).answer == "in less than 60 %"
    assert "**2 of 4 cells**" in conclusions(shown, theory(shown))[-1]


def test_theory_is_silent_where_it_knows_nothing():
    assert weight_scale(RunSettings(initializer="he_normal(gain=0.5)")) == pytest.approx(2**0.5 / 2)
    assert weight_scale(RunSettings(initializer="zeros")) is None
    assert of_settings(RunSettings(hidden=("4:tanh", "2:tanh"))) is None
    assert of_settings(RunSettings(hidden=("4:gelu", "4:gelu"), initializer="lecun_normal")) is None
    sweep = a_sweep(Axis("activation", ("tanh", "gelu")), Axis("weight_scale", (0.5, 1.0)))
    assert theory(learning_map(sweep, [], "activation", "weight_scale")) is None


def test_the_question_names_the_best_column_only_where_it_is_alone(shown):
    question = border_question(shown)
    assert question.answer == "1" and "100 %" in question.because
    everywhere = learning_map(GRID, made_up(GRID, lambda at, seed: True), "depth", "weight_scale")
    assert border_question(everywhere).answer == "more than that"


def test_conclusions_have_the_numbers_of_the_map(shown):
    told = conclusions(shown, theory(shown))
    assert "**7 of 16 cells**" in told[0] and "weight scale 1" in told[0]
    assert "3 cells of 16" in told[1]
    assert "critical weight scale 1.41" in told[-1]


def conclusions_of(sweep, solved):
    """What is said of a map in which a function of the values of a cell and the seed says which networks learn."""
    return conclusions(
        learning_map(sweep, made_up(sweep, solved), "depth", "weight_scale", {"activation": "relu"}), None
    )


def test_the_best_column_is_not_called_most_where_it_has_less_than_half(shown):
    alone = conclusions_of(GRID, lambda at, seed: at["weight_scale"] > 0.4 and at["depth"] <= 2 * at["weight_scale"])
    assert "**6 of 16 cells**" in alone[0] and "more of them at weight scale 2 than at any other" in alone[0]
    tied = conclusions_of(GRID, lambda at, seed: at["weight_scale"] in (0.5, 1.0))
    assert "equally many and the most at weight scale 0.5 and 1;" in tied[0] and "most of them" not in tied[0]


def test_a_border_is_called_sharp_only_where_there_is_one_and_several_seeds_agree():
    at_one = lambda at, seed: at["weight_scale"] == 1.0  # noqa: E731
    assert "The border is sharp: in every cell all seeds agree." in conclusions_of(GRID, at_one)
    for everywhere in (True, False):
        assert not any("border" in told for told in conclusions_of(GRID, lambda at, seed, all=everywhere: all))
    single = conclusions_of(a_sweep(*GRID.axes, seeds=(0,)), at_one)
    assert not any("sharp" in told for told in single) and any(
        "of luck this map says nothing" in told for told in single
    )
    half = conclusions_of(GRID, lambda at, seed: seed == 0)
    assert "In 16 cells of 16 some seeds solved the task and others did not: **one run proves nothing**." in half


def test_medians_leave_out_what_there_is_not():
    assert median([np.nan, 3.0, 1.0]) == 2.0 and median([np.inf, 1.0, np.inf]) == np.inf
    assert np.isnan(median([np.nan]))


def test_opened_networks_are_those_of_the_sweep_and_of_the_playground():
    sweep = a_sweep(Axis("depth", (1, 2)), Axis("weight_scale", (1.0, 2.0)), seeds=(0, 1, 2))
    shown = learning_map(sweep, run(sweep), "depth", "weight_scale")
    cell = shown.cells[1][1]
    settings = [RunSettings.from_query(address_of(cell, seed)[1])[0] for seed in cell.seeds]
    opened = open_cell(settings, shown.measured["epochs"][1, 1]).run_to_end()
    np.testing.assert_array_equal(opened.losses[:, -1], shown.measured["train_loss"][1, 1])
    np.testing.assert_array_equal(opened.gradients[:, 0], shown.measured["first_gradient"][1, 1])
    playground = start(settings[2])
    playground = advance(playground, 3 * playground.batches.per_epoch)
    assert playground.evaluation.train_loss == shown.measured["train_loss"][1, 1, 2]
    assert opened.done and opened.next_frame() is opened and opened.share == 1.0


def test_networks_are_opened_with_an_end_each():
    with pytest.raises(ValueError, match="one or more networks"):
        open_cell([], [])


def test_a_map_is_computed_cell_by_cell_and_stays_where_it_stops():
    sweep = a_sweep(Axis("depth", (1, 2)), Axis("weight_scale", (1.0, 2.0)))
    half = begin_own_map(sweep).next_frame().next_frame()
    assert (half.step, half.total, half.done) == (2, 4, False)
    whole = half.run_to_end()
    assert whole.results == tuple(run(sweep)) and whole.done and whole.next_frame() is whole
