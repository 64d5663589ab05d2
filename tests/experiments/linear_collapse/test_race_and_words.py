"""The race of linear units against ReLU; every question has one true answer, every conclusion its numbers."""

import numpy as np
import pytest

from nnviz.experiments.linear_collapse import CollapseSettings, begin_modes, begin_race, stack
from nnviz.experiments.linear_collapse.conclusions import conclusions
from nnviz.experiments.linear_collapse.questions import modes_question, race_question, rank_question
from nnviz.experiments.linear_collapse.race import RACE_SEEDS

SMALL = CollapseSettings(race_depth=3, race_width=16)


def test_eight_layers_of_linear_units_do_not_learn_the_circle_and_relu_does():
    """Calibrated with 24 seeds: linear units end at 0.515 (all in one class), ReLU at 1.0, in each of them."""
    race = begin_race(CollapseSettings()).run_to_end()
    linear, relu = race.end.accuracy
    assert linear.max() < 0.7
    assert relu.min() > 0.95
    assert race_question(race).answer == "only ReLU"


@pytest.mark.long
@pytest.mark.parametrize("first_seed", [0, 6, 12, 18])
def test_so_it_is_for_twenty_four_seeds(first_seed):
    race = begin_race(CollapseSettings(race_seed=first_seed)).run_to_end()
    assert race.end.accuracy[0].max() < 0.7
    assert race.end.accuracy[1].min() > 0.95


def test_both_begin_with_the_same_weights_and_see_the_same_batches():
    race = begin_race(SMALL)
    first, second = (state.network.theta for state in race.state)
    np.testing.assert_array_equal(first, second)
    assert first.shape[0] == RACE_SEEDS
    assert len({tuple(row) for row in first.tolist()}) == RACE_SEEDS
    after = race.next_frame()
    assert race.step == 0
    assert [state.step for state in after.state] == [after.stride] * 2


def test_a_race_that_has_not_ended_is_not_asked_about():
    with pytest.raises(ValueError, match="expected a race at its end, got one at step 0 of"):
        race_question(begin_race(SMALL))


@pytest.mark.parametrize("rate", [0.01, 0.1, 1.0])
@pytest.mark.parametrize("depth", [1, 3])
def test_the_question_of_the_race_has_one_answer_everywhere(rate, depth):
    race = begin_race(CollapseSettings(race_depth=depth, race_width=8, race_learning_rate=rate)).run_to_end()
    assert sum(option.true for option in race_question(race).options) == 1


@pytest.mark.parametrize("hidden", [(), (1,), (2, 5), (3, 3, 3), (6,) * 5])
def test_the_question_of_the_rank_has_one_answer_everywhere(hidden):
    question = rank_question(stack(CollapseSettings(hidden=hidden)))
    assert question.answer == str(min(3, *hidden) if hidden else 3)


@pytest.mark.parametrize(
    "changes",
    [{}, {"mode_layers": 1}, {"mode_layers": 3}, {"start": "random"}, {"modes": "own"}, {"mode_learning_rate": 0.5}],
)
def test_the_question_of_the_modes_has_one_answer_or_is_not_asked(changes):
    question = modes_question(begin_modes(CollapseSettings(**changes)).run_to_end())
    if question is not None:
        assert sum(option.true for option in question.options) == 1


def test_with_two_layers_the_strong_modes_are_the_answer():
    question = modes_question(begin_modes(CollapseSettings()).run_to_end())
    assert question.answer == "the strong ones, then the weak ones"


def test_of_a_single_mode_nothing_is_asked():
    assert modes_question(begin_modes(CollapseSettings(modes="own", strengths=(1.0,))).run_to_end()) is None


def test_conclusions_name_the_numbers_of_what_is_on_view():
    settings = CollapseSettings(hidden=(4, 2), race_depth=3, race_width=16)
    race, training = begin_race(settings).run_to_end(), begin_modes(settings).run_to_end()
    one = stack(settings)
    told = conclusions(one, race, training)
    assert "3 layers" in told[0]
    assert f"{one.deviations[0]:.3g}" in told[0]
    assert "rank 2" in told[1]
    assert f"with ReLU has {np.median(race.end.accuracy[1]):.1%} correct answers." in told[2]
    assert told[3].startswith("Still, the linear stack learns in steps: its modes of strength")
    assert f"{training.largest_deviation:.2g}" in told[3]


def test_one_layer_has_nothing_to_collapse():
    settings = CollapseSettings(hidden=(), race_depth=1, race_width=4)
    told = conclusions(stack(settings), begin_race(settings).run_to_end(), begin_modes(settings).run_to_end())
    assert told[0].startswith("One layer has no activation inside")


def test_a_single_matrix_learns_all_modes_together():
    question = modes_question(begin_modes(CollapseSettings(mode_layers=1)).run_to_end())
    assert question.answer == "all at the same time"
    assert "no plateau" in question.because


def test_networks_that_diverged_have_no_accuracy_and_are_counted_instead():
    race = begin_race(CollapseSettings(race_learning_rate=1.0)).run_to_end()
    end = race.end
    assert np.isnan(end.accuracy[0]).all()
    assert end.diverged[0] == RACE_SEEDS and 0 < end.diverged[1] < RACE_SEEDS
    assert np.isnan(end.medians[0]) and end.medians[1] == np.nanmedian(end.accuracy[1])
    question = race_question(race)
    assert question.answer == "neither"
    assert f"all {RACE_SEEDS} networks with linear units have diverged" in question.because
    assert f"({end.diverged[1]} of {RACE_SEEDS} diverged, left out)" in question.because


def modes_in_words(**changes):
    settings = CollapseSettings(race_depth=1, race_width=1, **changes)
    return conclusions(stack(settings), begin_race(settings).run_to_end(), begin_modes(settings).run_to_end())[3]


def test_a_single_matrix_does_not_learn_in_steps():
    told = modes_in_words(mode_layers=1)
    assert told.startswith("A single matrix has no plateau")
    assert "half learned at times 0.69, 0.69, 0.69, 0.69" in told


DIVERGING = {"modes": "own", "strengths": (4.0, 1.0), "mode_layers": 4, "mode_start": 0.1, "mode_learning_rate": 0.5}


def test_a_training_of_modes_that_diverged_is_told_as_that_and_not_asked_about():
    told = modes_in_words(**DIVERGING)
    assert "**diverged**" in told and "half learned" not in told and "nan" not in told
    assert modes_question(begin_modes(CollapseSettings(**DIVERGING)).run_to_end()) is None


def test_modes_that_begin_half_learned_or_are_never_learned_have_no_order():
    assert "are not half learned in this training" in modes_in_words(mode_layers=4, mode_start=0.001)
    begun = begin_modes(CollapseSettings(modes="own", strengths=(0.1, 0.05), mode_start=0.1)).run_to_end()
    assert modes_question(begun) is None
