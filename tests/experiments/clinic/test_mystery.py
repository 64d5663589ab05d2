"""The mysterious patients: another network each time, and a fault that `diagnose` names."""

import pytest

from nnviz.experiments.clinic import CASES, ClinicSettings, mystery
from tests.experiments.clinic.quick import trained
from tests.seeds import seeds

SEEDS = range(50)
USUAL = (*SEEDS[:30], 49)
"""They bring every fault: the wrong loss comes with the last alone."""


@pytest.mark.parametrize("seed", seeds(SEEDS, 15))
def test_the_fault_of_a_mysterious_patient_is_the_first_that_the_diagnosis_names(seed):
    found = mystery(seed)
    assert trained(found.training)[1][0] == found.case.sign


def test_the_seeds_bring_every_fault_and_no_network_twice(pytestconfig):
    found = [mystery(seed) for seed in (SEEDS if pytestconfig.getoption("--long") else USUAL)]
    assert {one.case.name for one in found} == set(CASES)
    assert len({one.training.settings for one in found}) == len(found)
    assert max(one.draws for one in found) < 10


def test_how_long_it_is_trained_gives_nothing_away():
    assert len({(one.steps, one.stride, one.early_frames) for one in (mystery(seed).training for seed in USUAL)}) == 1


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
