"""Targets that are numbers: scaled as the training part asks, and told in their own units."""

import numpy as np
import pytest

from nnviz.datasets import DATASETS, Standardizer, dataset, target_scaling
from nnviz.experiments import RunSettings, advance, prepare, start
from nnviz.experiments.run.results import results
from nnviz.experiments.run.target_units import has_target_units, loss_in_units, scaling_sentence
from tests.experiments.run.own_tables import HOUSES, PRICES, houses

SETTINGS = RunSettings().with_own(HOUSES)


def test_a_table_keeps_its_targets_and_their_name():
    ready = prepare(SETTINGS, HOUSES)
    assert tuple(HOUSES.Y[:, 0]) == PRICES
    assert (ready.target_title, HOUSES.target_name) == ("price", "price")
    both = np.concatenate([ready.train.raw_Y, ready.test.raw_Y])
    np.testing.assert_array_equal(np.sort(both.ravel()), sorted(PRICES))


def test_only_the_training_part_scales_the_target():
    rows = prepare(SETTINGS, HOUSES).test.raw_Y.ravel()
    other = houses([price * 1000 if price in rows else price for price in PRICES])
    before, after = prepare(SETTINGS, HOUSES), prepare(RunSettings().with_own(other), other)
    assert after.test.raw_Y.min() >= 1000 * before.test.raw_Y.min()
    for name in ("mean", "scale"):
        np.testing.assert_array_equal(getattr(before.target_scaling, name), getattr(after.target_scaling, name))
    np.testing.assert_array_equal(before.train.Y, after.train.Y)
    assert (before.train.Y.min(), before.train.Y.max()) == (-1.0, 1.0)


def test_weights_do_not_see_the_targets_of_the_test_part():
    rows = prepare(SETTINGS, HOUSES).test.raw_Y.ravel()
    other = houses([1.0 if price in rows else price for price in PRICES])
    one = advance(start(SETTINGS, HOUSES), 30)
    two = advance(start(RunSettings().with_own(other), other), 30)
    assert one.state.network.theta.tobytes() == two.state.network.theta.tobytes()
    assert one.evaluation.test_loss != two.evaluation.test_loss


@pytest.mark.parametrize("name", ["none", "standardize", "min_max"])
def test_the_scaling_of_the_target_is_a_choice(name):
    ready = prepare(SETTINGS.changed(target_scaling=name), HOUSES)
    Y, raw = ready.train.Y, ready.train.raw_Y
    wanted = {
        "none": raw,
        "standardize": (raw - raw.mean()) / raw.std(),
        "min_max": 2.0 * (raw - raw.min()) / (raw.max() - raw.min()) - 1.0,
    }
    np.testing.assert_allclose(Y, wanted[name], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(ready.target_scaling.invert(Y), raw, rtol=1e-12)
    assert ready.target_scaling.changes == (name != "none")


@pytest.mark.parametrize("name", ["none", "standardize", "min_max"])
def test_errors_are_told_in_the_units_of_the_target(name):
    run = advance(start(SETTINGS.changed(target_scaling=name, learning_rate=1e-9), HOUSES), 3)
    for part, rmse in ((run.data.train, run.evaluation.train_rmse), (run.data.test, run.evaluation.test_rmse)):
        said = run.predictions(run.output(part.X))
        assert rmse == pytest.approx(np.sqrt(np.mean((said - part.raw_Y) ** 2)), rel=1e-12)
    scale = float(run.data.target_scaling.scale[0])
    squared = run.state.network.forward(run.data.test.X).A - run.data.test.Y
    assert run.evaluation.test_rmse == pytest.approx(scale * np.sqrt(np.mean(squared**2)), rel=1e-9)


def test_classes_have_no_error_in_units():
    evaluation = start(RunSettings()).evaluation
    assert evaluation.train_rmse is None and evaluation.test_rmse is None


@pytest.mark.parametrize("name", [name for name, info in DATASETS.items() if info.kind == "regression"])
def test_bundled_targets_stay_as_they_are(name):
    settings = RunSettings().changed(dataset=name)
    ready = prepare(settings)
    assert settings.target_scaling_name == "none" and not ready.target_scaling.changes
    assert ready.train.Y.tobytes() == ready.train.raw_Y.tobytes()
    assert ready.target_title == ("y" if DATASETS[name].n_features == 1 else "target")


def test_a_target_that_is_the_same_in_the_training_part_is_only_shifted():
    train = HOUSES.take([0, 0, 0])
    for name in ("standardize", "min_max"):
        fitted = target_scaling(name, train)
        assert fitted.constant and fitted.scale.tolist() == [1.0]
        np.testing.assert_array_equal(fitted.apply(train.Y), 0.0)


@pytest.mark.parametrize("values", [(-1e100, 1e100), (1e-300, 3e-300), (5.0, 5.0 + 1e-9)])
def test_extreme_targets_are_scaled_without_a_warning(values):
    fitted = Standardizer.min_max(np.array(values)[:, None])
    assert np.isfinite(fitted.apply(np.array(values)[:, None])).all()


def test_classes_are_not_scaled_and_that_is_told():
    with pytest.raises(ValueError, match="needs targets that are real numbers, but those of 'Circle'"):
        RunSettings().changed(dataset="circle", target_scaling="min_max")
    settings, messages = RunSettings.from_query({"dataset": "xor", "target_scaling": "standardize"})
    assert settings == RunSettings(dataset="xor")
    assert len(messages) == 1 and messages[0].startswith("target_scaling=standardize was left out")


def test_other_data_drop_the_scaling_and_say_so():
    before = RunSettings().changed(dataset="reg-gauss", target_scaling="standardize")
    after = before.changed(dataset="circle")
    assert after.target_scaling is None
    assert "they are not scaled" in " ".join(before.dropped_choices(after))


def test_an_unknown_scaling_lists_the_known_ones():
    with pytest.raises(ValueError, match="none, standardize, min_max"):
        target_scaling("log", dataset("reg-plane"))
    assert "none, standardize, min_max" in RunSettings.from_query({"target_scaling": "log"})[1][0]


def test_addresses_without_it_read_as_before():
    settings, messages = RunSettings.from_query({"dataset": "reg-gauss", "head": "regression", "learning_rate": "0.03"})
    assert messages == () and settings.target_scaling is None
    assert settings.to_query() == {"dataset": "reg-gauss", "head": "regression", "learning_rate": "0.03"}


def test_results_are_in_the_units_of_the_target():
    run = advance(start(SETTINGS, HOUSES), 40)
    found = results(run, "train")
    assert found.target == "price"
    np.testing.assert_array_equal(found.truth, run.data.train.raw_Y[:, 0])
    assert found.root_mean_squared_error == pytest.approx(run.evaluation.train_rmse, rel=1e-12)
    assert 1_000 < found.mean_absolute_error < 300_000


@pytest.mark.parametrize("loss", ["mean_squared_error", "half_squared_error", "huber(delta=0.1)"])
def test_a_loss_in_the_square_of_the_units_is_that_of_the_numbers_in_these_units(loss):
    run = advance(start(SETTINGS.changed(loss=loss), HOUSES), 20)
    scale = float(run.data.target_scaling.scale[0])
    same = run.state.rules.loss if "huber" not in loss else type(run.state.rules.loss)(0.1 * scale)
    said = run.predictions(run.output(run.data.train.X))
    own = float(same.forward(said, run.data.train.raw_Y).L)
    assert loss_in_units(run, run.evaluation.train_loss) == pytest.approx(own, rel=1e-9)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none", "learns price in its own units: mean 237,500, standard deviation 98,166.9 in training."),
        ("min_max", "scaled: −1 is 98,000 and 1 is 402,000, the range of the training data."),
        (
            "standardize",
            "standardized: 0 stands for the mean 237,500, a step of 1 for 98,166.9, the standard deviation",
        ),
    ],
)
def test_the_scaling_is_told_with_its_numbers(name, told):
    assert told in scaling_sentence(start(SETTINGS.changed(target_scaling=name), HOUSES))


def test_toy_targets_have_no_units():
    assert not has_target_units(start(RunSettings().changed(dataset="reg-gauss")))
    assert has_target_units(start(RunSettings().changed(dataset="reg-gauss", target_scaling="standardize")))
    assert not has_target_units(start(RunSettings()))
