"""What `diagnose` finds in runs that go wrong, and its silence on healthy ones."""

from dataclasses import replace
from time import process_time

import numpy as np
import pytest

from nnviz.datasets import dataset
from nnviz.experiments import RunSettings, advance, edit_parameter, start
from nnviz.experiments.diagnosis import COLUMNS, SIGNS, constant_baseline_loss, diagnose, measure
from nnviz.stage.chunk import HISTORY_COLUMNS
from tests.experiments.diagnosis.own import with_few_of_one_class
from tests.experiments.run.stepwise import PLAYGROUND, layers, moments, row, signs, watched
from tests.seeds import seeds, some

SIX_SIGMOIDS = {"hidden": layers(*[8] * 6, activation="sigmoid")}
RELU = {"hidden": layers(8, 8, activation="relu"), "initializer": "he_normal", "learning_rate": 0.03}
HEALTHY = {
    "default": ({}, 150),
    "circle of the Playground": (PLAYGROUND, 150),
    "xor": ({"dataset": "xor"}, 150),
    "gauss": ({"dataset": "gauss"}, 60),
    "noisy gauss": ({"dataset": "gauss", "noise": 20.0}, 60),
    "noisy circle": ({"noise": 15.0, "hidden": layers(4)}, 60),
    "moons": ({"dataset": "moons", "hidden": layers(8, 8)}, 60),
    "iris": ({"dataset": "iris"}, 80),
    "wine": ({"dataset": "wine"}, 60),
    "digits": ({"dataset": "digits"}, 10),
    "plane": ({"dataset": "reg-plane", "hidden": (), "learning_rate": 0.01}, 30),
    "hills": ({"dataset": "reg-gauss", "hidden": layers(8, 8), "optimizer": "adam", "learning_rate": 0.01}, 40),
    "relu": (RELU, 100),
    "six tanh": ({"hidden": layers(*[8] * 6), **PLAYGROUND}, 100),
    "dropout": ({"hidden": tuple(part.model_copy(update={"dropout": 0.2}) for part in layers(16, 16))}, 60),
    "spiral with its features": (
        {"dataset": "spiral", "hidden": layers(8, 8), "features": ("x", "y", "sin_x", "sin_y")}
        | {"optimizer": "adam", "learning_rate": 0.01},
        100,
    ),
}
SICK = {
    "six sigmoid layers": (SIX_SIGMOIDS, 20, 0, "vanishing"),
    "six sigmoid layers as in the Playground": (SIX_SIGMOIDS | PLAYGROUND, 20, 0, "vanishing"),
    "zeros": ({"initializer": "zeros"}, 20, 0, "symmetric"),
    "zeros and relu": (RELU | {"initializer": "zeros"}, 20, 0, "symmetric"),
    "rate 10": ({"learning_rate": 10.0}, 60, 5, "too_large"),
    "rate 10 and relu": (RELU | {"learning_rate": 10.0}, 60, 10, "dead"),
    "rate 10 in the Playground": (PLAYGROUND | {"learning_rate": 10.0}, 60, 10, "sure_and_wrong"),
    "tiny rate": ({"learning_rate": 1e-5}, 30, 10, "too_small"),
    "no bend": ({"hidden": layers(4, 4, activation="identity")}, 40, 20, "linear"),
    "steps": ({"hidden": layers(4, activation="step")}, 10, 0, "flat"),
    "wine as it comes": ({"dataset": "wine", "scaling": "none"}, 30, 0, "unscaled"),
}


def settings(fields, seed=0):
    return RunSettings().changed(**fields).changed(seed=seed, data_seed=seed)


@pytest.mark.parametrize("seed", seeds(range(3)))
@pytest.mark.parametrize("name", HEALTHY)
def test_nothing_is_found_in_a_healthy_run_at_any_moment(name, seed):
    fields, epochs = HEALTHY[name]
    cries = {epoch: signs(findings) for epoch, findings in watched(settings(fields, seed), epochs) if findings}
    assert cries == {}


@pytest.mark.parametrize("seed", seeds(range(3)))
@pytest.mark.parametrize("name", SICK)
def test_a_sick_run_is_recognised_from_some_epoch_on_and_ever_after(name, seed):
    fields, epochs, by, sign = SICK[name]
    moments_after = [(at, signs(findings)) for at, findings in watched(settings(fields, seed), epochs) if at >= by]
    missed = [at for at, found in moments_after if sign not in found]
    assert missed == []


def test_a_run_that_breaks_down_tells_the_step_and_the_first_broken_tensor():
    sick = settings({"dataset": "reg-plane", "hidden": layers(4, activation="relu"), "learning_rate": 10.0})
    *_, (run, history) = moments(sick, 60)
    assert run.stop is not None and run.stop.reason == "not finite"
    found = diagnose(run, history)
    assert found[0].sign == "diverged"
    assert f"at step {run.step}" in found[0].sentence
    record = run.last
    first = next(z for z in found[0].sentence.split() if z.startswith("(")).strip("():.")
    broken = {"loss.L": record.loss.L} | {
        f"layers[{i}].{name}": getattr(part, name)
        for i, part in enumerate(record.trace.layers)
        for name in ("Z", "A")
        if hasattr(part, name)
    }
    assert not np.isfinite(broken[first]).all()
    before = list(broken)[1 : list(broken).index(first)]
    assert before and all(np.isfinite(broken[name]).all() for name in before)


def test_a_weight_that_is_infinite_by_hand_is_a_broken_run():
    run = advance(start(RunSettings()), 3)
    theta = run.state.network.theta.copy()
    theta[0] = np.inf
    state = replace(run.state, network=run.state.network.with_theta(theta))
    assert signs(diagnose(replace(run, state=state, last=None), [])) == ["diverged"]


@pytest.mark.parametrize("seed", seeds(range(4)))
def test_learning_by_heart_is_recognised_by_the_rising_test_loss(seed):
    fields = {"dataset": "gauss", "noise": 50.0, "train_share": 0.1, "hidden": layers(32, 32, activation="relu")}
    fields |= {"optimizer": "adam", "learning_rate": 0.01, "initializer": "he_normal"}
    found = watched(settings(fields, seed), 100)[-1][1]
    assert signs(found) == ["overfitting"]
    evidence = dict(found[0].evidence)
    assert evidence["test loss"] > 1.25 * evidence["lowest test loss"]


def with_shuffled_labels(run):
    data, rng = run.data, np.random.default_rng(run.settings.seed)
    order = rng.permutation(len(data.data.X))
    Y, labels = (
        np.concatenate(both)[order] for both in zip(*((p.Y, p.labels) for p in (data.train, data.test)), strict=True)
    )
    n = len(data.train.X)
    train, test = replace(data.train, Y=Y[:n], labels=labels[:n]), replace(data.test, Y=Y[n:], labels=labels[n:])
    return replace(run, data=replace(data, train=train, test=test))


@pytest.mark.parametrize("seed", seeds(range(4)))
@pytest.mark.parametrize(
    "fields", [{}, {"dataset": "iris"}, {"dataset": "digits"}, {"dataset": "moons", "noise": 10.0}]
)
def test_shuffled_labels_are_recognised_and_are_no_overfitting(fields, seed):
    run = with_shuffled_labels(start(settings(fields, seed)))
    history = [row(run)]
    for _ in range(8):
        run = advance(run, run.batches.per_epoch)
        history.append(row(run))
    found = signs(diagnose(run, history))
    assert "unrelated" in found and "overfitting" not in found


@pytest.mark.parametrize("seed", seeds(range(4)))
@pytest.mark.parametrize("dataset", ["xor", "gauss", "spiral", "moons", "iris"])
def test_the_noisiest_labels_are_still_labels(dataset, seed):
    found = watched(settings({"dataset": dataset, "noise": 50.0, "learning_rate": 1e-4}, seed), 20)
    assert all("unrelated" not in signs(findings) for _, findings in found)


@pytest.mark.parametrize("seed", seeds(range(3)))
def test_the_spiral_is_no_progress_for_the_default_network(seed):
    found = watched(settings({"dataset": "spiral"}, seed), 110)
    assert any(signs(findings) == ["no_progress"] for epoch, findings in found if epoch >= 60)
    assert {sign for _, findings in found for sign in signs(findings)} == {"no_progress"}


def test_a_class_that_is_rare_and_never_found_is_recognised():
    own = with_few_of_one_class(0.02)
    sick = RunSettings(learning_rate=0.01).with_own(own)
    found = watched(sick, 20, own)[-1][1]
    assert "imbalance" in signs(found)
    assert "of which" in next(f for f in found if f.sign == "imbalance").sentence


def test_classes_of_one_size_are_no_imbalance():
    own = with_few_of_one_class(0.5)
    assert all("imbalance" not in signs(f) for _, f in watched(RunSettings(learning_rate=0.01).with_own(own), 20, own))


def test_a_weight_set_to_equal_values_by_hand_makes_units_alike():
    run = start(RunSettings(hidden=layers(2)))
    for layer, name, index in ((0, "W", (0, 0)), (0, "W", (0, 1)), (0, "W", (1, 0)), (0, "W", (1, 1))):
        run = edit_parameter(run, layer, name, index, 0.5)
    for index in ((0, 0), (1, 0)):
        run = edit_parameter(run, 1, "W", index, -0.25)
    assert signs(diagnose(run, [row(run)])) == ["symmetric"]


@pytest.mark.parametrize(
    ("name", "loss", "Y", "expected"),
    [
        ("cross-entropy of a third", "binary_cross_entropy", [[1.0], [0.0], [0.0]], 0.6365141682948128),
        ("half the variance", "half_squared_error", [[1.0], [3.0]], 0.5),
        ("two classes", "categorical_cross_entropy", [[1.0, 0.0], [0.0, 1.0]], 0.6931471805599453),
    ],
)
def test_the_loss_of_guessing_is_the_known_one(name, loss, Y, expected):
    from nnviz.engine import loss as named

    assert constant_baseline_loss(named(loss), np.array(Y)) == pytest.approx(expected, rel=1e-9)


def test_the_columns_are_those_of_the_stage():
    assert COLUMNS == HISTORY_COLUMNS


def test_every_sign_has_a_name_of_its_own():
    assert len({sign.name for sign in SIGNS}) == len({sign.title for sign in SIGNS}) == len(SIGNS)


def test_a_run_without_a_history_is_looked_at_too():
    run = start(settings({"initializer": "zeros"}))
    assert signs(diagnose(run)) == ["symmetric"]
    assert diagnose(start(RunSettings())) == ()
    assert measure(run, []).rows.shape == (0, 6)


def test_rows_of_a_later_step_are_not_looked_at():
    *_, (run, history) = moments(RunSettings(), 3)
    future = [(run.step + 25.0 * k, run.epoch + k, 9e9, 9e9, 0.0, 0.0) for k in range(1, 60)]
    assert diagnose(run, [*history, *future]) == diagnose(run, history)


def test_numbers_in_a_finding_are_numbers_of_the_run():
    *_, (run, history) = moments(settings({"learning_rate": 10.0}), 30)
    found = diagnose(run, history)[0]
    evidence = dict(found.evidence)
    assert evidence["training loss"] == np.median([r[2] for r in history[-15:]])
    assert evidence["loss at the start"] == history[0][2]
    assert f"{evidence['training loss']:.3g}" in found.sentence


def fastest(task):
    """Seconds of this process that the fastest of ten turns takes."""
    spent = []
    for _ in range(10):
        began = process_time()
        task()
        spent.append(process_time() - began)
    return min(spent)


def test_a_diagnosis_of_a_long_run_costs_less_than_an_epoch_at_every_frame_of_its_chunk():
    *_, (run, history) = moments(RunSettings(), 20)
    long = np.array(history * 100)
    assert fastest(lambda: diagnose(run, long)) < 10 * fastest(lambda: advance(run, run.batches.per_epoch))


@pytest.mark.parametrize(("stride", "steps"), [(1, 250), (500, 4000)])
@pytest.mark.parametrize("name", some(["default", "noisy gauss", "iris", "relu", "hills"], 2))
def test_a_healthy_run_is_healthy_at_every_pace_of_the_stage(name, stride, steps):
    run = start(settings(HEALTHY[name][0]))
    history, cries = [row(run)], []
    while run.step < steps:
        run = advance(run, stride)
        history.append(row(run))
        if len(history) % 4 == 0 or stride > 1:
            cries += signs(diagnose(run, history))
    assert cries == []


@pytest.mark.parametrize(
    ("hidden", "told"), [((4,), "a single one. Identical"), ((4, 4, 4), "; the same holds for 2 more. Identical")]
)
def test_equal_units_are_counted_layer_by_layer(hidden, told):
    run = advance(start(RunSettings(hidden=layers(*hidden), initializer="zeros")), 25)
    found = next(finding for finding in diagnose(run, [row(run)]) if finding.sign == "symmetric")
    assert told in found.sentence and len(found.evidence) == len(hidden)


def test_a_rare_class_that_is_found_is_no_trouble():
    whole = dataset("gauss", rng=0, samples=1000)
    rare = np.flatnonzero(whole.labels == 1)[:50]
    own = whole.take(np.sort(np.concatenate([np.flatnonzero(whole.labels == 0), rare])))
    assert watched(RunSettings().with_own(own), 20, own)[-1][1] == ()


def test_a_test_loss_that_rises_with_the_training_loss_is_no_learning_by_heart():
    run = advance(start(RunSettings()), 500)
    together = [(25.0 * k, float(k), 0.3 + 0.01 * k, 0.3 + 0.02 * k, 0.9, 0.9) for k in range(21)]
    apart = [(step, epoch, 0.5 - train, test, 0.9, 0.9) for step, epoch, train, test, _, _ in together]
    assert "overfitting" not in signs(diagnose(run, together))
    assert "overfitting" in signs(diagnose(run, apart))
