"""Settings in an address: there and back without loss, and nothing that a person can type breaks the page."""

import pytest
from hypothesis import given

from nnviz.experiments import MAX_HIDDEN, HiddenSettings, RunSettings
from tests.experiments.run.valid_settings import layers, valid_settings


@given(valid_settings())
def test_valid_settings_go_to_an_address_and_back_without_loss_or_message(settings):
    query = settings.to_query()
    assert all(isinstance(text, str) for text in query.values())
    assert RunSettings.from_query(query) == (settings, ())


@given(layers)
def test_a_hidden_layer_goes_to_text_and_back(layer):
    assert HiddenSettings.model_validate(str(layer)) == layer


def test_only_what_differs_from_the_defaults_stands_in_the_address():
    assert RunSettings().to_query() == {}
    assert RunSettings(
        learning_rate=0.3, hidden=(HiddenSettings(units=8, activation="relu", dropout=0.25),)
    ).to_query() == {
        "learning_rate": "0.3",
        "hidden": "8:relu:0.25",
    }


def test_a_hidden_layer_may_be_written_short():
    settings, messages = RunSettings.from_query({"hidden": "8,4:relu,2:tanh:0.5"})
    assert messages == ()
    assert [str(layer) for layer in settings.hidden] == ["8:tanh", "4:relu", "2:tanh:0.5"]


def test_no_hidden_layer_is_an_empty_text():
    settings, messages = RunSettings.from_query({"hidden": ""})
    assert settings.hidden == () and messages == ()
    assert settings.to_query() == {"hidden": ""}


def test_one_bad_parameter_is_dropped_with_a_message_and_the_others_are_kept():
    settings, messages = RunSettings.from_query({"dataset": "xor", "learning_rate": "fast", "seed": "7"})
    assert settings == RunSettings(dataset="xor", seed=7)
    assert len(messages) == 1
    assert messages[0].startswith(
        "learning_rate=fast was left out: expected a number above 0 and at most 100, got 'fast'"
    )


def test_every_bad_parameter_has_a_message_of_its_own():
    settings, messages = RunSettings.from_query({"dataset": "mars", "seed": "-1", "batch_size": "0", "noise": "51"})
    assert settings == RunSettings()
    assert [message.split("=")[0] for message in messages] == ["dataset", "noise", "batch_size", "seed"]


def test_what_does_not_fit_the_rest_is_dropped_and_the_rest_kept():
    settings, messages = RunSettings.from_query({"dataset": "iris", "head": "sigmoid", "optimizer": "adam"})
    assert settings == RunSettings(dataset="iris", optimizer="adam")
    assert len(messages) == 1 and "choose softmax" in messages[0]


def test_keys_that_are_no_setting_are_left_alone():
    assert RunSettings.from_query({"lesson": "3", "old_setting": "1"}) == (RunSettings(), ())


@pytest.mark.parametrize("n", [MAX_HIDDEN + 1, 1000])
def test_too_many_hidden_layers_are_dropped_with_the_limit(n):
    settings, messages = RunSettings.from_query({"hidden": ",".join(["4"] * n)})
    assert settings == RunSettings()
    assert "expected at most 12 entries, got more; leave some out" in messages[0]
