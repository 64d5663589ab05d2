"""The leak: exactly no gradient on later symbols with the mask, a loss below what is possible without it."""

import numpy as np
import pytest

from nnviz.engine import with_steps
from nnviz.experiments.attending.accuracy import continued
from nnviz.experiments.recording.recording import begin, member
from nnviz.experiments.transformer.conclusions.leak import conclusions
from nnviz.experiments.transformer.leak import (
    ALMOST_NONE,
    Leak,
    every_next,
    generated,
    least_loss,
    maps_of,
    pictures,
    result,
    rows,
    sequence_of,
    task_of,
)
from nnviz.experiments.transformer.leak_settings import LEAK_SAMPLES, LEAK_TASKS, LeakFields
from nnviz.experiments.transformer.questions.leak import OPTIONS, generation_question

SETTINGS = LeakFields(leak_steps=150)


@pytest.fixture(scope="module")
def recording():
    return begin(task_of(SETTINGS)).run_to_end()


def test_both_begin_with_the_same_weights_and_read_the_same_sequences(recording):
    masked, open_ = task_of(SETTINGS).start()
    np.testing.assert_array_equal(masked.network.theta, open_.network.theta)
    batch = recording.task.batch(3)
    assert not np.isnan(batch.Y).any(), "every next symbol is asked for"
    np.testing.assert_array_equal(batch.Y.argmax(-1)[:, :-1], batch.X[:, 1:])


@pytest.mark.parametrize("task", LEAK_TASKS)
def test_with_the_mask_the_gradient_on_later_symbols_is_exactly_zero_and_without_it_is_not(task):
    settings = LeakFields(leak_task=task)
    masked, open_ = maps_of([one.network for one in task_of(settings).start()], sequence_of(settings))
    assert (np.triu(masked, 1) == 0.0).all()
    assert (masked[np.tril_indices(11)] > 0.0).all()
    assert (open_ > 0.0).all()


def test_the_maps_are_derivatives(recording):
    data, network = sequence_of(SETTINGS), member(recording.networks()[1], 0)
    found, rest = maps_of(recording.networks(), data)[1], network.layers[1:]
    rows_ = network.layers[0].forward(data.X).A

    def logit(rows_, t):
        A = rows_
        for layer in rest:
            A = layer.forward(A).A
        return A[0, t, data.targets[0, t]]

    for t, s in ((0, 1), (5, 3), (4, 5)):
        slopes = []
        for j in range(rows_.shape[-1]):
            up, down = rows_.copy(), rows_.copy()
            up[0, s, j] += 1e-6
            down[0, s, j] -= 1e-6
            slopes.append((logit(up, t) - logit(down, t)) / 2e-6)
        assert found[t, s] == pytest.approx(np.linalg.norm(slopes), rel=1e-4)


def test_the_loss_falls_below_what_can_be_known_only_without_the_mask(recording):
    floor, zero = least_loss(recording.task)
    assert floor == pytest.approx(5 * np.log(8) / 11) and zero == 0.0
    loss = recording.end.measured["loss"]
    assert (loss[0] > 0.95 * floor).all()
    assert (loss[1] < 0.02).all()


def test_without_the_mask_generation_fails(recording):
    whole = np.median(recording.end.measured["whole"], axis=-1)
    assert whole[0] > 0.4 and whole[1] < ALMOST_NONE


def test_with_the_mask_nothing_behind_the_place_is_read(recording):
    """So a network that generates needs no filling, and one without the mask gets none."""
    masked, open_ = recording.networks()
    data = recording.task.measured
    np.testing.assert_array_equal(generated(masked, data), continued(masked, data))
    first = with_steps(open_, data.given).forward(data.X[:, : data.given]).A[..., -1, :].argmax(-1)
    np.testing.assert_array_equal(generated(open_, data)[..., data.given], first)


def test_pictures_hold_medians_and_the_maps_of_one_sequence(recording):
    shown = pictures(SETTINGS, recording, recording.frames[-2:])
    assert shown["slopes with"].shape == shown["slopes without"].shape == (2, 1, 11, 11)
    assert shown["said with"].shape == (2, 6)
    assert (shown["later"][:, 0] == 0.0).all() and (shown["later"][:, 1] > 0.1).all()
    for name in ("loss", "whole"):
        assert (shown[f"{name} low"] <= shown[name]).all() and (shown[name] <= shown[f"{name} high"]).all()
    assert len(rows(recording)) == len(recording.frames)


def test_a_prediction_becomes_a_question_with_one_right_answer(recording):
    data = sequence_of(SETTINGS)
    before = generation_question(begin(task_of(SETTINGS)), data)
    after = generation_question(recording, data)
    assert (before.text, before.options) == (after.text, tuple(option.text for option in after.options))
    assert after.answer == OPTIONS[1]


def test_conclusions_tell_that_the_gradient_is_exactly_zero(recording):
    told = conclusions(recording, sequence_of(SETTINGS))
    assert "**exactly 0** with the mask" in told[2] and "0.945 nats" in told[0]
    assert result(recording, sequence_of(SETTINGS)).later[0] == 0.0


def test_every_sequence_that_can_be_chosen_is_measured():
    assert len(task_of(SETTINGS).measured.numbers) >= LEAK_SAMPLES
    assert every_next(sequence_of(LeakFields(leak_sample=LEAK_SAMPLES))).shape == (1, 11, 8)


@pytest.mark.long
def test_over_twenty_seeds_sorting_is_generated_with_the_mask_alone():
    recording = begin(Leak("sort", 500, seeds=20)).run_to_end()
    whole, loss = recording.end.measured["whole"], recording.end.measured["loss"]
    assert (whole[0] > 0.55).all() and (whole[1] < 0.1).all()
    assert (loss[0] > 0.94).all() and (loss[1] < 0.01).all()
