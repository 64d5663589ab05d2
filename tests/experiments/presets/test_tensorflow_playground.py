"""Addresses of TensorFlow Playground become the same set-up here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.presets.tensorflow_playground import KEYS, PLAYGROUND, from_playground

SITE = "https://playground.tensorflow.org/"
WHOLE = (
    f"{SITE}#activation=relu&regularization=L2&batchSize=12&dataset=spiral&regDataset=reg-plane&learningRate=0.01"
    "&regularizationRate=0.001&noise=15&networkShape=8,6&seed=0.31415&showTestData=false&discretize=true"
    "&percTrainData=70&x=true&y=true&xTimesY=true&xSquared=false&ySquared=false&cosX=false&sinX=true&cosY=false"
    "&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false&playButton_hide=true"
)


def read(text):
    return from_playground(text).settings


def test_a_whole_address_becomes_settings():
    settings = read(WHOLE)
    assert settings == RunSettings.model_validate(
        {
            "dataset": "spiral",
            "noise": 15.0,
            "train_share": 0.7,
            "features": ("x", "y", "xy", "sin_x"),
            "hidden": ({"units": 8, "activation": "relu"}, {"units": 6, "activation": "relu"}),
            "head": "tanh",
            "loss": "half_squared_error",
            "initializer": "playground",
            "learning_rate": 0.01,
            "batch_size": 12,
            "shuffle": False,
            "penalty": "l2",
            "penalty_rate": 0.001,
            "penalty_after_step": True,
            "seed": 31415,
            "data_seed": 31415,
        }
    )


def test_what_changes_only_looks_is_named_and_left():
    (display_keys, seed) = from_playground(WHOLE).messages
    assert all(key in display_keys for key in ("showTestData", "discretize", "playButton_hide"))
    assert "31415" in seed and "not identical" in seed


@pytest.mark.parametrize("text", [SITE, "playground.tensorflow.org", f"{SITE}#problem=classification", "#noise=0"])
def test_what_an_address_leaves_out_is_as_playground_starts(text):
    settings = read(text)
    assert settings == PLAYGROUND
    assert [str(part) for part in settings.hidden] == ["4:tanh", "2:tanh"]
    assert (settings.learning_rate, settings.batch_size, settings.train_share, settings.noise) == (0.03, 10, 0.5, 0.0)
    assert (settings.head, settings.loss, settings.initializer) == ("tanh", "half_squared_error", "playground")
    assert (settings.penalty, settings.shuffle, settings.features) == ("none", False, ("x", "y"))


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("activation=linear", {"hidden": ("4:identity", "2:identity")}),
        ("activation=sigmoid&networkShape=3", {"hidden": ("3:sigmoid",)}),
        ("networkShape=", {"hidden": ()}),
        ("networkShape=8,8,8,8,8,8", {"hidden": ("8:tanh",) * 6}),
        ("dataset=gauss", {"dataset": "gauss"}),
        ("dataset=xor&noise=50", {"dataset": "xor", "noise": 50.0}),
        ("regularization=L1&regularizationRate=0.3", {"penalty": "l1", "penalty_rate": 0.3}),
        ("regularization=none", {"penalty": "none"}),
        ("initZero=true", {"initializer": "zeros"}),
        ("learningRate=10", {"learning_rate": 10.0}),
        ("batchSize=30", {"batch_size": 30}),
        ("percTrainData=90", {"train_share": 0.9}),
        ("x=false", {"features": ("y",)}),
        ("cosX=true&x=false&y=false", {"features": ("cos_x",)}),
        ("problem=regression", {"dataset": "reg-plane", "head": "regression", "loss": "half_squared_error"}),
        ("problem=regression&regDataset=reg-gauss&dataset=spiral", {"dataset": "reg-gauss"}),
        ("activation=relu&networkShape=4%2C2", {"hidden": ("4:relu", "2:relu")}),
    ],
)
def test_each_key_is_taken_over(text, fields):
    settings = read(text)
    for name, value in fields.items():
        found = getattr(settings, name)
        assert (tuple(str(part) for part in found) if name == "hidden" else found) == value


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("activation=gelu", "expected one of relu, tanh, sigmoid, linear"),
        ("learningRate=fast", "expected a number"),
        ("learningRate=nan", "learning_rate"),
        ("learningRate=0", "learning_rate"),
        ("batchSize=-3", "expected a whole number"),
        ("batchSize=99999999999", "expected a whole number"),
        ("networkShape=4,0", "units"),
        ("networkShape=1,1,1,1,1,1,1,1,1,1,1,1,1", "hidden"),
        ("networkShape=4,two", "expected a whole number"),
        ("noise=80", "noise"),
        ("percTrainData=100", "train_share"),
        ("dataset=moons", "expected one of circle, xor, gauss, spiral"),
        ("problem=regression&regDataset=circle", "expected one of reg-plane, reg-gauss"),
        ("problem=puzzle", "classification is used"),
        ("regularization=L3", "expected one of none, L1, L2"),
        ("initZero=maybe", "expected one of true, false"),
        ("xTimesY=yes", "expected true or false"),
        ("x=false&y=false", "x and y are used"),
        ("activation=tanh&colour=red", "Unknown to TensorFlow Playground, so left out: colour"),
    ],
)
def test_what_cannot_be_taken_over_is_told_and_the_rest_is_taken(text, word):
    read_in = from_playground(f"#{text}&seed=0.00002")
    assert any(word in message for message in read_in.messages)
    assert all(len(message) < 400 for message in read_in.messages)
    assert read_in.settings.seed == 2


@pytest.mark.parametrize("text", ["", "  ", "hello", "https://example.org/#a=b", "#", "=", "http://[", "x" * 5000])
def test_what_is_no_address_of_playground_is_refused_in_words(text):
    with pytest.raises(ValueError, match="TensorFlow Playground link"):
        from_playground(text)


@given(st.lists(st.tuples(st.sampled_from(sorted(KEYS)), st.text(max_size=12)), max_size=8))
def test_no_values_break_the_reading(pairs):
    text = "#noise=0&" + "&".join(f"{key}={value.replace('#', '')}" for key, value in pairs)
    assert isinstance(from_playground(text).settings, RunSettings)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        from_playground(text)
    except ValueError as error:
        assert "TensorFlow Playground" in str(error)


def test_a_regression_has_a_linear_output_and_half_the_squared_error():
    run = start(read("#problem=regression"))
    assert run.head.name == "regression"
    assert run.state.rules.loss.name == "half_squared_error"
    assert len(run.data.data.X) == 1200


def test_the_set_up_solves_the_circle_as_playground_does():
    run = start(read(SITE))
    assert (run.state.network.layers[0].b == 0.1).all()
    run = advance(run, 200 * run.batches.per_epoch)
    assert run.evaluation.test_loss < 0.02


def test_the_address_of_the_settings_read_leads_back_to_them():
    settings = read(WHOLE)
    assert RunSettings.from_query(settings.to_query()) == (settings, ())
