"""The mysterious patients: another network each time, a fault that `diagnose` names, and an answer that is judged."""

from functools import lru_cache

import pytest

from nnviz.experiments.clinic import CASES, ClinicSettings, assess, begin, evidence_against, mystery
from nnviz.experiments.clinic.assessment import ANSWERS
from tests.experiments.clinic.quick import trained
from tests.seeds import seeds

SEEDS = range(50)


@lru_cache(maxsize=16)
def ended(case):
    return begin(CASES[case].training()).run_to_end()


@pytest.mark.parametrize("seed", seeds(SEEDS, 15))
def test_the_fault_of_a_mysterious_patient_is_the_first_that_the_diagnosis_names(seed):
    found = mystery(seed)
    assert trained(found.training)[1][0] == found.case.sign


def test_fifty_seeds_bring_every_fault_and_no_network_twice():
    found = [mystery(seed) for seed in SEEDS]
    assert {one.case.name for one in found} == set(CASES)
    assert len({one.training.settings for one in found}) == len(found)
    assert max(one.draws for one in found) < 10


def test_how_long_it_is_trained_gives_nothing_away():
    assert len({(one.steps, one.stride, one.early_frames) for one in (mystery(seed).training for seed in SEEDS)}) == 1


def test_the_first_steps_are_looked_at_one_by_one():
    training = mystery(1).training
    steps = [0]
    while steps[-1] < training.steps:
        steps.append(training.next_step(steps[-1]))
    assert steps[:15] == [*range(13), 15, 20] and steps[-1] == 500
    assert training.n_frames == len(steps)
    assert CASES["dead"].training().n_frames == 76


def test_a_seed_always_brings_the_same_patient():
    first = mystery(11)
    mystery.cache_clear()
    assert mystery(11) == first


def test_the_address_of_a_mysterious_patient_tells_its_number_alone():
    assert ClinicSettings(case="mystery", patient=17).to_query() == {"case": "mystery", "patient": "17"}


@pytest.mark.parametrize("case", CASES)
def test_the_right_answer_is_told_to_be_right_with_the_evidence(case):
    trajectory = ended(case)
    found = assess(trajectory, CASES[case].sign)
    assert found.right and found.sentence.startswith("Yes")
    assert found.because == trajectory.end.findings[0].sentence


@pytest.mark.parametrize("case", CASES)
def test_every_other_answer_is_told_to_be_wrong_and_why(case):
    trajectory = ended(case)
    for sign in ANSWERS:
        if sign != CASES[case].sign:
            found = assess(trajectory, sign)
            assert not found.right and found.found is not None
            assert found.found.sentence in found.because and len(found.because) > len(found.found.sentence)


def test_what_follows_from_the_fault_is_told_to_be_true_as_well():
    trajectory = ended("unscaled")
    assert "saturated" in trajectory.end.signs
    assert assess(trajectory, "saturated").sentence.startswith("That is true too")


def test_on_a_healthy_run_every_answer_is_wrong():
    training = CASES["linear"].training()
    trajectory = begin(CASES["linear"].remedy("tanh").of(training)).run_to_end()
    found = assess(trajectory, "linear")
    assert not found.right and found.found is None
    assert "There is a nonlinearity" in found.because


def test_an_unknown_sign_is_refused():
    with pytest.raises(ValueError, match="expected one of the signs"):
        assess(ended("diverged"), "tired")


@pytest.mark.parametrize("sign", ANSWERS)
def test_what_speaks_against_a_sign_is_told_of_every_case(sign):
    for case in CASES:
        assert len(evidence_against(ended(case), sign)) > 20
