"""Every remedy that is offered is carried out, in the presets, in a scan of runs and in the clinic, and helps."""

import pytest

from nnviz.engine.activations import activation_parameters
from nnviz.experiments import RunSettings, start
from nnviz.experiments.clinic import CASES
from nnviz.experiments.diagnosis import REMEDIES, SIGNS, TITLES, remedies_for
from nnviz.experiments.diagnosis.remedies.networks import fewer_layers, leaky_units
from nnviz.experiments.presets.catalogue import PRESETS
from tests.experiments.diagnosis.own import one_column, parity, table, with_few_of_one_class, without_reason
from tests.experiments.diagnosis.scan import (
    BY_HEART_STEPS,
    FAULTS,
    LONGER,
    MOST_ROUNDS,
    STEPS,
    by_heart,
    examine,
    found,
    rounds_to_health,
    scan,
)
from tests.experiments.diagnosis.test_diagnosis import SICK, settings
from tests.experiments.run.stepwise import layers
from tests.seeds import seeds, some

SCANNED, OVERFITTED = dict(scan()), dict(by_heart())
EVERY = 43
"""One run of so many is looked at in every test run: the number has no divisor in common with that of the faults."""

NAMES = [*list(SCANNED)[::EVERY], *(name for k, name in enumerate(SCANNED) if k % EVERY)]


@pytest.mark.parametrize("name", seeds(NAMES, len(SCANNED) // EVERY))
def test_every_remedy_that_is_offered_in_a_scanned_run_takes_its_sign_away(name):
    assert len(FAULTS) % EVERY
    examined = examine(name, SCANNED[name])
    assert examined.failed == ()
    assert all(finding.remedy for finding in examined.findings)


@pytest.mark.parametrize("name", seeds(NAMES, len(SCANNED) // EVERY // 3))
def test_the_first_remedies_one_after_the_other_lead_to_a_run_that_nothing_is_found_in(name):
    signs = rounds_to_health(SCANNED[name])
    assert len(signs) < MOST_ROUNDS and len(set(signs)) == len(signs)


@pytest.mark.parametrize("name", seeds([*list(OVERFITTED)[::29], *(n for k, n in enumerate(OVERFITTED) if k % 29)], 3))
def test_every_remedy_of_a_network_that_may_learn_by_heart_takes_its_sign_away(name):
    assert examine(name, OVERFITTED[name], BY_HEART_STEPS).failed == ()


@pytest.mark.parametrize("name", LONGER)
def test_every_remedy_of_a_long_run_takes_its_sign_away(name):
    fields, steps, sign = LONGER[name]
    examined = examine(name, RunSettings().changed(dataset=fields.get("dataset", "circle")).changed(**fields), steps)
    assert [finding.sign for finding in examined.findings] == [sign]
    assert examined.tried and examined.failed == ()


SICKLY = [name for name, preset in PRESETS.items() if preset.outcome.sign]
LENGTHY = "first-symbol-forgotten"
"""Each of its remedies trains a recurrent network for long; `test_through_time.py` tries the same on shorter ones."""


@pytest.mark.parametrize("name", some([*(name for name in SICKLY if name != LENGTHY), LENGTHY], len(SICKLY) - 1))
def test_every_remedy_that_is_offered_in_a_preset_takes_its_sign_away(name):
    preset = PRESETS[name]
    steps = preset.outcome.epochs * start(preset.settings).batches.per_epoch
    examined = examine(name, preset.settings, steps)
    assert preset.outcome.sign in [finding.sign for finding in examined.findings]
    assert examined.tried and examined.failed == ()


@pytest.mark.parametrize("name", SICK)
def test_every_remedy_of_a_sick_run_takes_its_sign_away(name):
    fields, epochs, _, sign = SICK[name]
    sick = settings(fields)
    examined = examine(name, sick, epochs * start(sick).batches.per_epoch)
    assert sign in [finding.sign for finding in examined.findings]
    assert examined.tried and examined.failed == ()


OWN = {
    "one column to 1000": (one_column(0, 1000), {"scaling": "none"}),
    "one column to 1000 by ReLU": (
        one_column(0, 1000),
        {"scaling": "none", "hidden": layers(8, activation="relu"), "initializer": "he_normal"},
    ),
    "years": (one_column(1990, 2020), {"scaling": "none"}),
    "one tiny column": (one_column(0, 1e-4), {"scaling": "none"}),
    "numbers from one column to 100": (
        one_column(0, 100, number=True),
        {"scaling": "none", "hidden": layers(8, activation="relu")},
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_every_remedy_for_own_data_out_of_scale_takes_its_sign_away(name):
    own, fields = OWN[name]
    examined = examine(name, RunSettings().with_own(own).changed(**fields), STEPS, own)
    assert examined.findings[0].sign == "unscaled"
    assert examined.tried and examined.failed == ()


def test_thinning_out_the_common_class_or_collecting_more_of_the_rare_takes_imbalance_away():
    def signs(own):
        return [finding.sign for finding in found(RunSettings(learning_rate=0.01).with_own(own), STEPS, own)]

    whole = with_few_of_one_class(0.1)
    assert "imbalance" in signs(with_few_of_one_class(0.02))
    rare = [k for k in range(whole.n_samples) if whole.labels[k] == 1]
    common = [k for k in range(whole.n_samples) if whole.labels[k] == 0]
    assert "imbalance" not in signs(whole.take([*rare, *common[: 2 * len(rare)]]))
    assert "imbalance" not in signs(with_few_of_one_class(0.5))


def test_labels_that_belong_to_the_inputs_are_no_longer_unrelated():
    def signs(own):
        return [finding.sign for finding in found(RunSettings().with_own(own), STEPS, own)]

    by_lot = without_reason(200)
    assert "unrelated" in signs(by_lot)
    assert "unrelated" not in signs(table(by_lot.X, by_lot.X[:, 0] > 0))


def test_a_finding_without_remedies_says_what_to_look_at_or_what_it_follows_from():
    own = parity(2)
    for name, fields in (("rate 10", {"learning_rate": 10.0}), ("L2 1", {"penalty": "l2", "penalty_rate": 1.0})):
        for finding in examine(name, RunSettings().with_own(own).changed(**fields), STEPS, own).findings:
            assert finding.remedies or finding.advice or finding.follows in TITLES.values()


def test_every_sign_has_its_remedies_and_each_name_stands_once():
    assert list(REMEDIES) == [sign.name for sign in SIGNS]
    for sign in REMEDIES:
        names = [remedy.name for remedy in remedies_for(sign, RunSettings(penalty="l2", penalty_rate=1.0))]
        assert len(set(names)) == len(names)


def test_what_would_change_nothing_is_not_offered():
    tanh = RunSettings(hidden=layers(4))
    assert "tanh" not in [remedy.name for remedy in remedies_for("vanishing", tanh)]
    assert [remedy.name for remedy in remedies_for("vanishing", tanh)] == ["relu"]
    assert remedies_for("unscaled", RunSettings(scaling="standardize")) == ()


@pytest.mark.parametrize("case", CASES)
def test_the_clinic_tries_the_remedies_that_the_diagnosis_offers(case):
    offered = {remedy.name: remedy for remedy in remedies_for(CASES[case].sign, CASES[case].settings)}
    from_the_start = [r for r in CASES[case].remedies if not (r.from_step or r.restore_labels or r.name == "stop")]
    assert {remedy.name for remedy in from_the_start} == set(offered) - ({"leaky"} if case == "dead" else set())
    training = CASES[case].training(1)
    for remedy in from_the_start:
        assert remedy.of(training).settings == offered[remedy.name].of(training.settings)
        assert (remedy.title, remedy.why) == (offered[remedy.name].title, offered[remedy.name].why)


def test_a_mysterious_patient_is_treated_by_remedies_for_its_own_layers():
    from nnviz.experiments.clinic import mystery

    drawn = [mystery(seed) for seed in range(12)]
    for one in drawn:
        units = [part.units for part in one.training.settings.hidden]
        for remedy in one.case.remedies:
            treated = remedy.of(one.training).settings
            assert [part.units for part in treated.hidden] == units
            assert treated.seed == one.training.settings.seed


@pytest.mark.parametrize("depth", [3, 5, 9])
def test_fewer_layers_counts_the_layers_that_there_are(depth):
    settings = RunSettings(hidden=layers(*(4,) * depth))
    assert f"not {depth}" in fewer_layers(settings).why


def test_leaky_relu_says_the_slope_that_it_has():
    (parameter,) = activation_parameters("leaky_relu")
    assert f"a slope of {parameter.default:g}" in leaky_units(RunSettings()).why
