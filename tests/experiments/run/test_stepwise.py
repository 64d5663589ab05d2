"""A trajectory goes on by a frame, for a time or to its end, and is the same record whichever way."""

from dataclasses import dataclass, replace

import pytest

from nnviz.experiments.activation_race import RaceSettings
from nnviz.experiments.activation_race.trajectory import begin as begin_race
from nnviz.experiments.clinic import CASES
from nnviz.experiments.clinic import begin as begin_clinic
from nnviz.experiments.depth import DepthSettings
from nnviz.experiments.depth import begin as begin_depth
from nnviz.experiments.run.stepwise import Trajectory


@dataclass(frozen=True, eq=False)
class Squares(Trajectory[int, int]):
    @property
    def step(self):
        return self.state

    @property
    def total(self):
        return 10

    @property
    def done(self):
        return self.state >= 10

    def next_frame(self):
        return self if self.done else replace(self, state=self.state + 1, frames=(*self.frames, (self.state + 1) ** 2))


FIRST = Squares(0, (0,))


def test_however_it_is_cut_the_frames_are_the_same():
    pieces = FIRST
    while not pieces.done:
        pieces = pieces.advance(0.0)
    assert pieces.frames == FIRST.run_to_end().frames == tuple(k * k for k in range(11))
    assert FIRST.frames == (0,) and pieces.end == 100 and pieces.share == 1.0


def test_an_advance_takes_at_least_one_frame_and_none_after_the_end():
    assert FIRST.advance(0.0).frames == (0, 1)
    assert FIRST.advance(60.0).done
    whole = FIRST.run_to_end()
    assert whole.advance(1.0) is whole and whole.run_to_end() is whole


def test_progress_is_told_after_every_frame_and_cancelling_ends_there():
    shares = []
    stopped = FIRST.run_to_end(shares.append, lambda: len(shares) == 3)
    assert shares == [0.1, 0.2, 0.3] and stopped.step == 3


def test_with_a_pause_the_last_frame_is_told_all_the_same():
    shares = []
    FIRST.run_to_end(shares.append, pause=60.0)
    assert shares == [1.0]


@pytest.mark.parametrize(
    "first",
    [
        begin_depth(DepthSettings(depth=2, width=4, steps=10)),
        begin_clinic(CASES["diverged"].training()),
        begin_race(RaceSettings(seeds=10, epochs=1, contestants=("relu", "tanh"))),
    ],
    ids=["depth", "clinic", "race"],
)
def test_every_training_is_such_a_record(first):
    assert (first.step, first.share, len(first.frames), first.done) == (0, 0.0, 1, False)
    one = first.next_frame()
    assert one.frames[0] is first.frames[0] and len(one.frames) == 2 and 0 < one.step <= first.total
    whole = first.run_to_end()
    assert whole.done and whole.next_frame() is whole and whole.end is whole.frames[-1]
