"""The residual stream as a sum: exact with the last norm frozen, and real forward passes where parts are off."""

from functools import cache

import numpy as np
import pytest

from nnviz.engine import TransformerArchitecture, softmax
from nnviz.experiments.recording.recording import begin
from nnviz.experiments.transformer.conclusions.stream import conclusions
from nnviz.experiments.transformer.questions.stream import fall_question
from nnviz.experiments.transformer.stream import (
    RECIPES,
    Look,
    ablation,
    falls,
    look_of,
    parts_of,
    pictures,
    place_of,
    task_of,
    without,
)
from nnviz.experiments.transformer.stream_parts import stream
from nnviz.experiments.transformer.stream_settings import STREAM_TASKS, StreamFields
from tests.seeds import some


@cache
def trained(name):
    return begin(task_of(StreamFields(stream_task=name))).run_to_end()


@pytest.mark.parametrize("positions", ["learned", "sinusoidal", "none"])
@pytest.mark.parametrize("hidden", [0, 12])
def test_parts_add_up_to_the_logits_of_the_engine(positions, hidden):
    architecture = TransformerArchitecture(7, 9, 16, 2, 4, hidden, gains=False, positions=positions)
    network, X = architecture.build(3), np.random.default_rng(0).integers(0, 7, (5, 9)).astype(np.float64)
    found = stream(network, X)
    assert len(found.titles) == len(found.parts) == 1 + (positions != "none") + 2 * (4 + (hidden > 0))
    np.testing.assert_allclose(found.A, network.forward(X).A, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.contributions.sum(0), network.forward(X).A, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", some([*STREAM_TASKS]))
def test_the_sum_stays_exact_after_training(name):
    recording = trained(name)
    shown = pictures(StreamFields(stream_task=name), recording, recording.frames[-1:])
    assert shown["error"].max() < 1e-12
    np.testing.assert_allclose(shown["sums"][0], shown["logits"][0, 0], rtol=0, atol=1e-12)


def test_a_head_that_is_off_is_one_whose_rows_of_W_O_are_zero():
    network = trained("sort").networks()[0]
    data = task_of(StreamFields()).measured
    cut = stream(network, data.X, {2: np.zeros(())})
    theta, at = network.theta.copy(), network.layout.position(2, "layers[1].W_O", (0, 0))
    width = network.layers[2].layers[1].W_O.shape[1]
    head = network.layers[2].layers[1].head_width
    theta[at : at + head * width] = 0.0
    np.testing.assert_allclose(cut.A, network.with_theta(theta).forward(data.X).A, rtol=0, atol=1e-11)


def test_zero_and_the_mean_are_different_ablations_and_the_mean_of_positions_changes_nothing():
    data = task_of(StreamFields()).measured
    network = trained("sort").networks()[0]
    zero, mean = (ablation(network, data, Look((1,), by)) for by in ("zero", "mean"))
    assert zero.losses[1] > 1.0 > zero.losses[0]
    assert mean.losses[1] == pytest.approx(mean.losses[0], rel=1e-9), "the same in every sequence already"
    assert zero.losses[1] == pytest.approx(zero.alone[1], rel=1e-12)
    heads = [ablation(network, data, Look((2,), by)).losses[1] for by in ("zero", "mean")]
    assert heads[0] != pytest.approx(heads[1], rel=1e-3)


def test_nothing_off_is_the_whole_network():
    data = task_of(StreamFields()).measured
    found = ablation(trained("sort").networks()[0], data, Look())
    assert found.cut.A is not None and found.losses[0] == found.losses[1]
    np.testing.assert_array_equal(found.whole.A, found.cut.A)


def test_pictures_hold_probabilities_before_and_after():
    settings = StreamFields(stream_off="2.4")
    recording = trained("sort")
    shown = pictures(settings, recording, recording.frames[-2:])
    assert shown["contributions"].shape == (2, 5, 11, 8) and shown["alone"].shape == (2, 5)
    np.testing.assert_allclose(shown["P"], softmax(shown["logits"]), rtol=1e-14)
    np.testing.assert_allclose(shown["P"].sum(-1), 1.0, rtol=1e-12)
    assert np.abs(shown["P"][-1, 0] - shown["P"][-1, 1]).max() > 0.1


@pytest.mark.parametrize("name", STREAM_TASKS)
def test_the_names_of_the_parts(name):
    settings = StreamFields(stream_task=name, stream_off="11.1")
    titles = parts_of(settings)
    assert titles[:2] == ("embedding", "position") and len(set(titles)) == len(titles)
    assert look_of(settings).off == (1,), "a part that this network does not have is left out"
    assert without(settings) == "position set to zero"


def test_a_place_beyond_the_end_is_the_last_and_a_symbol_that_is_none_is_the_true_one():
    data = task_of(StreamFields()).measured
    assert place_of(StreamFields(stream_step=24)) == (10, int(data.targets[2, 10]))
    assert place_of(StreamFields(stream_step=2, stream_symbol=15))[1] == int(data.targets[2, 1])
    assert place_of(StreamFields(stream_symbol=0))[1] == 0


@pytest.mark.parametrize("wrong", ["a", "1,2", "12", "-1", "1.x", "²"])
def test_other_parts_are_refused(wrong):
    with pytest.raises(ValueError, match="numbers of parts from 0 to 11"):
        StreamFields(stream_off=wrong)


@pytest.mark.parametrize("step", [1, 9, 24])
@pytest.mark.parametrize("name", STREAM_TASKS)
def test_one_answer_is_right_and_what_a_part_adds_is_not_what_the_logit_loses(name, step):
    settings = StreamFields(stream_task=name, stream_step=step)
    network = task_of(settings).recipe.networks()
    assert fall_question(settings, network).answer == "no, for none of them"
    found = falls(network, settings)
    assert found.contributions.sum() == pytest.approx(found.logit, abs=1e-12)


@pytest.mark.parametrize("off", ["", "0", "2.3"])
def test_conclusions_tell_the_numbers(off):
    told = conclusions(StreamFields(stream_off=off), trained("sort"))
    assert len(told) == 3 + bool(off)
    assert "the sum of 5 parts" in told[0]


def test_a_network_with_gains_is_refused():
    with pytest.raises(ValueError, match="gains=False"):
        stream(TransformerArchitecture(5, 4, 8).build(0), np.zeros((1, 4)))


@pytest.mark.parametrize("name", some([*STREAM_TASKS]))
def test_what_is_taken_apart_has_learned_its_task(name):
    recording = trained(name)
    assert recording.step == RECIPES[name][1]
    data = recording.task.measured
    assert ablation(recording.networks()[0], data, Look()).accuracies[0] > 0.98
