"""Why sqrt(d): products of d numbers have variance d, softmax saturates, and the root undoes both."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.engine import softmax, softmax_jacobian, take_steps
from nnviz.experiments.attending.accuracy import symbol_accuracy
from nnviz.experiments.attention.conclusions.scaling import conclusions, summary
from nnviz.experiments.attention.questions.scaling import largest_question, training_question
from nnviz.experiments.attention.scaled_training import STEPS, training_of
from nnviz.experiments.attention.scaling import KEYS, QUERIES, REACH, drawn, drawn_for, histogram, jacobian_norm
from nnviz.experiments.attention.scaling_settings import SCALING_WIDTHS, ScalingFields
from nnviz.experiments.attention.settings import AttentionSettings
from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recording.recording import begin

SEEDS = range(8)

SATURATION = {4: 0.323, 16: 0.277, 64: 0.178, 256: 0.099}
"""The mean Frobenius norm of softmax's Jacobian with 16 keys, measured on 80,000 queries: without the root."""

DIVIDED = 0.304
"""The same with the root, at any width from 8 on."""


@pytest.fixture(scope="module")
def eight_seeds():
    """What is drawn at each width in the mean over seeds: variance, largest weight, size of the Jacobian."""
    return {
        width: {
            name: np.mean([getattr(drawn(width, seed), name) for seed in SEEDS], axis=0)
            for name in ("variance", "largest", "jacobian")
        }
        for width in SATURATION
    }


@pytest.mark.parametrize("width", SCALING_WIDTHS)
def test_the_variance_of_a_product_is_the_width(width):
    """Vaswani et al. 2017, section 3.2.1, footnote 4: 5 % at 20,000 draws."""
    found = drawn(width, 0)
    assert found.S[0].size == QUERIES * KEYS == 20_000
    np.testing.assert_allclose(found.variance, [width, 1.0], rtol=0.05)


@pytest.mark.parametrize("width", SATURATION)
def test_softmax_saturates_without_the_root(eight_seeds, width):
    plain, divided = eight_seeds[width]["jacobian"]
    assert plain == pytest.approx(SATURATION[width], rel=0.05)
    assert divided == pytest.approx(DIVIDED, rel=0.05)


def test_the_largest_weight_grows_with_the_width_only_without_the_root(eight_seeds):
    plain, divided = np.transpose([eight_seeds[width]["largest"] for width in SATURATION])
    assert np.all(np.diff(plain) > 0.05) and plain[-1] > 0.9
    assert np.ptp(divided) < 0.02 and 0.22 < divided.min()


def test_the_size_is_the_frobenius_norm_of_the_jacobian_of_the_engine():
    P = softmax(np.random.default_rng(0).normal(scale=3.0, size=(50, KEYS)))
    np.testing.assert_allclose(jacobian_norm(P), np.linalg.norm(softmax_jacobian(P), axis=(1, 2)), rtol=1e-12)


def test_the_root_divides_the_same_scores():
    found = drawn(64, 3)
    np.testing.assert_allclose(found.S[0], 8.0 * found.S[1], rtol=1e-14)
    np.testing.assert_allclose(found.P.sum(2), 1.0, atol=1e-12)


@pytest.mark.parametrize("width", [4, 256])
def test_the_histogram_counts_every_score(width):
    middles, counts = histogram(drawn(width, 1))
    assert counts.sum(1).tolist() == [QUERIES * KEYS] * 2
    assert np.abs(middles).max() < REACH


@pytest.mark.parametrize(("width", "answer"), [(4, "about 50 %"), (256, "over 65 %")])
def test_the_answer_follows_the_width(width, answer):
    question = largest_question(drawn_for(ScalingFields(scaling_width=width)))
    assert question.answer == answer


@pytest.fixture(scope="module")
def trained():
    """The training of the settings as they are at first, to its end."""
    recording = begin(training_of(ScalingFields()))
    assert isinstance(training_question(recording), Prediction)
    return recording.run_to_end()


def test_both_networks_start_with_the_same_weights_and_read_the_same():
    task = training_of(ScalingFields())
    plain, divided = task.start()
    assert np.array_equal(plain.network.theta, divided.network.theta)
    assert np.array_equal(task.batch(3).X, task.batch(3).X)


def test_the_network_without_the_root_saturates_and_learns_more_slowly(trained):
    first, last = trained.frames[0].measured, trained.end.measured
    assert first["largest"][0] > 0.7 > 0.4 > first["largest"][1]
    assert last["jacobian"][0] < 0.3 * last["jacobian"][1]
    assert last["symbols"][1] > last["symbols"][0] + 0.08


def test_the_question_and_the_conclusions_tell_the_numbers_of_the_training(trained):
    question = training_question(trained)
    assert isinstance(question, Question) and question.answer == "the one that divides by √d"
    found = drawn(64, 0)
    told = conclusions(found, trained)
    assert f"{found.variance[0]:.4g} at d = 64" in told[0]
    assert f"{found.jacobian[0]:.3f}" in summary(found)
    assert told[1].endswith("without the root less gradient gets through.")
    assert conclusions(drawn(4, 0), trained)[1].endswith("no less gradient gets through without the root.")


@pytest.mark.parametrize("name", ["scaling_width", "scaling_trained"])
def test_a_width_that_is_not_offered_is_refused(name):
    with pytest.raises(ValueError, match=name):
        AttentionSettings().changed(**{name: 5})


@pytest.mark.long
def test_of_ten_networks_each_learns_faster_with_the_root():
    """At step 160 of 10 seeds, d = 64: 89 to 93 % of the symbols with the root, 69 to 79 % without."""
    found = {}
    for scaled in (True, False):
        recipe = replace(training_of(ScalingFields()).recipe, scaled=scaled, seeds=10)
        state = take_steps(recipe.state(), recipe.batch_of, STEPS)
        data = recipe.measured
        found[scaled] = symbol_accuracy(state.network.forward(data.X).A, data)
    assert found[True].min() > 0.87 and (found[True] - found[False]).min() > 0.08
