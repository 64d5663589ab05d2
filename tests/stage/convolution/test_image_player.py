"""The stage looks at an image of the visitor's and at its shifts, with every number from a real forward pass."""

import numpy as np
import pytest

from nnviz.engine import one_hot
from nnviz.experiments.convolution.live import AROUND, predictions, run_settings, shifted
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.stage.convolution.image_player import ImagePlayer
from nnviz.stage.frame import check_frame
from nnviz.stage.requests import Command, Need
from tests.stage.decoding import read

SETTINGS = run_settings(ConvolutionSettings(live_network="small"))
IMAGE = np.zeros((8, 8))
IMAGE[1:7, 3:5] = 16.0


@pytest.fixture
def player() -> ImagePlayer:
    return ImagePlayer(SETTINGS, IMAGE, 1, "digit 9")


def last_frame(player: ImagePlayer) -> dict[str, np.ndarray]:
    scene = player.ahead.camera.scene.id
    player.need(Need(scene, player.newest, player.newest, 0))
    return read(player.next_message()).frames[-1]


def test_a_frame_has_the_image_and_its_eight_shifts_with_what_the_network_says_of_each(player):
    player.next_message()
    player.ahead.train(3)
    frame = player.ahead.camera.frame(player.run)
    check_frame(player.ahead.camera.scene, frame)
    images = np.stack([IMAGE, *(shifted(IMAGE, *shift) for shift in AROUND)])
    np.testing.assert_allclose(frame.probabilities, predictions(player.run, images))
    np.testing.assert_array_equal(frame.sample_pictures, np.rint(images / 16 * 255))


def test_another_image_is_shown_at_the_same_step_and_the_training_stays(player):
    player.next_message()
    player.ahead.train(3)
    theta, before = player.run.state.network.theta, last_frame(player)
    player.show(shifted(IMAGE, 0, 1), None, "digit 9, 1 right")
    after = last_frame(player)
    assert player.run.state.network.theta is theta and after["numbers"][0] == 3
    assert not np.array_equal(before["channel_maps.1"], after["channel_maps.1"])
    np.testing.assert_array_equal(before["channel_maps.1"][:, 2:6, 2:6], after["channel_maps.1"][:, 2:6, 3:7])
    assert "map_gradients.1" in before and "map_gradients.1" not in after  # a class that nobody knows


def test_the_same_image_changes_nothing(player):
    player.next_message()
    player.show(IMAGE.copy(), 1, "digit 9")
    assert not player.changed


def test_gradients_are_those_of_the_images_own_class(player):
    camera = player.ahead.camera
    np.testing.assert_array_equal(camera.targets, one_hot(np.full(9, 1), 10))


def test_a_card_that_is_clicked_is_the_sample_whose_maps_are_shown(player):
    player.next_message()
    player.carry_out(Command("sample", {"index": 2}, 0, 1))
    sample = player.ahead.camera.sample
    assert (sample.index, sample.title, sample.label) == (2, "digit 9, 1 up", 1)


def test_a_reset_and_new_weights_keep_the_image(player):
    player.next_message()
    player.ahead.train(2)
    player.carry_out(Command("reseed", 0.0, 2, 1))
    assert player.run.step == 0 and player.settings.seed == SETTINGS.seed + 1
    np.testing.assert_array_equal(player.ahead.camera.pictures[0], np.rint(IMAGE / 16 * 255))


def test_who_shows_another_image_shares_no_frames(player):
    way = player._way()
    player.show(shifted(IMAGE, 1, 0), 1, "digit 9")
    assert way is not None and player._way() != way
