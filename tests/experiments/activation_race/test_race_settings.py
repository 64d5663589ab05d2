"""What a race may be: who can run, what is refused, and how it stands in an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiments.activation_race import CRITERIA, HYPERPARAMETERS, RACE_DATASETS, RaceSettings


def test_relu_sigmoid_and_leaky_relu_run_unless_others_are_chosen():
    settings = RaceSettings()
    assert settings.titles == ("ReLU", "sigmoid", "leaky ReLU")
    assert [[layer.units for layer in one.hidden] for one in settings.contestant_settings] == [[8, 8]] * 3


@pytest.mark.parametrize("vary", HYPERPARAMETERS)
def test_contestants_differ_in_the_chosen_thing_and_in_nothing_else(vary):
    settings = RaceSettings().with_vary(vary)
    found = [one.model_dump() for one in settings.contestant_settings]
    field = {"activation": "hidden", "depth": "hidden", "width": "hidden"}.get(vary, vary)
    for one in found:
        assert {name: value for name, value in one.items() if name != field} == {
            name: value for name, value in found[0].items() if name != field
        }
    assert len({str(one[field]) for one in found}) == len(found)
    assert len(set(settings.titles)) == len(found)


def test_a_depth_changes_no_width_and_no_activation():
    deep = RaceSettings(vary="depth", contestants=("1", "5"), width=3, activation="tanh").contestant_settings
    assert [len(one.hidden) for one in deep] == [1, 5]
    assert {(layer.units, layer.activation) for one in deep for layer in one.hidden} == {(3, "tanh")}


def test_a_contestant_may_have_a_parameter():
    settings = RaceSettings(contestants=("leaky_relu", "leaky_relu(slope=0.3)"))
    assert settings.titles == ("leaky ReLU", "leaky ReLU (slope 0.3)")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"contestants": ("relu",)}, "2 to 6 contestants"),
        ({"contestants": ("relu", "relu")}, "each contestant once"),
        ({"contestants": ("leaky_relu", "leaky_relu(slope=0.01)")}, "each contestant once"),
        ({"contestants": ("relu", "rellu")}, "rellu"),
        ({"vary": "depth", "contestants": ("1", "99")}, "from 1 to 10"),
        ({"vary": "width", "contestants": ("8", "2.5")}, "whole number"),
        ({"vary": "learning_rate", "contestants": ("0.1", "nan")}, "learning rate above 0"),
        ({"vary": "learning_rate", "contestants": ("0.1", "0.10")}, "each contestant once"),
        ({"dataset": "reg-plane"}, "data with classes"),
        ({"dataset": "moon"}, "data with classes"),
        ({"seeds": 9}, "seeds"),
        ({"seeds": 101}, "seeds"),
        ({"activation": "swish9"}, "swish9"),
        ({"target_accuracy": float("nan")}, "target_accuracy"),
    ],
)
def test_what_cannot_run_is_refused_with_the_reason(changes, words):
    with pytest.raises(ValueError, match=words):
        RaceSettings().changed(**changes)


def test_seven_contestants_are_too_many():
    with pytest.raises(ValueError, match="6"):
        RaceSettings(contestants=("relu", "tanh", "sigmoid", "elu", "selu", "gelu", "softplus"))


races = st.builds(
    lambda vary, **rest: RaceSettings(vary=vary, **rest),
    st.sampled_from(sorted(HYPERPARAMETERS)),
    dataset=st.sampled_from(RACE_DATASETS),
    noise=st.sampled_from([0.0, 5.0, 50.0]),
    depth=st.integers(1, 4),
    width=st.integers(1, 16),
    seeds=st.integers(10, 100),
    first_seed=st.integers(0, 1000),
    epochs=st.integers(1, 1000),
    target_accuracy=st.sampled_from([0.5, 0.9, 1.0]),
    criterion=st.sampled_from(sorted(CRITERIA)),
    learning_rate=st.sampled_from([0.001, 0.25, 3.0]),
)


@given(races)
def test_an_address_brings_the_same_race_back(settings):
    assert RaceSettings.from_query(settings.to_query()) == (settings, ())


@given(st.dictionaries(st.sampled_from(sorted(RaceSettings.model_fields)), st.text(max_size=12)))
def test_whatever_stands_in_an_address_the_race_can_run(query):
    settings, messages = RaceSettings.from_query(query)
    assert 2 <= len(settings.entries) <= 6
    assert all("was left out" in message for message in messages)


def test_another_thing_to_differ_in_brings_its_own_contestants():
    settings = RaceSettings(contestants=("tanh", "gelu")).with_vary("batch_size")
    assert settings.entries == HYPERPARAMETERS["batch_size"].usual


def test_a_race_that_would_hold_the_server_up_for_long_is_refused_and_a_smaller_one_is_not():
    usual = RaceSettings(dataset="digits", width=64, depth=10)
    assert usual.changed(seeds=21).seeds == 21
    with pytest.raises(ValueError, match="got 9,110 million .* use fewer samples, units, layers or networks"):
        usual.changed(seeds=40)
