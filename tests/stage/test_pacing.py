"""The speed control: its stops, from batches to epochs."""

from nnviz.experiments import RunSettings, advance, start
from nnviz.stage.activation_race import RACE_PACING
from nnviz.stage.pacing import speed_stops
from nnviz.stage.run_player import PACING
from nnviz.stage.showcase import SPEED


def test_stops_by_epochs_say_frames_below_one_epoch_and_epochs_from_there():
    *_, tenth, one, two = [stop.label for stop in speed_stops(0.1, 1.0, 2.0)]
    assert (tenth, one, two) == ("10 frames per epoch", "1 epoch per frame", "2 epochs per frame")


def test_every_speed_control_goes_from_a_batch_a_second_to_several_epochs_a_frame():
    for pacing in (PACING, RACE_PACING):
        steps = [stop.frames_per_second * stop.steps(per_epoch=100) for stop in pacing.stops]
        assert steps == sorted(steps) and steps[0] == 1.0 and steps[-1] == 60.0 * 100 * pacing.stops[-1].epochs
        assert len({stop.label for stop in pacing.stops}) == len(pacing.stops)


def test_the_usual_network_learns_the_circle_within_four_seconds_of_playing():
    stop, run = PACING.stops[PACING.usual], start(RunSettings())
    assert run.evaluation.train_loss > 0.6
    frames = 0
    while run.evaluation.train_loss >= 0.1 and frames < 4 * stop.frames_per_second:
        run = advance(run, stop.steps(run.batches.per_epoch))
        frames += 1
    assert frames / stop.frames_per_second < 3.8 and run.evaluation.test_loss < 0.15


def test_the_showcase_shows_every_tenth_of_an_epoch():
    assert PACING.stops[SPEED].epochs == 0.1
