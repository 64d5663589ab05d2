"""Presets: every one is trained, with several seeds, and does what it says it does."""

import pytest

from nnviz.experiments import RunSettings
from nnviz.experiments.diagnosis import SIGNS, diagnose
from nnviz.experiments.presets.catalogue import PRESETS, changed_fields, preset_of
from nnviz.experiments.presets.preset import Outcome
from tests.experiments.run.stepwise import moments, signs
from tests.seeds import seeds


def trained(preset, seed):
    *_, (run, history) = moments(preset.settings.changed(seed=seed, data_seed=seed), preset.outcome.epochs)
    return run, signs(diagnose(run, history))


@pytest.mark.parametrize("seed", seeds(range(3)))
@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_ends_as_it_says_and_is_diagnosed_so(name, seed):
    preset = PRESETS[name]
    run, found = trained(preset, seed)
    assert preset.outcome.holds(run), run.evaluation
    assert preset.outcome.sign in found if preset.outcome.sign else found == []


def test_there_are_presets_that_learn_and_presets_that_fail():
    groups = [preset.group for preset in PRESETS.values()]
    assert groups.count("learns") >= 6 and groups.count("fails") >= 6
    assert {"spiral", "six-sigmoid", "zeros", "rate-10"} <= {p.name for p in PRESETS.values() if p.group == "fails"}


@pytest.mark.parametrize("name", PRESETS)
def test_a_failing_preset_has_a_known_sign_and_a_learning_one_has_none(name):
    preset = PRESETS[name]
    assert (preset.outcome.sign in {sign.name for sign in SIGNS}) == (preset.group == "fails")
    assert preset.outcome.sign or preset.outcome.accuracy_from or preset.outcome.loss_to


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_asks_and_answers(name):
    preset = PRESETS[name]
    assert "?" in preset.question and preset.answer.endswith(".")
    assert name == preset.name


@pytest.mark.parametrize("name", PRESETS)
def test_the_address_of_a_preset_leads_to_it(name):
    settings, dropped = RunSettings.from_query(PRESETS[name].settings.to_query())
    assert dropped == ()
    assert preset_of(settings) is PRESETS[name]


def test_changed_settings_are_named_and_are_no_preset():
    changed = PRESETS["circle"].settings.changed(noise=10.0, seed=3)
    assert preset_of(changed) is None
    assert changed_fields(PRESETS["circle"], changed) == ("noise", "seed")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (
            Outcome(10, accuracy_from=0.95),
            "After 10 epochs, at least 95 % of the test samples are classified correctly.",
        ),
        (
            Outcome(1, accuracy_to=0.7, loss_to=0.5),
            "After 1 epoch, at most 70 % of the test samples are classified correctly and the test loss is at most "
            "0.5.",
        ),
        (Outcome(60, sign="diverged"), "After 60 epochs, training has failed."),
    ],
)
def test_an_outcome_is_told_in_words(outcome, words):
    assert outcome.sentence == words


def test_an_outcome_that_did_not_come_is_seen():
    *_, (run, _) = moments(RunSettings(), 0)
    assert not Outcome(0, accuracy_from=0.99).holds(run)
    assert not Outcome(0, accuracy_to=0.1).holds(run)
    assert not Outcome(0, loss_to=0.01).holds(run)
