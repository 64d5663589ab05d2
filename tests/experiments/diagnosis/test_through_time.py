"""What vanishes and explodes through time is named while much is left to learn, and the remedies help."""

import numpy as np
import pytest

from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.diagnosis import diagnose

FIRST = RunSettings().changed(dataset="first-symbol", sequence_length=20, samples=400, train_share=0.5)


def test_a_gradient_that_vanishes_through_time_is_named_with_its_numbers():
    run = start(FIRST.changed(sequence_layers=("lstm(8;bias=-2)",)))
    (finding,) = diagnose(run)
    assert finding.sign == "vanishing" and finding.sentence.startswith("Through time the gradient vanishes")
    norms = np.array([value for _, value in finding.evidence])
    assert len(norms) == 20 and norms[0] < 1e-3 * norms[-1]
    assert f"{norms[0] / norms[-1]:.1g}" in finding.sentence


def test_a_gradient_that_explodes_through_time_is_named():
    run = start(FIRST.changed(sequence_layers=("elman(8;gain=3):identity",)))
    (finding,) = diagnose(run)
    assert finding.sign == "exploding" and "last step, 20 steps later" in finding.sentence
    assert [remedy.name for remedy in finding.remedies] == ["orthogonal"]


@pytest.mark.parametrize("layers", ["lstm(8;bias=3)", "gru(8;bias=chrono)"])
def test_nothing_is_said_of_a_gradient_that_gets_through(layers):
    assert diagnose(start(FIRST.changed(sequence_layers=(layers,)))) == ()


def test_nothing_is_said_where_all_is_learned():
    run = advance(start(FIRST.changed(sequence_layers=("gru(8;bias=-2)",), sequence_length=3)), 150)
    assert run.evaluation.train_loss < 0.2
    assert diagnose(run) == ()


@pytest.mark.parametrize("layers", ["lstm(8;bias=-2)", "gru(8;bias=-2)"])
def test_every_remedy_against_vanishing_through_time_helps(layers):
    run = start(FIRST.changed(sequence_layers=(layers,)))
    (finding,) = diagnose(run)
    assert len(finding.remedies) == 2
    before = advance(run, 300).evaluation.test_loss
    for remedy in finding.remedies:
        cured = start(remedy.of(run.settings))
        assert diagnose(cured) == ()
        assert advance(cured, 300).evaluation.test_loss < 0.5 * before, remedy.name


def test_the_remedy_against_an_explosion_ends_it():
    run = start(FIRST.changed(sequence_layers=("elman(8;gain=3):identity",)))
    (finding,) = diagnose(run)
    for remedy in finding.remedies:
        assert all(found.sign != "exploding" for found in diagnose(start(remedy.of(run.settings))))


def test_a_run_that_broke_down_says_so():
    wild = {"learning_rate": 100.0, "clip_norm": None, "optimizer": "sgd"}
    broken = advance(start(FIRST.changed(sequence_layers=("elman(4;gain=4):identity",), **wild)), 50)
    assert broken.stop is not None and diagnose(broken)[0].sign == "diverged"


def test_a_network_without_memory_has_no_gradient_through_time():
    assert diagnose(start(RunSettings().changed(dataset="parity", sequence_layers=()))) == ()
