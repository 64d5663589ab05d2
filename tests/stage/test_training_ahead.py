"""What is trained ahead of the screen: frames, points of the curves, and past steps that are computed again."""

from dataclasses import dataclass

import pytest

from nnviz.stage.checkpoints import Checkpoints, Kind
from nnviz.stage.pacing import SpeedStop
from nnviz.stage.training_ahead import TrainingAhead

LAST = 40


@dataclass(frozen=True)
class Counted:
    """A training of nothing but its steps; `how` tells by which changes it came about."""

    step: int
    how: str = ""


@dataclass(frozen=True)
class Picture:
    step: int
    point: tuple[float, ...]
    measured: bool = True


class Lens:
    scene = None

    def frame(self, moment, coarse=False):
        return Picture(moment.step, (float(moment.step),))


def counting(weight: int = 1) -> Kind[Counted]:
    def onward(moment, steps):
        return Counted(min(LAST, moment.step + steps), moment.how)

    return Kind(
        onward, lambda moment: moment.step >= LAST, lambda moment: moment, lambda moment: weight, lambda moment: None
    )


@pytest.fixture
def ahead():
    return TrainingAhead(counting(), Counted(0), Lens(), points=10)


def test_frames_are_so_many_steps_apart_until_there_are_enough_or_it_ends(ahead):
    assert [frame.step for frame in ahead.train_for(60.0, 7, 3)] == [7, 14, 21]
    assert [frame.step for frame in ahead.train_for(60.0, 7, 9)] == [28, 35, 40] and ahead.over
    assert [frame.step for frame in ahead.train_for(60.0, 7, 9)] == [40], "there is always one to show"


def test_no_time_is_enough_for_one_frame(ahead):
    assert len(ahead.train_for(0.0, 1, 9)) == 1


def test_a_past_step_on_view_forgets_nothing_and_training_from_it_adds_no_point_twice(ahead):
    ahead.train_for(60.0, 5, 4)
    ahead.go_to(7)
    assert (ahead.moment.step, ahead.newest) == (7, 20)
    ahead.train(5)
    assert [point[0] for point in ahead.points] == [0, 5, 10, 15, 20]


@pytest.mark.parametrize("step", [-1, 21])
def test_a_step_that_was_not_trained_cannot_be_put_on_view(ahead, step):
    ahead.train(20)
    ahead.go_to(step)
    assert ahead.moment.step == 20


def test_what_came_after_a_step_can_be_forgotten(ahead):
    ahead.train_for(60.0, 5, 4)
    ahead.forget_after(12)
    assert ahead.moment.step == ahead.newest == 12 and ahead.points[-1] == (10.0,)
    ahead.train(1)
    assert ahead.newest == 13


def test_a_step_that_was_changed_comes_back_as_it_was_after_the_change(ahead):
    ahead.train(5)
    ahead.replace(Counted(5, "changed"))
    ahead.train(5)
    ahead.go_to(5)
    assert ahead.moment.how == "changed"
    ahead.go_to(4)
    assert ahead.moment.how == ""
    ahead.go_to(8)
    assert ahead.moment.how == "changed"


def test_points_are_bounded_and_keep_both_ends(ahead):
    for _ in range(30):
        ahead.train(1)
    steps = [point[0] for point in ahead.points]
    assert len(steps) <= 10 and steps[0] == 0 and steps[-1] == 30 and steps == sorted(set(steps))


def test_the_points_as_an_array_follow_what_is_added_thinned_out_and_forgotten(ahead):
    for step in range(1, 31):
        ahead.train(1)
        assert ahead.curves(step).tolist() == [list(point) for point in ahead.points]
    ahead.forget_after(27)
    ahead.train_for(60.0, 2, 3)
    assert ahead.curves(99).tolist() == [list(point) for point in ahead.points]
    assert ahead.curves(27).tolist() == [list(point) for point in ahead.points if point[0] <= 27]


def test_heavy_states_are_kept_more_rarely():
    heavy, light = (Checkpoints(Counted(0), counting(weight)) for weight in (2_000_000, 1))
    for step in range(1, 101):
        heavy.keep(Counted(step))
        light.keep(Counted(step))
    assert len(heavy) <= 17 and len(light) == 101
    assert heavy.at(37).step == light.at(37).step == 37


def test_a_pace_says_how_many_steps_and_frames_it_means_and_never_none():
    stop = SpeedStop("10 frames per epoch", 60.0, 0.1)
    assert (stop.steps(25), stop.steps(1), stop.frames(0.5), stop.frames(0.001)) == (2, 1, 30, 1)


class SlowLens:
    """A camera that is told which frame's losses stand for those of another one."""

    scene = None

    def __init__(self):
        self.measured = []

    def frame(self, moment, coarse=False, before=None):
        if before is None:
            self.measured.append(moment.step)
        return Picture(moment.step, (float(moment.step),) if before is None else before.point, before is None)


def test_losses_are_measured_where_training_passes_a_multiple_and_at_its_end_and_curves_have_points_there_alone():
    lens = SlowLens()
    ahead = TrainingAhead(counting(), Counted(0), lens, points=50)
    frames = ahead.train_for(60.0, 3, 99, measure_every=10)
    assert [frame.step for frame in frames] == [*range(3, 40, 3), 40]
    assert lens.measured == [0, 12, 21, 30, 40]
    assert [point[0] for point in ahead.points] == lens.measured
    assert frames[4].step == 15 and frames[4].point == (12.0,)


def test_a_frame_whose_losses_were_not_measured_counts_as_trained_and_gets_its_point_when_it_is_looked_at():
    lens = SlowLens()
    ahead = TrainingAhead(counting(), Counted(0), lens, points=50)
    ahead.train_for(60.0, 3, 5, measure_every=10)
    assert ahead.newest == 15 and ahead.points[-1] == (12.0,)
    ahead.forget_after(9)
    assert ahead.newest == 9 and [point[0] for point in ahead.points] == [0]
    assert ahead.take().step == 9 and [point[0] for point in ahead.points] == [0, 9]


def test_losses_are_measured_where_the_moment_before_is_another_one_than_that_of_the_frame():
    lens = SlowLens()
    ahead = TrainingAhead(counting(), Counted(0), lens, points=50)
    ahead.train_for(60.0, 3, 5, measure_every=10)
    ahead.go_to(6)
    ahead.train_for(60.0, 1, 3, measure_every=10)
    assert lens.measured == [0, 12, 7], "neither 8 nor 9, which have those of 7"
    ahead.replace(Counted(9, "edited"))
    ahead.train(1, measure_every=100)
    assert lens.measured == [0, 12, 7, 10]
