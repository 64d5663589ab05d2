"""Settings: what is valid, what fits together, and how they change."""

import re

import pytest
from hypothesis import given
from pydantic import ValidationError

from nnviz.datasets import DATASETS
from nnviz.engine import HEADS
from nnviz.experiments import LIVE, MAX_HIDDEN, HiddenSettings, RunSettings
from tests.experiments.run.valid_settings import valid_settings


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_has_a_usual_head_loss_and_scaling_that_fit(name):
    settings = RunSettings().changed(dataset=name)
    assert DATASETS[name].kind in HEADS[settings.head_name].tasks
    assert settings.loss_name == HEADS[settings.head_name].losses[0]
    usual = {"digits": "unit", "iris": "standardize", "wine": "standardize"}
    one_input = "standardize" if DATASETS[name].n_features == 1 else "none"
    assert settings.scaling_name == usual.get(name, one_input)


@pytest.mark.parametrize(
    ("changes", "n_features", "n_classes", "n_out"),
    [
        ({}, 2, 2, 1),
        ({"features": ("x", "y", "x2")}, 3, 2, 1),
        ({"head": "softmax"}, 2, 2, 2),
        ({"dataset": "blobs", "classes": 7}, 2, 7, 7),
        ({"dataset": "digits"}, 64, 10, 10),
        ({"dataset": "bars"}, 144, 4, 4),
        ({"dataset": "bars", "image_size": 9}, 81, 4, 4),
        ({"dataset": "signals"}, 40, 10, 10),
        ({"dataset": "circle", "image_size": 9}, 2, 2, 1),
        ({"dataset": "wine"}, 13, 3, 3),
        ({"dataset": "reg-plane"}, 2, 0, 1),
    ],
)
def test_the_widths_follow_from_the_data_and_the_head(changes, n_features, n_classes, n_out):
    settings = RunSettings(**changes)
    assert (settings.n_features, settings.n_classes, settings.n_out) == (n_features, n_classes, n_out)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dataset": "mnist"}, "dataset: expected one of circle, xor, .*got 'mnist'"),
        ({"optimizer": "lion"}, "optimizer: expected one of sgd, .*got 'lion'"),
        ({"loss": "hinge"}, "loss: expected one of mean_squared_error, .*got 'hinge'"),
        ({"head": "linear"}, "head: expected one of sigmoid, .*got 'linear'"),
        ({"dataset": "iris", "head": "linear"}, "head: expected one of sigmoid, .*got 'linear'"),
        (
            {"dataset": "arms", "classes": "many"},
            "classes: expected a whole number from 2 to 10, got 'many'; the usual value is 3",
        ),
        ({"scaling": "max"}, "scaling: expected one of none, standardize, unit, got 'max'"),
        ({"scaling": "unit"}, "'unit' needs one range for all columns, which 'Circle' does not have; choose none"),
        ({"features": ()}, "features: at least one feature is needed"),
        ({"features": ("x", "x")}, "features: each feature may be given once"),
        ({"features": ("z",)}, "features, entry 1: expected one of x, y, .*'z'"),
        ({"hidden": ({"units": 0},)}, "hidden, entry 1, units: expected a whole number from 1 to 512, got 0;"),
        (
            {"hidden": ({"units": 4}, {"units": 513})},
            "hidden, entry 2, units: expected a whole number from 1 to 512, got 513;",
        ),
        ({"hidden": ({"activation": "swish"},)}, "hidden, entry 1, activation: expected one of sigmoid, .*got 'swish'"),
        (
            {"hidden": ({"dropout": 1.0},)},
            "hidden, entry 1, dropout: expected a number of at least 0 and below 1, got 1.0;",
        ),
        ({"hidden": ({},) * (MAX_HIDDEN + 1)}, "hidden: expected at most 12 entries, got more; leave some out"),
        ({"learning_rate": 0.0}, "learning_rate: expected a number above 0 and at most 100, got 0.0; the usual .* 0.1"),
        ({"learning_rate": -0.1}, "learning_rate: expected a number above 0 and at most 100, got -0.1;"),
        ({"learning_rate": float("nan")}, "learning_rate: expected a number above 0 and at most 100, got nan"),
        (
            {"target_loss": float("inf")},
            "target_loss: expected a number of at least 0, got inf; correct it or leave it out",
        ),
        ({"batch_size": 0}, "batch_size: expected a whole number from 1 to 20000, got 0;"),
        ({"batch_size": 2.5}, "batch_size: expected a whole number from 1 to 20000, got 2.5;"),
        ({"penalty": "l3"}, "penalty: expected one of none, l1, l2, got 'l3'; choose one"),
        ({"seed": -1}, "seed: expected a whole number from 0 to 2147483647, got -1;"),
        ({"seed": 2**31}, "seed: expected a whole number from 0 to 2147483647, got 2147483648;"),
        ({"samples": 5}, "samples: expected a whole number from 10 to 20000, got 5; correct it or leave it out"),
        ({"head": "regression"}, "'regression' does not fit 'Circle', whose targets are yes or no; choose sigmoid or"),
        ({"colour": "red"}, "colour: expected the name of a setting, got 'colour'; correct it"),
    ],
)
def test_what_is_not_valid_is_refused_in_words_a_person_can_act_on(changes, message):
    with pytest.raises(ValueError, match=message):
        RunSettings().changed(**changes)


def test_a_loss_that_does_not_fit_the_head_is_refused_with_those_that_do():
    with pytest.raises(ValidationError, match="'huber' does not fit the head 'sigmoid'; choose binary_cross_entropy"):
        RunSettings(loss="huber")


def test_settings_are_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        RunSettings().seed = 3


def test_settings_are_equal_and_hashed_by_their_values():
    assert RunSettings(seed=3) == RunSettings(seed=3) != RunSettings(seed=4)
    assert hash(RunSettings(seed=3)) == hash(RunSettings(seed=3))


@given(valid_settings())
def test_settings_go_to_json_and_back(settings):
    assert RunSettings.model_validate_json(settings.model_dump_json()) == settings


@pytest.mark.parametrize(("dataset", "head"), [("iris", "softmax"), ("reg-plane", "regression"), ("xor", "sigmoid")])
def test_a_head_and_a_loss_that_the_new_data_do_not_admit_fall_back_to_the_usual_ones(dataset, head):
    before = RunSettings(head="tanh", loss="huber") if dataset != "xor" else RunSettings(dataset="iris", head="softmax")
    after = before.changed(dataset=dataset)
    if dataset == "xor":
        assert after.head_name == "softmax", "two classes fit a softmax as well"
    else:
        assert (after.head, after.loss, after.head_name) == (None, None, head)


def test_a_loss_that_the_new_head_does_not_admit_falls_back_to_the_usual_one():
    after = RunSettings(loss="binary_cross_entropy").changed(head="softmax")
    assert (after.head_name, after.loss_name) == ("softmax", "categorical_cross_entropy")
    kept = RunSettings(loss="mean_squared_error").changed(head="softmax")
    assert kept.loss_name == "mean_squared_error"


def test_a_number_of_classes_that_the_new_data_do_not_admit_moves_to_the_nearest():
    assert RunSettings(dataset="blobs", classes=9).changed(dataset="arms").classes == 5
    assert RunSettings(dataset="blobs", classes=2).changed(dataset="arms").classes == 3


def test_a_scaling_that_the_new_data_do_not_admit_falls_back_to_the_usual_one():
    after = RunSettings(dataset="digits", scaling="unit").changed(dataset="iris")
    assert after.scaling_name == "standardize"


@given(valid_settings())
def test_any_valid_settings_can_move_to_any_data_set(settings):
    for name in DATASETS:
        assert settings.changed(dataset=name).dataset == name


def test_a_view_of_two_pixels_is_dropped_where_smaller_images_have_none_of_them():
    wide = RunSettings().changed(dataset="bars", view="features:5,143")
    assert wide.changed(image_size=8).view_name == "samples"
    assert wide.changed(bar_length=3).view_name == "features:5,143"


def test_a_change_is_taken_even_where_the_new_data_bring_settings_of_their_own():
    after = RunSettings().changed(dataset="digits", batch_size=7)
    assert (after.batch_size, after.train_share) == (7, 0.8)


def test_what_may_change_during_a_run_needs_no_restart_and_all_else_does():
    others = {
        "dataset": "xor",
        "noise": 5.0,
        "samples": 100,
        "classes": 4,
        "frequency": 2.0,
        "folds": 3,
        "jump": 0.25,
        "heights": (0.0, 1.0),
        "image_size": 10,
        "bar_length": 4,
        "sequence_length": 7,
        "symbols": 3,
        "delay": 5,
        "each_step": False,
        "train_share": 0.7,
        "features": ("x",),
        "scaling": "standardize",
        "target_scaling": "none",
        "view": "components",
        "hidden": (HiddenSettings(units=3),),
        "output_biases": False,
        "head": "tanh",
        "loss": "mean_squared_error",
        "initializer": "he_normal",
        "optimizer": "adam",
        "learning_rate": 0.5,
        "batch_size": 20,
        "shuffle": False,
        "schedule": "cosine",
        "penalty": "l1",
        "penalty_rate": 0.5,
        "penalty_after_step": True,
        "clip_norm": 1.0,
        "target_loss": 0.1,
        "patience": 5,
        "max_epochs": 50,
        "seed": 1,
        "data_seed": 1,
    }
    elsewhere = {"own", "image_layers", "sequence_layers"}  # test_own_data.py, test_image_layers.py, ...
    assert others.keys() | elsewhere == RunSettings.model_fields.keys()
    for name, value in others.items():
        after = RunSettings().changed(**{name: value})
        assert after != RunSettings()
        assert RunSettings().must_restart(after) == (name not in LIVE), name


@pytest.mark.parametrize(
    ("before", "changes", "told"),
    [
        (
            {"head": "tanh", "loss": "huber"},
            {"dataset": "iris"},
            ["output one tanh unit .* Iris.*several", "loss Huber"],
        ),
        (
            {"loss": "binary_cross_entropy"},
            {"head": "softmax"},
            ["binary cross-entropy does not fit the output softmax"],
        ),
        ({"dataset": "digits", "scaling": "unit"}, {"dataset": "wine"}, ["unit needs one range .* Wine.*standardize"]),
        ({"head": "tanh"}, {"dataset": "xor"}, []),
        ({}, {"dataset": "iris"}, []),
        ({"loss": "mean_squared_error"}, {"head": "softmax"}, []),
    ],
)
def test_what_had_to_be_given_up_is_told_with_what_takes_its_place(before, changes, told):
    settings = RunSettings(**before)
    found = settings.dropped_choices(settings.changed(**changes))
    assert len(found) == len(told)
    for sentence, pattern in zip(found, told, strict=True):
        assert re.search(pattern, sentence) and "; it is replaced by " in sentence


@pytest.mark.parametrize(
    "fields",
    [
        {"hidden": (512,) * 12},
        {"dataset": "circle", "samples": 20_000, "hidden": (512,) * 3},
    ],
)
def test_a_network_that_would_hold_the_server_up_for_long_is_refused(fields):
    with pytest.raises(ValueError, match="expected at most 6,000 million multiplications to evaluate all samples once"):
        RunSettings().changed(**{**fields, "hidden": tuple({"units": n} for n in fields["hidden"])})


def test_wide_networks_on_usual_numbers_of_samples_are_not():
    RunSettings().changed(hidden=({"units": 512},) * 5)
    RunSettings().changed(samples=20_000, hidden=({"units": 512},) * 2)
    RunSettings().changed(dataset="digits", samples=20_000, hidden=({"units": 512},) * 10)
