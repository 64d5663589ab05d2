"""Each sign of a transformer in trouble: a training that has it, and a healthy one that has none."""

import re

import numpy as np
import pytest

from nnviz.engine import take_steps
from nnviz.experiments.attending.recipe import TransformerRecipe
from nnviz.experiments.diagnosis import TITLES
from nnviz.experiments.diagnosis.attention import Unseen, attention_findings, measure_attention
from nnviz.experiments.recording.recording import begin
from nnviz.experiments.transformer.diagnosis import diagnose_names, diagnose_own, diagnose_task
from nnviz.experiments.transformer.names import TinyGPT
from nnviz.experiments.transformer.own import task_of as own_task
from nnviz.experiments.transformer.own_settings import EXAMPLE_LINES, OwnFields
from nnviz.experiments.transformer.tasks import LearnedTask
from tests.seeds import some


def measured(steps, **recipe):
    """Train a transformer, and measure it."""
    one = TransformerRecipe(**recipe)
    state = take_steps(one.state(), one.batch_of, steps, while_finite=False) if steps else one.state()
    return measure_attention(state.network, one.measured.X, one.measured.Y, steps)


def signs(found):
    return [finding.sign for finding in found]


def trained(stops=None, **recipe):
    task = LearnedTask(TransformerRecipe(**recipe))
    recording = begin(task)
    while not recording.done and (stops is None or recording.step < stops):
        recording = recording.next_frame()
    return recording


@pytest.mark.parametrize("task", some(["copy", "sort", "reverse"], 2))
def test_a_healthy_training_raises_no_alarm_at_any_of_its_moments(task):
    more = {"heads": 2, "hidden": 64} if task == "sort" else {}
    recording = trained(160, task=task, **more)
    assert [diagnose_task(recording, k) for k in range(0, len(recording.frames), 4)] == [()] * len(
        range(0, len(recording.frames), 4)
    )


def test_too_large_steps_saturate_softmax_and_the_gradient_grows_on_its_way_to_the_embedding():
    found = attention_findings(measured(100, task="reverse", rate=0.3))
    assert signs(found) == ["attention_saturated", "exploding", "stuck"]
    assert "In block 1 every head gives nearly all of its weight to one token" in found[0].sentence
    assert found[0].remedy == "Start again with a smaller learning rate."
    assert "the embedding gets" in found[1].sentence and "last block" in found[1].sentence
    assert found[2].remedy.startswith("This follows from the cause above, saturated attention")


def test_too_small_steps_leave_attention_uniform_and_the_network_guessing():
    now = measured(120, task="copy", rate=3e-5)
    found = attention_findings(now)
    assert signs(found) == ["attention_uniform", "stuck"]
    assert now.symbols == 8 and now.guessing == pytest.approx(np.log(8), abs=0.01)
    assert "the logarithm of 8 is 2.079" in found[1].sentence
    assert attention_findings(measured(0, task="copy")) == (), "at the start that is nothing to wonder at"


def test_without_a_mask_what_is_right_in_training_fails_in_generation():
    recording = trained(60, task="reverse", causal=False)
    (finding,) = diagnose_task(recording, len(recording.frames) - 1)
    assert finding.sign == "leak" and finding.remedy == "Switch the causal mask on."
    assert finding.sentence.startswith("100 % of the symbols are predicted correctly")


def test_lines_that_are_learned_by_heart_are_told_from_lines_with_a_rule():
    def found(example):
        task = own_task(OwnFields(own_lines=EXAMPLE_LINES[example], own_held=20))
        return signs(diagnose_own(begin(task).run_to_end()))

    assert found("plural") == ["overfitting"]
    assert found("swap") == []


def test_names_are_not_learned_by_heart():
    assert diagnose_names(begin(TinyGPT(steps=150)).run_to_end()) == ()


def test_the_numbers_are_what_they_are_called():
    now = measured(0, task="copy", blocks=2, heads=2, start="zeros")
    np.testing.assert_allclose(now.entropy, 1.0, rtol=1e-12)
    assert now.entropy.shape == now.place.shape == (2, 2)
    np.testing.assert_allclose(measured(1, task="copy", start="zeros").gradient, 1.0, rtol=1e-12)
    assert attention_findings(measured(100, task="copy", start="zeros"))[0].sign == "attention_uniform"


def test_a_loss_that_rises_on_the_unseen_needs_one_that_falls_on_the_learned():
    now = measured(0, task="copy")
    rising = attention_findings(now, unseen=Unseen(0.1, (2.0, 1.0, 1.8), (0, 10, 20)))
    assert signs(rising) == ["overfitting"] and rising[0].remedy.startswith("Stop at step 10")
    assert attention_findings(now, unseen=Unseen(1.5, (2.0, 1.0, 1.8), (0, 10, 20))) == ()
    assert attention_findings(now, unseen=Unseen(0.1, (2.0, 1.0, 1.05), (0, 10, 20))) == ()


def test_a_loss_that_is_not_finite_is_all_that_is_told():
    network = TransformerRecipe("copy")
    broken = network.networks().with_theta(np.full(4960, np.nan))
    found = attention_findings(measure_attention(broken, network.measured.X, network.measured.Y, 7))
    assert signs(found) == ["diverged"] and "At step 7" in found[0].sentence


def test_every_sign_has_a_title_and_says_its_numbers():
    found = attention_findings(measured(100, task="reverse", rate=0.3))
    assert all(TITLES[finding.sign] and re.search(r"\d", finding.sentence) and finding.evidence for finding in found)
