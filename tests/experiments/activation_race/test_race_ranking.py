"""Who won, and when a difference is within the spread of the seeds."""

import numpy as np
import pytest

from nnviz.experiments.activation_race import RaceSettings, Standing, ranking

SETTINGS = RaceSettings(seeds=10)
TEN = np.arange(10.0)


def standing(losses, accuracies=None):
    losses = np.asarray(losses, float)
    accuracies = np.full(losses.shape, 0.8) if accuracies is None else np.asarray(accuracies, float)
    none = tuple(np.zeros((10, 3)) for _ in losses)
    return Standing(10, 1.0, losses, losses, accuracies, accuracies, none, none, none)


def test_a_contestant_whose_seeds_lie_apart_from_the_others_wins():
    found = ranking(SETTINGS, standing([TEN + 100, TEN, TEN + 50]))
    assert found.winner == 1
    assert [place.title for place in found.places] == ["sigmoid", "leaky ReLU", "ReLU"]
    assert found.sentence.startswith("sigmoid won")
    assert all("do not overlap" in one.sentence and not one.within_spread for one in found.comparisons)
    assert found.comparisons[0].ahead == 10


def test_a_difference_within_the_spread_has_no_winner_and_says_so():
    found = ranking(SETTINGS, standing([TEN, TEN[::-1] + 0.5, TEN + 100]))
    assert found.winner is None
    assert "within the spread" in found.sentence and "ReLU and sigmoid" in found.sentence
    assert found.comparisons[0].within_spread and "other seeds may reverse it" in found.comparisons[0].sentence
    assert not found.comparisons[1].within_spread


def test_one_that_is_ahead_in_every_seed_wins_though_the_bands_overlap():
    found = ranking(SETTINGS, standing([TEN + 0.1, TEN, TEN + 100]))
    assert found.winner == 1
    first = found.comparisons[0]
    assert first.overlap and not first.within_spread and first.ahead == 10
    assert "seed by seed" in first.sentence


@pytest.mark.parametrize(("ahead", "within"), [(10, False), (9, True)])
def test_ahead_in_nine_of_ten_seeds_is_not_yet_sure_while_bands_overlap(ahead, within):
    other = TEN + 0.1
    other[ahead:] -= 0.2
    assert ranking(SETTINGS, standing([TEN, other, TEN + 100])).comparisons[0].within_spread is within


def test_equal_contestants_tie_and_neither_is_ahead():
    one = ranking(SETTINGS, standing([TEN, TEN, TEN + 100])).comparisons[0]
    assert (one.ahead, one.behind, one.within_spread) == (0, 0, True)


def test_the_highest_accuracy_wins_where_accuracy_is_the_judge():
    settings = SETTINGS.changed(criterion="test_accuracy")
    found = ranking(settings, standing([TEN, TEN, TEN], [np.full(10, 0.7), np.full(10, 0.95), np.full(10, 0.9)]))
    assert found.winner == 1
    assert "95.0% against 90.0%" in found.comparisons[0].sentence
    assert [place.solved for place in found.places] == [10, 10, 0]


def test_diverged_contestants_come_last_and_are_counted():
    losses = np.stack([TEN, np.full(10, np.inf), np.where(TEN < 4, np.inf, TEN)])
    found = ranking(SETTINGS, standing(losses))
    assert [place.index for place in found.places] == [0, 2, 1]
    assert [place.diverged for place in found.places] == [0, 4, 10]
    assert "infinity" in found.comparisons[1].sentence


def test_the_medians_and_the_middle_halves_are_those_of_the_seeds():
    place = ranking(SETTINGS, standing([TEN, TEN + 20, TEN + 40])).places[0]
    assert (place.low, place.median, place.high) == pytest.approx(tuple(np.quantile(TEN, [0.25, 0.5, 0.75])))
