"""What vanishes and explodes through time is named while much is left to learn, and the remedies help."""

import numpy as np
import pytest

from nnviz.engine import RecurrentArchitecture, RecurrentStart, activation, initializer, loss
from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.diagnosis import diagnose
from nnviz.experiments.diagnosis.remedies import remedies_for
from nnviz.experiments.diagnosis.through_time import shares_of, shares_through_time, steps_back
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.recurrence.recipe import Recipe, begin
from nnviz.experiments.run.through_time import GradientThroughTime
from tests.seeds import some

FIRST = RunSettings().changed(dataset="first-symbol", sequence_length=20, samples=400, train_share=0.5)
SEEDS = 20


def shares(recipe, back=None, network=None):
    """Of all seeds at once, on 32 sequences."""
    data = recipe.measured
    return shares_through_time(network or recipe.networks(), recipe.loss, data.X[:32], data.Y[:32], back)


def first_symbol(T, cell, **start):
    return Recipe("first-symbol", T, cell, seeds=SEEDS, steps=200, stride=50, **start)


@pytest.mark.parametrize(
    ("T", "cell", "start", "at_least"),
    [
        (20, "elman", {"gain": 0.7}, 20),
        (40, "elman", {"gain": 0.7, "start": "gaussian"}, 19),
        (40, "lstm", {"memory_bias": 0.0}, 20),
        (40, "gru", {"memory_bias": 0.0}, 20),
        (20, "lstm", {"memory_bias": -2.0}, 20),
    ],
)
def test_a_gradient_that_vanishes_is_found_in_all_of_twenty_networks(T, cell, start, at_least):
    assert shares(first_symbol(T, cell, **start)).vanishes.sum() >= at_least


@pytest.mark.parametrize(
    ("T", "cell", "start"),
    [
        (20, "elman", {}),
        (20, "elman", {"start": "gaussian"}),
        (20, "lstm", {"memory_bias": 1.0}),
        (40, "lstm", {"memory_bias": 3.0}),
        (40, "lstm", {"chrono": True}),
        (40, "gru", {"memory_bias": 2.0}),
        (40, "gru", {"chrono": True}),
    ],
)
def test_no_alarm_is_given_of_twenty_networks_that_can_learn_from_where_they_start(T, cell, start):
    found = shares(first_symbol(T, cell, **start))
    assert not found.vanishes.any() and not found.explodes.any()


@pytest.mark.parametrize(("cell", "task", "settings"), [("gru", "parity", ()), ("elman", "echo", (("delay", 4),))])
def test_no_alarm_is_given_while_twenty_networks_learn_what_is_asked_for_nearby(cell, task, settings):
    recipe = Recipe(task, 12, cell, seeds=SEEDS, settings=settings, steps=200, stride=50, to_the_end=True)
    back = 1 if task == "parity" else 4
    training, false = begin(recipe), 0
    while not training.done:
        training = training.next_frame()
        found = shares(recipe, back, training.state.network)
        unsolved = training.end.score < 0.9
        false += int(((found.vanishes | found.explodes) & unsolved).sum())
    assert training.solved >= 15
    assert false == 0


def test_a_gradient_that_explodes_is_found_in_all_of_twenty_networks_and_where_it_is_largest():
    start = RecurrentStart(initializer("orthogonal", gain=1.4))
    network = RecurrentArchitecture("elman", 20, 4, 16, 4, start=start, activation=activation("identity"))
    data = first_symbol(20, "elman").measured
    measure = loss("categorical_cross_entropy")
    found = shares_through_time(network.build(*range(SEEDS)), measure, data.X[:32], data.Y[:32])
    assert found.explodes.all() and (found.largest == 1).all()
    np.testing.assert_allclose(found.growth, 1.4**19, rtol=1e-9)


def test_what_a_cell_carries_past_the_states_has_not_vanished():
    norms, cells = np.array([[1e-9, 1e-3, 1.0]]), np.array([[0.9, 0.95, 1.0]])
    found = GradientThroughTime((0,), norms, cells)
    assert not shares_of(found, 2).vanishes
    assert shares_of(GradientThroughTime((0,), norms, np.full_like(cells, np.nan)), 2).vanishes


def test_it_is_a_share_and_no_total_that_counts():
    norms = np.array([[1.0, 1e4, 1e8]])
    found = shares_of(GradientThroughTime((0,), norms, np.full_like(norms, np.nan)), 2)
    assert found.vanishes and float(found.share) == pytest.approx(1e-8)


def test_networks_without_memory_and_too_many_steps_are_refused():
    recipe = first_symbol(20, "elman")
    with pytest.raises(ValueError, match="expected steps back from 0 to 19, got 20"):
        shares(recipe, 20)
    dense = start(RunSettings()).state.network
    with pytest.raises(ValueError, match="expected a network with a recurrent layer, got none"):
        shares_through_time(dense, loss("mean_squared_error"), np.zeros((3, 2)), np.zeros((3, 1)))


def test_how_far_back_is_looked_depends_on_what_is_asked_for():
    back = {
        name: steps_back(RunSettings().changed(dataset=name, sequence_length=15, delay=6))
        for name in ("first-symbol", "adding", "echo", "parity", "temporal-xor")
    }
    assert back == {"first-symbol": 14, "adding": 14, "echo": 6, "parity": 1, "temporal-xor": 2}
    assert steps_back(RunSettings().changed(dataset="parity", sequence_length=15, each_step=False)) == 14


def test_a_run_whose_gradient_vanishes_through_time_says_so_with_its_numbers():
    run = start(FIRST.changed(sequence_layers=("lstm(8;bias=-2)",)))
    (finding,) = diagnose(run)
    assert finding.sign == "vanishing_through_time"
    share, back = (value for _, value in finding.evidence)
    assert share < 1e-3 and back == 19
    assert f"a fraction of {power(share)} reaches the state 19 steps before" in finding.sentence


def test_a_run_whose_gradient_explodes_through_time_says_so():
    run = start(FIRST.changed(sequence_layers=("elman(8;gain=3):identity",)))
    (finding,) = diagnose(run)
    assert finding.sign == "exploding_through_time"
    assert "the state of step 1 gets" in finding.sentence and "the last state" in finding.sentence


@pytest.mark.parametrize("layers", ["lstm(8;bias=3)", "gru(8;bias=chrono)", "elman(8)"])
def test_nothing_is_said_of_a_gradient_that_gets_through(layers):
    assert diagnose(start(FIRST.changed(sequence_layers=(layers,)))) == ()


def test_of_two_layers_the_first_is_looked_at_as_all_comes_back_through_it():
    assert diagnose(start(FIRST.changed(sequence_layers=("lstm(8;bias=3)", "lstm(8;bias=-2)")))) == ()


def test_nothing_is_said_where_all_is_learned():
    run = advance(start(FIRST.changed(sequence_layers=("gru(8;bias=-2)",), sequence_length=3)), 150)
    assert run.evaluation.train_loss < 0.2
    assert diagnose(run) == ()


def test_a_run_that_broke_down_says_so():
    wild = {"learning_rate": 100.0, "clip_norm": None, "optimizer": "sgd"}
    broken = advance(start(FIRST.changed(sequence_layers=("elman(4;gain=4):identity",), **wild)), 50)
    assert broken.stop is not None and diagnose(broken)[0].sign == "diverged"


def test_a_network_without_memory_has_no_gradient_through_time():
    assert diagnose(start(RunSettings().changed(dataset="parity", sequence_layers=()))) == ()


LEARNS = FIRST.changed(
    samples=1000, train_share=0.8, optimizer="adam", learning_rate=0.01, clip_norm=1.0, batch_size=32, hidden=()
)
VANISHING = {
    "elman(16;gain=0.5)": ({"orthogonal", "gated"}, 20, 150),
    "gru(16;bias=-2)": ({"bias"}, 20, 150),
    "lstm(16;bias=0)": ({"bias"}, 40, 300),
}


@pytest.mark.parametrize("layer", some([*VANISHING], 2))
def test_every_remedy_against_vanishing_takes_the_sign_away_and_lets_the_run_learn(layer):
    names, length, steps = VANISHING[layer]
    run = start(LEARNS.changed(sequence_layers=(layer,), sequence_length=length))
    (finding,) = diagnose(run)
    assert finding.sign == "vanishing_through_time" and {remedy.name for remedy in finding.remedies} == names
    untreated = advance(run, steps).evaluation.test_loss
    for remedy in finding.remedies:
        treated = start(remedy.of(run.settings))
        assert diagnose(treated) == (), remedy.name
        assert advance(treated, steps).evaluation.test_loss < 0.2 * untreated, remedy.name


def test_clipping_and_an_lstm_save_runs_that_an_explosion_ends():
    wild = {"clip_norm": None, "optimizer": "sgd", "learning_rate": 0.1}
    run = start(LEARNS.changed(sequence_layers=("elman(16;gain=1.5):identity",), **wild))
    (finding,) = diagnose(run)
    assert finding.sign == "exploding_through_time"
    assert [remedy.name for remedy in finding.remedies] == ["gated", "clip"]
    assert advance(run, 300).stop is not None
    for remedy in finding.remedies:
        treated = advance(start(remedy.of(run.settings)), 300)
        assert treated.stop is None and treated.evaluation.test_loss < 0.7, remedy.name
        assert diagnose(treated) == (), remedy.name


def test_what_would_change_nothing_is_not_offered_against_it():
    offered = {
        remedy.name for remedy in remedies_for("vanishing_through_time", LEARNS.changed(sequence_layers=("elman(8)",)))
    }
    assert offered == {"gated"}
    kept = LEARNS.changed(sequence_layers=("gru(8;bias=3)",))
    assert remedies_for("vanishing_through_time", kept) == ()
