"""The cause is named: a penalty, inputs out of scale, an optimizer without epsilon; and what is no cause is not."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.engine import Dense
from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.diagnosis import diagnose
from nnviz.experiments.diagnosis.neighbours import compared, is_parity, one_input_foretells
from tests.experiments.diagnosis.own import contradictory, drawn_parity, one_column, parity, table, without_reason
from tests.experiments.diagnosis.scan import STEPS, trained
from tests.experiments.run.stepwise import layers, row, signs
from tests.seeds import some

RELU = {"hidden": layers(8, 8, activation="relu"), "initializer": "he_normal"}


def diagnosed(steps=STEPS, own=None, **fields):
    now = RunSettings() if own is None else RunSettings().with_own(own)
    if "dataset" in fields:
        now = now.changed(dataset=fields["dataset"])
    return diagnose(*trained(now.changed(**fields), steps, own))


@pytest.mark.parametrize("network", [{}, RELU, {"hidden": layers(8, activation="sigmoid")}])
@pytest.mark.parametrize(("penalty", "rate"), [("l2", 1.0), ("l1", 0.3)])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_penalty_that_shrinks_the_weights_to_nothing_is_the_cause(network, penalty, rate, optimizer):
    found = diagnosed(penalty=penalty, penalty_rate=rate, optimizer=optimizer, learning_rate=0.05, **network)
    assert found[0].sign == "penalty" and f"{penalty.upper()} at {rate:g}" in found[0].sentence
    assert all(finding.follows == "Penalty too strong" and not finding.remedies for finding in found[1:])
    assert "penalty" in found[0].remedy and "tanh" not in found[0].remedy


@pytest.mark.parametrize("after_step", [False, True])
def test_a_rate_times_penalty_above_2_is_named_with_what_each_step_does_to_the_weights(after_step):
    fields = {"dataset": "spiral", "penalty": "l2", "penalty_rate": 10.0, "learning_rate": 0.3}
    found = diagnosed(penalty_after_step=after_step, **fields)
    assert found[0].sign == "penalty"
    assert "0.3 · 10 = 3, and every step multiplies the weights by 1 − 3 = -2" in found[0].sentence
    assert "clip" not in found[0].remedy
    assert {finding.follows for finding in found[1:]} <= {"Penalty too strong"}


def test_the_largest_rate_times_penalty_that_settles_is_that_of_the_optimizer():
    """Weights that only the penalty pulls shrink below the limit that is told and grow above."""
    for optimizer, product in (("sgd", 2.0), ("momentum", 3.8), ("nesterov", 3.8 / 2.8)):
        for factor in (0.97, 1.03):
            fields = {"optimizer": optimizer, "learning_rate": 0.5 * factor, "penalty": "l2"}
            run = start(RunSettings(hidden=layers(4)).changed(**fields, penalty_rate=2.0 * product))
            size = [float(np.abs(run.state.network.layers[0].W).max())]
            with np.errstate(all="ignore"):
                for _ in range(60):
                    run = advance(run, 10)
                    size.append(float(np.abs(run.state.network.layers[0].W).max()))
            found = diagnose(start(run.settings), [row(start(run.settings))])
            assert ("penalty" in signs(found)) == (factor > 1)
            assert (not size[-1] < 1e3) == (factor > 1)


def test_weight_decay_is_a_penalty_too():
    found = diagnosed(optimizer="adamw(weight_decay=10)", learning_rate=0.01)
    assert found[0].sign == "penalty" and "weight decay at 10" in found[0].sentence
    assert [remedy.title for remedy in found[0].remedies] == ["no weight decay (Adam)"]


def test_the_numbers_of_a_penalty_come_from_the_run():
    settings = RunSettings(penalty="l2", penalty_rate=1.0)
    run, history = trained(settings, STEPS)
    evidence = dict(diagnose(run, history)[0].evidence)
    first, now = (
        [layer.W for layer in one.state.network.layers if isinstance(layer, Dense)] for one in (start(settings), run)
    )
    left = max(np.linalg.norm(b) / np.linalg.norm(a) for a, b in zip(first, now, strict=True))
    assert evidence["largest fraction of weights left"] == pytest.approx(left)
    assert evidence["penalty of the initial weights"] == pytest.approx(sum(0.5 * (W**2).sum() for W in first))


def test_a_penalty_that_holds_the_weights_back_is_told_with_gain_and_price():
    settings = RunSettings(penalty="l2", penalty_rate=0.1, hidden=layers(8))
    run, history = trained(settings, 2500)
    found = diagnose(run, history)
    assert signs(found) == ["penalty"] and "holds the weights back" in found[0].sentence
    larger = run.state.network.with_theta(np.where(_is_weight(run), 1.0 + 1e-6, 1.0) * run.state.network.theta)
    loss, train = run.state.rules.loss, run.data.train
    rise = float(loss.forward(larger.forward(train.X).A, train.Y).L) - run.evaluation.train_loss
    assert dict(found[0].evidence)["fall of the loss by 1 % larger weights"] == pytest.approx(-rise * 1e4, rel=1e-3)


def _is_weight(run):
    network = run.state.network
    return np.concatenate(
        [
            np.full(values.size, name == "W")
            for layer in network.layers
            for name, values in zip(layer.parameter_names, layer.parameters, strict=True)
        ]
    )


@pytest.mark.parametrize("rate", some([0.003, 0.001, 0.0003]))
def test_a_modest_penalty_is_no_trouble(rate):
    for kind in ("l1", "l2"):
        assert diagnosed(steps=2000, penalty=kind, penalty_rate=rate) == ()


@pytest.mark.parametrize("network", [{"hidden": layers(8)}, {"hidden": layers(8, activation="relu")}])
@pytest.mark.parametrize("own", [one_column(0, 1000), one_column(1990, 2020)])
def test_one_input_out_of_scale_is_the_cause_of_what_it_does_to_the_units(own, network):
    found = diagnosed(own=own, scaling="none", **network)
    assert found[0].sign == "unscaled" and "column 1 has mean" in found[0].sentence
    assert {finding.follows for finding in found[1:]} <= {"Unscaled inputs"}


@pytest.mark.parametrize(("activation", "rate"), [("relu", 0.3), ("tanh", 1.0)])
def test_images_of_0_to_16_are_named_before_the_units_that_they_kill(activation, rate):
    found = diagnosed(dataset="digits", scaling="none", hidden=layers(32, activation=activation), learning_rate=rate)
    assert found[0].sign == "unscaled" and "root mean square is 7" in found[0].sentence
    assert all(finding.follows == "Unscaled inputs" for finding in found[1:])


def test_numbers_that_overflow_by_inputs_out_of_scale_are_named_by_their_cause():
    found = diagnosed(own=one_column(0, 1000, number=True), scaling="none", hidden=())
    assert signs(found) == ["unscaled", "diverged"]
    assert found[1].follows == "Unscaled inputs"


@pytest.mark.parametrize("network", [{}, RELU])
@pytest.mark.parametrize(("scale", "around"), [(5e4, 2e5), (1.0, 1000.0)])
def test_a_target_out_of_scale_is_the_cause_and_scaling_it_helps(scale, around, network):
    X = np.random.default_rng(0).normal(size=(200, 3))
    own = table(X, y=around + scale * np.tanh(X[:, 0] * X[:, 1] + X[:, 2]))
    found = diagnosed(own=own, target_scaling="none", **network)
    Y = start(RunSettings().with_own(own).changed(target_scaling="none"), own).data.train.Y
    assert found[0].sign == "unscaled_target" and f"has mean {Y.mean():.4g} and" in found[0].sentence
    assert {finding.follows for finding in found[1:]} <= {"Unscaled target"}
    assert [remedy.name for remedy in found[0].remedies] == ["scale_target"]
    assert diagnosed(own=own, **dict(found[0].remedies[0].changes), **network) == ()


def test_one_input_in_scale_is_not_called_unscaled():
    assert diagnosed(own=one_column(0, 1000)) == ()
    assert "unscaled" not in signs(diagnosed(own=one_column(0, 1000), learning_rate=10.0))


@pytest.mark.parametrize(
    "optimizer", ["adam(epsilon=0)", "rmsprop(epsilon=0)", "adagrad(epsilon=0)", "adamw(epsilon=0)"]
)
def test_0_over_0_of_an_optimizer_without_epsilon_is_named(optimizer):
    run, history = trained(RunSettings(optimizer=optimizer, learning_rate=0.01).changed(**RELU), STEPS)
    assert run.stop is not None and run.stop.reason == "not finite"
    found = diagnose(run, history)
    assert signs(found) == ["diverged"] and "0/0: epsilon is 0" in found[0].sentence
    count = int((run.last.after.memory.s == 0).sum())
    assert count and f"exactly 0 for {count} of {run.state.network.n_parameters} parameters" in found[0].sentence
    assert [remedy.name for remedy in found[0].remedies] == ["epsilon"]
    healed = found[0].remedies[0].of(run.settings)
    assert healed.optimizer == optimizer.partition("(")[0]
    assert diagnose(*trained(healed, STEPS)) == ()


@pytest.mark.parametrize("seed", some(range(3)))
@pytest.mark.parametrize("n", [10, 30, 48])
def test_few_samples_are_never_called_unrelated(n, seed):
    found = [diagnosed(steps, own=without_reason(n, seed=seed)) for steps in (100, STEPS, 1500)]
    assert all("unrelated" not in signs(findings) for findings in found)


@pytest.mark.parametrize(
    "own", [parity(2, 30), parity(3, 10), parity(6), parity(8), drawn_parity(20, 400), drawn_parity(12, 200)]
)
@pytest.mark.parametrize("network", some([{"hidden": layers(2)}, {"learning_rate": 1e-3}, {"hidden": ()}]))
def test_a_parity_is_never_called_unrelated(own, network):
    for steps in (100, STEPS):
        assert "unrelated" not in signs(diagnosed(steps, own=own, **network))


def test_a_parity_of_some_of_the_bits_is_recognised_and_labels_by_lot_are_not():
    rng = np.random.default_rng(0)
    bits = rng.integers(0, 2, (120, 9))
    assert is_parity(bits, bits[:, [1, 4, 8]].sum(1) % 2)
    assert is_parity(2.0 * bits - 1.0, 1 - bits.sum(1) % 2)
    assert not is_parity(bits, rng.integers(0, 2, 120))
    assert not is_parity(bits, (bits[:, 0] & bits[:, 1]).astype(int))
    assert not is_parity(rng.normal(size=(120, 9)), rng.integers(0, 2, 120))


def test_a_label_that_one_of_many_inputs_tells_is_not_called_unrelated():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 60))
    assert one_input_foretells(X, (X[:, 7] > 0).astype(int))
    assert not any(one_input_foretells(rng.normal(size=(200, 60)), rng.integers(0, 3, 200)) for _ in range(200))
    own = table(X, X[:, 7] > 0)
    assert "unrelated" not in signs(diagnosed(own=own, hidden=layers(4), learning_rate=1e-3))


def test_labels_by_lot_of_fifty_samples_and_more_are_called_unrelated():
    for n, classes in ((60, 2), (200, 2), (200, 3)):
        assert "unrelated" in signs(diagnosed(300, own=without_reason(n, classes), learning_rate=0.03))


def test_a_run_that_stays_at_guessing_is_told_on_any_data():
    slow = {"hidden": layers(8, 8, 8, activation="sigmoid"), "learning_rate": 0.03}
    for found in (diagnosed(2000, **slow, own=parity(2, 25)), diagnosed(2000, **slow, dataset="reg-gauss")):
        assert signs(found) == ["stuck"] and "still guesses" in found[0].sentence


def test_a_loss_far_above_what_equal_inputs_allow_is_told_on_own_data():
    """Two units cannot learn a parity of four bits, however long; and no noise excuses them."""
    found = diagnosed(6200, own=parity(4, 8), hidden=layers(2))
    assert signs(found) == ["no_progress"]


def test_equal_inputs_with_other_targets_are_told_to_be_the_reason():
    own = contradictory(48)
    found = diagnosed(3000, own=own)
    assert signs(found) == ["stuck"] and "equal inputs have different targets" in found[0].sentence
    assert found[0].remedies == () and "an input that tells" in found[0].advice


@pytest.mark.parametrize("name", some(["circle", "moons", "xor", "gauss"], 2))
def test_noise_that_neighbours_share_is_no_lack_of_progress(name):
    settings = RunSettings().changed(dataset=name, noise=40.0, hidden=layers(8))
    assert not {"no_progress", "stuck"} & set(signs(diagnose(*trained(settings, 6500))))


def test_learning_by_heart_is_not_said_of_a_handful_of_test_samples():
    own = parity(2).take([0, 1, 2, 3] * 2)
    assert "overfitting" not in signs(diagnosed(2000, own=own, hidden=layers(8), train_share=0.5))


def test_a_test_part_that_is_the_training_part_is_counted_once():
    own = without_reason(60)
    run = start(RunSettings().with_own(own), own)
    same = replace(run, data=replace(run.data, test=run.data.train))
    history = [row(same)]
    for _ in range(40):
        same = advance(same, 10)
        history.append(row(same))
    assert "overfitting" not in signs(diagnose(same, history))
    X, labels = compared(same.data)
    assert len(X) == len(labels) == len(same.data.train.X)
    assert len(compared(run.data)[0]) == own.n_samples
