"""Live: an image of one's own, shifted by a pixel, and what a trained network makes of that."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine import Convolution
from nnviz.experiments import advance, start
from nnviz.experiments.convolution.conclusions.live import conclusions
from nnviz.experiments.convolution.live import (
    base_image,
    label_of,
    predictions,
    run_settings,
    shifted,
    shown_image,
    survival,
    survival_after_training,
    table,
    with_shift,
)
from nnviz.experiments.convolution.live_settings import FARTHEST, LIVE_NETWORKS
from nnviz.experiments.convolution.questions.live import shift_question
from nnviz.experiments.convolution.settings import ConvolutionSettings


@pytest.fixture(scope="module")
def run():
    return advance(start(run_settings(ConvolutionSettings())), 90)


@given(st.integers(-8, 8), st.integers(-8, 8))
def test_a_shift_moves_every_pixel_and_what_leaves_is_lost(down, right):
    image = np.arange(1.0, 65.0).reshape(8, 8)
    moved = shifted(image, down, right)
    for i in range(8):
        for j in range(8):
            inside = 0 <= i - down < 8 and 0 <= j - right < 8
            assert moved[i, j] == (image[i - down, j - right] if inside else 0)


def test_shifts_add_up_and_end_at_the_farthest():
    settings = ConvolutionSettings(live_digit=13)
    for _ in range(5):
        settings = with_shift(settings, 1, -1)
    assert (settings.live_down, settings.live_right) == (FARTHEST, -FARTHEST)
    np.testing.assert_array_equal(shown_image(settings), shifted(base_image(settings), FARTHEST, -FARTHEST))


def test_a_drawing_has_no_class_and_a_digit_has_its_own():
    assert label_of(ConvolutionSettings(live_digit=13)) == 3
    drawn = ConvolutionSettings(live_drawn="-".join(["00g00000"] * 8))
    assert label_of(drawn) is None and base_image(drawn)[:, 2].tolist() == [16.0] * 8


def test_a_drawing_of_another_size_is_left_out_of_the_address_with_a_message():
    settings, messages = ConvolutionSettings.from_query({"live_drawn": "000-0g0-000", "live_digit": "5"})
    assert settings.live_drawn == "" and settings.live_digit == 5
    assert "8 rows" in messages[0]


def test_the_maps_of_the_first_convolution_shift_with_the_image_away_from_the_rim(run):
    layer = next(layer for layer in run.state.network.layers if isinstance(layer, Convolution))
    image = np.zeros((8, 8))
    image[2:5, 3:5] = 16.0  # two pixels of paper around it

    def maps(picture):
        return layer.forward(picture[None, ..., None]).A[0]

    np.testing.assert_array_equal(maps(shifted(image, 1, 0))[2:7], maps(image)[1:6])


def test_the_shares_are_those_of_the_test_digits(run):
    found = survival(run)
    assert found.step == 90 and found.unshifted == pytest.approx(run.evaluation.test_accuracy)
    images = shifted(run.data.test.raw.reshape(-1, 8, 8), 0, 1)
    named = predictions(run, images).argmax(-1) == run.data.test.labels
    assert found.one_pixel[3] == named.mean()
    assert [row["named test digits"] for row in table(found)] == [found.unshifted, *found.one_pixel]


@pytest.mark.parametrize("network", LIVE_NETWORKS)
@pytest.mark.parametrize("seed", [0, 1, 5])
def test_a_network_with_a_flattening_layer_names_clearly_fewer_shifted_digits(network, seed):
    found = survival_after_training(network, seed)
    assert found.unshifted > 0.9
    assert 0.4 < found.mean < 0.85


@pytest.mark.parametrize("network", LIVE_NETWORKS)
def test_the_question_is_that_of_the_network_and_new_weights_do_not_ask_again(network):
    question, again = (shift_question(ConvolutionSettings(live_network=network, live_seed=seed)) for seed in (0, 7))
    assert question == again and question.answer.startswith("clearly fewer")
    found = survival_after_training(network, 0)
    assert f"{found.unshifted:.0%}" in question.text and f"{found.mean:.0%}" in question.because


def test_conclusions_name_the_numbers_of_the_run_and_an_untrained_network_says_so(run):
    settings = ConvolutionSettings(live_digit=13)
    told = conclusions(settings, run)
    assert f"{survival(run).unshifted:.1%}" in told[0] and "eight shifts" in told[1]
    assert "not trained yet" in conclusions(settings, start(run.settings))[0]
