"""Where training pauses by itself: the steps of its frames, and how long it takes, in words."""

import pytest

from nnviz.experiments import RunRecipe
from nnviz.stage.duration import duration, time_left
from nnviz.stage.goal import MOST_POINTS, Goal, Way


def test_frames_lie_a_stride_apart_and_the_last_one_is_the_goal():
    here, stops = 7, []
    while here < 60:
        here = Goal(60, 25).next_stop(here)
        stops.append(here)
    assert stops == [10, 35, 60]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "about 1 second"),
        (12.4, "about 12 seconds"),
        (89, "about 89 seconds"),
        (240, "about 4 minutes"),
        (5400, "about 2 hours"),
        (4e7, "about 11,111 hours"),
    ],
)
def test_a_duration_in_words(seconds, words):
    assert duration(seconds) == words


def test_the_time_that_is_left_follows_from_the_time_spent(monkeypatch):
    monkeypatch.setattr("nnviz.stage.duration.perf_counter", lambda: 130.0)
    assert time_left(10.0, 0.5) == ", about 2 minutes left"
    assert time_left(10.0, 0.0) == time_left(10.0, 1.0) == time_left(129.5, 0.5) == ""


def test_a_way_tells_how_fast_it_goes_and_how_long_it_takes_still():
    way = Way.of(RunRecipe(step=5_000_000), per_epoch=25)
    assert str(way) == "On the way to step 5,000,000. A pause ends it here."
    way = way.at(0, now=100.0).at(20_000, now=101.0)
    assert str(way) == (
        "On the way to step 5,000,000: 20,000 steps a second, about 4 minutes left. A pause ends it here."
    )
    assert way.at(40_000, now=5000.0).spent == 2.0, "an hour in which nobody looked does not count"


def test_a_long_way_leaves_few_points_behind_and_whole_epochs_apart():
    way = Way.of(RunRecipe(step=5_000_000), per_epoch=25)
    assert way.stride % 25 == 0
    assert 5_000_000 / way.stride < 1.1 * MOST_POINTS
