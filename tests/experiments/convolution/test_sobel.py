"""A kernel found by descent: the published run, the exact Hessian, and what theory says of every step."""

import itertools

import numpy as np
import pytest

from nnviz.engine import train_step
from nnviz.experiments.convolution.conclusions.sobel import conclusions
from nnviz.experiments.convolution.digit_parts import digits
from nnviz.experiments.convolution.kernel import named_kernel
from nnviz.experiments.convolution.questions.sobel import question
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.convolution.sobel import STEPS, SobelTask, eigen, error_after, hessian, steps_to, task_of
from nnviz.experiments.recording.recording import begin


@pytest.fixture(scope="module")
def found():
    return begin(SobelTask(seed=1)).run_to_end()


def test_the_digits_give_the_largest_errors_of_the_table(found):
    """Full batch at 1/lambda_max from He's random numbers: .07 at 100 steps, .003 at 300."""
    largest = [frame.measured["error"].max() for frame in found.frames]
    assert len(largest) == STEPS + 1
    assert largest[100] == pytest.approx(0.07, abs=0.005)
    assert largest[300] == pytest.approx(0.003, abs=0.0005)


def test_every_step_is_what_theory_says(found):
    for step in (1, 10, 100, STEPS):
        theory = np.abs(error_after(SobelTask(seed=1), step))
        np.testing.assert_allclose(found.frames[step].measured["error"], theory, rtol=0, atol=1e-12)


def test_the_hessian_is_the_mean_of_the_products_of_the_pixels_of_a_patch():
    images = digits()[0].X.reshape(-1, 8, 8)
    patches = np.lib.stride_tricks.sliding_window_view(images, (3, 3), (1, 2)).reshape(-1, 9)
    np.testing.assert_allclose(hessian(), 2 * patches.T @ patches / len(patches), rtol=1e-9)


def test_the_steepest_direction_is_brightness_and_the_flattest_a_checkerboard():
    values, vectors = eigen()
    assert (np.sign(vectors[:, -1]) == 1).all()
    checkerboard = (-1.0) ** np.add(*np.indices((3, 3))).ravel() / 3
    assert vectors[:, 0] @ checkerboard > 0.95
    assert values[-1] / values[0] == pytest.approx(89, abs=1)


def test_descent_diverges_beyond_two_over_the_largest_eigenvalue_along_it_alone():
    below, above = SobelTask(rate=1.98), SobelTask(rate=2.02)
    assert np.isfinite(steps_to(below)).all()
    assert np.isinf(steps_to(above)).tolist() == [False] * 8 + [True]
    assert np.abs(error_after(below, STEPS)).max() < np.abs(error_after(below, 0)).max()
    assert np.abs(error_after(above, STEPS)).max() > 10 * np.abs(error_after(above, 0)).max()
    step = train_step(begin(above).state[0], above.batch(0))
    np.testing.assert_allclose(
        step.after.network.theta - named_kernel("sobel_x", 3).ravel(), error_after(above, 1), atol=1e-12
    )


def test_the_answer_is_the_number_that_is_farthest_in_the_run_itself(found):
    error = found.end.measured["error"].reshape(3, 3)
    farthest = np.unravel_index(error.argmax(), (3, 3))
    asked = question(ConvolutionSettings())
    assert farthest == (1, 1)
    assert asked.answer == "the one in the centre"


def test_there_is_a_question_and_a_conclusion_over_the_range_of_the_controls():
    posed = 0
    for target, start, rate in itertools.product(
        ("sobel_x", "sobel_y", "blur", "sharpen"), ("random", "zeros"), (0.05, 0.5, 1.0, 1.5, 2.0, 2.05, 2.5)
    ):
        now = ConvolutionSettings(sobel_target=target, sobel_start=start, sobel_rate=rate)
        posed += question(now) is not None
        told = conclusions(now, begin(task_of(now)))
        assert ("beyond" in told[-1]) == (rate > 2.0)
    assert posed > 50
